"""Likeness: how surely two organisations are the same, judged by their titles.

The numbers here were measured on the labelled spellings of ``tools.demo.variants``; a test keeps
what is found of them, and what is wrongly proposed.
"""

from __future__ import annotations

from typing import NamedTuple

from rapidfuzz.distance import OSA

from rrs_data.intake.duplicates.titles import Locality, Title

LEAST = 0.74
"""The least score that is proposed: one letter of four, and no other doubt."""

DOUBTS = {
    "name-order": 0.04,
    "place-untold": 0.03,
    "place-within": 0.06,
    "place-oblast": 0.1,
    "country": 0.15,
    "form": 0.05,
    "other-title": 0.08,
}
"""What each doubt takes from the score."""

TYPO_DOUBT = 0.12
"""What ``other-title`` takes in addition when the names themselves are not equal."""

DIFFERENT = 0.6
"""Names of a lower likeness are different."""

LOCALITIES_ALIKE = 0.65
"""Long names of localities that are at least so alike are one, misspelled."""


class Organisation(NamedTuple):
    """A row of the register: both titles taken apart and as they stand, and the other columns."""

    titles: tuple[Title, Title]
    texts: tuple[str, str]
    country: str
    oblast: Locality | None
    kind: str


class Likeness(NamedTuple):
    """How alike two names are, and whether their words only stand in another order."""

    share: float
    reordered: bool


def score(one: Organisation, other: Organisation) -> tuple[float, tuple[str, ...]] | None:
    """The score of two organisations and its reasons, or None when they are not the same.

    Different numbers in the titles, and different localities that are not a town and its oblast,
    tell two branches of one organisation apart.
    """
    if {title.numbers for title in one.titles}.isdisjoint(title.numbers for title in other.titles):
        return None
    likeness, rest = _names(one, other)
    if not _close(likeness, one, other):
        return None
    where = _localities(one, other)
    if where is None:
        return None
    reasons = [_name_reason(likeness, one, other), *where]
    if _forms_differ(one, other):
        reasons.append("form")
    if rest < DIFFERENT:
        reasons.append("other-title")
    value = likeness.share - sum(DOUBTS.get(reason, 0) for reason in reasons)
    if rest < DIFFERENT and likeness.share < 1:
        value -= TYPO_DOUBT
    return (round(value, 2), tuple(reasons)) if value >= LEAST else None


def _names(one: Organisation, other: Organisation) -> tuple[Likeness, float]:
    """The best likeness of two names, and that of the two names that are left."""
    (ru, en), (other_ru, other_en) = one.titles, other.titles
    straight = (_like(ru, other_ru), _like(en, other_en))
    best, rest = (straight[0], straight[1]) if straight[0] >= straight[1] else straight[::-1]
    crossed = max(_like(ru, other_en), _like(en, other_ru))
    if crossed > best:
        return crossed, 1.0
    # A text that stands in both columns, or none, says nothing about the other language.
    copied = ru.name == en.name or other_ru.name == other_en.name
    missing = not all(title.name for title in (*one.titles, *other.titles))
    return best, 1.0 if copied or missing else rest.share


def _like(one: Title, other: Title) -> Likeness:
    if not one.name or not other.name:
        return Likeness(0.0, reordered=False)
    share = OSA.normalized_similarity(one.name, other.name)
    reordered = share < 1 and one.words == other.words
    return Likeness(1.0 if reordered else share, reordered)


def _close(likeness: Likeness, one: Organisation, other: Organisation) -> bool:
    """Whether names differ by as little as a slip: one letter, or two in a long name."""
    names = [title.name for title in (*one.titles, *other.titles) if title.name]
    return likeness.share == 1 or (likeness.share >= LEAST and min(map(len, names)) > 3)


def _name_reason(likeness: Likeness, one: Organisation, other: Organisation) -> str:
    if likeness.reordered:
        return "name-order"
    if likeness.share < 1:
        return "name-typo"
    same = set(map(_folded, one.texts)) & set(map(_folded, other.texts))
    return "name" if same else "name-other-alphabet"


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


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
    within = _is_oblast_of(mine, one.oblast) or _is_oblast_of(theirs, other.oblast)
    return ["place-within"] if within else None


def _is_oblast_of(localities: list[Locality], oblast: Locality | None) -> bool:
    """Whether a title names nothing narrower than the oblast that is recorded."""
    return oblast is not None and any(one.wide and alike(one, oblast) for one in localities)


def alike(one: Locality, other: Locality) -> bool:
    """Whether two localities sound the same, but for an ending or a transliteration."""
    if one.name == other.name:
        return True
    shorter, longer = sorted((one.name, other.name), key=len)
    if len(shorter) >= 3 and longer.startswith(shorter) and len(longer) - len(shorter) <= 3:
        return True
    return len(shorter) >= 5 and OSA.normalized_similarity(one.name, other.name) >= LOCALITIES_ALIKE


def _forms_differ(one: Organisation, other: Organisation) -> bool:
    """Whether the titles name different legal forms, or the registers different kinds."""
    mine = {title.form for title in one.titles} - {""}
    theirs = {title.form for title in other.titles} - {""}
    return (bool(mine and theirs) and not mine & theirs) or one.kind != other.kind
