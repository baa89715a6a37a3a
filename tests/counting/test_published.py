"""Published figures, and what the registers give for them."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from rrs_data import FaultsError, Report, open_report
from rrs_data.programme.published import PublishedFigure, load_published
from tests.conftest import PARAMS


def figure(**changes: object) -> PublishedFigure:
    """A published figure of 90."""
    values = {"code": "PUB-0", "title": {}, "indicator": "RRS-3", "country": "KG", "value": 90}
    return PublishedFigure(**{**values, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(("computed", "agrees"), [(90.0, True), (89.0, False), (None, False)])
def test_equals(computed: float | None, agrees: bool) -> None:
    """A figure agrees with the same number, and never with none."""
    assert agrees is figure().agrees(computed)


@pytest.mark.parametrize(("computed", "agrees"), [(91.0, True), (90.0, False), (None, False)])
def test_more_than(computed: float | None, agrees: bool) -> None:
    """“More than 90” is not 90."""
    assert agrees is figure(relation="more_than").agrees(computed)


def test_shipped_figures() -> None:
    """The published figures are those of the donor's page, taken as of the end of FY2014."""
    published = load_published(PARAMS)
    figures = {
        (one.indicator, one.country, one.category): (one.relation, one.value)
        for one in published.figures
    }

    assert date(2014, 9, 30) == published.as_of
    assert {
        ("RRS-3", "ALL", None): ("more_than", 1200),
        ("RRS-5", "ALL", None): ("equals", 63),
        ("RRS-3", "KG", None): ("equals", 90),
        ("RRS-6", "KG", None): ("equals", 72),
        ("RRS-7", "KG", "internship"): ("equals", 2),
        ("RRS-7", "KG", "school"): ("equals", 1),
        ("RRS-8", "KG", None): ("equals", 30),
        ("RRS-12", "ALL", None): ("equals", 9),
        ("RRS-12", "KG", None): ("equals", 3),
    } == figures


def test_parts_make_the_whole() -> None:
    """63 CSOs are 27 of Kazakhstan, 29 of Tajikistan, 6 of Kyrgyzstan and 1 of Turkmenistan."""
    (whole,) = (one for one in load_published(PARAMS).figures if one.parts)

    assert {"KZ": 27, "TJ": 29, "KG": 6, "TM": 1} == dict(whole.parts)
    assert sum(whole.parts.values()) == whole.value


def test_computed_on_the_day(report_of: Callable[..., Report]) -> None:
    """Published figures are computed as of their own day, the same in every later report."""
    later = [
        [(one.figure.code, one.country, one.computed) for one in report_of(*where).reconciled]
        for where in [("KG", 2014), ("KG", 2015), ("TM", 2015), ("ALL", 2014)]
    ]

    assert [later[0]] * 4 == later
    assert 13 == len(later[0])


def test_not_known_before(report_of: Callable[..., Report]) -> None:
    """A report on the year before the publication has no published figures."""
    assert [] == report_of("KG", 2013).reconciled


@pytest.mark.parametrize(
    ("old", "new", "found", "expected"),
    [
        ("indicator: RRS-12", "indicator: RRS-99", "RRS-99", "an indicator with a sheet: RRS-1"),
        ("category: school", "category: course", "course", "kind: one of "),
        ("indicator: RRS-7", "indicator: RRS-15", "internship", "RRS-15 has no breakdown"),
    ],
)
def test_what_no_sheet_counts(
    tmp_path: Path, old: str, new: str, found: str, expected: str
) -> None:
    """A published figure of no indicator, breakdown or category is told before a report is made."""
    directory = shutil.copytree(PARAMS, tmp_path / "params")
    path = directory / "published.yml"
    path.write_text(path.read_text("utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(FaultsError) as error:
        open_report("KG", 2014, "en", params=directory)

    fault = error.value.faults[0]
    assert fault.where.startswith("published.yml: PUB-")
    assert found == fault.found
    assert expected in fault.expected
