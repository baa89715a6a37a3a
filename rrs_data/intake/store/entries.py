"""Entries: a checked register as files, and back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from rrs_data.intake.checks import Checked
from rrs_data.intake.findings import Finding
from rrs_data.intake.schema import Register
from rrs_data.intake.store.arrow import as_dictionary, from_dictionary, read_columns, write_columns

CELLS = "cells.arrow"
ABOUT = "about.json"
ROW = "row"
FIELDS = ("rule", "register", "file", "row", "column", "value", "sheet", "details")


def write_register(directory: Path, checked: Checked) -> None:
    """Write a checked register: its cells as an Arrow file, the rest beside it."""
    cells = {name: as_dictionary(cells) for name, cells in checked.columns.items()}
    write_columns(directory / CELLS, {ROW: pa.array(checked.rows, pa.int64()), **cells})
    about = {
        "file": checked.file,
        "sheet": checked.sheet,
        "digest": checked.digest,
        "read": checked.read,
        "headers": dict(checked.headers),
        "at_fault": {name: list(texts) for name, texts in checked.at_fault.items()},
        "findings": as_plain(checked.findings),
        "refused_ids": checked.refused_ids,
    }
    (directory / ABOUT).write_text(json.dumps(about, ensure_ascii=False), encoding="utf-8")


def read_register(directory: Path, register: Register) -> Checked:
    """Read a checked register; its cells stay where they lie until they are touched."""
    about = json.loads((directory / ABOUT).read_text(encoding="utf-8"))
    cells = read_columns(directory / CELLS)
    return Checked(
        register=register,
        file=about["file"],
        sheet=about["sheet"],
        digest=about["digest"],
        read=about["read"],
        rows=np.asarray(cells.pop(ROW)),
        headers=about["headers"],
        columns={name: from_dictionary(array) for name, array in cells.items()},
        at_fault={name: tuple(texts) for name, texts in about["at_fault"].items()},
        findings=from_plain(about["findings"]),
        refused_ids=tuple(about["refused_ids"]),
    )


def as_plain(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """Findings as plain values; details become text."""
    return [
        {
            **{name: getattr(finding, name) for name in FIELDS},
            "details": {name: _plain(value) for name, value in finding.details.items()},
        }
        for finding in findings
    ]


def from_plain(records: Iterable[Mapping[str, Any]]) -> tuple[Finding, ...]:
    """Findings from plain values."""
    return tuple(Finding(**record) for record in records)


def _plain(value: object) -> object:
    return value if isinstance(value, int | float | str) else str(value)
