"""Blocks: which organisations are compared at all.

Comparing each with each would take the square of their number. Only those are compared that share
a block: country, the start of the oblast's name, the numbers in the title, and the start, the end
or the words of the name as it sounds. A slip of one letter leaves the start or the end whole.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain, combinations, islice, product

import numpy as np
from rapidfuzz.distance import OSA
from rapidfuzz.process import cpdist

from rrs_data.intake.duplicates.scores import LEAST, Known

OBLAST = 3
"""Letters of an oblast's name that must agree: «Кызылординская» and Kyzylorda are one."""

EDGES = ((3, 0, 8), (4, 7, 1_000_000))
"""Letters at the start and the end of a name that make blocks, for names of which lengths; some
lengths have both, because a slip changes the length by one."""

SHORT = 7
"""Letters of a name in which a slip may touch the start and the end: its outermost serve too."""

CROWDED = 1000
"""Rows of a block from which on only names that sound the same are compared within it."""

AT_ONCE = 100_000
"""Pairs that are looked at together."""

Pair = tuple[int, int]


def likely(known: Sequence[Known], places: Sequence[int]) -> Iterator[Pair]:
    """Pairs of the rows at these places that share a block and have names that are close.

    The earlier row comes first. A pair of several blocks may come several times.
    """
    homes = [f"{one.country} {one.oblast.name[:OBLAST] if one.oblast else ''} " for one in known]
    blocks: defaultdict[str, list[int]] = defaultdict(list)
    for place in places:
        for block in _blocks(known[place], homes[place]):
            blocks[block].append(place)
    shared = [rows for rows in blocks.values() if len(rows) > 1]
    pairs = chain.from_iterable(combinations(rows, 2) for rows in shared if len(rows) <= CROWDED)
    while batch := list(islice(pairs, AT_ONCE)):
        yield from _close(known, list(dict.fromkeys(batch)))
    crowded = {place for rows in shared if len(rows) > CROWDED for place in rows}
    yield from _same_names(known, homes, sorted(crowded))


def _blocks(one: Known, home: str) -> set[str]:
    return {
        f"{home}{title.numbers}{edge}"
        for title in one.titles
        for edge in _edges(title.name, title.words)
    }


@lru_cache(maxsize=100_000)
def _edges(name: str, words: str) -> tuple[str, ...]:
    """What a name gives of itself to the names of its blocks."""
    edges = [words]
    for size, least, most in EDGES:
        if least <= len(name) <= most:
            edges += [f"{name[:size]}…", f"…{name[-size:]}"]
    return (*edges, f"{name[:2]}…{name[-2:]}") if len(name) <= SHORT else tuple(edges)


def _close(known: Sequence[Known], pairs: Sequence[Pair]) -> Iterator[Pair]:
    """Those pairs of which a name of the one is close to a name of the other."""
    near = np.zeros(len(pairs), dtype=bool)
    for mine, theirs in product((0, 1), repeat=2):
        one = [known[early].titles[mine] for early, _ in pairs]
        other = [known[late].titles[theirs] for _, late in pairs]
        near |= _alike([title.name for title in one], [title.name for title in other])
        near |= [title.words == another.words for title, another in zip(one, other, strict=True)]
    return (pairs[index] for index in np.flatnonzero(near).tolist())


def _alike(one: Iterable[str], other: Iterable[str]) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    likeness = cpdist(one, other, scorer=OSA.normalized_similarity, score_cutoff=LEAST)
    return np.asarray(likeness) >= LEAST


def _same_names(
    known: Sequence[Known], homes: Sequence[str], places: Sequence[int]
) -> Iterator[Pair]:
    """Pairs of rows of crowded blocks whose names sound the same, each with the first such row."""
    seen: dict[tuple[object, ...], int] = {}
    for place in places:
        for title in known[place].titles:
            where = title.place.name if title.place else ""
            early = seen.setdefault((homes[place], title.numbers, title.words, where), place)
            if early != place:
                yield early, place
