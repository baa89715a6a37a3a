import pyarrow as pa
import pytest

from rrs_data.intake import limits
from rrs_data.intake.grid import Grid
from rrs_data.intake.place import Place, Refusal
from rrs_data.intake.raw import Raw
from rrs_data.intake.shape import letters, to_raw
from tests.small_files import HEADER, PRIZE, PRIZES, rows, told

PLACE = Place("prizes", "prizes.csv")


def raw_of(header: list[str], *table: list[str]) -> Raw:
    """A raw register of a header and rows."""
    columns = [pa.chunked_array([list(column)], pa.string()) for column in zip(*table, strict=True)]
    numbers = pa.array(range(2, len(table) + 2), pa.int32())
    return to_raw(Grid(header, columns, numbers), PRIZES, PLACE, "d")


def test_columns_are_named_and_ordered_as_in_the_schema() -> None:
    """The headers stay known as they stand in the file."""
    titles = [column.titles["ru"] for column in PRIZES.columns]
    raw = raw_of(titles[::-1], PRIZE[::-1])

    assert HEADER == raw.cells.column_names
    assert [(2, PRIZE)] == rows(raw)
    assert dict(zip(HEADER, titles, strict=True)) == raw.headers
    assert ((), 1, "d") == (raw.findings, raw.read, raw.digest)


def test_blanks_around_the_cells_are_left_out() -> None:
    """Those within them stay; a blank row is not read."""
    raw = raw_of(HEADER, [f" {cell}\u00a0\n" for cell in PRIZE], [" "] * 6, ["a  b", *PRIZE[1:]])

    assert [(2, PRIZE), (4, ["a  b", *PRIZE[1:]])] == rows(raw)
    assert 2 == raw.read


def test_column_that_is_missing_is_told_by_what_it_means() -> None:
    """Required columns are errors, others warnings."""
    raw = raw_of(HEADER[1:], PRIZE[1:])
    [finding] = raw.findings

    assert HEADER[1:] == raw.cells.column_names
    assert ("column-missing", "prize_id") == (finding.rule, finding.column)
    assert "organisation_id" in finding.found()


def test_column_that_stands_twice_is_told_and_the_first_is_read() -> None:
    """The other one is not lost."""
    raw = raw_of([*HEADER, "Код приза"], [*PRIZE, "PZ-99"])

    assert [("header-twice", 1)] == told(raw.findings)
    assert "PZ-01" == raw.cells["prize_id"][0].as_py()
    assert {"Код приза": ["PZ-99"]} == raw.others.to_pydict()


def test_columns_of_no_register_are_kept_apart() -> None:
    """By their headers, the same one twice too; an empty one without a header is no column."""
    raw = raw_of([*HEADER, "ФИО\nполностью", "", "", "ФИО полностью"], [*PRIZE, "a", "", "b", "c"])

    assert {"ФИО полностью": ["a"], "[I]": ["b"], "ФИО полностью [J]": ["c"]} == (
        raw.others.to_pydict()
    )


def test_header_that_names_no_column_is_no_header() -> None:
    """The finding lists the columns that there should be."""
    with pytest.raises(Refusal) as caught:
        raw_of(PRIZE, PRIZE)

    assert ("header-missing", 1) == (caught.value.rule, caught.value.row)
    assert "prize_id" in str(caught.value.details["columns"])


def test_cell_that_is_too_long_refuses_its_row() -> None:
    """The row is counted as read."""
    long = "я" * (limits.CELL_CHARACTERS + 1)
    raw = raw_of(HEADER, PRIZE, [*PRIZE[:2], long, *PRIZE[3:]])
    [finding] = raw.findings

    assert [(2, PRIZE)] == rows(raw)
    assert 2 == raw.read
    assert ("text-long", 3, len(long)) == (finding.rule, finding.row, finding.details["length"])
    assert len(finding.value) < 2000


def test_cell_in_which_letters_were_lost_is_told() -> None:
    """It is there all the same."""
    raw = raw_of(HEADER, [*PRIZE[:2], "Пр\ufffdз", *PRIZE[3:]])

    assert [("text-damaged", 2)] == told(raw.findings)
    assert "Пр\ufffdз" == raw.cells["nomination_ru"][0].as_py()


@pytest.mark.parametrize(
    ("place", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16383, "XFD")]
)
def test_letters_are_those_of_a_spreadsheet(place: int, name: str) -> None:
    """From A to XFD."""
    assert name == letters(place)
