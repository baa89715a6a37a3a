"""What a report depends on: rows that it does not show may change, and it stays as it is."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from reports.project.paths import NOTEBOOK
from rrs_data import Evaluator, Report
from rrs_data.indicators.dependence import FIGURES, Dependence
from rrs_data.intake.registers import Registers
from rrs_data.language.language import Language
from rrs_data.programme.periods import Year
from rrs_data.programme.programme import REGION
from rrs_data.report import parts
from tests.undrawn import undraw

Change = Callable[[pd.DataFrame], pd.DataFrame]

REPORTS: list[tuple[str, Year]] = [("KG", 2014), ("UZ", 2013), (REGION, 2013)]


def set_cell(column: str, value: Any, **where: Any) -> Change:
    """Changes a cell of the last row that fits."""

    def change(frame: pd.DataFrame) -> pd.DataFrame:
        fits = pd.Series(True, index=frame.index)
        for name, wanted in where.items():
            fits &= frame[name].isin(wanted if isinstance(wanted, list) else [wanted])
        row = frame.index[fits][-1]
        return frame.assign(**{column: frame[column].mask(frame.index == row, value)})

    return change


def drop_last(frame: pd.DataFrame) -> pd.DataFrame:
    """Takes the last row away."""
    return frame.iloc[:-1]


CHANGES: dict[str, tuple[str, Change]] = {
    "a title in Kazakhstan": ("events", set_cell("title_en", "Other", host_country="KZ")),
    "the last attendance": ("attendances", drop_last),
    "a role": ("attendances", set_cell("role", "organiser", role="participant")),
    "an age": ("people", set_cell("age_band", "25-34", country="TJ", age_band=["35-44", "45-54"])),
    "a sex": ("people", set_cell("sex", "F", country="PK", sex="M")),
    "a grant": ("grants", set_cell("amount", 1.0)),
    "money of Tajikistan": ("finance", set_cell("spent", 1.0, country="TJ")),
    "a target of Kyrgyzstan": ("targets", set_cell("target", 1.0, country="KG", year=2014)),
    "the last service": ("services", drop_last),
    "an organisation": ("organisations", set_cell("title_ru", "Другая", country="PK")),
}


def changed(registers: Registers, name: str) -> Registers:
    """The registers after one change; hashes stay, which name the making and not the content."""
    register, change = CHANGES[name]
    frames = {**registers.frames, register: change(registers.frames[register])}
    return replace(registers, frames=frames, _views={})


def dependence(report: Report, registers: Registers) -> Dependence:
    """What reports depend on in these registers."""
    return Dependence(Evaluator(registers, report.indicators, report.programme), report.published)


@pytest.fixture
def content(
    shipped: Report, monkeypatch: pytest.MonkeyPatch
) -> Callable[[Registers, str, Year], list[Any]]:
    """Runs the notebook's cells on registers; gives what they show, apart from the making."""
    shown: list[Any] = []

    def take(data: Any, *, raw: bool, metadata: Any) -> None:
        shown.append((data, metadata))

    monkeypatch.setattr(parts, "display", take)
    monkeypatch.setattr(parts, "svg", lambda _figure: "")  # the alternative text has its numbers
    undraw(monkeypatch)
    sources = [
        "".join(cell["source"])
        for cell in json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
        if cell["cell_type"] == "code" and "parameters" not in cell["metadata"].get("tags", [])
    ]

    def run(registers: Registers, country: str, year: Year) -> list[Any]:
        shown.clear()
        report = replace(
            shipped,
            registers=registers,
            country=country,
            period=shipped.programme.period(year),
            language=Language("en"),
        )
        monkeypatch.setattr("rrs_data.open_report", lambda *_, **__: report)
        values = dict.fromkeys(("registers", "params", "brand"), "")
        scope: dict[str, Any] = {**values, "country": country, "year": year, "language": "en"}
        scope |= {"donor_mark": True, "provenance": {}}
        for source in sources:
            exec(source, scope)  # noqa: S102 (our own notebook)
        return [_without_the_making(*one) for one in shown]

    return run


OF_WHOLE = ("**Rows of the register", "**Not counted", "**SHA\\-256")
"""How the lines of an explanation begin that speak of a whole register."""


def _without_the_making(data: Any, metadata: Any) -> Any:
    """Without the totals of whole registers: they say from what the report was made."""
    label = metadata["rrs"].get("label")
    if label == "tbl-registers":
        return label
    lines = data.get("text/markdown", "").splitlines()
    kept = [
        line
        for line in lines
        if (label != "tbl-quality" or "Rows read" not in line) and not line.startswith(OF_WHOLE)
    ]
    record = data.get("application/json", {})
    figures = record.get("figures", {})
    own = {key: value for key, value in figures.items() if not key.startswith("ALL/*/")}
    return kept, {**record, "figures": own}, data.get("image/svg+xml"), metadata


@pytest.fixture(scope="module")
def originals() -> dict[tuple[str, Year], list[Any]]:
    """What reports show before any change, each run once."""
    return {}


@pytest.mark.parametrize("name", CHANGES)
def test_same_digests_same_content(
    name: str,
    shipped: Report,
    registers: Registers,
    content: Callable[[Registers, str, Year], list[Any]],
    originals: dict[tuple[str, Year], list[Any]],
) -> None:
    """A report whose digests stay shows the same after the change as before it."""
    before, other = dependence(shipped, registers), changed(registers, name)
    after = dependence(shipped, other)
    kept = [one for one in REPORTS if before.of(*one) == after.of(*one)]
    for one in kept:
        if one not in originals:
            originals[one] = content(registers, *one)

    assert kept
    assert {one: originals[one] for one in kept} == {one: content(other, *one) for one in kept}


@pytest.mark.parametrize(
    ("name", "country", "year", "expected"),
    [
        ("a title in Kazakhstan", "PK", 2014, False),
        ("a grant", REGION, "final", True),
        ("money of Tajikistan", "KG", 2014, False),
        ("money of Tajikistan", "TJ", 2015, True),
        ("a target of Kyrgyzstan", "KG", 2014, True),
        ("a target of Kyrgyzstan", "UZ", 2014, False),
        ("the last service", "KG", 2013, False),
        ("the last service", REGION, 2013, False),
        ("an organisation", "PK", 2014, True),
    ],
)
def test_what_a_change_touches(
    name: str, country: str, year: Year, expected: bool, shipped: Report, registers: Registers
) -> None:
    """A change of one row touches the reports that show it, and leaves the others."""
    before = dependence(shipped, registers).of(country, year)
    after = dependence(shipped, changed(registers, name)).of(country, year)

    assert expected == (before != after)


def test_figures_of_other_countries(shipped: Report, registers: Registers) -> None:
    """Where another country's figure changes that the report shows, it is told as such."""
    before = dependence(shipped, registers).of("KG", 2014)
    after = dependence(shipped, changed(registers, "a sex")).of("KG", 2014)

    assert before[FIGURES] != after[FIGURES]
