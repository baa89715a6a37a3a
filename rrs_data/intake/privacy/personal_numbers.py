"""People's numbers: phones, and the numbers of documents and in a state's registers of people."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

PHONE_WORDS = (
    "телефон|тел|моб|сот|факс|тлф|whats ?app|ватсап|вотсап|telegram|телеграм|"
    "telefon|phone|tel|mobile|mob|cell|fax"
)
IDENTITY_WORDS = (
    "инн|пин|иин|пинфл|паспорт|паспорта|удостоверение|тазкира|"
    "tin|inn|pin|iin|passport|pasport|cnic|nic|tazkira"
)

_FIVE_DIGITS = re.compile(r"(?:\d\D*){5}")

_HYPHENS = re.compile("[\u2010-\u2015]")
_YEARS = re.compile(r"(?<!\d)(?:19|20)\d\d\s?[-/]\s?(?:(?:19|20)\d\d|\d\d)(?![\d-])")
_DATES = re.compile(
    r"(?<![\d.-])(?:(?:19|20)\d\d[-./][01]?\d[-./][0-3]?\d|[0-3]?\d[-./][01]?\d[-./](?:(?:19|20)\d\d|\d\d))"
    r"(?:[ T]\d\d:\d\d(?::\d\d)?)?(?![\d-])"
)
_RUN = re.compile(r"(?<![\w#=/])\+?[(]?\d[\d\s().\-/]{3,40}\d(?![\d_]|[^\W\d_])")
_BARE = re.compile(r"(?<![\w.,=/#-])\d{10,}(?![\w.,]*\d|\w)")
_AFTER_PHONE = re.compile(
    rf"(?<![^\W\d_])(?:{PHONE_WORDS})(?![^\W\d_])[^\d]{{0,12}}?[+(]?(?:\d[\s().-]{{0,3}}){{5,15}}",
    re.IGNORECASE,
)
_AFTER_IDENTITY = re.compile(
    rf"(?<![^\W\d_])(?:{IDENTITY_WORDS})(?![^\W\d_])[^\d]{{0,15}}?(?:\d[\s-]?){{6,}}", re.IGNORECASE
)
_DOCUMENTS = tuple(
    re.compile(pattern)
    for pattern in (
        # Passports and cards: AN1234567, ID 1234567, N12345678, АС №1234567, P01234567.
        (
            r"(?<![\w-])(?:[A-ZА-Я]{1,2}\s?(?:№|No\.?)?\s?|[A-Za-zА-Яа-я]{1,2})"
            r"(?!(?:19|20)\d\d[01]\d[0-3]\d\b)\d{7,8}(?![\w-])"
        ),
        # Turkmenistan and papers of the Soviet kind: I-AS 123456.
        r"(?<![\w-])[IVX]{1,4}-[^\W\d_]{2}\s?(?:№|No\.?)?\s?\d{6}(?!\w)",
        # Pakistan's CNIC and Afghanistan's electronic tazkira.
        r"(?<![\w-])\d{5}-\d{7}-\d(?![\w-])",
        r"(?<![\w-])1[34]\d\d-\d{4}-\d{5}(?![\w-])",
        # Kazakhstan's IIN and Kyrgyzstan's PIN in groups: the date of birth stands in them.
        r"(?<![\w-])\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])[ -][0-6]\d{5}(?![\w-])",
        r"(?<![\w-])[12][ -]?[0-3]\d[01]\d(?:19|20)\d\d[ -]?\d{5}(?![\w-])",
        # Russia's passport: 4509 123456, 45 09 123456.
        r"(?<![\w-])\d{2}\s?\d{2}\s\d{6}(?![\w-])",
    )
)
_COUNTRY_CODES = re.compile(r"(?:00)?(?:996\d{9}|998\d{9}|992\d{9}|993\d{8}|93\d{9}|92\d{10})")
_OLD_TRUNK = re.compile(r"[78][34679]\d{9}")
_AREA = re.compile(r"\(\d{2,5}\)")


def kind_of_number(text: str) -> Literal["phone", "identity"] | None:
    """What kind of a person's number stands in a plain text, if any does.

    A phone: an international or local form, or digits after a word such as «тел.». An identity
    number: the form of a document of the programme's countries, digits after a word such as
    «паспорт», or 9 digits and more that stand alone in the cell (10 within a text): KG 14, KZ 12,
    UZ 14, TJ 9. Years, dates, sums in groups of thousands and registers' own ids are neither.
    """
    if not _FIVE_DIGITS.search(text):
        return None
    text = _YEARS.sub("§", _HYPHENS.sub("-", text))
    if _AFTER_PHONE.search(text):
        return "phone"
    if _AFTER_IDENTITY.search(text) or any(form.search(text) for form in _DOCUMENTS):
        return "identity"
    rest = _DATES.sub("§", text)
    if any(_is_phone(run) for run in _runs(rest)):
        return "phone"
    return "identity" if _BARE.search(rest) or re.fullmatch(r"\d{9,}", rest) else None


def _runs(text: str) -> Iterator[str]:
    """Digits with what separates the groups of a phone number."""
    for match in _RUN.finditer(text):
        yield match[0].strip()


def _is_phone(run: str) -> bool:
    digits = re.sub(r"\D", "", run)
    if run.startswith("+"):
        return 9 <= len(digits) <= 15
    if _COUNTRY_CODES.fullmatch(digits) or (digits[0] == "0" and _is_local(run, digits)):
        return True
    groups = [len(group) for group in re.findall(r"\d+", run)]
    if _are_thousands(run, groups):
        return False
    if _OLD_TRUNK.fullmatch(digits):
        return True
    return _is_grouped(run, groups, len(digits))


def _is_local(run: str, digits: str) -> bool:
    """0555-12-34-56, 0312 661234, 0300-1234567: a trunk 0 and the whole number."""
    return 10 <= len(digits) <= 11 and "." not in run


def _are_thousands(run: str, groups: list[int]) -> bool:
    """1 250 000 or 1.250.000,50: a sum."""
    spaced = re.fullmatch(r"[1-9]\d{0,2}(?:[\s.]\d{3})+(?:\.\d{1,2})?", run)
    return spaced is not None and len(groups) > 1


def _is_grouped(run: str, groups: list[int], digits: int) -> bool:
    """Groups as phone numbers have them: (312) 66-12-34, 90 123 45 67, 123-45-67, 555-123-4567."""
    if "." in run:
        return False
    if _AREA.search(run):
        return 7 <= digits <= 12
    if groups in ([3, 3, 4], [3, 2, 2]):
        return " " not in run
    return 9 <= digits <= 10 and len(groups) >= 4 and groups[-2:] == [2, 2] and groups[0] <= 4
