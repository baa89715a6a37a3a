"""A register on its own: its columns judged, with a finding for every cell that is at fault."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa

from rrs_data.intake import Raw, headers, privacy
from rrs_data.intake.checks.cells import Distinct, Judged, judge, personal
from rrs_data.intake.findings import RULES, Finding
from rrs_data.intake.schema import Column, Register

LISTED = 1000
"""Findings of one rule in one column that are listed; the rest are counted in one more."""


@dataclass(frozen=True)
class Checked:
    """A register whose cells were judged: texts in the schema's form, empty where at fault.

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

    def has(self, column: str) -> bool:
        """Whether the file has a column; one that it lacks is empty in ``columns``."""
        return column in self.headers

    def finding(
        self, rule: str, place: int, column: str, value: str, details: Mapping[str, object]
    ) -> Finding:
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

    def text(self, column: str, place: int) -> str:
        """The text of a cell."""
        cells = self.columns[column]
        return str(cells.texts[int(cells.codes[place])].as_py())

    def capped(
        self, rule: str, column: str, places: np.ndarray
    ) -> tuple[np.ndarray, list[Finding]]:
        """The places of one rule and column that are listed, and the finding for the others."""
        if len(places) <= LISTED:
            return places, []
        details = {
            "times": len(places) - LISTED,
            "rule": rule,
            "last": int(self.rows[places[-1]]),
        }
        kind = "-warning" if RULES[rule].severity == "warning" else ""
        place = int(places[LISTED])
        more = self.finding(f"more-of-the-same{kind}", place, column, "", details)
        return places[:LISTED], [more]


def check_register(raw: Raw, register: Register) -> Checked:
    """Judge a register's cells. A column that the file lacks counts as empty."""
    judged = {
        column.name: judge(raw.cells.column(column.name), column)
        for column in register.columns
        if column.name in raw.cells.column_names
    }
    empty = Distinct(pa.array([""], pa.string()), np.zeros(len(raw.rows), dtype=np.int32))
    checked = Checked(
        register=register,
        file=raw.file,
        sheet=raw.sheet,
        digest=raw.digest,
        read=raw.read,
        rows=raw.rows.to_numpy(zero_copy_only=False),
        headers=raw.headers,
        columns={
            column.name: judged[column.name].cells if column.name in judged else empty
            for column in register.columns
        },
        at_fault={name: one.at_fault for name, one in judged.items()},
        refused_ids=raw.refused_ids,
        findings=(),
    )
    findings = [
        *raw.findings,
        *_of_others(raw, checked),
        *(f for name, one in judged.items() for f in _of_cells(one, name, checked)),
    ]
    return replace(checked, findings=tuple(findings))


def _of_cells(judged: Judged, column: str, checked: Checked) -> Iterator[Finding]:
    """The findings of a column: a cell is named once, for the first rule that it breaks."""
    by_rule: dict[str, list[int]] = {}
    for place, (rule, _) in judged.breaches.items():
        by_rule.setdefault(rule, []).append(place)
    for rule, texts in by_rule.items():
        places = np.flatnonzero(np.isin(judged.raw.codes, texts))
        listed, more = checked.capped(rule, column, places)
        for place in listed:
            text = int(judged.raw.codes[place])
            _, details = judged.breaches[text]
            value = _shown(rule, judged.raw.texts[text].as_py())
            yield checked.finding(rule, int(place), column, value, details)
        yield from more


def _of_others(raw: Raw, checked: Checked) -> Iterator[Finding]:
    """Columns that no register has: told, and looked through for personal data.

    A column that stands twice is told by the intake, and looked through as what it is.
    """
    for header in raw.others.column_names:
        twice = headers.match([header], checked.register).get(0)
        rule = "column-personal" if privacy.personal_header(header) else "column-unknown"
        if not twice:
            details = {"names": ", ".join(checked.columns)}
            yield Finding(rule, raw.register, raw.file, 0, header, "", raw.sheet, details)
        if twice or rule == "column-unknown":
            column = checked.register.column[twice] if twice else None
            judged = _personal(raw.others.column(header), column)
            yield from _of_cells(judged, header, checked)


def _personal(cells: pa.ChunkedArray, column: Column | None) -> Judged:
    """The cells of a column that is not read, judged for personal data only."""
    if column:
        judged = judge(cells, column)
        breaches = judged.breaches.items()
        return replace(judged, breaches={at: one for at, one in breaches if is_personal(one[0])})
    raws = Distinct.of(cells)
    found = {place: personal(text) for place, text in enumerate(raws.texts.to_pylist())}
    return Judged(raws, raws, {place: one for place, one in found.items() if one})


def is_personal(rule: str) -> bool:
    """Whether a rule is one of personal data."""
    return rule.startswith("personal-")


def _shown(rule: str, text: str) -> str:
    """A cell's text for its finding: what looks personal is told only by its shape."""
    return privacy.masked(text) if is_personal(rule) else text
