"""Faults that only a workbook can have."""

from __future__ import annotations

from tests.broken.copy_of import SHEETS, WORKBOOK, Broken, Told, fault
from tests.broken.writing import UNSOLVED


@fault
def formulas(broken: Broken) -> list[Told]:
    """Amounts are formulas: with a result, without one, with an error for a result."""
    solved, unsolved, failed = (
        broken.place("grants", key) for key in ("GR-011", "GR-014", "GR-017")
    )
    amount = broken.rows["grants"][solved]["amount"]
    broken.formulas = {
        ("grants", solved, "amount"): (f"={amount}+0", amount),
        ("grants", unsolved, "amount"): ("=I1+I2", UNSOLVED),
        ("grants", failed, "amount"): ("=1/0", "#DIV/0!"),
    }
    column = dict(broken.headers["grants"])["amount"]
    return [
        broken.told_of_file("formula", "grants", column=column),
        broken.told("formula-empty", "grants", unsolved, "amount"),
        broken.told("cell-error", "grants", failed, "amount"),
    ]


@fault
def merged_cells(broken: Broken) -> Told:
    """A baseline is written over two cells, so that the target beside it is not there."""
    place = broken.place("targets", "RRS-6 KG 2014")
    broken.merged = ("targets", place, "baseline")
    return broken.told("cells-merged", "targets", place, "baseline")


@fault
def sheets(_broken: Broken) -> list[Told]:
    """One sheet is hidden, one is no register, and the workbook leads to others."""
    return [
        Told("targets", "sheet-hidden", WORKBOOK, sheet=SHEETS["targets"]),
        Told("", "sheet-unknown", WORKBOOK, sheet="Черновик"),
        Told("", "links-external", WORKBOOK),
    ]
