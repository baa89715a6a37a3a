"""Counted frames: what a notebook's own cells count, in frames that lead to a register's rows."""

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

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


def running_cell() -> tuple[str, int, str]:
    """What tells the cell that IPython runs from others, which run of it this is, and its code.

    All of a plain program is one cell.
    """
    ipython = sys.modules.get("IPython")
    if not (shell := ipython and ipython.get_ipython()):
        return "", 0, ""
    inputs, parent = shell.history_manager.input_hist_raw, getattr(shell, "parent_header", {})
    code = str(inputs[-1]).strip()
    return (parent or {}).get("metadata", {}).get("cellId") or code, len(inputs), code


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
    """The counted frames of a report; a cell that runs again counts anew."""

    def __init__(self, registers: Registers, taken: Iterable[str]) -> None:
        """``taken`` are names that no label may be: what figures and explanations are called."""
        self._registers, self._taken = registers, {*registers.frames, *taken}
        self._cells: dict[str, tuple[int, dict[str, CountedFrame]]] = {}

    def __iter__(self) -> Iterator[CountedFrame]:
        """All of them, in the order of their labels."""
        found = {one.label: one for _, own in self._cells.values() for one in own.values()}
        return (one for _, one in sorted(found.items()))

    def count(
        self, frame: pd.DataFrame | pd.Series, count: str, total: str, label: str
    ) -> CountedFrame:
        """Count a frame's rows, the different values of a column, or its sum.

        Raises FaultsError: the frame leads to no rows, has no such column, the label is taken.
        """
        cell, run, code = running_cell()
        register, column = self._register_of(frame), total or count
        how: Count = "sum" if total else "distinct" if count else "rows"
        known = self._registers.schema.column(register, total)
        style = STYLES.get(known.unit if known else "", "number")
        value: float | None = float(len(frame))
        if column:
            values = self._column(frame, register, column, numeric=bool(total))
            value = added(values) if total else float(values.nunique())
        rows = tuple(sorted(int(row) for row in frame.index))
        if self._cells.get(cell, (None,))[0] != run:
            self._cells[cell] = run, {}
        own = self._cells[cell][1]
        automatic = f"counted-{list(self._cells).index(cell) + 1}-"
        label = label or automatic + str(1 + sum(each.startswith(automatic) for each in own))
        where, digest = (register, rows), self._registers.hashes[register]
        one = CountedFrame(label, *where, how, column, value, style, digest, code)
        self._check(one)
        own[label] = one
        return one

    def _check(self, one: CountedFrame) -> None:
        """A label names one figure, and nothing else has its name. Raises FaultsError."""
        taken = self._taken | {each.label for each in self if each != one}
        if one.label in taken or not LABEL.fullmatch(one.label):
            expected = (
                "small letters and digits, with hyphens between words, and no name of an "
                "indicator, a register or another figure"
            )
            where = "the label of a figure"
            raise FaultsError([Fault(where, f"“{one.label}”", expected, "rename it")])

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
