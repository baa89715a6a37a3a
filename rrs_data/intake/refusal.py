"""Refusals: why a source, a file or a row cannot be read, in the words of those who sent it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Self

import yaml

from rrs_data.intake import limits

TEXTS = Path(__file__).with_name("refusals.yml")
"""The reasons by code, and how amounts are written, in both languages."""


class Refusal(Exception):
    """Reading stops here. It is caught at the door and becomes a finding."""

    def __init__(self, rule: str, details: dict[str, object] | None = None, row: int = 0) -> None:
        """Keep the rule, the details of the finding, and the row.

        ``line`` is the text of a row that is refused.
        """
        super().__init__(rule)
        self.rule, self.details, self.row = rule, details or {}, row
        self.line = ""

    @classmethod
    def unreadable(cls, reason: str, row: int = 0, **values: object) -> Self:
        """A file that cannot be read, for one of the reasons in ``refusals.yml``."""
        return cls("file-unreadable", _filled("reason", reason, values), row)

    @classmethod
    def unknown(cls, reason: str, **values: object) -> Self:
        """A source that cannot be read."""
        return cls("source-unknown", _filled("reason", reason, values))

    @classmethod
    def too_large(
        cls, reason: str, most: int, unit: str = "mib", row: int = 0, **values: object
    ) -> Self:
        """A file with more than ``most`` bytes, or cells, columns, parts or times of its size."""
        amount = most // limits.MIB if unit == "mib" else most
        details = _filled("reason", reason, values) | _filled("most", unit, {"most": amount})
        return cls("file-too-large", details, row)


def refuse_more_cells(cells: int) -> None:
    """Raise Refusal for more cells than a register may have; empty ones count too."""
    if cells > limits.CELLS:
        raise Refusal.too_large("many-cells", limits.CELLS, "cells", cells=f"> {limits.CELLS}")


def refuse_more_columns(columns: int) -> None:
    """Raise Refusal for more columns than a spreadsheet has."""
    if columns > limits.COLUMNS:
        raise Refusal.too_large("many-columns", limits.COLUMNS, "columns", row=1, columns=columns)


def _filled(name: str, code: str, values: dict[str, Any]) -> dict[str, object]:
    """A text in each language, under the names that the rules ask for: ``reason_en``."""
    return {
        f"{name}_{language}": text.format(**values) for language, text in _texts()[code].items()
    }


@cache
def _texts() -> dict[str, dict[str, str]]:
    texts: dict[str, dict[str, str]] = yaml.safe_load(TEXTS.read_text(encoding="utf-8"))
    return texts
