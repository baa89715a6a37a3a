"""Small registers of every shape, for hypothesis to try."""

from datetime import date, timedelta
from operator import itemgetter

from hypothesis import strategies as st

from tests.small_registers import SCHEMA, came, ident

COUNTRIES = ("KG", "KZ", "AF")
FIRST, LAST = date(2012, 10, 1), date(2015, 9, 30)


def one(*values):
    return st.sampled_from(values)


def row(register, *words, **columns):
    """A row; in the columns named stand any of the words that the schema allows."""
    schema = SCHEMA.registers[register].column
    allowed = {name: one(*schema[name].allowed) for name in words}
    return st.fixed_dictionaries(allowed | columns)


COUNTRY = one(*COUNTRIES)
DAY = st.dates(FIRST, LAST).map(str)
CENTS = st.integers(0, 10_000_000).map(lambda number: f"{number / 100:.2f}")
BORDERS = one(date(2013, 9, 30), date(2013, 10, 1), date(2014, 10, 1), FIRST, LAST)
"""Days at which years begin and end."""


def dated(event):
    """An event with its first day; some cross the border of years."""
    start = event["end"] - timedelta(event.pop("more_days"))
    return {**event, "start": str(start), "end": str(event["end"])}


ORGANISATION = row(
    "organisations", "place", country=COUNTRY, kind=one("association", "network", "government")
)
PERSON = row("people", "sex", "age_band", "place", country=COUNTRY)
EVENT = row(
    *("events", "kind", "topic"),
    end=st.dates(FIRST, LAST) | BORDERS,
    more_days=st.integers(0, 4),
    level=one("regional", "regional", "national", "local"),
    host_country=COUNTRY,
    contact_hours=one("4", "14.5", "15", "40"),
    instructors=one("true", "false"),
).map(dated)
TARGET = row(
    "targets",
    indicator=st.integers(1, 17).map(lambda number: f"RRS-{number}"),
    country=one(*COUNTRIES, "ALL"),
    year=one("2013", "2014", "2015"),
    baseline=one("", "0", "3"),
    target=one("", "0", "1", "10"),
)
SPENDING = row(
    *("finance", "budget_line"),
    country=COUNTRY,
    quarter_start=one("2012-10-01", "2013-10-01", "2014-04-01"),
    approved=one("0", "100", "1250.50"),
    spent=one("0", "90", "1250.51"),
)


@st.composite
def registers(draw):
    """Rows for every register: a few organisations, people, events, and who came to what."""
    organisations = draw(st.lists(ORGANISATION, min_size=1, max_size=4))
    ids = one(*(ident("organisations", number + 1) for number in range(len(organisations))))
    people = draw(st.lists(PERSON, min_size=1, max_size=7))
    people = [{**person, "organisation_id": draw(st.just("") | ids)} for person in people]
    events = draw(st.lists(EVENT, min_size=1, max_size=5))
    pairs = [(e, p) for e in range(1, len(events) + 1) for p in range(1, len(people) + 1)]
    attended = came(*draw(st.lists(st.sampled_from(pairs), unique=True, max_size=14)))
    roles = one("participant", "participant", "speaker", "organiser")
    service = row("services", "kind", organisation_id=ids, start=DAY)
    grant = row("grants", "purpose", organisation_id=ids, awarded=DAY, amount=CENTS)
    prize = row("prizes", organisation_id=ids, achievement_date=DAY)
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
