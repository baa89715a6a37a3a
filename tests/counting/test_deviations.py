"""Reasons for deviations."""

from pathlib import Path

import pytest

from rrs_data.indicators import achievements as deviations
from rrs_data.indicators.achievements import Achievements
from rrs_data.indicators.sheets import load_indicators
from rrs_data.intake.registers import load_registers
from rrs_data.intake.schema import SHIPPED
from rrs_data.programme.narrative import Narrative
from rrs_data.programme.periods import Period
from rrs_data.programme.programme import load_programme

PARAMS = Path(__file__).parents[2] / "params"


@pytest.fixture(scope="module")
def achievements() -> Achievements:
    """The achievements of the shipped registers."""
    return Achievements(load_registers(SHIPPED), load_indicators(PARAMS), load_programme(PARAMS))


@pytest.fixture
def year(achievements: Achievements) -> Period:
    """Fiscal year 2014."""
    return achievements.programme.period(2014)


def write(params: Path, text: str, language: str = "en") -> None:
    """Write the reasons of Kyrgyzstan in 2014."""
    path = params / "narrative" / "KG" / "2014" / f"deviations.{language}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_reasons_by_indicator(tmp_path: Path) -> None:
    """Each reason belongs to the heading above it; an empty one is none."""
    write(tmp_path, "Intro.\n\n## RRS-9\nToo few rooms.\n\nMore.\n\n# RRS-13\n\n## RRS-14\nLate.\n")

    assert {"RRS-9": "Too few rooms.\n\nMore.", "RRS-14": "Late."} == deviations.written_reasons(
        Narrative(tmp_path, "KG", 2014, "en", illustrative=False)
    )


def test_every_missing_reason_is_named(
    achievements: Achievements, tmp_path: Path, year: Period
) -> None:
    """Every indicator off its target is named in every language, with the file to write in."""
    off = [a.indicator.code for a in achievements.of("KG", year) if a.off_target]
    faults = list(deviations.check_reasons(achievements, tmp_path, "KG", year, ["ru", "en"]))

    assert off
    assert [*off, *off] == [fault.where.split()[0] for fault in faults]
    assert "deviations.ru.md" in faults[0].mend
    assert "deviations.en.md" in faults[-1].mend


def test_a_written_reason_is_enough(
    achievements: Achievements, tmp_path: Path, year: Period
) -> None:
    """An indicator with a reason is not named again; the others still are."""
    first, *others = [a.indicator.code for a in achievements.of("KG", year) if a.off_target]
    write(tmp_path, f"## {first}\nBecause.\n")
    faults = deviations.check_reasons(achievements, tmp_path, "KG", year, ["en"])

    assert others == [fault.where.split()[0] for fault in faults]


def test_invented_reasons_explain_invented_registers_only(tmp_path: Path) -> None:
    """A reason written for the demonstration is none in a report from real registers."""
    write(tmp_path, "<!-- demonstration -->\n\n## RRS-9\nInvented.\n")
    found = [
        deviations.written_reasons(Narrative(tmp_path, "KG", 2014, "en", illustrative=illustrative))
        for illustrative in (True, False)
    ]

    assert [{"RRS-9": "Invented."}, {}] == found
