"""Proposals: rows of a register that are probably the same, how surely, and why.

Organisations are compared by their titles. People have nothing but an id that tells one from
another: sex, age band and oblast are shared by many. So people are proposed only for ids that look
the same.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from rrs_data.intake.duplicates.titles import LEAST, REASONS, Organisation, locality, parse, score

OBLAST = 3  # letters of its name that must agree: «Кызылординская» and Kyzylorda are one
CROWDED = 3000  # organisations of one oblast and number of which all are compared, in a second

COLUMNS = ("organisation_id", "title_ru", "title_en", "country", "oblast", "kind")

DIGITS = str.maketrans("OIL", "011")  # letters of an id that look like digits

PERSON = ("person_id", "organisation_id", "sex", "country")
"""What must agree, but for letters like digits: a random id may differ from another by chance in
nothing but O and 0."""


@dataclass(frozen=True, order=True)
class Proposal:
    """A row that is probably the same as an earlier one.

    ``id`` is the later row's and would be replaced by ``same_as``, the earlier row's, which stays.
    ``score`` runs from 0 to 1: how much of the name agrees, letter by letter as it sounds, less
    something for each doubt that a reason names. 1 is the same name, locality and form.
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
    """Rows of organisations and people that are probably the same as earlier ones, in order."""
    found = _organisations(frames["organisations"]) if "organisations" in frames else []
    return found + (_people(frames["people"]) if "people" in frames else [])


def _organisations(frame: pd.DataFrame) -> list[Proposal]:
    """Pairs of rows that are probably the same organisation, by id.

    Scored are rows of one oblast with names that are close, and rows with equal titles wherever
    they are recorded to be. Rows that differ in nothing but the id are compared with the first of
    them only, so that copies of a row do not take the square of their number.
    """
    rows = _texts(frame, COLUMNS)
    known = [
        Organisation((parse(ru), parse(en)), (ru, en), country, locality(oblast), kind)
        for _, ru, en, country, oblast, kind in rows
    ]
    copies = set(_with_first((row[1:], index) for index, row in enumerate(rows)))
    different = sorted(set(range(len(rows))) - {late for _, late in copies})
    keys = [tuple((one.name, one.numbers, one.locality) for one in row.titles) for row in known]
    titles = _with_first((keys[index], index) for index in different)
    return sorted(
        Proposal("organisations", rows[late][0], rows[early][0], *found)
        for early, late in {*copies, *titles, *_likely(known, different)}
        if rows[early][0] != rows[late][0] and (found := score(known[early], known[late]))
    )


def _texts(frame: pd.DataFrame, columns: Sequence[str]) -> list[tuple[str, ...]]:
    """The rows of some columns, an empty text where a cell is empty."""
    return [*frame[[*columns]].astype(object).fillna("").itertuples(index=False, name=None)]


def _with_first(keyed: Iterable[tuple[Hashable, int]]) -> Iterator[tuple[int, int]]:
    """Each row's index after that of the first with the same key, where these are two rows."""
    firsts: dict[Hashable, int] = {}
    for key, index in keyed:
        early = firsts.setdefault(key, index)
        if early != index:
            yield early, index


def _likely(rows: Sequence[Organisation], indexes: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Pairs among the rows of these indexes that are of one oblast and have names that are close.

    Different numbers tell two branches apart, so that they need not be compared either. Names that
    sound the same, in any order of words, are found in groups of any size.
    """
    groups: defaultdict[Hashable, list[int]] = defaultdict(list)
    for index in indexes:
        one = rows[index]
        home = one.country, one.oblast.name[:OBLAST] if one.oblast else ""
        for numbers in {title.numbers for title in one.titles}:
            groups[home, numbers].append(index)
    for group in groups.values():
        named = ((one, index) for index in group for one in rows[index].titles if one.name)
        yield from _with_first(
            (key, index) for one, index in named for key in (one.words, (one.words, one.locality))
        )
        if len(group) <= CROWDED:
            yield from _close(rows, group)


def _close(rows: Sequence[Organisation], group: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The pairs of a group of which a name of the one is close to a name of the other."""
    ru, en = ([rows[index].titles[at].name for index in group] for at in (0, 1))
    near = np.zeros((len(group), len(group)), dtype=bool)
    for one, other in ((ru, ru), (en, en), (ru, en)):
        likeness = cdist(one, other, scorer=OSA.normalized_similarity, score_cutoff=LEAST)
        near |= (likeness >= LEAST) & np.array([[name != ""] for name in one])
    for early, late in np.argwhere(np.triu(near | near.T, 1)).tolist():
        yield group[early], group[late]


def _people(frame: pd.DataFrame) -> list[Proposal]:
    """Pairs of rows that are probably the same person, by id."""
    rows = [row for row in _texts(frame, PERSON) if all(row)]
    looks = [(name.translate(DIGITS), *agreeing) for name, *agreeing in rows]
    reason = "id-lookalike"
    return sorted(
        Proposal("people", rows[late][0], rows[early][0], 1 - REASONS[reason]["takes"], (reason,))
        for early, late in _with_first((look, at) for at, look in enumerate(looks))
        if rows[early][0] != rows[late][0]
    )
