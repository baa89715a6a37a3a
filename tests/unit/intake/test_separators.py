import pytest

from rrs_data.intake import limits
from rrs_data.intake.place import Refusal
from rrs_data.intake.separators import first_row, separator_of
from tests.small_files import HEADER, PRIZES, SCHEMA

EVENTS = SCHEMA.registers["events"]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_separator_is_read_from_the_headers(separator: str) -> None:
    """Whichever makes most of the register's columns."""
    assert separator == separator_of(separator.join(HEADER).encode(), PRIZES)


def test_comma_in_a_title_does_not_split_a_file_with_semicolons() -> None:
    """“Cost of travel, USD” is one header."""
    titles = ";".join(column.titles["ru"] for column in EVENTS.columns)

    assert titles.count(",") >= 3
    assert ";" == separator_of(titles.encode(), EVENTS)


def test_unknown_headers_are_split_where_most_cells_come_out() -> None:
    """So that the finding names them as the person sees them."""
    assert ";" == separator_of(b"x;y;z, w\n", PRIZES)


def test_header_may_hold_line_breaks() -> None:
    """Within quotes they belong to the header."""
    assert ["a\nb", "c"] == first_row(b'"a\nb",c\n1,2\n', ",")


def test_first_row_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """No file is read to its end in search of a header."""
    monkeypatch.setattr(limits, "HEADER_BYTES", 100)
    with pytest.raises(Refusal) as caught:
        first_row(b"x," * 100, ",")

    assert ["x", "y"] == first_row(b"x,y\n" + b"1,2\n" * 100, ",")
    assert "file-too-large" == caught.value.rule
