"""Privacy: text that looks like a person's name, birth date, address or number of any kind.

Registers know people by random ids only; the checks refuse or question what is found here.
The rules are for Russian, Kyrgyz, Kazakh, Tajik, Uzbek, Turkmen and English in Cyrillic and Latin
letters; of names in Arabic script the common ones of Dari and Urdu are known.
"""

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pyarrow as pa
import pyarrow.compute as pc
import yaml
from phonenumbers import PhoneNumberMatcher
from stdnum import iban, luhn

from rrs_data.intake.privacy import person_names
from rrs_data.intake.words import one_alphabet

Kind = Literal["email", "phone", "identity", "birth", "address", "name", "name-like", "doubtful"]

_LISTS = yaml.safe_load(Path(__file__).with_name("personal_data.yml").read_text(encoding="utf-8"))
_ONE_OF = {name: "|".join(listed) for name, listed in _LISTS.items()}
_FORMS = {
    name: re.compile("".join(_ONE_OF.get(one, one) for one in pieces), re.IGNORECASE)
    for name, pieces in _LISTS["forms"].items()
}


def kind_of(text: str, ids: str = "") -> Kind | None:
    """The kind of personal data that stands in a cell's text, the gravest first.

    ``email`` is an address or a page in a network, ``phone`` and ``identity`` are numbers,
    ``birth`` is a person's birth date, ``address`` where somebody lives, ``name`` a person's name.
    What may be one and may be an organization's is ``name-like``; ``doubtful`` is a street with a
    house, the year of a birth, or a long number. For columns of text: in a column of amounts a long
    number is an amount. ``ids`` are the forms of the registers' own ids, which are not personal
    data: EV-0123456 is no one's phone number. Codes of indicators are not among them, for their
    form is so free that a passport's number has it.
    """
    found: Kind | None = next(filter(None, _kinds(_usual(text))), None)
    return None if found and of_form(pa.array([text]), ids)[0].as_py() else found


def _kinds(text: str) -> Iterator[Kind | None]:
    """What a text in usual letters holds, each kind looked for in its turn."""
    # What makes an e-mail address is looked for first, for the whole form takes long.
    hidden = _FORMS["maybe_email"].search(text) and _FORMS["email"].search(text)
    yield "email" if hidden or _FORMS["profile"].search(text) else None
    # Years, sums and the codes of organizations are neither phones nor numbers of persons.
    plain = _FORMS["codes"].sub("§", re.sub("[\u2010-\u2015]", "-", text))
    plain = _FORMS["years"].sub("§", plain)
    yield from _numbers(plain) if re.search(r"(?:\d\D*){5}", text) else ()
    yield "birth" if _FORMS["birth"].search(text) else None
    yield "address" if _FORMS["address"].search(text) else None
    # Many titles differ in a number only, and which digits there are tells nothing of a name.
    yield person_names.certainty(re.sub(r"\d+", "0", text))
    maybe = _FORMS["maybe_birth"].search(text) or _FORMS["maybe_address"].search(text)
    yield "doubtful" if maybe or _FORMS["bare"].search(_FORMS["dates"].sub("§", plain)) else None


def _numbers(text: str) -> Iterator[Kind | None]:
    """A phone is in a country's numbering plan, has the form of one, or follows a word like «тел.».

    An identity number has the form of a document, follows a word such as «паспорт», has the check
    digits of a card or an IBAN, or is 9 digits and more that stand alone.
    """
    cards = (re.sub(r"\D", "", match[0]) for match in _FORMS["card"].finditer(text))
    accounts = (match[0] for match in _FORMS["account"].finditer(text))
    checked = any(map(luhn.is_valid, cards)) or any(map(iban.is_valid, accounts))
    yield "identity" if checked else None
    yield "phone" if _FORMS["after_phone"].search(text) else None
    stated = _FORMS["after_identity"].search(text) or _FORMS["document"].search(text)
    yield "identity" if stated else None
    rest = _FORMS["dates"].sub("§", text)
    runs = (match[0].strip() for match in _FORMS["run"].finditer(rest))
    yield "phone" if any(map(_is_phone, runs)) else None
    yield "identity" if re.fullmatch(r"\d{9,}", rest) else None


def _is_phone(run: str) -> bool:
    """Whether digits are a phone: by a country's plan, by its code, or by its groups."""
    digits = re.sub(r"\D", "", run)
    if run.startswith("+"):
        return 9 <= len(digits) <= 15
    if _FORMS["thousands"].fullmatch(run):
        return False
    if len(digits) <= 15 and (len(digits) >= 10 or not run.isdigit()):
        plans = (PhoneNumberMatcher(run, country) for country in _LISTS["phone_countries"])
        if any(plan.has_next() for plan in plans):
            return True
    coded = _FORMS["coded_phones"].fullmatch(digits) is not None
    return "." not in run and (coded or _is_grouped(run, len(digits)))


def _is_grouped(run: str, digits: int) -> bool:
    """Groups as phone numbers have them: (312) 66-12-34, 90 123 45 67, 123-45-67, 555-123-4567."""
    groups = [len(group) for group in re.findall(r"\d+", run)]
    if re.search(r"\(\d{2,5}\)", run):
        return 7 <= digits <= 12
    if groups in ([3, 3, 4], [3, 2, 2]):
        return " " not in run
    return 9 <= digits <= 10 and len(groups) >= 4 and groups[-2:] == [2, 2] and groups[0] <= 4


def of_form(texts: pa.Array, pattern: str) -> pa.Array:
    """Which texts have the form of a pattern; RE2 takes linear time for any that it takes."""
    return pc.match_substring_regex(texts, f"^(?:{pattern})$")


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
    digits = re.sub(r"[^\D0-9]", lambda match: str(unicodedata.decimal(match[0])), text)
    return one_alphabet(digits)
