"""Titles of organisations: taken apart, and how surely two of them are of one organisation.

A title has a name, a legal form, a locality and numbers (``words.yml``). The numbers here and in
``reasons.yml`` were measured on the labelled spellings of ``tools.demo.variants``.
"""

import re
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from rapidfuzz.distance import OSA

from rrs_data.intake.spelling import skeleton

REASONS: dict[str, dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("reasons.yml").read_text(encoding="utf-8")
)
"""By code: a reason in words, and what it takes from the score."""

LEAST = 0.74  # the least score that is proposed: one letter of four, and no other doubt
TYPO_DOUBT = 0.12  # what ``other-title`` takes in addition when the names are not equal
DIFFERENT = 0.6  # names of a lower likeness are different
LOCALITIES_ALIKE = 0.65  # long names of localities so alike are one, misspelled
LONGEST = 500  # characters of a title that are looked at
FORM_WORDS = 6  # words of a legal form, at most

QUOTED = re.compile(r"[«“„\"‟‹](.+)[»”\"“›]")
LOCATED = re.compile(r"^(?P<head>.+?)(?:,\s*|\s+[-–—]\s+|\s*\()(?P<where>[^,()]+)\)?\s*$")
ADJECTIVES = re.compile("(?:skaia|skoi|ski|skogo)$")
ROMAN = r"\b(?:I{2,3}|I?V|VI{1,3}|I?X|XI{1,3})\b"
"""Roman numbers, but for I, which is «и» in Latin letters."""
NUMBER = re.compile(rf"[0-9]+|{ROMAN}", re.ASCII)
SIGN = re.compile(rf"(?:№\s*|#\s*|\bN[o°º]?\.?\s*)?(?:[0-9]+|{ROMAN})", re.ASCII)
"""A number with the sign before it."""

Words = tuple[str, ...]  # the words of a text, each as its skeleton


class Locality(NamedTuple):
    """Where an organisation is, as it sounds, and whether that is an oblast or its like."""

    name: str
    wide: bool


class Title(NamedTuple):
    """A title taken apart, all of it as skeletons.

    ``name`` has no blanks, so that hyphens and blanks do not matter; ``words`` are its words in
    alphabetical order, for titles whose words stand in another order.
    """

    name: str
    words: str
    form: str
    locality: Locality | None
    numbers: tuple[str, ...]


class Organisation(NamedTuple):
    """A row of the register: both titles taken apart and as they stand, and the other columns."""

    titles: tuple[Title, Title]
    texts: tuple[str, str]
    country: str
    oblast: Locality | None
    kind: str


def _words(text: str) -> Words:
    return tuple(skeleton(text).split())


LISTS = yaml.safe_load(Path(__file__).with_name("words.yml").read_text(encoding="utf-8"))
_FORMS = {
    _words(phrase): "" if kind == "any" else kind
    for kind, phrases in LISTS["forms"].items()
    for phrase in phrases
}
"""The legal forms, and the kinds they stand for."""
_KINDS_OF_LOCALITIES = [
    (words, width == "wide")
    for width, phrases in LISTS["places"].items()
    for words in sorted(map(_words, phrases), key=len, reverse=True)
]


def parse(title: str) -> Title:
    """Take a title apart; of a long one only the start."""
    start = title[:LONGEST]
    numbers = sorted(number.lstrip("0") or "0" for number in NUMBER.findall(start))
    return Title(*_name_and_locality(SIGN.sub(" ", start).strip()), tuple(numbers))


@lru_cache(maxsize=100_000)  # most titles of branches differ in their numbers only
def _name_and_locality(plain: str) -> tuple[str, str, str, Locality | None]:
    """Of a title without numbers the name, its words, the legal form and the locality."""
    quoted = QUOTED.search(plain)
    if quoted:
        name, form = _without_form(_words(quoted[1]))
        around = [*re.split(r"[,()]", plain[quoted.end() :]), plain[: quoted.start()]]
        outside = [_without_form(_words(text), least=0) for text in around]
        form = next(filter(None, [form, *(found for _, found in outside)]), "")
        where = next((" ".join(left) for left, _ in outside if left), "")
    else:
        located = LOCATED.match(plain)
        head, where = (located["head"], located["where"]) if located else (plain, "")
        if not _without_form(_words(where), least=0)[0]:
            where = ""
        name, form = _without_form(_words(head) or _words(where))
        where = where if _words(head) else ""
    return "".join(name), "".join(sorted(name)), form, locality(where)


def _without_form(words: Words, least: int = 1) -> tuple[Words, str]:
    """A title's words without legal forms around them, of which ``least`` stay; and its kind."""
    for size in range(min(FORM_WORDS, len(words) - least), 0, -1):
        for form, rest in ((words[:size], words[size:]), (words[-size:], words[:-size])):
            if form in _FORMS:
                left, kind = _without_form(rest, least)
                return left, _FORMS[form] or kind
    return words, ""


@lru_cache(maxsize=100_000)
def locality(text: str) -> Locality | None:
    """A locality without what says its kind: «Чуйская область» and Chuy Oblast are one."""
    words, wide = list(_words(text.strip(" ,.()-–—"))), False
    for kind, kind_is_wide in _KINDS_OF_LOCALITIES:
        size = len(kind)
        for start in range(len(words) - size, -1, -1):
            if tuple(words[start : start + size]) == kind and len(words) > size:
                del words[start : start + size]
                wide = wide or kind_is_wide
    name = "".join(words)
    bare = ADJECTIVES.sub("", name)
    return Locality(bare if len(bare) >= 2 else name, wide) if name else None


def score(one: Organisation, other: Organisation) -> tuple[float, tuple[str, ...]] | None:
    """The score of two organisations and its reasons, or None when they are not the same."""
    if {title.numbers for title in one.titles}.isdisjoint(title.numbers for title in other.titles):
        return None
    (ru, en), (other_ru, other_en) = one.titles, other.titles
    least, straight = sorted((_like(ru, other_ru), _like(en, other_en)))
    share = max(straight, _like(ru, other_en), _like(en, other_ru))
    # A text that stands in both columns, or none, says nothing about the other language.
    lengths = [len(title.name) for title in (*one.titles, *other.titles)]
    silent = ru.name == en.name or other_ru.name == other_en.name or 0 in lengths
    differs = least < DIFFERENT and share == straight and not silent
    where = _localities(one, other)
    if where is None or share < LEAST or (share < 1 and min(filter(None, lengths)) <= 3):
        return None
    texts, others = ({" ".join(t.casefold().split()) for t in each.texts} for each in (one, other))
    equal = "name-other-alphabet" if texts.isdisjoint(others) else "name"
    if share == 1 and any(
        a.words == b.words and a.name != b.name for a in one.titles for b in other.titles
    ):
        equal = "name-order"
    reasons = ["name-typo" if share < 1 else equal, *where]
    forms, others = ({title.form for title in each.titles} - {""} for each in (one, other))
    if one.kind != other.kind or (forms and forms.isdisjoint(others) and others):
        reasons.append("form")
    if differs:
        reasons.append("other-title")
    value = share - sum(REASONS[reason].get("takes", 0) for reason in reasons)
    if differs and share < 1:
        value -= TYPO_DOUBT
    return (round(value, 2), tuple(reasons)) if value >= LEAST else None


def _like(one: Title, other: Title) -> float:
    """How alike two names are, in whatever order their words stand."""
    if not one.name or not other.name:
        return 0.0
    same = one.words == other.words
    return 1.0 if same else OSA.normalized_similarity(one.name, other.name)


def _localities(one: Organisation, other: Organisation) -> list[str] | None:
    """What the localities say; None when they tell the two organisations apart."""
    same_country = one.country == other.country
    same_oblast = one.oblast is None or other.oblast is None or alike(one.oblast, other.oblast)
    mine = [title.locality for title in one.titles if title.locality]
    theirs = [title.locality for title in other.titles if title.locality]
    shared = [(a, b) for a in mine for b in theirs if alike(a, b)]
    if shared:
        exact = any(a.wide == b.wide for a, b in shared)
        doubts = {"place-oblast": same_oblast, "country": same_country}
        return [
            "place" if exact else "place-within",
            *(doubt for doubt, agrees in doubts.items() if not agrees),
        ]
    if not (same_country and same_oblast):
        return None
    if not mine or not theirs:
        return ["place-untold"] if mine or theirs else []
    recorded = [(place, one.oblast) for place in mine] + [(place, other.oblast) for place in theirs]
    # Whether a title names nothing narrower than the oblast that is recorded.
    within = any(place.wide and oblast and alike(place, oblast) for place, oblast in recorded)
    return ["place-within"] if within else None


def alike(one: Locality, other: Locality) -> bool:
    """Whether two localities sound the same, but for an ending or a transliteration."""
    if one.name == other.name:
        return True
    shorter, longer = sorted((one.name, other.name), key=len)
    if len(shorter) >= 3 and longer.startswith(shorter) and len(longer) - len(shorter) <= 3:
        return True
    return len(shorter) >= 5 and OSA.normalized_similarity(one.name, other.name) >= LOCALITIES_ALIKE
