"""Blocks: which organisations are compared at all.

Comparing each with each would take the square of their number. Only those are compared that share
a block: country, the start of the oblast's name, the numbers in the title, and the start, the end
or the words of the name as it sounds. A slip of one letter leaves the start or the end whole.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain, combinations, islice, product

import numpy as np
from rapidfuzz.distance import OSA
from rapidfuzz.process import cpdist

from rrs_data.intake.duplicates.likeness import LEAST, Organisation

OBLAST = 3
"""Letters of an oblast's name that must agree: «Кызылординская» and Kyzylorda are one."""

EDGES = ((3, 0, 8), (4, 7, 1_000_000))
"""Letters at the start and the end of a name that make blocks, for names of which lengths; some
lengths have both, because a slip changes the length by one."""

SHORT = 7
"""Letters of a name in which a slip may touch the start and the end: its outermost serve too."""

CROWDED = 1000
"""Rows from which on only names that sound the same are compared within a block."""

AT_ONCE = 100_000
"""Pairs that are looked at together, so that memory does not grow with their number."""

Pair = tuple[int, int]
"""The indexes of an earlier and a later row."""


def pairs_of_equals(keyed: Iterable[tuple[Hashable, int]]) -> Iterator[Pair]:
    """Each row with the first that has the same key; ``keyed`` has keys with rows' indexes."""
    firsts: dict[Hashable, int] = {}
    for key, index in keyed:
        early = firsts.setdefault(key, index)
        if early != index:
            yield early, index


def likely(rows: Sequence[Organisation], indexes: Sequence[int]) -> Iterator[Pair]:
    """Pairs among the rows of these indexes that share a block and have names that are close.

    A pair that shares several blocks may come several times.
    """
    blocks: defaultdict[str, list[int]] = defaultdict(list)
    for index in indexes:
        for block in _blocks(rows[index]):
            blocks[block].append(index)
    crowded = {index for block in blocks.values() if len(block) > CROWDED for index in block}
    yield from pairs_of_equals(
        (key, index) for index in sorted(crowded) for key in _same_name(rows[index])
    )
    pairs = chain.from_iterable(
        combinations(block, 2) for block in blocks.values() if len(block) <= CROWDED
    )
    while batch := list(dict.fromkeys(islice(pairs, AT_ONCE))):
        yield from _close(rows, batch)


def _home(one: Organisation) -> str:
    return f"{one.country} {one.oblast.name[:OBLAST] if one.oblast else ''} "


def _blocks(one: Organisation) -> set[str]:
    return {
        f"{_home(one)}{title.numbers}{edge}"
        for title in one.titles
        for edge in _edges(title.name, title.words)
    }


@lru_cache(maxsize=100_000)
def _edges(name: str, words: str) -> tuple[str, ...]:
    """The parts of a name by which it is found."""
    edges = [words]
    for size, least, most in EDGES:
        if least <= len(name) <= most:
            edges += [f"{name[:size]}…", f"…{name[-size:]}"]
    return (*edges, f"{name[:2]}…{name[-2:]}") if len(name) <= SHORT else tuple(edges)


def _same_name(one: Organisation) -> set[Hashable]:
    """What two rows of a crowded block have in common when a title of theirs sounds the same."""
    return {(_home(one), title.numbers, title.words, title.locality) for title in one.titles}


def _close(rows: Sequence[Organisation], pairs: Sequence[Pair]) -> Iterator[Pair]:
    """Those pairs of which a name of the one is close to a name of the other."""
    near = np.zeros(len(pairs), dtype=bool)
    for mine, theirs in product((0, 1), repeat=2):
        one = [rows[early].titles[mine] for early, _ in pairs]
        other = [rows[late].titles[theirs] for _, late in pairs]
        likeness = cpdist(
            [title.name for title in one],
            [title.name for title in other],
            scorer=OSA.normalized_similarity,
            score_cutoff=LEAST,
        )
        near |= np.asarray(likeness) >= LEAST
        near |= [title.words == another.words for title, another in zip(one, other, strict=True)]
    return (pairs[index] for index in np.flatnonzero(near).tolist())
