"""A register on its own: its cells checked, with a finding for every one that is at fault."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from rrs_data.intake import privacy, words
from rrs_data.intake.checks.cell_rules import TOTAL, Breach, check_column
from rrs_data.intake.findings import Finding, more_of
from rrs_data.intake.limits import LISTED
from rrs_data.intake.raw import Raw
from rrs_data.intake.schema import CURRENCY, MONEY, RECORDED, Column, Register
from rrs_data.programme.programme import Currency

PERSONAL = "personal-"  # how the rules of personal data begin

Details = Mapping[str, Any]
"""What a finding shows: its ``value`` where that is not the cell's text, and its details."""


@dataclass(frozen=True)
class Checked:
    """A register whose cells were checked.

    ``frame`` has its rows as typed values: ``row``, the row's number, and the schema's columns,
    empty where a cell is at fault or the file lacks the column; every amount is in the reporting
    currency, where that is known. ``at_fault`` has the texts of each of the file's columns, as they
    stand, that break a rule.
    """

    raw: Raw
    register: Register
    frame: pd.DataFrame
    at_fault: Mapping[str, Mapping[str, Breach]]

    @cached_property
    def keys(self) -> pd.DataFrame:
        """The rows' keys; in a column that need not be filled in, nothing is a value too."""
        names = self.register.key
        keys = self.frame[list(names)]
        return keys.fillna({one: "" for one in names if not self.register.column[one].required})

    def text(self, column: str, place: int) -> str:
        """The text of a cell as it stands in the file."""
        return str(self.raw.cells[column][place].as_py()) if column in self.at_fault else ""

    def finding(
        self, rule: str, place: int, column: str, value: str | None = None, **details: object
    ) -> Finding:
        """A finding in the row at a place, with the cell's text or another ``value``."""
        raw, row = self.raw, int(self.frame["row"][place])
        shown = self.text(column, place) if value is None else value
        header = raw.headers.get(column, column)
        return Finding(rule, raw.register, raw.file, row, header, shown, raw.sheet, details)

    def repeats(self, rule: str, earlier: pd.Series, column: str = "") -> Iterator[Finding]:
        """Findings of rows that repeat those at ``earlier`` places: of a column or the key."""
        key = [name for name in self.register.key if self.register.column[name].required]
        names = [column] if column else key

        def own(place: int) -> str:
            return ", ".join(self.text(name, place) or "—" for name in names)

        def cell(place: int) -> Details:
            first, row = int(earlier[place]), int(self.frame["row"][earlier[place]])
            return {"value": own(place), "first": row, "other": own(first)}

        header = ", ".join(self.raw.headers.get(name, name) for name in names)
        yield from self.listed(rule, header, earlier.index, cell)

    def breaches(
        self, rule: str, column: str, where: np.ndarray | pd.Series, **details: object
    ) -> Iterator[Finding]:
        """A finding for each row ``where`` a rule is broken; series in ``details`` go by row."""

        def cell(place: int) -> Details:
            given = details.items()
            return {name: x[place] if isinstance(x, pd.Series) else x for name, x in given}

        rows = pd.Series(where).to_numpy(dtype=bool, na_value=False)
        yield from self.listed(rule, column, np.flatnonzero(rows), cell)

    def listed(
        self, rule: str, column: str, places: Iterable[int], cell: Callable[[int], Details]
    ) -> Iterator[Finding]:
        """A finding for each of the first places, as ``cell`` says; one counts the others."""
        first = [*map(int, places)]
        for place in first[:LISTED]:
            yield self.finding(rule, place, column, **cell(place))
        if len(first) > LISTED:
            yield more_of(self.finding(rule, first[-1], column, ""), len(first) - LISTED)

    def of_texts(
        self, column: str, cells: pa.ChunkedArray, breaches: Mapping[str, Breach]
    ) -> Iterator[Finding]:
        """The findings of a column's texts that break a rule; what looks personal is masked."""
        for rule in dict.fromkeys(rule for rule, _ in breaches.values()):
            texts = [text for text, breach in breaches.items() if breach[0] == rule]
            among = pc.is_in(cells, value_set=pa.array(texts, pa.string()))

            def cell(place: int, rule: str = rule) -> Details:
                text = cells[place].as_py()
                shown = privacy.masked(text) if rule.startswith(PERSONAL) else text
                return {"value": shown, **breaches[text][1]}

            yield from self.listed(rule, column, np.flatnonzero(among), cell)


def earlier_rows(keys: pd.DataFrame) -> pd.Series:
    """For each row whose whole key stands in an earlier row, the place of the first such row."""
    again = keys[keys.duplicated(keep=False) & keys.notna().all(axis=1)]
    first = again.index.to_series().groupby([again[name] for name in again]).transform("first")
    return first[first != first.index]


def check_register(raw: Raw, register: Register, currency: Currency | None = None) -> Checked:
    """Check a register's cells. A column that the file lacks counts as empty."""
    nothing = pa.chunked_array([[""] * len(raw.rows)], pa.string())
    checks = {
        name: check_column(raw.cells[name] if name in raw.headers else nothing, column)
        for name, column in register.column.items()
    }
    at_fault = {name: checks[name][1] for name in register.column if name in raw.headers}
    values = {name: series for name, (series, _) in checks.items()}
    frame = pd.DataFrame({"row": raw.rows.to_pandas().astype("int64"), **values})
    if currency:
        frame = in_reporting_currency(frame, register, currency)
    return Checked(raw, register, frame, at_fault)


def cell_findings(checked: Checked) -> Iterator[Finding]:
    """What the reader found, and then the check: a finding for every cell that is at fault."""
    yield from checked.raw.findings
    yield from _of_others(checked)
    for name, breaches in checked.at_fault.items():
        yield from checked.of_texts(name, checked.raw.cells[name], breaches)
    # Rows without an id of their own in which a cell says “total” add up the rows above.
    lacking = checked.keys.isna().any(axis=1)
    for place in np.flatnonzero(lacking)[:LISTED].tolist():
        texts = checked.raw.cells.slice(place, 1).to_pylist()[0]
        if total := next((name for name in texts if TOTAL.fullmatch(texts[name])), ""):
            yield checked.finding("total-row", place, total)


def _of_others(checked: Checked) -> Iterator[Finding]:
    """Columns that no register has, or that stand twice: searched for personal data."""
    raw, columns = checked.raw, checked.register.column
    for header in raw.others.column_names:
        twice = next(iter(words.match([header], checked.register)), "")
        rule = "column-personal" if privacy.personal_header(header) else "column-unknown"
        if not twice:
            details = {"names": ", ".join(columns)}
            yield Finding(rule, raw.register, raw.file, 0, header, "", raw.sheet, details)
        if twice or rule == "column-unknown":
            column = columns[twice] if twice else Column(header, "string", {})
            _, breaches = check_column(raw.others[header], column)
            personal = {text: one for text, one in breaches.items() if one[0].startswith(PERSONAL)}
            yield from checked.of_texts(header, raw.others[header], personal)


def in_reporting_currency(
    frame: pd.DataFrame, register: Register, currency: Currency
) -> pd.DataFrame:
    """A register's amounts at the rate in force on each row's day, rounded to the cent.

    What was written stays in ``<column>.recorded``; an amount without a rate is unknown.
    """
    money = [column.name for column in register.columns if column.unit == MONEY]
    if not money or CURRENCY not in frame or frame[CURRENCY].isna().all():
        return frame
    worth, own = worth_of(frame, register, currency), frame[CURRENCY].fillna(currency.code)
    changed = {
        name: frame[name].where(own == currency.code, (frame[name] * worth).round(2))
        for name in money
    }
    return frame.assign(**{name + RECORDED: frame[name] for name in money}, **changed)


def worth_of(frame: pd.DataFrame, register: Register, currency: Currency) -> pd.Series:
    """What one unit of each row's currency was worth on its day; missing where nobody knows."""
    worth = pd.Series(1.0, frame.index).where(
        frame[CURRENCY].fillna(currency.code) == currency.code
    )
    if register.date in frame:
        for one in sorted(currency.rates, key=lambda rate: rate.since):
            days = frame[register.date] >= pd.Timestamp(one.since)
            worth = worth.mask((frame[CURRENCY] == one.currency) & days, one.rate)
    return worth
