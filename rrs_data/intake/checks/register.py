"""A register on its own: its cells checked, with a finding for every one that is at fault."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from rrs_data.intake import Raw, headers, privacy
from rrs_data.intake.checks.cell_rules import CheckedColumn, check_column, is_total
from rrs_data.intake.checks.columns import Distinct
from rrs_data.intake.findings import RULES, Finding
from rrs_data.intake.limits import LISTED
from rrs_data.intake.schema import Column, Register

Details = Mapping[str, object]
"""What fills the fields of a rule's texts."""


@dataclass(frozen=True)
class Checked:
    """A register whose cells were checked: texts in the schema's form, empty where at fault.

    ``rows`` are the rows' numbers in the file; ``headers`` the columns' headers there; ``read``
    counts the rows that the file holds; ``at_fault`` has each column's texts that are at fault,
    ``refused_ids`` the ids of the rows that are not there because of their shape.
    """

    register: Register
    file: str
    sheet: str
    digest: str
    read: int
    rows: np.ndarray
    headers: Mapping[str, str]
    columns: Mapping[str, Distinct]
    at_fault: Mapping[str, tuple[str, ...]]
    findings: tuple[Finding, ...]
    refused_ids: tuple[str, ...] = ()

    @cached_property
    def frame(self) -> pd.DataFrame:
        """The rows as typed values: ``row``, the row's number, and the schema's columns."""
        values = {
            column.name: self.columns[column.name].values(column)
            for column in self.register.columns
        }
        return pd.DataFrame({"row": pd.Series(self.rows.astype("int64")), **values})

    def has(self, column: str) -> bool:
        """Whether the file has a column; one that it lacks is empty in ``columns``."""
        return column in self.headers

    def text(self, column: str, place: int) -> str:
        """The text of a cell."""
        return self.columns[column].text(place)

    def finding(self, rule: str, place: int, column: str, value: str, details: Details) -> Finding:
        """A finding in the row at a place."""
        return Finding(
            rule,
            self.register.name,
            self.file,
            int(self.rows[place]),
            self.headers.get(column, column),
            value,
            self.sheet,
            details,
        )

    def breaches(
        self, rule: str, column: str, where: np.ndarray | pd.Series, **details: object
    ) -> Iterator[Finding]:
        """A finding for each row ``where`` a rule is broken in a column.

        ``details`` fill the fields of the rule's texts; a series has a value for each row.
        """
        rows = pd.Series(where).to_numpy(dtype=bool, na_value=False)

        def cell(place: int) -> tuple[str, Details]:
            own = {
                name: value[place] if isinstance(value, pd.Series) else value
                for name, value in details.items()
            }
            return self.text(column, place), own

        yield from self.listed(rule, column, np.flatnonzero(rows), cell)

    def listed(
        self, rule: str, column: str, places: np.ndarray, cell: Callable[[int], tuple[str, Details]]
    ) -> Iterator[Finding]:
        """A finding for each of the first places; one more counts the others.

        ``cell`` gives the value and the details of a place.
        """
        for place in places[:LISTED].tolist():
            yield self.finding(rule, place, column, *cell(place))
        if len(places) > LISTED:
            left, last = len(places) - LISTED, int(self.rows[places[-1]])
            more = "more-of-the-same" + ("-warning" if RULES[rule].severity == "warning" else "")
            details = {"times": left, "rule": rule, "last": last}
            yield self.finding(more, int(places[LISTED]), column, "", details)


def check_register(raw: Raw, register: Register) -> Checked:
    """Check a register's cells. A column that the file lacks counts as empty."""
    read = {
        column.name: check_column(raw.cells.column(column.name), column)
        for column in register.columns
        if column.name in raw.cells.column_names
    }
    checked = Checked(
        register=register,
        file=raw.file,
        sheet=raw.sheet,
        digest=raw.digest,
        read=raw.read,
        rows=raw.rows.to_numpy(zero_copy_only=False),
        headers=raw.headers,
        columns={
            name: read[name].cells if name in read else Distinct.empty(len(raw.rows))
            for name in register.column
        },
        at_fault={name: one.at_fault for name, one in read.items()},
        refused_ids=raw.refused_ids,
        findings=(),
    )
    findings = [finding for name, one in read.items() for finding in _of_cells(one, name, checked)]
    totals = list(_totals(findings, read, checked))
    return replace(checked, findings=(*raw.findings, *_of_others(raw, checked), *findings, *totals))


def _of_cells(column: CheckedColumn, name: str, checked: Checked) -> Iterator[Finding]:
    """The findings of a column: a cell is named once, for the first rule that it breaks."""
    by_rule: dict[str, list[int]] = {}
    for position, (rule, _) in column.breaches.items():
        by_rule.setdefault(rule, []).append(position)
    for rule, positions in by_rule.items():
        places = np.flatnonzero(np.isin(column.raw.codes, positions))

        def cell(place: int, rule: str = rule) -> tuple[str, Details]:
            text = column.raw.text(place)
            details = column.breaches[int(column.raw.codes[place])][1]
            # What looks personal is shown only by its shape.
            return privacy.masked(text) if is_personal(rule) else text, details

        yield from checked.listed(rule, name, places, cell)


def _totals(
    findings: Iterable[Finding], columns: Mapping[str, CheckedColumn], checked: Checked
) -> Iterator[Finding]:
    """Rows without an id of their own in which a cell says “total”: they add up the rows above."""
    numbers = {one.row for one in findings if one.severity == "error"}
    for place in np.flatnonzero(np.isin(checked.rows, list(numbers))).tolist():
        if all(checked.text(name, place) for name in checked.register.key):
            continue
        texts = {name: column.raw.text(place) for name, column in columns.items()}
        for name in [name for name, text in texts.items() if is_total(text)][:1]:
            yield checked.finding("total-row", place, name, texts[name], {})


def _of_others(raw: Raw, checked: Checked) -> Iterator[Finding]:
    """Columns that no register has: reported, and searched for personal data.

    A column that stands twice is reported by its reader, and searched as what it is.
    """
    for header in raw.others.column_names:
        twice = headers.match([header], checked.register).get(0)
        rule = "column-personal" if privacy.personal_header(header) else "column-unknown"
        if not twice:
            details = {"names": ", ".join(checked.columns)}
            yield Finding(rule, raw.register, raw.file, 0, header, "", raw.sheet, details)
        if twice or rule == "column-unknown":
            text = Column(header, "string", {})
            column = check_column(
                raw.others.column(header), checked.register.column[twice] if twice else text
            )
            breaches = column.breaches.items()
            personal = {at: breach for at, breach in breaches if is_personal(breach[0])}
            yield from _of_cells(replace(column, breaches=personal), header, checked)


def is_personal(rule: str) -> bool:
    """Whether a rule is one of personal data."""
    return rule.startswith("personal-")
