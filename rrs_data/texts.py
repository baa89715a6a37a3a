"""Texts: a CSV file's cells as they stand in it, its rows numbered as a spreadsheet shows them."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from rrs_data.faults import Fault, FaultsError, raise_if_any

FIRST_ROW = 2
"""The number of the first row below the header, as a spreadsheet shows it."""


def read_texts(path: Path) -> pd.DataFrame:
    """A CSV file's cells as text, without the blanks around them, and ``row``, the row's number.

    Rows without any text are left out, and still count in the numbers of those that follow. Raises
    FaultsError: no readable CSV in UTF-8, two columns of one name, rows longer or shorter than the
    header, characters that no text holds. FileNotFoundError is left to the caller.
    """
    header, *records = _records(path)
    rows = [(row, record) for row, record in enumerate(records, start=FIRST_ROW) if any(record)]
    raise_if_any([*_header_faults(header, path), *_row_faults(header, rows, path)])
    cells = [record[: len(header)] for _, record in rows]
    texts = pd.DataFrame(cells, columns=header, dtype=str)
    texts["row"] = pd.Series([row for row, _ in rows], index=texts.index, dtype="int64")
    return texts


def _records(path: Path) -> list[list[str]]:
    """All rows, the header first. A line break within quotes stays within its row."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise
    except (ValueError, OSError) as error:
        raise FaultsError([_not_csv(path, str(error))]) from None
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        records = [[cell.strip() for cell in record] for record in reader]
    except csv.Error as error:
        found = f"{error} in line {reader.line_num}"
        raise FaultsError([_not_csv(path, found)]) from None
    if not records or not any(records[0]):
        raise FaultsError([_not_csv(path, "no header: the first line is empty")])
    return records


def _header_faults(header: list[str], path: Path) -> Iterator[Fault]:
    for name, times in Counter(filter(None, header)).items():
        if times > 1:
            yield Fault(
                f"{path}, column {name}",
                f"{times} columns of this name",
                "each column once",
                "remove or rename the others in the first line",
            )


def _row_faults(
    header: list[str], rows: list[tuple[int, list[str]]], path: Path
) -> Iterator[Fault]:
    for row, record in rows:
        if len(record) < len(header) or any(record[len(header) :]):
            yield Fault(
                f"{path}, row {row}",
                f"cells: {len(record)}; the header has {len(header)}",
                "a row with as many cells as the header",
                "add or remove a comma, or put text that holds a comma between quotes",
            )
        if any("\0" in cell for cell in record):
            yield Fault(f"{path}, row {row}", "a NUL character", "text", "remove the character")


def _not_csv(path: Path, found: str) -> Fault:
    return Fault(
        str(path),
        " ".join(found.split()),
        "a CSV file in UTF-8 with one header line",
        "save the register as CSV (UTF-8)",
    )
