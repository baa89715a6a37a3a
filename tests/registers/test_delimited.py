"""Delimited files: whatever a spreadsheet saves as CSV is read, and each bad row has its number."""

import csv
import io

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from rrs_data.intake import limits
from rrs_data.intake.delimited import delimited_rows
from tests.small_files import PRIZE, checked, prizes, read, refused, rows, told

TIDY_CELL = st.text(
    st.sampled_from(["a", "я", '"', ",", "\n", "\r", " ", "\0", "\u2028"]), max_size=6
)


@pytest.fixture
def file(tmp_path):
    return tmp_path / "prizes.csv"


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.lists(TIDY_CELL, min_size=1, max_size=5), max_size=8),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
@example([["a", "b", "c", "d"]], "\n")
def test_rows_are_those_that_python_reads(table, end):
    """Whatever stands in their cells, as long as each is quoted."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator=end, quoting=csv.QUOTE_ALL)
    writer.writerows([["x", "y", "z"], *table])

    assert [*enumerate([["x", "y", "z"], *table], start=1)] == list(
        delimited_rows(stream.getvalue(), ",")
    )


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16", "koi8-r"])
def test_encoding_separator_and_line_end_make_no_difference(file, separator, end, encoding):
    """The same register comes out of every way in which it may have been saved."""
    text = prizes(PRIZE, PRIZE, separator=separator).replace("\n", end)
    raw = read(file, text.encode(encoding))

    assert [(2, PRIZE), (3, PRIZE)] == rows(raw)
    assert () == raw.findings


def test_text_that_is_damaged_in_places_is_read(file):
    """The sign of a loss stands for each damaged letter, and the cell is reported."""
    data = prizes(PRIZE, PRIZE).encode()
    for damage in (b"\xd1", b"\xed\xa0\x80"):
        raw = read(file, data.replace("ё".encode(), damage, 1))

        assert {("text-damaged", 2)} == set(told(checked(raw)))
        assert [2, 3] == [number for number, _ in rows(raw)]


def test_rows_have_the_numbers_that_a_spreadsheet_shows(file):
    """A quoted line break stays within its row; blank rows count and are not read."""
    odd = ["PZ-01", "a\nb", "c", "d", "e", "f"]
    raw = read(file, prizes(odd, [], ["", "", " ", "", "", ""], PRIZE))

    assert [(2, odd), (5, PRIZE)] == rows(raw)
    assert 2 == raw.read


def test_header_below_a_title_is_found(file):
    """What stands above it is not read, and that is reported; the rows keep their numbers."""
    for above in ("Реестр призов, 2014\n\n", '"Призы\nпрограммы",,,,,\n,,,,,\n'):
        raw = read(file, above + prizes(PRIZE, PRIZE))

        assert [("header-below", 3)] == told(raw.findings)
        assert [(4, PRIZE), (5, PRIZE)] == rows(raw)


@pytest.mark.parametrize("separator", [";", ",", "|"])
def test_line_that_names_the_separator_is_understood(file, separator):
    """Excel writes and reads it; it is no row of the register."""
    raw = read(file, f"sep={separator}\r\n" + prizes(PRIZE, separator=separator))

    assert [(3, PRIZE)] == rows(raw)
    assert () == raw.findings


def test_rows_of_a_wrong_length_are_refused_and_the_others_go_on(file):
    """The finding says how many cells there are; empty cells beyond the header are no fault."""
    raw = read(file, prizes(PRIZE, PRIZE[:-1], [*PRIZE, "", " "], [*PRIZE, "", "x"], PRIZE))

    assert [2, 4, 6] == raw.rows.to_pylist()
    assert [("row-length", 3), ("row-length", 5)] == told(raw.findings)
    assert [5, 8] == [finding.details["cells"] for finding in raw.findings]
    assert 5 == raw.read


@pytest.mark.parametrize(
    ("changes", "findings", "left"),
    [
        ({1: ("Партнёрство", '"ОО "Партнёрство""')}, [("quote-inside", 2)], [3, 4, 5, 6]),
        ({1: ("Партнёрство", 'Экран 5" «Умный»')}, [], [2, 3, 4, 5, 6]),
    ],
    ids=["text behind it", "inches"],
)
def test_odd_quotation_marks(file, changes, findings, left):
    """Of a row that cannot be read only that row is refused; inches are no fault."""
    lines = prizes(*[PRIZE] * 5).splitlines()
    for at, (old, new) in changes.items():
        lines[at] = lines[at].replace(old, new)
    raw = read(file, "\n".join(lines))

    assert findings == told(raw.findings)
    assert left == raw.rows.to_pylist()


@pytest.mark.parametrize("later", ["Partnership", 'The "good" one'])
def test_a_quotation_mark_that_is_never_closed_ends_the_reading(file, later):
    """It swallows the rows below it: the register is refused, and told is where it opens."""
    rows = [PRIZE, PRIZE, [*PRIZE[:3], later, *PRIZE[4:]]]
    text = prizes(*rows).replace("Партнёрство", '"Партнёрство', 2).replace('"', "", 1)
    finding = refused(file, text.replace('""', '"'))

    assert ("quote-unclosed", 3) == (finding.rule, finding.row)


def test_cell_of_a_hundred_thousand_characters_is_read(file):
    """Also beside odd quotation marks; only beyond the limit of all readers a row is refused."""
    long, longer = "я" * 100_000, "x" * (limits.CELL_CHARACTERS + 1)
    clean, odd = ["PZ-01", "b", long, "d", "e", "f"], 'PZ-02,b,x"y,{},e,f\n'
    raw = read(file, prizes(clean) + odd.format(long))
    refusing = read(file, prizes(["PZ-01", "b", longer, "d", "e", "f"], PRIZE))

    assert [long, 'x"y'] == raw.cells["nomination_ru"].to_pylist()
    assert ([("text-long", 2)], [3]) == (told(refusing.findings), refusing.rows.to_pylist())
    assert 2 == refusing.read
    assert [("text-long", 3)] == told(read(file, prizes(PRIZE) + odd.format(longer)).findings)
