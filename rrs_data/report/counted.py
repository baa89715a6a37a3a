"""Counted frames: numbers that a notebook's cell counts itself, from the rows of a register."""

import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import pandas as pd
from pandas.api.types import is_numeric_dtype

from rrs_data.indicators.figures import STYLES
from rrs_data.indicators.sheets import Count
from rrs_data.indicators.tallies import added
from rrs_data.intake.registers import Registers
from rrs_data.language.language import Style
from rrs_data.programme.faults import Fault, FaultsError
from rrs_data.report.frames import refuse

LABEL = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")

MEND = (
    "begin with report.rows(…) or report.evidence(…), then filter, sort or query; "
    "`join` keeps the index, `merge`, `reset_index` and `groupby` do not"
)


class RunningCell(NamedTuple):
    """The cell that counts: what tells it from others, which run of it this is, and its code."""

    identity: str
    run: int
    code: str


def running_cell() -> RunningCell:
    """The cell that IPython runs; all of a plain program is one."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    if shell is None:
        return RunningCell("", 0, "")
    inputs = shell.history_manager.input_hist_raw
    code = str(inputs[-1]).strip()
    parent = getattr(shell, "parent_header", None) or {}
    return RunningCell(parent.get("metadata", {}).get("cellId") or code, len(inputs), code)


@dataclass(frozen=True)
class CountedFrame:
    """What code counted: rows of a register, the different values of a column, or their sum."""

    label: str
    register: str
    rows: Sequence[int]
    how: Count
    column: str
    value: float | None
    style: Style
    sha256: str
    """Of the register."""
    code: str = field(compare=False)


class CountedFrames:
    """The counted frames of a report, by label; a cell that runs again counts anew."""

    def __init__(self, registers: Registers, taken: Mapping[str, str]) -> None:
        """``taken`` are names that no label may be, each with what it means."""
        self._registers, self._taken = registers, taken
        self._found: dict[str, tuple[CountedFrame, RunningCell]] = {}
        self._unnamed: dict[str, tuple[int, int, int]] = {}

    def __iter__(self) -> Iterator[CountedFrame]:
        """All of them, in the order of their labels."""
        return (one for _, (one, _) in sorted(self._found.items()))

    def count(
        self, frame: pd.DataFrame | pd.Series, count: str, total: str, label: str
    ) -> CountedFrame:
        """Count a frame's rows, the different values of a column, or its sum.

        Raises FaultsError: the frame leads to no rows, has no such column, the label is taken.
        """
        cell = running_cell()
        register, column = self._register_of(frame), total or count
        how: Count = "sum" if total else "distinct" if count else "rows"
        known = self._registers.schema.column(register, total)
        style = STYLES.get(known.unit if known else "", "number")
        amount: float | None = len(frame)
        if column:
            values = self._column(frame, register, column, numeric=bool(total))
            amount = added(values) if total else values.nunique()
        rows = tuple(sorted(int(row) for row in frame.index))
        label = label or self._automatic(cell)
        value = None if amount is None else float(amount)
        where, digest = (register, rows), self._registers.hashes[register]
        one = CountedFrame(label, *where, how, column, value, style, digest, cell.code)
        self._check(one, cell)
        self._found[label] = one, cell
        return one

    def _automatic(self, cell: RunningCell) -> str:
        """A label for which of the cells that count this is, and for which of its figures."""
        number, run, order = self._unnamed.get(cell.identity, (len(self._unnamed) + 1, 0, 0))
        order = order + 1 if run == cell.run else 1
        self._unnamed[cell.identity] = number, cell.run, order
        return f"counted-{number}-{order}"

    def _check(self, one: CountedFrame, cell: RunningCell) -> None:
        """A label names one figure, and nothing else has its name. Raises FaultsError."""
        earlier, by = self._found.get(one.label, (one, cell))
        again = by.identity == cell.identity and by.run != cell.run
        found = ""
        if not LABEL.fullmatch(one.label):
            found = "other characters than small letters and digits, with hyphens between words"
        elif one.label in self._taken:
            found = f"the name of {self._taken[one.label]}"
        elif earlier != one and not again:
            found = "another figure of this name"
        if found:
            where = f"the label “{one.label}” of a figure"
            raise FaultsError([Fault(where, found, "a name of its own", "rename it")])

    def _register_of(self, frame: pd.DataFrame | pd.Series) -> str:
        """The register to whose rows a frame's index leads. Raises FaultsError: to none's."""
        name, names = frame.index.name, ", ".join(self._registers.frames)
        found, mend = "", MEND
        if name not in self._registers.frames:
            found = f"“{name}”" if name is not None else type(frame.index).__name__
        elif not frame.index.isin(self._registers.frames[str(name)]["row"]).all():
            found = f"numbers that are no rows of {name}"
        elif not frame.index.is_unique:
            found, mend = "rows that stand twice", "keep one: frame[~frame.index.duplicated()]"
        if found:
            expected = f"row numbers of a register, each once, called as it is: {names}"
            raise FaultsError([Fault("the index of the counted frame", found, expected, mend)])
        return str(name)

    def _column(
        self, frame: pd.DataFrame | pd.Series, register: str, name: str, *, numeric: bool
    ) -> pd.Series:
        """A column of the frame, or one of its register that it left out. Raises FaultsError."""
        paths = self._registers.schema.paths(register)
        if isinstance(frame, pd.DataFrame) and name in frame:
            values = frame[name]
        elif name in paths:
            whole = self._registers.columns(register, [name]).set_index("row")
            values = whole.loc[frame.index, name]
        else:
            raise refuse("a column to count", name, paths)
        if numeric and not is_numeric_dtype(values):
            found, mend = f"“{name}”, no numbers", f"count its values: count={name!r}"
            raise FaultsError([Fault("a column to add up", found, "a column of numbers", mend)])
        return values
