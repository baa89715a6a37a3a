"""Privacy: text that looks like a person's name, phone, e-mail or identity number.

Registers know people by random ids only; the checks refuse or question what is found here.
The rules are for Russian, Kyrgyz, Kazakh, Tajik, Uzbek, Turkmen and English in Cyrillic and Latin
letters. Names in Arabic script are not recognized.
"""

import re
import unicodedata
from pathlib import Path
from typing import Literal

import pyarrow as pa
import pyarrow.compute as pc
import yaml

from rrs_data.intake.privacy import person_names
from rrs_data.intake.spelling import one_alphabet

Kind = Literal["name", "name-like", "phone", "email", "identity"]

_LISTS = yaml.safe_load(Path(__file__).with_name("personal_data.yml").read_text(encoding="utf-8"))
_FORMS = {
    name: re.compile(
        "".join("|".join(_LISTS[one]) if one in _LISTS else one for one in pieces), re.IGNORECASE
    )
    for name, pieces in _LISTS["forms"].items()
}
_FOREIGN_DIGIT = re.compile(r"[^\D0-9]")


def kind_of(text: str, ids: str = "") -> Kind | None:
    """The kind of personal data that stands in a cell's text, the gravest first.

    ``email``, ``phone`` and ``identity`` are addresses and numbers, ``name`` a person's name,
    ``name-like`` what may be one and may be an organization's. For columns of text: in a column of
    amounts a long number is an amount. ``ids`` are the forms of the registers' own ids, which are
    not personal data: EV-0123456 is no one's phone number. Codes of indicators are not among them,
    for their form is so free that a passport's number has it.
    """
    if own_ids(pa.array([text]), ids)[0].as_py():
        return None
    usual = _usual(text)
    if _FORMS["maybe_email"].search(usual) and _FORMS["email"].search(usual):
        return "email"
    # Many titles differ in a number only, and which digits there are tells nothing of a name.
    return _kind_of_number(usual) or person_names.certainty(re.sub(r"\d+", "0", usual))


def own_ids(texts: pa.Array, ids: str) -> pa.Array:
    """Which texts are ids in one of the forms that the registers give them, as booleans."""
    return pc.match_substring_regex(texts, f"^(?:{ids})$")


def personal_header(header: str) -> bool:
    """Whether a header is for personal data: ФИО, телефон, passport; not «Название» or title."""
    shown = " ".join(re.sub(r"[_*]", " ", header).replace("’", "'").split())
    return _FORMS["header"].search(shown) is not None


def masked(text: str) -> str:
    """Enough of personal data to find the cell: each word's first letter, dots for the others."""
    return re.sub(r"\w+", lambda word: word[0][:1] + "•" * (len(word[0]) - 1), text)


def _usual(text: str) -> str:
    """The text in usual letters and digits: a name or a number is found under any disguise."""
    if _FORMS["unusual"].search(text):
        normal = unicodedata.normalize("NFKC", text)
        text = "".join(letter for letter in normal if unicodedata.category(letter) != "Cf")
    if text.isascii():
        return text
    digits = _FOREIGN_DIGIT.sub(lambda match: str(unicodedata.decimal(match[0])), text)
    return one_alphabet(digits)


def _kind_of_number(text: str) -> Literal["phone", "identity"] | None:
    """What kind of a person's number stands in a text, if any does.

    A phone has an international or local form, or follows a word such as «тел.». An identity
    number has the form of a document, follows a word such as «паспорт», or is 9 digits and more
    that stand alone (10 within a text). Years, dates and sums in thousands are neither.
    """
    if not re.search(r"(?:\d\D*){5}", text):
        return None
    text = _FORMS["years"].sub("§", re.sub("[\u2010-\u2015]", "-", text))
    if _FORMS["after_phone"].search(text):
        return "phone"
    if _FORMS["after_identity"].search(text) or _FORMS["document"].search(text):
        return "identity"
    rest = _FORMS["dates"].sub("§", text)
    if any(_is_phone(match[0].strip()) for match in _FORMS["run"].finditer(rest)):
        return "phone"
    return "identity" if _FORMS["bare"].search(rest) or re.fullmatch(r"\d{9,}", rest) else None


def _is_phone(run: str) -> bool:
    """Whether digits are a phone: by its code, by a trunk 0 (0555-12-34-56), or by its groups."""
    digits = re.sub(r"\D", "", run)
    if run.startswith("+"):
        return 9 <= len(digits) <= 15
    if re.fullmatch(_LISTS["phones"], digits):
        return True
    if digits[0] == "0" and 10 <= len(digits) <= 11 and "." not in run:
        return True
    if _FORMS["thousands"].fullmatch(run):
        return False
    old = re.fullmatch(_LISTS["old_phones"], digits)
    return old is not None or ("." not in run and _is_grouped(run, len(digits)))


def _is_grouped(run: str, digits: int) -> bool:
    """Groups as phone numbers have them: (312) 66-12-34, 90 123 45 67, 123-45-67, 555-123-4567."""
    groups = [len(group) for group in re.findall(r"\d+", run)]
    if re.search(r"\(\d{2,5}\)", run):
        return 7 <= digits <= 12
    if groups in ([3, 3, 4], [3, 2, 2]):
        return " " not in run
    return 9 <= digits <= 10 and len(groups) >= 4 and groups[-2:] == [2, 2] and groups[0] <= 4
