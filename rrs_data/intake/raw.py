"""Raw registers: the cells as they stand, as text, each row with its number in the file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from rrs_data.intake.findings import Finding


@dataclass(frozen=True)
class Raw:
    """One register as it was read, nothing converted yet.

    ``cells`` has the columns that the schema knows, by their technical names and in its order: text
    without the blanks around it, an empty text for an empty cell, never null. Dates that the file
    holds as dates are ISO text, its numbers plain decimals, its yes and no ``true`` and ``false``.
    ``headers`` gives each column's header as it stands in the file; ``others`` holds the columns
    that no register has, by their headers. ``rows`` are the rows' numbers as a spreadsheet shows
    them. ``read`` counts the rows that hold any text, the refused ones included; those that were
    refused for their shape are in ``findings`` and not in ``cells``; the ids that stand in them are
    ``refused_ids``. ``digest`` is the SHA-256 of what was read: of the file where there is one.
    """

    register: str
    file: str
    cells: pa.Table
    headers: Mapping[str, str]
    others: pa.Table
    rows: pa.Array
    read: int
    digest: str
    sheet: str = ""
    findings: tuple[Finding, ...] = ()
    refused_ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class Intake:
    """All registers of a source: those that could be read, and what is wrong with the rest.

    ``descriptor`` is the source's own ``datapackage.json``, empty where it has none.
    """

    raws: Mapping[str, Raw]
    findings: tuple[Finding, ...]
    descriptor: Mapping[str, Any]
