"""Delimited files: whatever a spreadsheet saves as CSV is read, and each bad row has its number."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rrs_data.intake.delimited import read_delimited
from rrs_data.intake.raw import Reading
from tests.small_registers import PRIZE, PRIZES, prizes, refused, rows, taken, told

TIDY_ROW = st.lists(st.text('aя",\n\r \0\u2028', max_size=6), min_size=3, max_size=3)


@pytest.fixture
def file(tmp_path):
    return tmp_path / "prizes.csv"


@settings(max_examples=200)
@given(st.lists(TIDY_ROW, max_size=8), st.sampled_from(["\n", "\r\n", "\r"]))
def test_rows_are_those_that_python_reads(table, end):
    """Whatever stands in their cells, as long as each is quoted."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator=end, quoting=csv.QUOTE_ALL)
    writer.writerows([["x", "y", "z"], *table])

    data, reading = stream.getvalue().encode(), Reading("prizes", "prizes.csv")
    header, read_back = read_delimited(data, PRIZES, reading)

    assert ["x", "y", "z"] == header
    assert [*enumerate(table, start=2)] == list(read_back)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16", "koi8-r"])
def test_encoding_separator_and_line_end_make_no_difference(file, separator, end, encoding):
    """The same register comes out of every way in which it may have been saved."""
    text = prizes(PRIZE, PRIZE, separator=separator).replace("\n", end)
    raw, _ = taken(file, text.encode(encoding))

    assert [(2, PRIZE), (3, PRIZE)] == rows(raw)
    assert () == raw.findings


def test_rows_have_the_numbers_that_a_spreadsheet_shows(file):
    """A quoted line break stays within its row; blank rows count and are not read."""
    odd = ["PZ-01", "a\nb", "c", "d", "e", "f"]
    raw, _ = taken(file, prizes(odd, [], ["", "", " ", "", "", ""], PRIZE))

    assert [(2, odd), (5, PRIZE)] == rows(raw)
    assert 2 == raw.read


def test_header_below_a_title_is_found(file):
    """What stands above it is not read, and that is reported; the rows keep their numbers."""
    for above in ("Реестр призов, 2014\n\n", '"Призы\nпрограммы",,,,,\n,,,,,\n'):
        raw, _ = taken(file, above + prizes(PRIZE, PRIZE))

        assert [("header-below", 3)] == told(raw.findings)
        assert [(4, PRIZE), (5, PRIZE)] == rows(raw)


@pytest.mark.parametrize("separator", [";", ",", "|"])
def test_line_that_names_the_separator_is_understood(file, separator):
    """Excel writes and reads it; it is no row of the register."""
    raw, _ = taken(file, f"sep={separator}\r\n" + prizes(PRIZE, separator=separator))

    assert [(3, PRIZE)] == rows(raw)
    assert () == raw.findings


def test_rows_that_cannot_be_read_are_refused_and_the_others_go_on(file):
    """Of a wrong length, or with text behind a quotation; empty cells and inches are no fault."""
    inside = prizes(PRIZE).splitlines()[1].replace("Партнёрство", '"ОО "Партнёрство""')
    inches = [*PRIZE[:2], 'Экран 5" «Умный»', *PRIZE[3:]]
    text = prizes(PRIZE, PRIZE[:-1], [*PRIZE, "", " "], [*PRIZE, "", "x"], inches)
    raw, _ = taken(file, f"{text}{inside}\n".replace('"Экран 5"" «Умный»"', inches[2]))

    assert [(2, PRIZE), (4, PRIZE), (6, inches)] == rows(raw)
    assert [("row-length", 3), ("row-length", 5), ("quote-inside", 7)] == told(raw.findings)
    assert [5, 8] == [finding.details["cells"] for finding in raw.findings[:2]]
    assert 6 == raw.read


@pytest.mark.parametrize("later", ["Partnership", 'The "good" one'])
def test_a_quotation_mark_that_is_never_closed_ends_the_reading(file, later):
    """It swallows the rows below it: the register is refused, and told is where it opens."""
    rows = [PRIZE, PRIZE, [*PRIZE[:3], later, *PRIZE[4:]]]
    text = prizes(*rows).replace("Партнёрство", '"Партнёрство', 2).replace('"', "", 1)
    finding = refused(file, text.replace('""', '"'))

    assert ("quote-unclosed", 3) == (finding.rule, finding.row)
