"""Rows: what only shows when the cells of a row, or several rows, are compared."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rrs_data.intake.checks.checked_set import check_set
from rrs_data.intake.duplicates.review import Review
from rrs_data.intake.findings import Findings
from tests.small_raws import CONTEXT, check_rows, raw_of, told
from tests.small_registers import SCHEMA, came

ORGANISATION = {"organisations": [{}]}
PEOPLE = {"organisations": [{}], "people": [{}, {}, {}]}
GRANTS = {"organisations": [{}], "grants": [{"amount": "1000"}]}
SHARES = (("0.65", "2013"), ("65", "2014"), ("1", "2015"))
QUARTERS = ("2013-10-01", "2014-01-01", "2014-04-01")
TITLES = {"title_ru": "Фонд «Ак жол», Ош", "title_en": "Foundation “Ak Jol”, Osh"}


def test_row_twice() -> None:
    """The second row of an id is reported with the row of the first."""
    (finding,) = check_rows(organisations=[{}, {}, {"organisation_id": "ORG-001"}])

    assert ("key-twice", 4, "organisation_id") == (finding.rule, finding.row, finding.column)
    assert "ORG-001, which is already in row 2" == finding.found()


def test_attendance_twice() -> None:
    """A person attends an event once; the same person may attend another."""
    rows = {"organisations": [{}], "people": [{}], "events": [{}, {}]}

    assert ["attendance-twice attendances 4 event_id, person_id"] == told(
        **rows, attendances=came((1, 1), (2, 1), (1, 1))
    )


def test_one_meaning() -> None:
    """An id with two sexes, two organizations or two countries is reported as that, once."""
    again = {"person_id": "P-000001"}
    people = [{}, {**again, "sex": "M"}, {**again, "organisation_id": "ORG-002"}, again]
    organisations = [{}, {}, {"organisation_id": "ORG-002", "country": "KZ"}]
    rows = {"events": [{}], "attendances": came((1, 1))}

    assert [
        "organisation-two-countries organisations 4 country",
        "person-two-sexes people 3 sex",
        "person-two-organisations people 4 organisation_id",
        "key-twice people 5 person_id",
    ] == told(**rows, organisations=organisations, people=people)


def test_empty_keys_are_not_the_same() -> None:
    """Two rows without an id are each at fault for that, and not for being the same."""
    assert ["required people 2 person_id", "required people 3 person_id"] == told(
        organisations=[{}], people=[{"person_id": ""}, {"person_id": ""}]
    )


def test_reference_to_nowhere() -> None:
    """An id that no row of the other register has is reported; an empty optional one is not."""
    people = [{}, {"organisation_id": "ORG-999"}, {"organisation_id": ""}]

    assert ["reference people 3 organisation_id"] == told(organisations=[{}], people=people)


def test_reference_to_an_id_at_fault() -> None:
    """An id of a wrong form is reported in its own register, not again by rows that point to it."""
    rows = {"organisations": [{"organisation_id": "ORG1"}], "people": [{"organisation_id": "ORG1"}]}

    assert ["pattern organisations 2 organisation_id"] == told(**rows)


def test_target_without_a_sheet() -> None:
    """A target of an indicator that does not exist is doubted: it would stand in no report."""
    targets = [{"indicator": "RRS-1"}, {"indicator": "RRS-99"}]

    assert ["target-unknown targets 3 indicator"] == told(targets=targets)
    assert [] == told(context=None, targets=targets)


@pytest.mark.parametrize(
    ("written", "rule"),
    [
        ("ОRG-001", "reference-letters"),
        ("ORG-1", "reference-near"),
        ("1", "reference-near"),
        ("org 001", "reference-near"),
        ("ORG-999", "reference"),
        ("ORG-10", "reference"),
    ],
)
def test_id_written_in_another_way(written: str, rule: str) -> None:
    """An id in Cyrillic letters or without its zeros is reported with the id that is meant."""
    organisations = [{}, {"organisation_id": "ORG-100"}]
    (found,) = check_rows(organisations=organisations, people=[{"organisation_id": written}])

    assert (rule, 2) == (found.rule, found.row)
    assert (rule != "reference") == ("ORG-001" in found.expected())


def test_row_of_totals() -> None:
    """A row that says that it adds up others is reported as that alone."""
    rows = [{}, {"country": "Итого по странам", "quarter_start": "", "budget_line": ""}]

    came_in_all = [*came((1, 1)), {"event_id": "Всего", "person_id": "1"}]
    rows_of_one = {**ORGANISATION, "people": [{}], "events": [{}]}

    summing_up = {"title_ru": "Всего за год", "contact_hours": "", "capacity": ""}

    assert ["total-row finance 3 country"] == told(finance=rows)
    assert "required events 2 contact_hours" in told(events=[summing_up])
    assert ["total-row attendances 3 event_id"] == told(**rows_of_one, attendances=came_in_all)


def test_quarters() -> None:
    """A quarter stands with its first day, and once, whatever the day of a payment."""
    days = ("2014-01-01", "2014-01-15", "2014-02-01", "2014-04-01")
    rows = [{"quarter_start": day} for day in days]

    assert [
        "quarter-day finance 3 quarter_start",
        "quarter-twice finance 3 country, quarter_start, budget_line",
        "quarter-day finance 4 quarter_start",
        "quarter-twice finance 4 country, quarter_start, budget_line",
    ] == told(finance=rows)


def test_share_above_one() -> None:
    """A target of 65 for a share is 6,500%: reported; as 0.65 or for people it is none."""
    context = replace(CONTEXT, shares=("RRS-2",))
    targets = [{"indicator": "RRS-2", "target": one, "year": year} for one, year in SHARES]
    people = [{"indicator": "RRS-1", "target": "65"}]

    assert ["share-above-one targets 3 target"] == told(context, targets=[*targets, *people])


def test_order() -> None:
    """A row that ends before it starts is reported at its end; one day is no fault."""
    services = [
        {"start": "2014-02-03", "end": "2014-02-03"},
        {"start": "2014-02-03", "end": "2014-02-02"},
    ]

    assert ["dates-order services 3 end"] == told(**ORGANISATION, services=services)


def test_award_after_the_achievement() -> None:
    """A prize is not handed over before what it is for; a grant does not start before its award."""
    prizes = [{"achievement_date": "2014-02-03", "award_date": "2014-02-02"}]
    grants = [{"awarded": "2014-03-04", "start": "2014-03-03"}]

    assert ["dates-order grants 2 start", "dates-order prizes 2 award_date"] == told(
        **ORGANISATION, prizes=prizes, grants=grants
    )


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2012-09-30", ["date-outside services 2 start"]),
        ("2012-10-01", []),
        ("2015-09-30", []),
        ("2015-10-01", ["date-outside services 2 start"]),
    ],
)
def test_deciding_date(day: str, expected: list[str]) -> None:
    """The date that decides about the period lies in the programme, both ends included."""
    services = [{"start": day, "end": "2015-10-02"}]

    assert expected == told(**ORGANISATION, services=services)


def test_far_date() -> None:
    """Another date may lie outside the programme; years away it is doubted."""
    services = [{"end": "2016-05-01"}, {"end": "2041-05-01"}]

    assert ["date-far services 3 end"] == told(**ORGANISATION, services=services)


def test_year() -> None:
    """A target of a year that no report is on is at fault."""
    targets = [{"indicator": "RRS-1"}, {"indicator": "RRS-1", "year": "2041"}]

    assert ["year-outside targets 3 year"] == told(targets=targets)


def test_without_a_programme() -> None:
    """Without the programme's parameters no date lies outside."""
    services = [{"start": "1999-01-01", "end": "2041-01-01"}]

    assert [] == told(context=None, **ORGANISATION, services=services)


def test_nobody_came() -> None:
    """An event to which nobody came is doubted."""
    rows = {**PEOPLE, "events": [{}, {}], "attendances": came((2, 1))}

    assert ["event-unattended events 2 event_id"] == told(**rows)


def test_capacity() -> None:
    """As many people as places are no fault, one more is doubted; no capacity is no limit."""
    events = [{"capacity": "2"}, {"capacity": "1"}, {}]
    rows = {**PEOPLE, "events": events, "attendances": came((1, 1), (1, 2), (2, 1), (2, 3), (3, 1))}

    assert ["capacity events 3 capacity"] == told(**rows)


def test_an_event_without_an_id() -> None:
    """An event whose id is at fault is reported for that alone."""
    assert ["required events 2 event_id"] == told(events=[{"event_id": ""}])


def finance(*amounts: tuple[str, str], line: str = "events") -> list[dict[str, str]]:
    """Quarters of one budget line: approved and spent."""
    return [
        {"budget_line": line, "quarter_start": quarter, "approved": approved, "spent": spent}
        for quarter, (approved, spent) in zip(QUARTERS, amounts, strict=False)
    ]


@pytest.mark.parametrize(("hours", "faults"), [("72", 0), ("72.5", 1)])
def test_hours(hours: str, faults: int) -> None:
    """An event of three days has room for 72 hours."""
    events = [{"contact_hours": hours, "capacity": ""}]
    expected = ["hours-absurd events 2 contact_hours"] * faults

    assert expected == [one for one in told(events=events) if "unattended" not in one]


@pytest.mark.parametrize(
    ("amount", "rules"),
    [("-1", ["minimum"]), ("150400", []), ("150401", ["amount-high"]), ("9e9", ["type-number"])],
)
def test_amounts(amount: str, rules: list[str]) -> None:
    """An amount above the whole award is doubted; a negative one is at fault."""
    found = told(organisations=[{}], grants=[{"amount": amount}])

    assert rules == [one.partition(" ")[0] for one in found]


def test_absurd_amount() -> None:
    """More than ten times the award is no amount at all."""
    assert ["amount-absurd grants 2 amount"] == told(
        organisations=[{}], grants=[{"amount": "1504001"}]
    )


def test_quarter_over_budget() -> None:
    """A little over in one quarter is usual; a fifth over is reported."""
    rows = finance(("100", "119"), ("100", "60"), ("100", "121"))

    assert ["spending-over-budget finance 4 spent"] == told(finance=rows)


def test_line_over_budget() -> None:
    """A line that is over since the start is reported once, at its last quarter."""
    rows = finance(("100", "115"), ("100", "115"), ("100", "112"))

    assert ["spending-over-budget finance 4 spent"] == told(finance=rows)


def test_spent_without_a_budget() -> None:
    """Spending where nothing was approved is reported."""
    assert ["spending-over-budget finance 2 spent"] == told(finance=finance(("0", "5")))


@pytest.mark.parametrize(
    ("approved", "spent", "expected"),
    [
        ("1000", "1000", []),
        ("1000", "900", []),
        ("999", "900", ["grants-over-budget grants 2 amount"]),
        ("2000", "1500", ["grants-unspent grants 2 amount"]),
    ],
)
def test_grants_add_up(approved: str, spent: str, expected: list[str]) -> None:
    """The grants of a country fit into their budget line and cover what was spent on it."""
    assert expected == told(**GRANTS, finance=finance((approved, spent), line="grants"))


def check(organisations: list[dict[str, str]]) -> Findings:
    """What is found in organisations of these rows where nobody has decided anything."""
    raws = {"organisations": raw_of("organisations", organisations)}
    return check_set(raws, SCHEMA, CONTEXT, review=Review())[1]


def test_probable_duplicate() -> None:
    """The later row of one title is reported with the row and the id of the first."""
    (finding,) = check([{**TITLES}, {"title_ru": "Центр «Нур»"}, {**TITLES}])

    assert "duplicate-probable" == finding.rule
    assert ("ORG-003", 4) == (finding.value, finding.row)
    assert ("ORG-001", 2) == (finding.details["other"], finding.details["first"])


def test_row_without_an_id() -> None:
    """A row without an id is reported for that alone: no decision could name it."""
    found = check([{**TITLES}, {**TITLES, "organisation_id": ""}])

    assert ["required"] == [one.rule for one in found]
