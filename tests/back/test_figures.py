"""Today's figures against the committed ones, against a recount, and against the published."""

from dataclasses import replace

import pytest

from rrs_data import load_indicators
from rrs_data.indicators.counting import Counts
from rrs_data.indicators.sheets import Indicators
from rrs_data.report.sections import money
from tests.back.recount import COUNTS, GUEST, ROWS, WHOSE, Recount
from tests.back.renew import line, read_table
from tests.conftest import PARAMS, REGISTERS

SHEETS = load_indicators(PARAMS).sheets


@pytest.fixture(scope="module")
def recount():
    return Recount(REGISTERS)


def test_committed_table(everything):
    """Every figure is the committed one. A meant change: ``make figures``, then ``git diff``."""
    today = [line(one, year) for (_, year), own in everything.items() for one in own.values()]

    assert [] == sorted(set(today) ^ set(read_table()))
    assert read_table() == today
    assert 22 * len(SHEETS) == len({cells[:3] for cells in today})


@pytest.mark.parametrize("code", COUNTS)
def test_recount(everything, recount, code):
    """A recount by hand, without any of the project's code, gives the same figures and shares."""
    for where, found in everything.items():
        tally = found[code].tally
        parts = (tally.numerator, tally.denominator)
        if tally.denominator is None:
            parts = (found[code].actual, 1)

        assert recount.parts(code, *where) == parts, where


@pytest.mark.parametrize("code", [code for code in COUNTS if len(ROWS[code]) == 1])
def test_recount_of_breakdowns(everything, recount, code):
    """So does a recount of each category, in a country and in all of them."""
    for where in (("KG", 2014), ("ALL", 2014)):
        for one in everything[where][code].tally.breakdown:
            condition = f"\"{WHOSE.get(code, '')}{one.by}\" = '{one.category}'"

            assert one.value == recount.parts(code, *where, condition)[0], (where, one)


def test_recount_of_conditions(shipped, recount):
    """So does one of the rows for which conditions hold that no shipped sheet has."""
    where = {"any": [{"person.sex": "F"}, {"event.days": {"max": 2}}], "role": {"not": "speaker"}}
    sheet = shipped.indicators.sheets["RRS-4"]
    sheet = replace(sheet, sources=(replace(sheet.sources[0], where=where),))
    counts = Counts(shipped.registers, Indicators({}, {"RRS-4": sheet}))
    expected = recount.select(
        'SELECT count(*) FROM attendances WHERE ("person.sex" = \'F\' OR "event.days" <= 2)'
        " AND role <> 'speaker' AND \"event.end\" BETWEEN '2013-10-01' AND '2014-09-30'"
    )

    assert [(counts.tally("RRS-4", "ALL", shipped.period).value,)] == expected


def test_published_figures_by_hand(recount):
    """The recount agrees with the donor's page as well, and with what is known of the money."""

    def value(code, country, first="2012-10-01"):
        return recount.between(code, country, first, "2014-09-30")[0]

    homes = {code: value("RRS-5", code) for code in ("KZ", "TJ", "KG", "TM", "UZ")}
    guests = recount.select(
        f'SELECT DISTINCT "person.country" FROM attendances WHERE {GUEST}'  # noqa: S608
        " AND \"event.host_country\" = 'KG' AND \"event.end\" BETWEEN '2013-11-01' AND '2014-09-30'"
    )
    approved = "SELECT sum(approved::DECIMAL(18, 2)) FROM finance WHERE country = 'KG'"

    assert 1206 <= value("RRS-3", "ALL") <= 1220
    assert 90 == value("RRS-3", "KG")
    assert 63 == value("RRS-5", "ALL")
    assert {"KZ": 27, "TJ": 29, "KG": 6, "TM": 1, "UZ": 0} == homes
    assert 72 == value("RRS-6", "KG")
    assert 3 == value("RRS-7", "KG", "2013-11-01")
    assert 30 == value("RRS-8", "KG", "2013-11-01")
    assert {("KZ",), ("UZ",), ("TJ",)} == set(guests)
    assert (9, 3) == (value("RRS-12", "ALL"), value("RRS-12", "KG"))
    assert [(150_400,)] == recount.select(approved)


def test_a_day_at_an_event_costs_what_a_recount_says(recount, report_of):
    """Only those who came to a place spend a day there; an hour at a screen is none."""
    report = report_of("KG", 2014)
    unit_cost = money.unit_costs(report).iloc[0]["Unit cost"]
    of_year = "BETWEEN '2013-10-01' AND '2014-09-30'"
    ((cost,),) = recount.select(
        "SELECT sum(cost) FROM events WHERE host_country = 'KG' AND kind <> 'teleconference'"  # noqa: S608
        f' AND "end" {of_year}'
    )
    ((days,),) = recount.select(
        'SELECT sum("event.days") FROM attendances WHERE "event.host_country" = \'KG\''  # noqa: S608
        " AND role IN ('participant', 'speaker') AND \"event.kind\" <> 'teleconference'"
        f' AND "event.end" {of_year}'
    )

    assert unit_cost == pytest.approx(float(cost) / float(days))
    assert 42.71 == round(unit_cost, 2)
