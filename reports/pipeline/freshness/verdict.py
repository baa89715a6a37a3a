"""Verdicts: whether a report is kept or made again, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from reports.pipeline.freshness.digests import Digests
from reports.pipeline.freshness.ingredients import Ingredients, differences, ingredients
from reports.pipeline.freshness.stamp import read_stamp, stamp_path, write_stamp
from reports.pipeline.request import Request
from reports.project.edition import Edition

FEW = 3
"""How many changed things are named before the rest is only counted."""

Rows = Callable[[Edition], Digests]
"""Gives the digests of the rows that a report depends on."""


@dataclass(frozen=True)
class Verdict:
    """What is done with a report: ``why`` it is made again, nothing if it is kept.

    ``changes`` are all changes, a line each; ``files`` are those that are kept.
    """

    why: str = ""
    changes: tuple[str, ...] = ()
    files: tuple[Path, ...] = ()

    @property
    def kept(self) -> bool:
        """Whether the report is as it would be made again."""
        return not self.why


@dataclass(frozen=True)
class Freshness:
    """Judges the reports of a request, and stamps those that were made."""

    request: Request
    rows: Rows

    def made_from(self, report: Edition) -> Ingredients:
        """What a report would be made from now."""
        return ingredients(self.request, report, self.rows(report))

    def judge(self, report: Edition, made_from: Ingredients) -> Verdict:
        """Compare with the stamp: what the report was made from, and the files that were made."""
        output = self.request.output
        stamp = read_stamp(stamp_path(output, report))
        if stamp is None:
            return Verdict("not made before")
        if found := differences(stamp.made_from, made_from):
            return Verdict("; ".join(_short(*one) for one in found), tuple(_lines(found)))
        if touched := stamp.touched(output):
            return Verdict(f"changed since it was made: {_listed(touched)}", tuple(touched))
        return Verdict(files=tuple(output / name for name in stamp.files))

    def stamp(self, report: Edition, made_from: Ingredients, files: Iterable[Path]) -> None:
        """Remember what a report was made from."""
        write_stamp(self.request.output, report, made_from, files)


def _short(kind: str, things: list[str]) -> str:
    return f"{kind}: {_listed(things)}"


def _listed(things: list[str]) -> str:
    more = len(things) - FEW
    return ", ".join([*things[:FEW], *([f"and {more} more"] if more > 0 else [])])


def _lines(found: Iterable[tuple[str, list[str]]]) -> list[str]:
    return [f"{kind}: {thing}" for kind, things in found for thing in things]
