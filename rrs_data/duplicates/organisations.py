"""Organisations that are probably written twice.

Comparing each with each would take the square of their number. Only those are compared that share
a block: country, the start of the oblast's name, the numbers in the title, and the start or the
end of the name as it sounds. A slip of one letter leaves the start or the end whole. Rows that are
alike in all of this are compared with the first of them only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

import pandas as pd

from rrs_data.duplicates.proposal import Proposal
from rrs_data.duplicates.scores import Known, score
from rrs_data.duplicates.titles import parse, place_of

EDGE = 3
"""Letters at the start and the end of a name that put it into a block."""

SHORT = 7
"""Letters of a name in which a slip may touch the start and the end: its outermost serve too."""

CROWDED = 400
"""Rows of a block from which on only names that sound the same are compared within it."""

COLUMNS = ("organisation_id", "title_ru", "title_en", "country", "oblast", "kind")

Block = tuple[object, ...]


def propose_organisations(frame: pd.DataFrame) -> list[Proposal]:
    """Pairs of rows that are probably the same organisation, by id.

    ``frame`` has the columns of the register; of the two rows the later one is proposed to be
    replaced. Time grows with the number of rows and with the square of the rows in a block.
    """
    rows = _text_rows(frame)
    known = [_known(row) for row in rows]
    first = _first_of_equals(rows)
    compared = {
        *_with_first(first),
        *_in_blocks(known, sorted(set(first))),
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


def _known(row: tuple[str, ...]) -> Known:
    _, title_ru, title_en, country, oblast, kind = row
    titles = parse(title_ru), parse(title_en)
    return Known(titles, (title_ru, title_en), country, place_of(oblast), kind)


def _first_of_equals(rows: list[tuple[str, ...]]) -> list[int]:
    """For each row the first row from which it differs in nothing but the id."""
    seen: dict[tuple[str, ...], int] = {}
    return [seen.setdefault(row[1:], place) for place, row in enumerate(rows)]


def _with_first(first: list[int]) -> Iterator[tuple[int, int]]:
    return ((early, late) for late, early in enumerate(first) if early != late)


def _in_blocks(known: list[Known], places: list[int]) -> Iterator[tuple[int, int]]:
    blocks: defaultdict[str, list[int]] = defaultdict(list)
    for place in places:
        for block in _blocks(known[place]):
            blocks[block].append(place)
    for rows in blocks.values():
        if 1 < len(rows) <= CROWDED:
            yield from combinations(rows, 2)
    crowded = {place for rows in blocks.values() if len(rows) > CROWDED for place in rows}
    yield from _same_names(known, sorted(crowded))


def _blocks(one: Known) -> set[str]:
    """The blocks of a row; each name gives its start, its end and its words in order."""
    oblast = one.oblast.name[:EDGE] if one.oblast else ""
    blocks = set()
    for name, words, _, _, numbers in one.titles:
        where = f"{one.country} {oblast} {numbers} "
        blocks |= {f"{where}{name[:EDGE]}…", f"{where}…{name[-EDGE:]}", where + words}
        if len(name) <= SHORT:
            blocks.add(f"{where}{name[:2]}…{name[-2:]}")
    return blocks


def _same_names(known: list[Known], places: list[int]) -> Iterator[tuple[int, int]]:
    """Pairs of rows of crowded blocks whose names sound the same, each with the first such row."""
    seen: dict[Block, int] = {}
    for place in places:
        one = known[place]
        oblast = one.oblast.name[:EDGE] if one.oblast else ""
        for title in one.titles:
            where = title.place.name if title.place else ""
            early = seen.setdefault((one.country, oblast, title.numbers, title.words, where), place)
            if early != place:
                yield early, place


def _by_title(known: list[Known], first: list[int]) -> Iterator[tuple[int, int]]:
    """Pairs of rows with equal titles in both languages, wherever they are recorded to be."""
    seen: dict[Block, int] = {}
    for place in sorted(set(first)):
        ru, en = known[place].titles
        early = seen.setdefault((ru.name, en.name, ru.numbers, ru.place, en.place), place)
        if early != place:
            yield early, place
