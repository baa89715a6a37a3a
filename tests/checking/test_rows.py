"""Rows: what only shows when the cells of a row, or several rows, are compared."""

import pytest

from tests.small_raws import check_rows, told
from tests.small_registers import came

ORGANISATION = {"organisations": [{}]}
PEOPLE = {"organisations": [{}], "people": [{}, {}, {}]}
AGAIN = {"person_id": "P-000001"}


def finance(*amounts, line="events"):
    """Quarters of one budget line: approved and spent."""
    quarters = ("2013-10-01", "2014-01-01", "2014-04-01")
    return {
        "finance": [
            {"budget_line": line, "quarter_start": quarter, "approved": approved, "spent": spent}
            for quarter, (approved, spent) in zip(quarters, amounts, strict=False)
        ]
    }


def days(*rows):
    """Services that start and end on these days."""
    return {**ORGANISATION, "services": [{"start": start, "end": end} for start, end in rows]}


CASES = {
    "an id with two sexes, organizations or countries is reported as that, once": (
        {
            "organisations": [{}, {}, {"organisation_id": "ORG-002", "country": "KZ"}],
            "people": [
                {},
                {**AGAIN, "sex": "M"},
                {**AGAIN, "organisation_id": "ORG-002"},
                AGAIN,
            ],
            "events": [{}],
            "attendances": came((1, 1)),
        },
        [
            "organisation-two-countries organisations 4 country",
            "person-two-sexes people 3 sex",
            "person-two-organisations people 4 organisation_id",
            "key-twice people 5 person_id",
        ],
    ),
    "two rows without an id are not the same": (
        {**ORGANISATION, "people": [{"person_id": ""}, {"person_id": ""}]},
        ["required people 2 person_id", "required people 3 person_id"],
    ),
    "an id of a wrong form is reported in its own register alone": (
        {"organisations": [{"organisation_id": "ORG1"}], "people": [{"organisation_id": "ORG1"}]},
        ["pattern organisations 2 organisation_id"],
    ),
    "a row that says that it adds up others is reported as that alone": (
        {"finance": [{}, {"country": "Итого по странам", "quarter_start": "", "budget_line": ""}]},
        ["total-row finance 3 country"],
    ),
    "a total among ids that point elsewhere is one as well": (
        {
            **PEOPLE,
            "events": [{}],
            "attendances": [*came((1, 1)), {"event_id": "Всего", "person_id": "1"}],
        },
        ["total-row attendances 3 event_id"],
    ),
    "a title with “total” in it is none where the row has an id": (
        {"events": [{"title_ru": "Всего за год", "contact_hours": "", "capacity": ""}]},
        ["required events 2 contact_hours", "event-unattended events 2 event_id"],
    ),
    "no prize is handed over before its achievement, no grant starts before its award": (
        {
            **ORGANISATION,
            "grants": [{"awarded": "2014-03-04", "start": "2014-03-03"}],
            "prizes": [{"achievement_date": "2014-02-03", "award_date": "2014-02-02"}],
        },
        ["dates-order grants 2 start", "dates-order prizes 2 award_date"],
    ),
    "the date that decides about the period lies in the programme, both ends included": (
        days(*((day, "2015-10-02") for day in ("2012-09-30", "2012-10-01", "2015-09-30"))),
        ["date-outside services 2 start"],
    ),
    "another date may lie outside; years away it is doubted": (
        days(("2015-09-30", "2016-05-01"), ("2015-09-30", "2041-05-01")),
        ["date-far services 3 end"],
    ),
    "an event without an id is reported for that alone": (
        {"events": [{"event_id": ""}]},
        ["required events 2 event_id"],
    ),
    "as many people as places are no fault, one more is; no capacity is no limit": (
        {
            **PEOPLE,
            "events": [{"capacity": "2"}, {"capacity": "1"}, {}],
            "attendances": came((1, 1), (1, 2), (2, 1), (2, 3), (3, 1)),
        },
        ["capacity events 3 capacity"],
    ),
    "three days have room for 72 hours": (
        {
            **PEOPLE,
            "events": [{"contact_hours": hours, "capacity": ""} for hours in ("72", "72.5")],
            "attendances": came((1, 1), (2, 1)),
        },
        ["hours-absurd events 3 contact_hours"],
    ),
    "an amount above the award is doubted, far above it or below zero at fault": (
        {
            **ORGANISATION,
            "grants": [{"amount": one} for one in ("-1", "150400", "150401", "1504001", "9e9")],
        },
        [
            "minimum grants 2 amount",
            "amount-high grants 4 amount",
            "amount-absurd grants 5 amount",
            "type-number grants 6 amount",
        ],
    ),
    "a little over in one quarter is usual; a fifth over is reported": (
        finance(("100", "119"), ("100", "60"), ("100", "121")),
        ["spending-over-budget finance 4 spent"],
    ),
    "a line that is over since the start is reported once, at its last quarter": (
        finance(("100", "115"), ("100", "115"), ("100", "112")),
        ["spending-over-budget finance 4 spent"],
    ),
    "spending where nothing was approved is reported": (
        finance(("0", "5")),
        ["spending-over-budget finance 2 spent"],
    ),
}


@pytest.mark.parametrize(("rows", "expected"), CASES.values(), ids=CASES)
def test_rows(rows, expected):
    """What is found in these rows is this, and nothing else."""
    assert expected == told(**rows)


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
def test_id_written_in_another_way(written, rule):
    """An id in Cyrillic letters or without its zeros is reported with the id that is meant."""
    people = [{"organisation_id": written}]
    (found,) = check_rows(organisations=[{}, {"organisation_id": "ORG-100"}], people=people)

    assert (rule, 2) == (found.rule, found.row)
    assert (rule != "reference") == ("ORG-001" in found.expected())


def test_without_a_programme():
    """Without the programme's parameters no date lies outside, and no indicator is unknown."""
    targets = [{"indicator": "RRS-99"}]

    assert [] == told(context=None, **days(("1999-01-01", "2041-01-01")), targets=targets)


@pytest.mark.parametrize(
    ("approved", "spent", "expected"),
    [
        ("1000", "1000", []),
        ("1000", "900", []),
        ("999", "900", ["grants-over-budget grants 2 amount"]),
        ("2000", "1500", ["grants-unspent grants 2 amount"]),
    ],
)
def test_grants_add_up(approved, spent, expected):
    """The grants of a country fit into their budget line and cover what was spent on it."""
    grants = {**ORGANISATION, "grants": [{"amount": "1000"}]}

    assert expected == told(**grants, **finance((approved, spent), line="grants"))
