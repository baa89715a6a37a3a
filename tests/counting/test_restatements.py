"""Restatements in a report: a table that exists only when something was restated."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from rrs_data import Report
from rrs_data.indicators.reconciliation import FILE
from rrs_data.report.sections import donor_figures

TEXT = """restatements:
  - date: 2015-03-02
    reason: late_data
    why: {ru: Лист поступил позже., en: The sheet came later.}
    approved: director
    figures:
      - {figure: "KG/2014/RRS-3", was: 89, now: 90}
      - {figure: "KG/2014/RRS-16", was: 0.59, now: 0.6}
      - {figure: "KZ/2014/RRS-1", was: 300, now: 301}
"""


@pytest.fixture
def params(tmp_path: Path) -> Path:
    """Parameters with restatements."""
    (tmp_path / FILE).write_text(TEXT, encoding="utf-8")
    return tmp_path


def test_no_restatement_no_section(shipped: Report) -> None:
    """Without the file there is neither note nor table."""
    assert [] == list(donor_figures.restated(shipped))


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", ["Late data", r"60\%"]), ("ru", ["Данные поступили позже", "60"])],
)
def test_was_now_and_why(
    report_of: Callable[..., Report], params: Path, language: str, words: list[str]
) -> None:
    """The table says what was, what is now, why and who approved it."""
    _, table = donor_figures.restated(report_of("KG", 2014, language, params=params))
    text = table.bundle()[0]["text/markdown"]

    assert not [word for word in ["89", "90", "director", *words] if word not in text]
    assert "KZ/2014" not in text


def test_values_are_figures(report_of: Callable[..., Report], params: Path) -> None:
    """What was is a value of the parameters, what is now is the figure itself.

    An entry that another followed tells what was true in between.
    """
    again = TEXT + TEXT.removeprefix("restatements:\n").replace("2015-03", "2015-06")
    (params / FILE).write_text(again, encoding="utf-8")
    _, table = donor_figures.restated(report_of("KG", 2014, params=params))
    keys = re.findall(r'(?:indicator|register)="([^"]*)"', table.bundle()[0]["text/markdown"])

    assert ["restatements.1.was", "restatements.1.now"] == keys[:2]
    assert ["restatements.4.was", "RRS-3", "restatements.5.was", "RRS-16"] == keys[4:]


@pytest.mark.parametrize(
    ("country", "year", "number"),
    [("KG", 2014, 2), ("KG", 2015, 2), ("KG", 2013, 0), ("ALL", 2014, 3), ("KZ", 2014, 1)],
)
def test_whom_a_restatement_concerns(
    report_of: Callable[..., Report], params: Path, country: str, year: int, number: int
) -> None:
    """A report prints those of its country up to its year; the region's prints all."""
    report = report_of(country, year, params=params)

    assert number == len(donor_figures.concerning(report))


def test_a_figure_of_others_that_is_shown(report_of: Callable[..., Report], params: Path) -> None:
    """A restated figure of another country is printed where it is shown."""
    report = report_of("UZ", 2014, params=params)
    report.figure("KZ/2014/RRS-1")

    assert ["KZ/2014/RRS-1"] == [one.figure for one in donor_figures.concerning(report).values()]
