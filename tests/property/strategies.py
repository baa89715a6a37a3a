"""Small registers of every shape, for hypothesis to try."""

from datetime import date, timedelta
from operator import itemgetter
from typing import Any

from hypothesis import strategies as st

from tests.small_registers import SCHEMA, came, ident

Rows = dict[str, list[dict[str, Any]]]

COUNTRIES = ("KG", "KZ", "AF")
FIRST, LAST = date(2012, 10, 1), date(2015, 9, 30)


def one(*values):
    return st.sampled_from(values)


def allowed(register, column):
    return one(*SCHEMA.registers[register].column[column].allowed)


def row(**columns):
    return st.fixed_dictionaries(columns)


COUNTRY = one(*COUNTRIES)
DAY = st.dates(FIRST, LAST).map(str)
CENTS = st.integers(0, 10_000_000).map(lambda number: f"{number / 100:.2f}")

ORGANISATION = row(
    country=COUNTRY,
    kind=one("association", "network", "government"),
    place=allowed("organisations", "place"),
)

PERSON = row(
    sex=allowed("people", "sex"),
    age_band=allowed("people", "age_band"),
    place=allowed("people", "place"),
    country=COUNTRY,
)

EVENT = row(
    kind=allowed("events", "kind"),
    level=one("regional", "regional", "national", "local"),
    host_country=COUNTRY,
    topic=allowed("events", "topic"),
    contact_hours=one("4", "14.5", "15", "40"),
    instructors=one("true", "false"),
)

TARGET = row(
    indicator=st.integers(1, 17).map(lambda number: f"RRS-{number}"),
    country=one(*COUNTRIES, "ALL"),
    year=one("2013", "2014", "2015"),
    baseline=one("", "0", "3"),
    target=one("", "0", "1", "10"),
)

SPENDING = row(
    country=COUNTRY,
    quarter_start=one("2012-10-01", "2013-10-01", "2014-04-01"),
    budget_line=allowed("finance", "budget_line"),
    approved=one("0", "100", "1250.50"),
    spent=one("0", "90", "1250.51"),
)

BORDERS = (date(2013, 9, 30), date(2013, 10, 1), date(2014, 10, 1), FIRST, LAST)
"""Days at which years begin and end."""


@st.composite
def event(draw):
    """An event of up to five days; some cross the border of years."""
    end = draw(st.dates(FIRST, LAST) | st.sampled_from(BORDERS))
    start = end - timedelta(days=draw(st.integers(0, 4)))
    return {**draw(EVENT), "start": str(start), "end": str(end)}


@st.composite
def registers(draw):
    """Rows for every register: a few organisations, people, events, and who came to what."""
    organisations = draw(st.lists(ORGANISATION, min_size=1, max_size=4))
    ids = one(*(ident("organisations", number + 1) for number in range(len(organisations))))
    people = draw(st.lists(PERSON, min_size=1, max_size=7))
    people = [{**person, "organisation_id": draw(st.just("") | ids)} for person in people]
    events = draw(st.lists(event(), min_size=1, max_size=5))
    pairs = [(e, p) for e in range(1, len(events) + 1) for p in range(1, len(people) + 1)]
    attended = came(*draw(st.lists(st.sampled_from(pairs), unique=True, max_size=14)))
    roles = one("participant", "participant", "speaker", "organiser")
    service = row(organisation_id=ids, kind=allowed("services", "kind"), start=DAY)
    grant = row(
        organisation_id=ids, purpose=allowed("grants", "purpose"), awarded=DAY, amount=CENTS
    )
    prize = row(organisation_id=ids, achievement_date=DAY)
    return {
        "organisations": organisations,
        "people": people,
        "events": events,
        "attendances": [{**pair, "role": draw(roles)} for pair in attended],
        "services": draw(st.lists(service, max_size=4)),
        "grants": draw(st.lists(grant, max_size=6)),
        "prizes": draw(st.lists(prize, max_size=3)),
    }


NEEDED = {
    "organisations": ("services", "grants", "prizes"),
    "people": ("attendances",),
    "events": ("attendances",),
}
"""Registers that point to another: without its rows they have none."""


def unlike(rows, size, *key):
    """Rows of which no two have the same key."""
    return st.lists(rows, max_size=size, unique_by=itemgetter(*key))


@st.composite
def sparse_registers(draw):
    """The same, and some registers have no rows at all; there may be targets and finance."""
    rows = draw(registers())
    rows["targets"] = draw(unlike(TARGET, 6, "indicator", "country", "year"))
    rows["finance"] = draw(unlike(SPENDING, 4, "country", "quarter_start", "budget_line"))
    for name in draw(st.sets(st.sampled_from(sorted(rows)), max_size=5)):
        rows[name] = []
        rows |= {other: [] for other in NEEDED.get(name, ())}
    if not rows["organisations"]:
        rows["people"] = [{**person, "organisation_id": ""} for person in rows["people"]]
    return rows
