"""Personal data: what kind of it, if any, stands in a cell's text or is announced by a header."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Literal

import pyarrow as pa
import pyarrow.compute as pc

from rrs_data.intake.privacy import person_names, personal_numbers
from rrs_data.intake.schema import load_schema
from rrs_data.intake.spelling import one_alphabet

Kind = Literal["name", "name-like", "phone", "email", "identity"]

LONGEST_ID = 40
"""Characters of an id; they are all ASCII."""

_UNUSUAL = re.compile(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff"  # cannot be seen
    "\uff01-\uff5e\U0001d400-\U0001d7ff\u2100-\u2115\u2117-\u214f\u2160-\u217f\u24b6-\u24e9"
    "\u0300-\u036f"  # accents apart from their letters
    "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]"  # unusual blanks
)
"""Characters that are taken out or replaced by usual ones."""

_FOREIGN_DIGIT = re.compile(r"[^\D0-9]")
_MAYBE_EMAIL = re.compile(r"@|[(\[{]\s?(?:at|собака|эт|dot)\s?[)\]}]", re.IGNORECASE)
_EMAIL = re.compile(
    r"[\w.+-]{1,64}\s?(?:@|[(\[{]\s?(?:at|собака|эт)\s?[)\]}]| at (?=\w{1,63} ?[(\[{]\s?dot))"
    r"\s?[\w-]{1,63}(?:(?:\.|\s?[(\[{]\s?(?:dot|точка)\s?[)\]}]\s?)[\w-]{2,63})+",
    re.IGNORECASE,
)
"""Also addresses written for people's eyes only: ivanov (at) mail.ru."""

_HEADER = re.compile(
    r"(?:^|[^\w])(?:"
    r"ф\.?\s?и\.?\s?о|имя|имена|фамили[яи]|отчеств[оа]|аты[- ]?жөнү|аты[- ]?жөні|тегі|ному насаб|"
    r"насаб|исми?|шариф|familiya|ismi|familiýasy|ady|"
    r"тел|телефоны?|моб|мобильный|сот|сотовый|факс|whatsapp|telegram|телеграм|контакты|контактные\s+данные|"
    r"e-?\s?mail|емейл|имейл|мейл|(?:электронная\s)?почта|эл\.?\s?почта|эл\.?\s?адрес|"
    r"(?:домашний\s)?адрес(?!\s+(?:мероприят|организац|сайт|офис))|место\s+жительства|прописка|дарек|мекенжай|нишонӣ|"
    r"паспорт\w*|удостоверени[ея]|инн|пин|иин|пинфл|снилс|жсн|"
    r"(?:дата|год|день|число)\s+рождения|д\.?\s?р|г\.?\s?р|туулган|туған|"
    r"(?:full|first|last|family|middle|given|participant'?s?|person'?s?|contact|trainee'?s?|director'?s?)\s+name|"
    r"names?\s+of\s+(?:the\s+)?(?:participants?|persons?|trainees?|beneficiar(?:y|ies)|trainers?|director)|"
    r"surname|patronymic|name\s+and\s+surname|"
    r"phones?|telephone|tel|mobile|cell\s?phone|fax|contacts|contact\s+details|"
    r"(?:home\s|postal\s|street\s)?address(?!\s+of\s+(?:the\s+)?(?:event|organi[sz]ation|venue))|"
    r"passport|id\s+(?:card|number)|identity|identification|national\s+id|cnic|nic|tazkira|ssn|tin|inn|iin|"
    r"dob|d\.\s?o\.\s?b|birth\s?(?:day|date)|(?:date|year|place)\s+of\s+birth"
    r")(?=[^\w]|$)",
    re.IGNORECASE,
)
_NAME_ALONE = re.compile(r"names?", re.IGNORECASE)


def kind_of(text: str) -> Kind | None:
    """The kind of personal data that stands in a cell's text, the gravest first.

    ``email``, ``phone`` and ``identity`` are addresses and numbers, ``name`` a person's name,
    ``name-like`` what may be one and may be an organization's. For columns of text: in a column of
    amounts a long number is an amount. The registers' own ids are not personal data.
    """
    if len(text) <= LONGEST_ID and _own_ids().fullmatch(text):
        return None
    usual = _usual(text)
    if _MAYBE_EMAIL.search(usual) and _EMAIL.search(usual):
        return "email"
    return personal_numbers.kind_of_number(usual) or person_names.certainty(usual)


def own_ids(texts: pa.Array) -> pa.Array:
    """Which texts are ids in the form that the registers give them, as booleans."""
    short = pc.less_equal(pc.binary_length(texts), LONGEST_ID)
    return pc.and_(short, pc.match_substring_regex(texts, f"^(?:{_own_ids().pattern})$"))


@lru_cache
def _own_ids() -> re.Pattern[str]:
    """The forms of the ids of rows: EV-0123456 is no one's phone number.

    Codes of indicators are not among them: their form is so free that a passport's number has it.
    """
    forms = {
        str(column.constraints["pattern"])
        for register in load_schema().registers.values()
        for column in register.columns
        if column.constraints.get("unique")
    }
    return re.compile("|".join(f"(?:{form})" for form in sorted(forms)))


def personal_header(header: str) -> bool:
    """Whether a column of this header is for personal data: ФИО, телефон, адрес, passport, DOB.

    «Название», title, place and organisation name are not.
    """
    shown = " ".join(re.sub(r"[_*]", " ", header).replace("’", "'").split())
    return bool(_NAME_ALONE.fullmatch(shown) or _HEADER.search(shown))


def masked(text: str) -> str:
    """What a message may show of personal data: each word's first letter, dots for the others.

    Enough to find the cell, too little to learn a name.
    """
    return re.sub(r"\w+", lambda word: word[0][:1] + "•" * (len(word[0]) - 1), text)


def _usual(text: str) -> str:
    """The text in usual letters and digits, each word in one alphabet, nothing invisible.

    So a name or a number is found in whatever letters it is disguised.
    """
    if _UNUSUAL.search(text):
        normal = unicodedata.normalize("NFKC", text)
        text = "".join(letter for letter in normal if unicodedata.category(letter) != "Cf")
    if text.isascii():
        return text
    return one_alphabet(_FOREIGN_DIGIT.sub(_ascii_digit, text))


def _ascii_digit(match: re.Match[str]) -> str:
    digit = unicodedata.decimal(match[0], None)
    return match[0] if digit is None else str(digit)
