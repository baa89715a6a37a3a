"""Organisations that are probably written twice.

Rows that share a block (``blocks``) are scored, and rows with equal titles
wherever they are recorded. Rows that differ in nothing are compared with the first of them only.
"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from rrs_data.intake.duplicates.blocks import likely
from rrs_data.intake.duplicates.proposal import Proposal
from rrs_data.intake.duplicates.scores import Known, score
from rrs_data.intake.duplicates.titles import parse_all, place_of

COLUMNS = ("organisation_id", "title_ru", "title_en", "country", "oblast", "kind")


def propose_organisations(frame: pd.DataFrame) -> list[Proposal]:
    """Pairs of rows that are probably the same organisation, by id.

    ``frame`` has the columns of the register; of the two rows the later one is proposed to be
    replaced. Time grows with the number of rows and with the square of the rows in a block.
    """
    rows = _text_rows(frame)
    known = _known(rows)
    first = _first_of_equals(rows)
    compared = {
        *_with_first(first),
        *likely(known, sorted(set(first))),
        *_by_title(known, first),
    }
    return sorted(
        Proposal("organisations", rows[late][0], rows[early][0], *found)
        for early, late in compared
        if rows[early][0] != rows[late][0] and (found := score(known[early], known[late]))
    )


def _text_rows(frame: pd.DataFrame) -> list[tuple[str, ...]]:
    columns = (frame[name].astype(object).fillna("").tolist() for name in COLUMNS)
    return list(zip(*columns, strict=True))


def _known(rows: list[tuple[str, ...]]) -> list[Known]:
    titles = parse_all([row[1] for row in rows]), parse_all([row[2] for row in rows])
    return [
        Known(pair, (row[1], row[2]), row[3], place_of(row[4]), row[5])
        for row, pair in zip(rows, zip(*titles, strict=True), strict=True)
    ]


def _first_of_equals(rows: list[tuple[str, ...]]) -> list[int]:
    """For each row the first row from which it differs in nothing but the id."""
    seen: dict[tuple[str, ...], int] = {}
    return [seen.setdefault(row[1:], place) for place, row in enumerate(rows)]


def _with_first(first: list[int]) -> Iterator[tuple[int, int]]:
    return ((early, late) for late, early in enumerate(first) if early != late)


def _by_title(known: list[Known], first: list[int]) -> Iterator[tuple[int, int]]:
    """Pairs of rows with equal titles in both languages, wherever they are recorded to be."""
    seen: dict[tuple[object, ...], int] = {}
    for place in sorted(set(first)):
        ru, en = known[place].titles
        early = seen.setdefault((ru.name, en.name, ru.numbers, ru.place, en.place), place)
        if early != place:
            yield early, place
