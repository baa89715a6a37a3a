"""Keys: how figures are named."""

from __future__ import annotations

import pytest

from rrs_data.indicators.keys import Filter, Term, parse_key
from rrs_data.programme.faults import FaultsError


@pytest.mark.parametrize(
    "text",
    [
        "RRS-1",
        "RRS-1[sex=F]",
        "KZ/2014/RRS-1[country!=KG][sex=F,M].person.country",
        "2013/RRS-1 ~ 2013/RRS-1.target",
        "..2014/finance.approved - ..2014/finance.spent",
        "KG/2013-11-01..2014-09-30/RRS-7[kind=school]",
        "ALL/*/attendances[event_id=EV-020][role=participant,speaker]",
        "ALL/final/RRS-3",
        "published.PUB-1.ALL",
        "attendances[person.organisation_id=].person_id",
        "events[start=..2013-09-30]",
        "rows[register=events].read",
        "restatements.1.was",
    ],
)
def test_a_key_is_written_as_it_was_read(text: str) -> None:
    """Reading and writing a key gives the same key."""
    assert text == str(parse_key(text))


def test_a_part() -> None:
    """A part has a column and values."""
    term = parse_key("RRS-1[sex=F,M]").terms[0]

    assert Term("RRS-1", (Filter("sex", ("F", "M")),)) == term


def test_a_key_in_and_out_of_a_report() -> None:
    """In its own report a key is short; with country and year it is the same in every report."""
    key = parse_key("RRS-1 ~ 2013/RRS-1")
    full = key.at("KG", "2014")

    assert "KG/2014/RRS-1 ~ KG/2013/RRS-1" == str(full)
    assert key == full.near("KG", "2014")
    assert full == full.near("UZ", "2013")


@pytest.mark.parametrize(
    "text", ["", "RRS", "RRS-1[sex]", "RRS-1[sex=F", "RRS-1 / ", "RRS-1 + RRS-2", "rrs-1", 'x"y']
)
def test_what_is_no_key_is_refused(text: str) -> None:
    """What names no figure is told with an example of what does."""
    with pytest.raises(FaultsError) as error:
        parse_key(text)

    (fault,) = error.value.faults
    assert "FIGURE" == fault.where
    assert "RRS-1[sex=F]" in fault.expected
