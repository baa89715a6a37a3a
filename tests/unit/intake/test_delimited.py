import csv
import io

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from rrs_data.intake import delimited, limits
from rrs_data.intake.careful import careful_rows
from rrs_data.intake.delimited import Shape, careful, quick, read_delimited
from rrs_data.intake.grid import Grid
from rrs_data.intake.ledger import Ledger
from rrs_data.intake.place import Place, Refusal
from rrs_data.intake.quotes import well_quoted
from tests.small_files import HEADER, PRIZE, PRIZES, prizes, told

PLACE = Place("prizes", "prizes.csv")
WIDTH = len(HEADER)

PIECES = st.sampled_from(
    [",", ",,", '"', '""', "\n", "\r\n", "\r", " ", "\t", "a", "я", ";", "\0", "é", "=", "\u2028"]
)
TIDY_CELL = st.text(
    st.sampled_from(["a", "я", '"', ",", "\n", "\r", " ", "\0", "\u2028"]), max_size=6
)


def grid_of(text: str | bytes) -> Grid:
    """What is read of a text."""
    return read_delimited(text.encode() if isinstance(text, str) else text, PRIZES, PLACE)


def rows_of(grid: Grid) -> list[tuple[int, tuple[str, ...]]]:
    """The rows of a grid: number and cells."""
    numbers = grid.rows.to_pylist()
    cells = zip(*(column.to_pylist() for column in grid.columns), strict=True)
    return list(zip(numbers, cells, strict=True))


def judged(text: str, width: int) -> tuple[list[tuple[int, tuple[str, ...]]], list[int]]:
    """The rows as Python's reader gives them, and the numbers of those of a wrong length."""
    good, bad = [], []
    for number, row in enumerate(csv.reader(io.StringIO(text, newline="")), start=1):
        beyond = any(map(str.strip, row[width:]))
        if number == 1 or not any(map(str.strip, row)):
            continue
        if len(row) < width or beyond:
            bad.append(number)
        else:
            good.append((number, tuple(row[:width])))
    return good, bad


def without_blank(
    found: list[tuple[int, tuple[str, ...]]],
) -> list[tuple[int, tuple[str, ...]]]:
    """The rows that hold any text."""
    return [(number, row) for number, row in found if any(map(str.strip, row))]


def shape_of(header: list[str]) -> Shape:
    """The shape of a text with commas."""
    return Shape(header, ",", Ledger(PLACE))


@settings(max_examples=400, deadline=None)
@given(st.lists(PIECES, max_size=30).map("".join))
@example('a\n"')
@example("\r\r\n,b,\n\n")
def test_quick_reader_agrees_with_python_on_any_text(text: str) -> None:
    """What Arrow reads is what Python's reader gives, with the same numbers."""
    whole = "x,y,z\n" + text
    if not well_quoted(whole.encode(), ","):
        return
    grid = quick(whole.encode(), shape_of(["x", "y", "z"]))
    good, bad = judged(whole, 3)

    assert grid is not None
    assert good == without_blank(rows_of(grid))
    assert bad == sorted(finding.row for finding in grid.findings)
    assert len(bad) == grid.refused


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.lists(TIDY_CELL, min_size=1, max_size=5), max_size=8),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
@example([["a", "b", "c", "d"]], "\n")
def test_both_readers_agree_on_what_is_quoted_as_it_should_be(
    table: list[list[str]], end: str
) -> None:
    """The quick and the careful reader give the same rows, faults and counts."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator=end, quoting=csv.QUOTE_ALL)
    writer.writerows([["x", "y", "z"], *table])
    text = stream.getvalue().encode()
    fast, slow = quick(text, shape_of(["x", "y", "z"])), careful(text, shape_of(["x", "y", "z"]))

    assert well_quoted(text, ",")
    assert fast is not None
    assert without_blank(rows_of(slow)) == without_blank(rows_of(fast))
    assert slow.refused == fast.refused
    assert sorted(told(slow.findings)) == sorted(told(fast.findings))


def test_rows_have_the_numbers_that_a_spreadsheet_shows() -> None:
    """A quoted line break stays within its row; blank rows count and are not read."""
    text = prizes(["PZ-01", "a\nb", "c", "d", "e", "f"], [], ["", "", " ", "", "", ""], PRIZE)
    grid = grid_of(text)

    assert [2, 5] == [number for number, _ in without_blank(rows_of(grid))]
    assert "a\nb" == rows_of(grid)[0][1][1]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
def test_encoding_separator_and_line_end_make_no_difference(
    separator: str, end: str, encoding: str
) -> None:
    """The same register comes out of every way in which it may have been saved."""
    text = prizes(PRIZE, PRIZE, separator=separator).replace("\n", end)
    grid = grid_of(text.encode(encoding))

    assert [(2, tuple(PRIZE)), (3, tuple(PRIZE))] == rows_of(grid)
    assert [] == grid.findings


def test_rows_of_a_wrong_length_are_refused_and_the_others_go_on() -> None:
    """The finding says how many cells there are; empty cells beyond the header are no fault."""
    text = prizes(PRIZE, PRIZE[:-1], [*PRIZE, "", " "], [*PRIZE, "", "x"], PRIZE)
    grid = grid_of(text)

    assert [2, 4, 6] == grid.rows.to_pylist()
    assert [("row-length", 3), ("row-length", 5)] == told(grid.findings)
    assert [5, 8] == [finding.details["cells"] for finding in grid.findings]
    assert 2 == grid.refused


def test_extra_empty_cells_in_every_row_are_no_fault() -> None:
    """A spreadsheet writes separators for columns that are empty; text there is a fault."""
    text = prizes(*[[*PRIZE, "", ""]] * 3, [*PRIZE, "x", ""], PRIZE, PRIZE[:2])
    grid = grid_of(text)

    assert [2, 3, 4, 6] == grid.rows.to_pylist()
    assert {("row-length", 5), ("row-length", 7)} == set(told(grid.findings))


def test_unclosed_quote_is_told_where_it_opens_and_the_next_rows_are_read() -> None:
    """One forgotten quotation mark does not swallow the rest of the register."""
    lines = prizes(*[PRIZE] * 6).splitlines()
    lines[3] = lines[3].replace("Партнёрство", '"Партнёрство')
    grid = grid_of("\n".join(lines))

    assert [("quote-unclosed", 4)] == told(grid.findings)
    assert [2, 3, 5, 6, 7] == grid.rows.to_pylist()


def test_quote_that_closes_in_a_later_row_is_told_where_it_opens() -> None:
    """The row below, where the mark seems to close, is read."""
    lines = prizes(*[PRIZE] * 4).splitlines()
    lines[1] = lines[1].replace("Partnership", '"Partnership')
    lines[2] = lines[2].replace("Partnership", 'The "good" one')
    grid = grid_of("\n".join(lines))

    assert [("quote-unclosed", 2)] == told(grid.findings)
    assert [3, 4, 5] == grid.rows.to_pylist()


def test_text_after_a_closing_quote_is_refused() -> None:
    """What stands after the mark is not silently joined to the text before it."""
    lines = prizes(PRIZE, PRIZE).splitlines()
    lines[1] = lines[1].replace("Партнёрство", '"ОО "Партнёрство""')
    grid = grid_of("\n".join(lines))

    assert [("quote-inside", 2)] == told(grid.findings)
    assert [3] == grid.rows.to_pylist()


def test_mark_within_a_cell_is_text() -> None:
    """Inches and inner quotes of a cell that is not quoted stay as they are."""
    lines = prizes(PRIZE).splitlines()
    lines[1] = lines[1].replace("Партнёрство", 'Экран 5" «Умный»')
    grid = grid_of("\n".join(lines))

    assert 'Экран 5" «Умный»' == rows_of(grid)[0][1][2]
    assert [] == grid.findings


def test_many_unclosed_quotes_end_the_reading() -> None:
    """A file that is broken throughout is refused in a bounded time."""
    lines = [",".join(HEADER)] + ['"a,b'] * (limits.UNCLOSED + 50) + ["x"]
    with pytest.raises(Refusal) as caught:
        grid_of("\n".join(lines))

    assert "file-unreadable" == caught.value.rule
    assert limits.UNCLOSED + 2 == caught.value.row


def test_cell_of_a_hundred_thousand_characters_is_read() -> None:
    """By either reader: only beyond the limit of all readers a row is refused."""
    long = "я" * 100_000
    clean, odd = ["PZ-01", "b", long, "d", "e", "f"], ["PZ-02", "b", 'x"y', long, "e", "f"]
    text = prizes(clean) + ",".join(odd) + "\n"

    assert [long] == [row[2] for _, row in rows_of(grid_of(prizes(clean)))]
    assert [long, 'x"y'] == [row[2] for _, row in rows_of(grid_of(text))]


@pytest.mark.parametrize("text", ['"' * 200_000, '"' + "x" * 200_000, "x" * 200_000])
def test_fault_of_the_second_row_is_told_there(text: str) -> None:
    """Though the second row is looked at first, to see how many cells there are."""
    assert [2] == [finding.row for finding in grid_of(prizes() + text).findings]


def test_longer_cell_is_refused_by_the_careful_reader() -> None:
    """With its row and its length."""
    long = "x" * (limits.CELL_CHARACTERS + 1)
    text = ",".join(HEADER) + f'\na,b,c"c,d,e,{long}\n' + ",".join(PRIZE)
    grid = grid_of(text)

    assert [("text-long", 2)] == told(grid.findings)
    assert [3] == grid.rows.to_pylist()


def test_row_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is not put together in memory first."""
    monkeypatch.setattr(limits, "ROW_BYTES", 1000)
    with pytest.raises(Refusal) as caught:
        grid_of(prizes(PRIZE) + "x" * 200_000)

    assert ("file-too-large", 3) == (caught.value.rule, caught.value.row)


@pytest.mark.parametrize("line", [",,,,,\n", "\n", "\r", '"a\nb",,,,,\n'])
def test_too_many_cells_are_refused(line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of separators or blank lines alone would take many times its size in memory."""
    monkeypatch.setattr(limits, "CELLS", 1000)
    with pytest.raises(Refusal) as caught:
        grid_of(prizes(PRIZE) + line * 300)

    assert "file-too-large" == caught.value.rule


def test_thousand_columns_are_read() -> None:
    """A register may have columns that are not its own."""
    header, row = [*HEADER, *(f"x{at}" for at in range(1000))], [*PRIZE, *["1"] * 1000]
    grid = grid_of(prizes(row, row, header=header))

    assert 1006 == len(grid.columns)
    assert [2, 3] == grid.rows.to_pylist()


def test_many_rows_of_another_length_go_to_the_careful_reader(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """They would fill the memory one by one; the rows are the same."""
    text = prizes(PRIZE, *[[*PRIZE, ""], PRIZE] * 20)
    before = rows_of(grid_of(text))
    monkeypatch.setattr(delimited, "UNEVEN", 5)

    assert before == rows_of(grid_of(text))
    assert 41 == len(before)


@pytest.mark.parametrize("text", ["", " \n\n", "\ufeff"])
def test_text_without_a_header_is_refused(text: str) -> None:
    """An empty file says which columns it should have."""
    with pytest.raises(Refusal) as caught:
        grid_of(text)

    assert "header-missing" == caught.value.rule


def test_careful_rows_do_not_change_pythons_own_limit() -> None:
    """Other readers in the same process keep their limit."""
    before = csv.field_size_limit()
    list(careful_rows(b"a,b\n", ","))

    assert before == csv.field_size_limit()
