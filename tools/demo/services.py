"""Services to organisations, so that the published numbers of organisations come out."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta

from tools.demo.draw import Draw
from tools.demo.organisations import Member
from tools.demo.rows import COUNTRIES, Service

DEVELOPMENT = "organisational_development"

DEVELOPED_UNTIL_2014 = {"KZ": 27, "TJ": 29, "KG": 6, "TM": 1}
"""CSOs that used organisational development services as of 30 September 2014: published, 63."""

DEVELOPED_IN_2015 = {"KZ": 2, "TJ": 1, "KG": 3}
"""How many more followed in the third year: invented."""

AGAIN = {"KZ": 6, "TJ": 5, "KG": 2}
"""How many organisations came back for a second such service."""

OTHER_SERVICES = {"KG": 10, "KZ": 12, "TJ": 11, "UZ": 4}
"""Services of the other kinds, beside those that bring Kyrgyzstan to its published 72."""

LENGTHS = {
    DEVELOPMENT: (20, 120),
    "mentoring": (30, 90),
    "consultation": (1, 8),
    "information": (1, 3),
}
"""How many days a service lasts."""

PROGRAMME_ENDS = date(2015, 9, 30)
SECOND_YEAR_ENDS = date(2014, 9, 30)
FIRST_SERVICES = date(2012, 11, 12)

Asked = tuple[str, str, date]
"""Organisation id, kind of service, first day."""


def make_services(members: Sequence[Member], trained: Collection[str], draw: Draw) -> list[Service]:
    """All services in the order of their first days.

    ``trained`` holds the ids of the organisations whose people came to a training or school by
    the end of the second year: the others of Kyrgyzstan's 72 get some other service.
    """
    asked: list[Asked] = []
    for country in COUNTRIES:
        csos = [m for m in members if m.row.country == country and m.row.is_cso]
        asked += _development(csos, country, draw)
        asked += _other(csos, country, draw)
    reached = {organisation for organisation, _, start in asked if start <= SECOND_YEAR_ENDS}
    asked += _for_the_rest(members, reached | set(trained), draw)
    asked.sort(key=lambda one: (one[2], one[0]))
    return [
        Service(f"SV-{number:03d}", organisation, kind, start, _end(start, kind, draw))
        for number, (organisation, kind, start) in enumerate(asked, start=1)
    ]


def _development(csos: Sequence[Member], country: str, draw: Draw) -> Iterator[Asked]:
    """Organisational development services: first ones by year, then some second ones."""
    settled = [m for m in csos if m.since < 2015]
    count, more = DEVELOPED_UNTIL_2014.get(country, 0), DEVELOPED_IN_2015.get(country, 0)
    chosen = draw.shuffled(sorted(settled, key=_informal)[: max(count + more, len(settled) // 2)])
    for member in chosen[:count]:
        yield member.row.organisation_id, DEVELOPMENT, _early_day(draw)
    for member in chosen[count : count + more]:
        yield member.row.organisation_id, DEVELOPMENT, _late_day(draw)
    for member in chosen[: AGAIN.get(country, 0)]:
        yield member.row.organisation_id, DEVELOPMENT, _late_day(draw)


def _informal(member: Member) -> bool:
    """Initiative groups come last: they have little to develop yet."""
    return member.row.kind == "initiative_group"


def _other(csos: Sequence[Member], country: str, draw: Draw) -> Iterator[Asked]:
    settled = [m for m in csos if m.since < 2015]
    for number in range(OTHER_SERVICES.get(country, 0)):
        day = _early_day(draw) if number % 3 else _late_day(draw)
        yield draw.choose(settled).row.organisation_id, _kind(draw), day
    for member in csos:
        if country == "KG" and member.since == 2015:
            yield member.row.organisation_id, "consultation", _late_day(draw)


def _for_the_rest(
    members: Sequence[Member], reached: Collection[str], draw: Draw
) -> Iterator[Asked]:
    for member in members:
        row = member.row
        if row.country == "KG" and row.is_cso and member.since < 2015:
            day, kind = _early_day(draw), _kind(draw)
            if row.organisation_id not in reached:
                yield row.organisation_id, kind, day


def _kind(draw: Draw) -> str:
    return draw.weighted(["consultation", "mentoring", "information"], [5, 2, 4])


def _early_day(draw: Draw) -> date:
    """A working day of the first two years."""
    return _working_day(FIRST_SERVICES, SECOND_YEAR_ENDS, draw)


def _late_day(draw: Draw) -> date:
    """A working day of the third year, early enough for a service to be completed."""
    return _working_day(SECOND_YEAR_ENDS + timedelta(days=1), date(2015, 6, 30), draw)


def _working_day(first: date, last: date, draw: Draw) -> date:
    day = first + timedelta(days=draw.whole(0, (last - first).days))
    return day if day.weekday() < 5 else max(day - timedelta(days=day.weekday() - 4), first)


def _end(start: date, kind: str, draw: Draw) -> date:
    least, most = LENGTHS[kind]
    return min(start + timedelta(days=draw.whole(least, most) - 1), PROGRAMME_ENDS)
