"""Proposals: rows of a register that are probably the same, how surely, and why.

Organisations are compared by their titles in all languages. People are not proposed: they have
nothing but a random id that tells one from another, and whoever knows of two writes them down.
"""

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import yaml
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from rrs_data.intake.words import skeleton

REASONS: dict[str, dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("reasons.yml").read_text(encoding="utf-8")
)
"""By code: a reason in words, and what it takes from the score."""

LEAST = 0.74  # the least score that is proposed: one letter of four, and no other doubt
DIFFERENT = 0.6  # names of a lower likeness are different
LOCALITIES_ALIKE = 0.65  # long names of localities so alike are one, misspelled
LONGEST = 500  # characters of a title that are looked at
BEGINNING = 3  # letters of a region that must agree: «Кызылординская» and Kyzylorda are one
CROWDED = 3000  # names of one region and number of which all are compared, in a second

QUOTED = re.compile(r"[«“„\"‟‹](.+)[»”\"“›]")
LOCATED = re.compile(r"^(?P<head>.+?)(?:,\s*|\s+[-–—]\s+|\s*\()(?P<where>[^,()]+)\)?\s*$")
ADJECTIVES = re.compile("(?:skaia|skoi|ski|skogo)$")
ROMAN = r"\b(?:I{2,3}|I?V|VI{1,3}|I?X|XI{1,3})\b"
"""Roman numbers, but for I, which is «и» in Latin letters."""
NUMBER = re.compile(rf"[0-9]+|{ROMAN}", re.ASCII)
SIGN = re.compile(rf"(?:№\s*|#\s*|\bN[o°º]?\.?\s*)?(?:[0-9]+|{ROMAN})", re.ASCII)
"""A number with the sign before it."""


@dataclass(frozen=True, order=True)
class Proposal:
    """A row that is probably the same as an earlier one.

    ``id`` is the later row's and would be replaced by ``same_as``, the earlier row's, which stays.
    ``score`` runs from 0 to 1: how much of the name agrees, letter by letter as it sounds, less
    something for each doubt that a reason names. 1 is the same name, locality and kind.
    """

    register: str
    id: str
    same_as: str
    score: float
    reasons: tuple[str, ...]

    def in_words(self, language: str) -> str:
        """The reasons in words."""
        return "; ".join(REASONS[reason][language] for reason in self.reasons)


def propose(frames: Mapping[str, pd.DataFrame]) -> list[Proposal]:
    """Rows of organisations that are probably the same as earlier ones, in order."""
    return _organisations(frames["organisations"]) if "organisations" in frames else []


def _texts(frame: pd.DataFrame, columns: Sequence[str]) -> list[tuple[str, ...]]:
    """The rows of some columns, an empty text where a cell is empty."""
    known = frame.reindex(columns=list(columns)).astype(object).fillna("")
    return [*known.itertuples(index=False, name=None)]


def _with_first(keyed: Iterable[tuple[Hashable, int]]) -> Iterator[tuple[int, int]]:
    """Each row's index after that of the first with the same key, where these are two rows."""
    firsts: dict[Hashable, int] = {}
    for key, index in keyed:
        early = firsts.setdefault(key, index)
        if early != index:
            yield early, index


# --- organisations -------------------------------------------------------------------------------


class Locality(NamedTuple):
    """Where an organisation is, as it sounds, and whether that is a region or its like."""

    name: str
    wide: bool


class Title(NamedTuple):
    """A title without capitals, and what it is made of, as skeletons.

    ``name`` has no blanks, so that hyphens and blanks do not matter; ``words`` are its words in
    alphabetical order, for titles whose words stand in another order.
    """

    text: str
    name: str
    words: str
    locality: Locality | None
    numbers: tuple[str, ...]


class Organisation(NamedTuple):
    """A row of the register: its titles taken apart, and the other columns."""

    titles: tuple[Title, ...]
    country: str
    region: Locality | None
    kind: str


def _organisations(frame: pd.DataFrame) -> list[Proposal]:
    """Pairs of rows that are probably the same organisation, by id.

    Scored are rows of one region with names that are close, and rows with equal titles wherever
    they are recorded to be. Rows that differ in nothing but the id are compared with the first of
    them only, so that copies of a row do not take the square of their number.
    """
    titled = [name for name in map(str, frame) if name.startswith("title_")]
    rows = _texts(frame, ("organisation_id", "country", "region", "kind", *titled))
    known = [_organisation(*row[1:]) for row in rows]
    copies = set(_with_first((row[1:], at) for at, row in enumerate(rows)))
    different = sorted(set(range(len(rows))) - {late for _, late in copies})
    equal = _with_first((tuple(each[1:] for each in known[at].titles), at) for at in different)
    return sorted(
        Proposal("organisations", rows[late][0], rows[early][0], *found)
        for early, late in {*copies, *equal, *_likely(known, different)}
        if rows[early][0] != rows[late][0] and (found := score(known[early], known[late]))
    )


def _organisation(country: str, region: str, kind: str, *texts: str) -> Organisation:
    """A row; a title that names no more than the region that is recorded names no locality."""
    home, titles = locality(region), []
    for title in filter(lambda one: one.name, map(parse, texts)):
        within = title.locality and title.locality.wide and home and alike(title.locality, home)
        titles.append(title._replace(locality=None) if within else title)
    return Organisation(tuple(titles), country, home, kind)


def _likely(rows: Sequence[Organisation], indexes: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Pairs among the rows of these indexes that are of one region and have names that are close.

    Different numbers tell two branches apart, so that they need not be compared either. Names that
    sound the same, in any order of words, are found in groups of any size.
    """
    groups: defaultdict[Hashable, list[tuple[Title, int]]] = defaultdict(list)
    for at in indexes:
        region = rows[at].region
        home = rows[at].country, region.name[:BEGINNING] if region else ""
        for title in rows[at].titles:
            groups[home, title.numbers].append((title, at))
    for group in groups.values():
        for which in (("name",), ("words",), ("words", "locality")):
            keys = attrgetter(*which)
            yield from _with_first((keys(one), at) for one, at in group)
        by_name: defaultdict[str, list[int]] = defaultdict(list)
        for one, at in group:
            by_name[one.name].append(at)
        if len(names := list(by_name)) > CROWDED:
            continue
        close = cdist(names, names, scorer=OSA.normalized_similarity, score_cutoff=LEAST) >= LEAST
        for pair in np.argwhere(np.triu(close, 1)).tolist():
            of_first, of_second = (by_name[names[at]] for at in pair)
            yield from ((min(a, b), max(a, b)) for a in of_first for b in of_second if a != b)


def score(one: Organisation, other: Organisation) -> tuple[float, tuple[str, ...]] | None:
    """The score of two organisations and its reasons, or None when they are not the same."""
    pairs = [(a, b) for a in one.titles for b in other.titles if a.numbers == b.numbers]
    where = _localities(one, other)
    if not pairs or where is None:
        return None
    like = [(_like(a, b), a.name == b.name, a.text == b.text) for a, b in pairs]
    share, same_name, same_text = max(like)
    shortest = min(len(title.name) for pair in pairs for title in pair)
    if share < 1:
        name = "name-typo"
    else:
        name = "name-order" if not same_name else "name" if same_text else "name-other-alphabet"
    reasons = [name, *where, *(["form"] if one.kind != other.kind else [])]
    value = round(share - sum(REASONS[reason].get("takes", 0) for reason in reasons), 2)
    doubtful = share < 1 and (shortest <= BEGINNING or _differ(one, other))
    return None if value < LEAST or doubtful else (value, tuple(reasons))


def _differ(one: Organisation, other: Organisation) -> bool:
    """Whether one of several names has nothing like it: then a slip of a letter is another name."""
    if any(len({title.name for title in each.titles}) < 2 for each in (one, other)):
        return False
    return min(max(_like(a, b) for b in other.titles) for a in one.titles) < DIFFERENT


def _like(one: Title, other: Title) -> float:
    """How alike two names are, in whatever order their words stand."""
    same = one.words == other.words
    return 1.0 if same else OSA.normalized_similarity(one.name, other.name)


def _localities(one: Organisation, other: Organisation) -> list[str] | None:
    """What the localities say; None when they tell the two organisations apart."""
    same_country = one.country == other.country
    same_region = one.region is None or other.region is None or alike(one.region, other.region)
    mine = [title.locality for title in one.titles if title.locality]
    theirs = [title.locality for title in other.titles if title.locality]
    if any(alike(a, b) for a in mine for b in theirs):
        doubts = {"place-region": same_region, "country": same_country}
        return ["place", *(doubt for doubt, agrees in doubts.items() if not agrees)]
    if not (same_country and same_region) or (mine and theirs):
        return None
    return ["place-untold"] if mine or theirs else []


def alike(one: Locality, other: Locality) -> bool:
    """Whether two localities sound the same, but for an ending or a transliteration."""
    shorter, longer = sorted((one.name, other.name), key=len)
    if len(shorter) >= 3 and longer.startswith(shorter) and len(longer) - len(shorter) <= 3:
        return True
    close = len(shorter) >= 5 and OSA.normalized_similarity(shorter, longer) >= LOCALITIES_ALIKE
    return close or shorter == longer


# --- titles --------------------------------------------------------------------------------------

LISTS = yaml.safe_load(Path(__file__).with_name("words.yml").read_text(encoding="utf-8"))


def _any_of(phrases: Iterable[str]) -> str:
    """A pattern of phrases as they sound, the longest first."""
    sounds = sorted({skeleton(phrase) for phrase in phrases}, key=len, reverse=True)
    return f"(?:{'|'.join(map(re.escape, sounds))})"


FORM = re.compile(rf"^{_any_of(LISTS['forms'])}(?= |$)|(?:^| ){_any_of(LISTS['forms'])}$")
"""A legal form at either end of a title."""
WIDE, NARROW = (re.compile(rf"\b{_any_of(LISTS['places'][one])}\b") for one in ("wide", "narrow"))
"""What says the kind of a locality."""


def parse(title: str) -> Title:
    """Take a title apart; of a long one only the start."""
    start = title[:LONGEST]
    numbers = sorted(number.lstrip("0") or "0" for number in NUMBER.findall(start))
    text = " ".join(start.casefold().split())
    return Title(text, *_name_and_locality(SIGN.sub(" ", start).strip()), tuple(numbers))


@lru_cache(maxsize=100_000)  # most titles of branches differ in their numbers only
def _name_and_locality(plain: str) -> tuple[str, str, Locality | None]:
    """Of a title without numbers the name, its words, and the locality."""
    if quoted := QUOTED.search(plain):
        name = _without_form(quoted[1])
        around = [*re.split(r"[,()]", plain[quoted.end() :]), plain[: quoted.start()]]
        where = next(filter(None, (_without_form(text, all_of_it=True) for text in around)), "")
    else:
        located = LOCATED.match(plain)
        head, where = (located["head"], located["where"]) if located else (plain, "")
        head, where = (head, where) if skeleton(head) else (where, "")
        name, where = _without_form(head), _without_form(where, all_of_it=True) and where
    return name.replace(" ", ""), "".join(sorted(name.split())), locality(where)


def _without_form(text: str, *, all_of_it: bool = False) -> str:
    """A text as it sounds without legal forms around it; ``all_of_it`` may be one."""
    left = skeleton(text)
    while (rest := FORM.sub("", left, count=1).strip()) != left and (rest or all_of_it):
        left = rest
    return left


@lru_cache(maxsize=100_000)
def locality(text: str) -> Locality | None:
    """A locality without what says its kind: «Чуйская область» and Chuy Oblast are one."""
    whole = skeleton(text)
    words = NARROW.sub(" ", WIDE.sub(" ", whole)).split() or whole.split()
    name = "".join(words)
    bare = ADJECTIVES.sub("", name)
    return Locality(bare if len(bare) >= 2 else name, bool(WIDE.search(whole))) if name else None
