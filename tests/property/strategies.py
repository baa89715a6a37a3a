"""Small registers of every shape, for hypothesis to try."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from tests.small_registers import SCHEMA, ident

Rows = dict[str, list[dict[str, Any]]]

COUNTRIES = ("KG", "KZ", "AF")
FIRST, LAST = date(2012, 10, 1), date(2015, 9, 30)


def allowed(register: str, column: str) -> st.SearchStrategy[str]:
    """A value that the schema allows."""
    return st.sampled_from(SCHEMA.registers[register].column[column].allowed)


def countries() -> st.SearchStrategy[str]:
    """A country."""
    return st.sampled_from(COUNTRIES)


def organisation() -> st.SearchStrategy[dict[str, Any]]:
    """An organisation; some are public bodies."""
    return st.fixed_dictionaries(
        {
            "country": countries(),
            "kind": st.sampled_from(["association", "network", "government"]),
            "place": allowed("organisations", "place"),
        }
    )


def person(organisations: int) -> st.SearchStrategy[dict[str, Any]]:
    """A person of an organisation or of none."""
    ids = [ident("organisations", number) for number in range(1, organisations + 1)]
    return st.fixed_dictionaries(
        {
            "sex": allowed("people", "sex"),
            "age_band": allowed("people", "age_band"),
            "place": allowed("people", "place"),
            "country": countries(),
            "organisation_id": st.sampled_from(["", *ids]),
        }
    )


@st.composite
def event(draw: st.DrawFn) -> dict[str, Any]:
    """An event of up to five days; some cross the border of years."""
    end = draw(
        st.dates(FIRST, LAST)
        | st.sampled_from([date(2013, 9, 30), date(2013, 10, 1), date(2014, 10, 1), FIRST, LAST])
    )
    start = end - timedelta(days=draw(st.integers(0, 4)))
    return {
        "start": str(start),
        "end": str(end),
        "kind": draw(allowed("events", "kind")),
        "level": draw(st.sampled_from(["regional", "regional", "national", "local"])),
        "host_country": draw(countries()),
        "topic": draw(allowed("events", "topic")),
        "contact_hours": draw(st.sampled_from(["4", "14.5", "15", "40"])),
        "instructors": draw(st.sampled_from(["true", "false"])),
    }


def cents() -> st.SearchStrategy[str]:
    """An amount of money."""
    return st.integers(0, 10_000_000).map(lambda number: f"{number / 100:.2f}")


def days() -> st.SearchStrategy[str]:
    """A day of the programme."""
    return st.dates(FIRST, LAST).map(str)


@st.composite
def registers(draw: st.DrawFn) -> Rows:
    """Rows for every register: a few organisations, people, events, and who came to what."""
    organisations = draw(st.lists(organisation(), min_size=1, max_size=4))
    people = draw(st.lists(person(len(organisations)), min_size=1, max_size=7))
    events = draw(st.lists(event(), min_size=1, max_size=5))
    places = [(e, p) for e in range(1, len(events) + 1) for p in range(1, len(people) + 1)]
    came = draw(st.lists(st.sampled_from(places), unique=True, max_size=14))
    ids = st.integers(1, len(organisations)).map(lambda number: ident("organisations", number))
    return {
        "organisations": organisations,
        "people": people,
        "events": events,
        "attendances": [
            {
                "event_id": ident("events", e),
                "person_id": ident("people", p),
                "role": draw(
                    st.sampled_from(["participant", "participant", "speaker", "organiser"])
                ),
            }
            for e, p in came
        ],
        "services": draw(
            st.lists(
                st.fixed_dictionaries(
                    {"organisation_id": ids, "kind": allowed("services", "kind"), "start": days()}
                ),
                max_size=4,
            )
        ),
        "grants": draw(
            st.lists(
                st.fixed_dictionaries(
                    {
                        "organisation_id": ids,
                        "purpose": allowed("grants", "purpose"),
                        "awarded": days(),
                        "amount": cents(),
                    }
                ),
                max_size=6,
            )
        ),
        "prizes": draw(
            st.lists(
                st.fixed_dictionaries({"organisation_id": ids, "achievement_date": days()}),
                max_size=3,
            )
        ),
    }


def pledge() -> st.SearchStrategy[dict[str, Any]]:
    """A target of an indicator, which may be missing or zero."""
    return st.fixed_dictionaries(
        {
            "indicator": st.integers(1, 17).map(lambda number: f"RRS-{number}"),
            "country": st.sampled_from([*COUNTRIES, "ALL"]),
            "year": st.sampled_from(["2013", "2014", "2015"]),
            "baseline": st.sampled_from(["", "0", "3"]),
            "target": st.sampled_from(["", "0", "1", "10"]),
        }
    )


def spent() -> st.SearchStrategy[dict[str, Any]]:
    """Budget and spending of a quarter."""
    return st.fixed_dictionaries(
        {
            "country": countries(),
            "quarter_start": st.sampled_from(["2012-10-01", "2013-10-01", "2014-04-01"]),
            "budget_line": allowed("finance", "budget_line"),
            "approved": st.sampled_from(["0", "100", "1250.50"]),
            "spent": st.sampled_from(["0", "90", "1250.51"]),
        }
    )


def _of(*columns: str) -> Callable[[dict[str, Any]], tuple[Any, ...]]:
    """A row's values of some columns."""
    return lambda row: tuple(row[column] for column in columns)


NEEDED = {
    "organisations": ("services", "grants", "prizes"),
    "people": ("attendances",),
    "events": ("attendances",),
}
"""Registers that point to another: without its rows they have none."""


@st.composite
def sparse_registers(draw: st.DrawFn) -> Rows:
    """The same, and some registers have no rows at all; there may be targets and finance."""
    rows = draw(registers())
    rows["targets"] = draw(
        st.lists(
            pledge(),
            max_size=6,
            unique_by=lambda one: (one["indicator"], one["country"], one["year"]),
        )
    )
    rows["finance"] = draw(
        st.lists(
            spent(),
            max_size=4,
            unique_by=lambda one: (one["country"], one["quarter_start"], one["budget_line"]),
        )
    )
    for name in draw(st.sets(st.sampled_from(sorted(rows)), max_size=5)):
        rows[name] = []
        rows |= {other: [] for other in NEEDED.get(name, ())}
    if not rows["organisations"]:
        rows["people"] = [{**person, "organisation_id": ""} for person in rows["people"]]
    return rows
