"""The programme: years, countries and periods."""

from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
import yaml

from rrs_data.programme.faults import FaultsError
from rrs_data.programme.periods import Period, YearKind
from rrs_data.programme.programme import Programme, load_programme
from tests.conftest import PARAMS


@pytest.fixture
def by_calendar(programme: Programme) -> Programme:
    """The same programme, reported by calendar years."""
    return replace(programme, reporting_year="calendar")


def test_years(programme: Programme) -> None:
    """The programme has three fiscal years."""
    assert (2013, 2014, 2015) == programme.years


def test_calendar_years(by_calendar: Programme) -> None:
    """The same days touch four calendar years."""
    assert (2012, 2013, 2014, 2015) == by_calendar.years


def test_years_of_a_country(programme: Programme) -> None:
    """A country that joined in the second year has no first one; the region has all."""
    expected = {"KG": (2013, 2014, 2015), "AF": (2014, 2015), "PK": (2014, 2015)}

    assert expected == {code: programme.years_of(code) for code in expected}
    assert programme.years == programme.years_of("ALL")


def test_country_years(country_years: list[tuple[str, int]]) -> None:
    """Seven countries and the region make 22 reports."""
    assert 22 == len(country_years)


def test_period(programme: Programme) -> None:
    """A reporting year is a fiscal year."""
    assert Period(date(2013, 10, 1), date(2014, 9, 30), 2014) == programme.period(2014)


def test_calendar_period(by_calendar: Programme) -> None:
    """A calendar year is cut to the days of the programme."""
    expected = {
        2012: Period(date(2012, 10, 1), date(2012, 12, 31), 2012),
        2014: Period(date(2014, 1, 1), date(2014, 12, 31), 2014),
        2015: Period(date(2015, 1, 1), date(2015, 9, 30), 2015),
    }

    assert expected == {year: by_calendar.period(year) for year in expected}


@pytest.mark.parametrize("kind", ["fiscal", "calendar"])
def test_years_make_up_the_programme(programme: Programme, kind: YearKind) -> None:
    """The reporting years hold every day of the programme once."""
    programme = replace(programme, reporting_year=kind)
    periods = [programme.period(year) for year in programme.years]
    gaps = [(b.start - a.end).days for a, b in pairwise(periods)]

    assert (programme.start, programme.end) == (periods[0].start, periods[-1].end)
    assert {1} == set(gaps)


def test_previous(programme: Programme) -> None:
    """The first year has none before it; a span that is no year has none either."""
    assert programme.previous(programme.period(2013)) is None
    assert programme.period(2013) == programme.previous(programme.period(2014))
    assert programme.previous(programme.span) is None


def test_until(programme: Programme) -> None:
    """“Since the start” is from the programme's first day to the period's last."""
    expected = Period(date(2012, 10, 1), date(2014, 9, 30))

    assert expected == programme.until(programme.period(2014))


def test_published_facts(programme: Programme) -> None:
    """The programme's dates, amount and languages are those that the donor has published."""
    assert (date(2012, 10, 1), date(2015, 9, 30)) == (programme.start, programme.end)
    assert (150_400, "USD") == (programme.award.amount, programme.award.currency)
    assert {"ru", "en"} == set(programme.languages)
    assert ["KG", "KZ", "TJ", "TM", "UZ", "AF", "PK"] == list(programme.countries)


def test_texts_in_every_language(programme: Programme) -> None:
    """What the reader sees is there in every language, with the Russian cases."""
    texts = [
        programme.title,
        programme.abbreviation,
        programme.implementer,
        programme.donor,
        programme.aim,
        programme.award.note,
        *(country.name for country in programme.countries.values()),
        *(country.focus for country in programme.countries.values()),
    ]

    for text in texts:
        assert {"en", "ru"} == set(text)
        assert all(text.values())
    for country in programme.countries.values():
        assert {"genitive", "locative"} == set(country.cases)


def test_calendar_by_parameter(tmp_path: Path) -> None:
    """One line in programme.yml makes the years calendar years."""
    text = (PARAMS / "programme.yml").read_text(encoding="utf-8")
    text = text.replace("reporting_year: fiscal", "reporting_year: calendar")
    (tmp_path / "programme.yml").write_text(text, encoding="utf-8")

    assert date(2014, 1, 1) == load_programme(tmp_path).period(2014).start


def test_misspelt_country(tmp_path: Path) -> None:
    """A country's code that is none is a fault."""
    content = yaml.safe_load((PARAMS / "programme.yml").read_text(encoding="utf-8"))
    content["countries"]["kg"] = content["countries"].pop("KG")
    (tmp_path / "programme.yml").write_text(yaml.safe_dump(content), encoding="utf-8")

    with pytest.raises(FaultsError, match="kg"):
        load_programme(tmp_path)


def test_calendar_years_lose_no_days(programme: Programme) -> None:
    """With calendar years the first months of the programme are a year of their own."""
    calendar = replace(programme, reporting_year="calendar")

    assert (2012, 2013, 2014, 2015) == calendar.years_of("KG")
    assert (2013, 2014, 2015) == calendar.years_of("AF")
