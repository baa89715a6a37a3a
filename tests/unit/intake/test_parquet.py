import io
from datetime import date, datetime
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from rrs_data.intake import limits, parquet
from rrs_data.intake.parquet import read_parquet
from rrs_data.intake.place import Refusal
from tests.small_files import SCHEMA

GRANTS = SCHEMA.registers["grants"]


def parquet_of(columns: dict[str, pa.Array], rows: int = 1000) -> bytes:
    """A Parquet file with so many rows in a row group."""
    stream = io.BytesIO()
    pq.write_table(pa.table(columns), stream, row_group_size=rows)
    return stream.getvalue()


def cells(columns: dict[str, pa.Array]) -> dict[str, list[str]]:
    """The columns as they are read."""
    grid = read_parquet(parquet_of(columns))
    return {
        name: column.to_pylist() for name, column in zip(grid.header, grid.columns, strict=True)
    }


def test_values_of_any_plain_type_are_text() -> None:
    """As a person would type them; what is missing is an empty text."""
    columns = {
        "text": pa.array(["а", None, " b "]),
        "large": pa.array(["x", "x", None], pa.large_string()),
        "coded": pa.array(["x", None, "y"]).dictionary_encode(),
        "day": pa.array([date(2014, 9, 30), None, None]),
        "moment": pa.array([datetime(2014, 9, 30), datetime(2014, 9, 30, 12), None]),  # noqa: DTZ001
        "number": pa.array([1104.55, 2014.0, None]),
        "whole": pa.array([1, -2, None]),
        "decimal": pa.array([Decimal("10.50"), None, Decimal("0.10")]),
        "truth": pa.array([True, False, None]),
        "bytes": pa.array([b"x", b"\xff", None]),
        "nothing": pa.nulls(3),
    }

    assert {
        "text": ["а", "", " b "],
        "large": ["x", "x", ""],
        "coded": ["x", "", "y"],
        "day": ["2014-09-30", "", ""],
        "moment": ["2014-09-30", "2014-09-30T12:00:00", ""],
        "number": ["1104.55", "2014", ""],
        "whole": ["1", "-2", ""],
        "decimal": ["10.5", "", "0.1"],
        "truth": ["true", "false", ""],
        "bytes": ["x", "\ufffd", ""],
        "nothing": ["", "", ""],
    } == cells(columns)


def test_rows_are_numbered_over_the_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """However they are cut."""
    monkeypatch.setattr(parquet, "PIECE", 3)
    data = parquet_of({"grant_id": pa.array([str(at) for at in range(20)])}, rows=7)

    assert list(range(2, 22)) == read_parquet(data).rows.to_pylist()


def test_file_without_rows_has_its_columns() -> None:
    """It is a register without rows."""
    grid = read_parquet(parquet_of({"grant_id": pa.array([], pa.string())}))

    assert (["grant_id"], 0, 0) == (grid.header, len(grid.rows), len(grid.columns[0]))


def test_text_that_many_rows_share_is_counted_for_each(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of some kilobytes may hold one text a million times."""
    data = parquet_of({"title_en": pa.array(["x" * 1000] * 10_000)})
    monkeypatch.setattr(limits, "FILE_BYTES", 1_000_000)

    assert len(data) < 100_000
    with pytest.raises(Refusal) as caught:
        read_parquet(data)

    assert "file-too-large" == caught.value.rule


@pytest.mark.parametrize("column", [pa.array([[1]]), pa.array([{"a": 1}])], ids=["list", "record"])
def test_columns_of_lists_and_records_are_refused(column: pa.Array) -> None:
    """They are no cells."""
    with pytest.raises(Refusal) as caught:
        read_parquet(parquet_of({"grant_id": column}))

    assert "grant_id" in str(caught.value.details["reason_en"])


@pytest.mark.parametrize("limit", ["CELLS", "COLUMNS"])
def test_too_much_is_refused(limit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """By what the file says of itself, before it is read."""
    monkeypatch.setattr(limits, limit, 1)
    with pytest.raises(Refusal) as caught:
        read_parquet(parquet_of({"a": pa.array(["x"]), "b": pa.array(["x"])}))

    assert "file-too-large" == caught.value.rule


@pytest.mark.parametrize("cut", [4, 20, -20])
def test_damaged_file_is_refused(cut: int) -> None:
    """With a finding and without a traceback."""
    with pytest.raises(Refusal) as caught:
        read_parquet(parquet_of({"a": pa.array(["x"] * 100)})[:cut])

    assert "file-unreadable" == caught.value.rule
