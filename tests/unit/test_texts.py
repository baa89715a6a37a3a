"""CSV files: what is read, how rows are numbered, and what is refused."""

from pathlib import Path

import pytest

from rrs_data.faults import FaultsError
from rrs_data.texts import read_texts


def write(path: Path, content: str | bytes) -> Path:
    """A file with this content, byte by byte."""
    path = path / "a.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def wheres(path: Path) -> list[tuple[str, str]]:
    """Where the faults of a file are, behind its name, and what was found."""
    with pytest.raises(FaultsError) as caught:
        read_texts(path)
    return [
        (fault.where.removeprefix(str(path)).removeprefix(", "), fault.found)
        for fault in caught.value.faults
    ]


def test_cells(tmp_path: Path) -> None:
    """Cells are text as it stands in the file; “NA” and “007” stay what they are."""
    texts = read_texts(write(tmp_path, "a,b\nNA,007\n null ,\n"))

    assert [["NA", "007"], ["null", ""]] == texts[["a", "b"]].to_numpy().tolist()


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_byte_order_mark_and_line_ends(tmp_path: Path, end: str) -> None:
    """A file from a spreadsheet reads as well: byte order mark, either line end, blanks."""
    texts = read_texts(write(tmp_path, f"\ufeff a , b{end}1, 2{end}"))

    assert {"a": "1", "b": "2", "row": 2} == texts.iloc[0].to_dict()


def test_rows_as_a_spreadsheet_shows_them(tmp_path: Path) -> None:
    """The header is row 1; empty rows count and are left out; a quoted line break is no row."""
    texts = read_texts(write(tmp_path, 'a,b\n1,2\n\n,\n3,"4\n5"\n6,7\n\n\n'))

    assert [2, 5, 6] == texts["row"].tolist()
    assert ["2", "4\n5", "7"] == texts["b"].tolist()


def test_trailing_commas(tmp_path: Path) -> None:
    """Empty cells beyond the header are no fault, and move nothing."""
    texts = read_texts(write(tmp_path, "a,b\n1,2,\n3,4,,\n"))

    assert [["1", "2"], ["3", "4"]] == texts[["a", "b"]].to_numpy().tolist()


def test_header_only(tmp_path: Path) -> None:
    """A file with its header alone has no rows and all its columns."""
    texts = read_texts(write(tmp_path, "a,b\n"))

    assert (0, ["a", "b", "row"]) == (len(texts), list(texts.columns))


def test_ragged_rows(tmp_path: Path) -> None:
    """Every row that is longer or shorter than the header is named."""
    path = write(tmp_path, "a,b,c\n1,2,3,4\n1,2,3\n1,2\n")

    expected = [("row 2", "cells: 4; the header has 3"), ("row 4", "cells: 2; the header has 3")]
    assert expected == wheres(path)


def test_only_the_first_row_is_longer(tmp_path: Path) -> None:
    """A surplus cell never shifts the columns."""
    assert [("row 2", "cells: 3; the header has 2")] == wheres(write(tmp_path, "a,b\nx,1,2\n3,4\n"))


def test_nul(tmp_path: Path) -> None:
    """A NUL character is named with its row."""
    assert [("row 3", "a NUL character")] == wheres(write(tmp_path, "a,b\n1,2\n3,x\0y\n"))


def test_column_twice(tmp_path: Path) -> None:
    """Two columns of one name: none of them is believed."""
    assert [("column a", "2 columns of this name")] == wheres(write(tmp_path, "a,b,a\n1,2,3\n"))


@pytest.mark.parametrize("encoding", ["cp1251", "utf-16"])
def test_not_utf8(tmp_path: Path, encoding: str) -> None:
    """A file in another encoding is refused, and the fault says how to save it."""
    path = write(tmp_path, "a,b\nГод,1\n".encode(encoding))

    with pytest.raises(FaultsError, match=r"save the register as CSV \(UTF-8\)"):
        read_texts(path)


@pytest.mark.parametrize("content", ["", "\n", "\ufeff", ",,\n1,2,3\n"])
def test_no_header(tmp_path: Path, content: str) -> None:
    """A file without a header is no register."""
    assert [("", "no header: the first line is empty")] == wheres(write(tmp_path, content))


@pytest.mark.parametrize(("content", "line"), [('a,b\n1,"2\n3,4\n', 3), ('a,b\n1,2\n"1"x,2\n', 3)])
def test_broken_quotes(tmp_path: Path, content: str, line: int) -> None:
    """Quotes that do not close are named with their line."""
    ((where, found),) = wheres(write(tmp_path, content))

    assert "" == where
    assert found.endswith(f"in line {line}")


def test_directory(tmp_path: Path) -> None:
    """A directory in the place of a file is a fault, no traceback."""
    (tmp_path / "a.csv").mkdir()

    with pytest.raises(FaultsError):
        read_texts(tmp_path / "a.csv")


def test_no_file(tmp_path: Path) -> None:
    """That there is no file is left to the caller, who knows what belongs there."""
    with pytest.raises(FileNotFoundError):
        read_texts(tmp_path / "a.csv")
