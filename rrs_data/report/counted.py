"""Counted frames: numbers that a notebook's cell counts itself, from the rows of a register."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Self

import pandas as pd

from rrs_data.indicators.figures import STYLES
from rrs_data.indicators.sheets import Count
from rrs_data.indicators.tallies import added
from rrs_data.intake.registers import Registers
from rrs_data.language.language import Style
from rrs_data.programme.faults import Fault, FaultsError, raise_if_any
from rrs_data.report.frames import refuse
from rrs_data.report.running_code import RunningCode, running_code

LABEL = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")

MEND = (
    "begin with report.rows(…) or report.evidence(…), then filter, sort or query; "
    "`join` keeps the index, `merge`, `reset_index` and `groupby` do not"
)


@dataclass(frozen=True)
class CountedFrame:
    """What code counted: rows of a register, the different values of a column, or their sum."""

    label: str
    register: str
    rows: tuple[int, ...]
    how: Count
    column: str
    value: float | None
    style: Style
    code: str = field(compare=False)

    def as_record(self, digest: str) -> dict[str, Any]:
        """The count as plain values for JSON, with the SHA-256 of its register."""
        return {**asdict(self), "rows": list(self.rows), "sha256": digest}

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Self:
        """A count that was recorded."""
        own = {name: value for name, value in record.items() if name != "sha256"}
        return cls(**{**own, "rows": tuple(record["rows"])})


class CountedFrames:
    """The counted frames of a report, by label; code that runs again counts anew."""

    def __init__(self, registers: Registers, taken: Mapping[str, str]) -> None:
        """``taken`` are names that no label may be, each with what it means."""
        self._registers, self._taken = registers, taken
        self._found: dict[str, tuple[CountedFrame, RunningCode]] = {}
        self._unnamed: dict[str, tuple[int, int, int]] = {}

    def __contains__(self, label: object) -> bool:
        """Whether something was counted under this label."""
        return label in self._found

    def __iter__(self) -> Iterator[CountedFrame]:
        """All of them, in the order of their labels."""
        return (one for _, (one, _) in sorted(self._found.items()))

    def count(
        self, frame: pd.DataFrame | pd.Series, count: str, total: str, label: str
    ) -> CountedFrame:
        """Count a frame's rows, the different values of a column, or its sum.

        Raises FaultsError: the frame leads to no rows, has no such column, the label is taken.
        """
        code = running_code()
        label = label or self._automatic(code)
        register, rows = self._rows_of(frame)
        if count and total:
            found = f"count={count!r} and total={total!r}"
            mend = "leave one out, or make two figures"
            raise FaultsError([Fault(f"report.figure(…, label={label!r})", found, "one", mend)])
        column = count or total
        values = self._column(frame, register, column) if column else None
        style: Style = "number"
        if values is None:
            value: float | None = float(len(frame))
        elif count:
            value = float(values.nunique())
        else:
            value, style = self._total(register, total, values)
        how: Count = "distinct" if count else "sum" if total else "rows"
        found_now = CountedFrame(label, register, rows, how, column, value, style, code.source)
        self._keep(found_now, code)
        return found_now

    def _automatic(self, code: RunningCode) -> str:
        """A label for which of the code that counts this is, and for which of its figures."""
        number, run, order = self._unnamed.get(code.identity, (len(self._unnamed) + 1, 0, 0))
        order = order + 1 if run == code.run else 1
        self._unnamed[code.identity] = number, code.run, order
        return f"counted-{number}-{order}"

    def _keep(self, one: CountedFrame, code: RunningCode) -> None:
        """Keep a count under its label, unless other code has counted something else under it."""
        where = f"the label “{one.label}”"
        if not LABEL.fullmatch(one.label):
            expected = "small Latin letters and digits, with hyphens between words"
            raise FaultsError([Fault(where, "other characters", expected, "rename it")])
        if one.label in self._taken:
            means = self._taken[one.label]
            raise FaultsError(
                [Fault(where, f"the name of {means}", "a name of its own", "rename it")]
            )
        earlier, by = self._found.get(one.label, (one, code))
        if earlier != one and (by.identity != code.identity or by.run == code.run):
            found = (
                f"another figure of this name, {earlier.value:g}" if earlier.value else "another"
            )
            raise FaultsError([Fault(where, found, "a label once", "rename one of them")])
        self._found[one.label] = one, code

    def _rows_of(self, frame: pd.DataFrame | pd.Series) -> tuple[str, tuple[int, ...]]:
        """The register and the row numbers that a frame's index leads to. Raises FaultsError."""
        register, expected = frame.index.name, "a register's row numbers, each once"
        where = "the index of the frame that is counted"
        if register not in self._registers.frames:
            found = f"“{register}”" if register is not None else f"{type(frame.index).__name__}"
            names = ", ".join(self._registers.frames)
            expected = f"an index called as its register ({names}), of row numbers"
            raise FaultsError([Fault(where, found, expected, MEND)])
        unknown = frame.index.difference(pd.Index(self._registers.frames[str(register)]["row"]))
        repeated = frame.index[frame.index.duplicated()].unique()
        problems = [
            (f"no rows of {register}: {_some(unknown)}", MEND, len(unknown)),
            (
                f"rows that stand twice: {_some(repeated)}",
                "count each once: frame[~frame.index.duplicated()]",
                len(repeated),
            ),
        ]
        raise_if_any(
            [Fault(where, found, expected, mend) for found, mend, some in problems if some]
        )
        return str(register), tuple(sorted(int(row) for row in frame.index))

    def _column(self, frame: pd.DataFrame | pd.Series, register: str, name: str) -> pd.Series:
        """A column of the frame, or one of its register that it left out."""
        if isinstance(frame, pd.DataFrame) and name in frame:
            return frame[name]
        paths = self._registers.schema.paths(register)
        if name not in paths:
            own = map(str, frame.columns) if isinstance(frame, pd.DataFrame) else ()
            raise refuse("a column to count", name, dict.fromkeys([*own, *paths]))
        whole = self._registers.columns(register, [name]).set_index("row")[name]
        return whole.loc[frame.index]

    def _total(self, register: str, name: str, values: pd.Series) -> tuple[float | None, Style]:
        """A sum, unknown where a part of it is, as its column's unit is written."""
        if not pd.api.types.is_numeric_dtype(values):
            mend = f"count its different values: count={name!r}"
            found = f"“{name}”, which is not numbers"
            raise FaultsError([Fault("a column to add up", found, "a column of numbers", mend)])
        column = self._registers.schema.column(register, name)
        return added(values), STYLES.get(column.unit if column else "", "number")


def _some(values: pd.Index) -> str:
    return ", ".join(map(str, values[:5])) + (", …" if len(values) > 5 else "")
