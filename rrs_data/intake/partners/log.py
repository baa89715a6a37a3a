"""The log of an import: every cell that was changed, what it was, what it is now, and why."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from typing import IO

import numpy as np

from rrs_data.intake.partners.cleaning import Cleaned, Reason
from rrs_data.intake.spreadsheet import as_text
from rrs_data.language.language import Language

FIELDS = ("register", "file", "sheet", "row", "column", "was", "now", "why")
"""The columns of the log; ``row`` and ``column`` are those of the file that was read."""


def write_log(file: IO[str], cleaned: Iterable[Cleaned], language: Language) -> int:
    """Write the log as CSV, by register, row and column; return how many cells it tells of."""
    writer = csv.writer(file)
    writer.writerow(FIELDS)
    count = 0
    for one in cleaned:
        for record in _records(one, language):
            writer.writerow([as_text(value) for value in record])
            count += 1
    return count


def _records(cleaned: Cleaned, language: Language) -> Iterator[tuple[object, ...]]:
    raw, reasons = cleaned.seen, _reasons(language)
    rows = raw.rows.to_numpy(zero_copy_only=False)
    for place, number in _in_order(cleaned):
        change = cleaned.changes[number]
        yield (
            raw.register,
            raw.file,
            raw.sheet,
            int(rows[place]),
            raw.headers.get(change.column, change.column),
            _shown(change.was),
            change.now,
            "; ".join(reasons[reason] for reason in change.reasons),
        )


def _in_order(cleaned: Cleaned) -> Iterator[tuple[int, int]]:
    """The changed cells by row: the place of the row and the number of the change."""
    if not cleaned.changes:
        return iter(())
    places = np.concatenate([change.places for change in cleaned.changes])
    numbers = np.repeat(
        np.arange(len(cleaned.changes)), [len(change.places) for change in cleaned.changes]
    )
    order = np.lexsort((numbers, places))
    return zip(places[order].tolist(), numbers[order].tolist(), strict=True)


def _reasons(language: Language) -> Mapping[Reason, str]:
    return {
        "invisible": language.t("characters that cannot be seen were taken out"),
        "form": language.t("brought into the form of the registers"),
        "personal": language.t("personal data are not kept"),
    }


def _shown(text: str) -> str:
    """A text whose invisible characters are seen."""
    return "".join(
        character if character.isprintable() else f"\\u{ord(character):04x}" for character in text
    )
