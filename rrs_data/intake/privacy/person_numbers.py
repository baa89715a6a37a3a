"""People's numbers: phones, documents, cards and accounts, as they stand in a text."""

import re
from collections.abc import Iterator, Mapping
from typing import Literal

import phonenumbers
from stdnum import iban, luhn

Forms = Mapping[str, re.Pattern[str]]
NumberKind = Literal["phone", "identity", "doubtful"]


def kind_of_number(text: str, forms: Forms, countries: list[str]) -> NumberKind | None:
    """What kind of a person's number stands in a text, if any does.

    A phone is one of the numbering plans of the ``countries``, has an international or local form,
    or follows a word such as «тел.». An identity number has the form of a document, follows a word
    such as «паспорт», has the check digits of a card or an IBAN, or is 9 digits and more that stand
    alone; 10 and more within a text are doubtful. Years, dates and sums in thousands are neither.
    """
    if not re.search(r"(?:\d\D*){5}", text):
        return None
    text = forms["codes"].sub("§", re.sub("[\u2010-\u2015]", "-", text))
    kinds = _kinds(forms["years"].sub("§", text), forms, countries)
    return next(filter(None, kinds), None)


def _kinds(text: str, forms: Forms, countries: list[str]) -> Iterator[NumberKind | None]:
    yield "identity" if _is_account(text, forms) else None
    yield "phone" if forms["after_phone"].search(text) else None
    document = forms["after_identity"].search(text) or forms["document"].search(text)
    yield "identity" if document else None
    rest = forms["dates"].sub("§", text)
    runs = (match[0].strip() for match in forms["run"].finditer(rest))
    yield "phone" if any(_is_phone(run, forms, countries) for run in runs) else None
    yield "identity" if re.fullmatch(r"\d{9,}", rest) else None
    yield "doubtful" if forms["bare"].search(rest) else None


def _is_account(text: str, forms: Forms) -> bool:
    """Whether a card's or an account's number stands in a text, by its check digits."""
    cards = (re.sub(r"\D", "", match[0]) for match in forms["card"].finditer(text))
    accounts = (match[0] for match in forms["account"].finditer(text))
    return any(map(luhn.is_valid, cards)) or any(map(iban.is_valid, accounts))


def _is_phone(run: str, forms: Forms, countries: list[str]) -> bool:
    """Whether digits are a phone: by a country's plan, by its code, or by its groups."""
    digits = re.sub(r"\D", "", run)
    if run.startswith("+"):
        return 9 <= len(digits) <= 15
    if forms["thousands"].fullmatch(run):
        return False
    grouped = len(digits) >= 10 or not run.isdigit()
    if grouped and any(_is_planned(run, country) for country in countries):
        return True
    if digits[0] == "0" and 10 <= len(digits) <= 11 and "." not in run:
        return True
    coded = forms["coded_phones"].fullmatch(digits)
    return coded is not None or ("." not in run and _is_grouped(run, len(digits)))


def _is_planned(run: str, country: str) -> bool:
    """Whether a number is in use by the numbering plan of a country, or of the one it names."""
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(run, country))
    except phonenumbers.NumberParseException:
        return False


def _is_grouped(run: str, digits: int) -> bool:
    """Groups as phone numbers have them: (312) 66-12-34, 90 123 45 67, 123-45-67, 555-123-4567."""
    groups = [len(group) for group in re.findall(r"\d+", run)]
    if re.search(r"\(\d{2,5}\)", run):
        return 7 <= digits <= 12
    if groups in ([3, 3, 4], [3, 2, 2]):
        return " " not in run
    return 9 <= digits <= 10 and len(groups) >= 4 and groups[-2:] == [2, 2] and groups[0] <= 4
