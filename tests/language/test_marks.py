"""Marks: numbers in sentences that know their figure."""

from __future__ import annotations

from rrs_data.language.markdown import escape
from rrs_data.language.marks import CLOSE, MIDDLE, OPEN, Figure, markdown, plain


def test_a_figure_in_a_sentence() -> None:
    """A sentence with a figure becomes Markdown with a span, and plain text without one."""
    sentence = f"Of them {Figure('61', 'RRS-1[sex=F]', 61.0, 'indicator')} came."

    assert r'Of them [61]{.figure indicator="RRS-1[sex=F]"} came\.' == markdown(sentence)
    assert "Of them 61 came." == plain(sentence)


def test_a_number_of_a_register() -> None:
    """What no indicator counts says so."""
    assert '[30]{.figure register="events"}' == Figure("30", "events", 30.0).cell


def test_what_has_no_value_has_no_figure() -> None:
    """A dash leads nowhere."""
    assert "—" == Figure("—", "RRS-1.target", None).cell


def test_a_register_cannot_mark() -> None:
    """Text from a register that holds the marks' characters comes out without them."""
    assert r"RRS\-1 61" == escape(f"{OPEN}RRS-1{MIDDLE} 61{CLOSE}")
