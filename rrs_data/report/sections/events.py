"""Events: where the country's people took part, what it hosted, whom it trained; the annexes."""

from collections.abc import Sequence

import pandas as pd
from matplotlib.figure import Figure as Picture

from rrs_data.charts.grids import time_line
from rrs_data.programme.programme import REGION
from rrs_data.report.elements import Element, Text
from rrs_data.report.report import Report, capital
from rrs_data.report.sections.charting import Write, by_period, listing, parts

EVENT = "events[event_id={event_id}]"
"""The key of an event."""

BY_DATE = ["end", "event_id"]
"""By what events are sorted."""


def taking_part(report: Report) -> str:
    """The key of all who took part in an event, wherever they came from."""
    part = with_roles(report.programme.taking_part)
    return f"{REGION}/*/attendances[event_id={{event_id}}]{part}"


def with_roles(roles: Sequence[str]) -> str:
    """The part of attendances in some roles; all of them where none are named."""
    return f"[role={','.join(roles)}]" if roles else ""


def hosted(report: Report) -> Element | None:
    """The events that the country hosted for others, and who came."""
    guests = report.mention(
        "{n} CSO representative came from other countries: {countries}.",
        "{n} CSO representatives came from other countries: {countries}.",
        report.actual("guests"),
        countries=parts(report, "guests", "country"),
    )
    held = report.titled("events_hosted")
    return Text.plain(*held, *guests) if held else None


def time_line_of(report: Report, events: pd.DataFrame) -> Picture:
    """Regional events by kind and day, as large as those who took part from the report's country.

    What the country hosted has its colour; what was held online is hollow.
    """
    code, language = report.role("attendances"), report.language
    kinds = report.breakdown("attendances", by="event.kind")
    rows = [
        {
            "kind": _kind(report, one["kind"]),
            "day": one["end"].date(),
            "people": report.figure(f"{code}[event_id={one['event_id']}]"),
            "colour": "own" if one["host_country"] == report.country else "primary",
            "online": one["kind"] in report.programme.online,
        }
        for one in events.sort_values(BY_DATE).to_dict("records")
    ]
    rows = [one for one in rows if one["people"].value is not None]
    shown = kinds.rename(index=lambda kind: _kind(report, kind))
    start, end = report.period.start, report.period.end
    drawn = pd.DataFrame(rows, columns=["kind", "day", "people", "colour", "online"], dtype=object)
    return time_line(drawn, shown, language.number, language.months(start, end), end)


def _kind(report: Report, kind: str) -> str:
    return capital(report.label("events", "kind", kind))


def when_and_where(report: Report) -> str:
    """How many events people of the country took part in, and how many of them it hosted."""
    code = report.role("attendances")
    if not code or not report.value(f"{code}.event_id"):
        return ""
    met = report.n(
        "CSO representatives from {area} took part in {n} regional event {in_period}",
        "CSO representatives from {area} took part in {n} regional events {in_period}",
        report.figure(f"{code}.event_id"),
    )
    if report.regional:
        return met
    own = report.figure(f"{code}[event.host_country={report.country}].event_id")
    if not own.value:
        return met
    hosted = report.n("{n} of them was held {in_area}", "{n} of them were held {in_area}", own)
    return f"{met}; {hosted}"


def trained(report: Report) -> pd.DataFrame:
    """People trained by period up to the report's: women, men, those of unknown sex, and all."""
    code = "{period}/{people_trained}"
    keys = {sex: f"{code}[sex={sex}]" for sex in report.values("people", "sex")} | {"all": code}
    keys["target"] = f"{code}.target"
    people = by_period(report, keys).rename_axis(columns="sex")
    return people.loc[:, (people.astype(float) > 0).any()]


def table(report: Report, events: pd.DataFrame, people: str = "") -> pd.DataFrame:
    """Events by date in words: title, kind, where, when, hours and people.

    ``people`` is the role of the indicator whose people are meant; without one all who took part.
    """
    t, code, role = report.t, report.language.code, report.role(people)
    if role and report.public:  # to which events a country's people came
        return pd.DataFrame()
    told = f"{role}[event_id={{event_id}}]" if role else taking_part(report)
    columns: dict[str, str | Write] = {
        t("Event"): f"title_{code}",
        t("Kind"): "kind",
        t("Place"): lambda event: ", ".join(
            filter(None, [event.get(f"place_{code}"), report.country_name(event["host_country"])])
        ),
        t("Dates"): dates(report),
        t("Hours"): f"{REGION}/*/{EVENT}.contact_hours",
        t("CSO representatives") if role else t("Participants"): told,
    }
    return listing(events.sort_values(BY_DATE), columns)


def trainings(report: Report, held: pd.DataFrame) -> pd.DataFrame:
    """The trainings among some events, by the programme's rule, by date in words.

    Subject, dates, contact hours, trainees by sex, and the cost split into instruction,
    participants and travel: the fields of a donor's training report.
    """
    t, rule = report.t, report.programme.trainee
    events = held[held["kind"].isin(rule.kinds if rule else ())]
    events = events[events["instructors"].eq(True)] if "instructors" in events else events
    roles = (rule and rule.roles) or report.programme.taking_part
    trainees = f"{REGION}/*/attendances[event_id={{event_id}}]{with_roles(roles)}"
    by_sex = {one: f"{trainees}[person.sex={one}]" for one in report.values("people", "sex")}
    records = events[["event_id"]].to_dict("records")
    columns: dict[str, str | Write] = {
        t("Subject"): f"title_{report.language.code}",
        t("Dates"): dates(report),
        t("Hours"): f"{EVENT}.contact_hours",
        **{
            capital(report.label("people", "sex", sex)): key
            for sex, key in by_sex.items()
            if any(report.value(key.format_map(record)) for record in records)
        },
        t("Instruction, {currency}"): _cost(report, "instruction"),
        t("Participants, {currency}"): _cost(report, "participants"),
        t("Travel, {currency}"): _cost(report, "travel"),
    }
    return listing(events.sort_values(BY_DATE), columns)


def rule_of_trainings(report: Report, trainings: pd.DataFrame) -> Element | None:
    """What counts as a training in a table of them, and whose rule that is."""
    rule, pick = report.programme.trainee, report.language.pick
    if not rule or trainings.empty:
        return None
    return Text.note(f"{pick(rule.definition)} {pick(rule.source)}")


def dates(report: Report) -> Write:
    """A column of the days that an event took."""
    days = report.language.days
    return lambda event: days(event["start"].date(), event["end"].date())


def _cost(report: Report, of: str) -> Write:
    """A column of costs without the currency, which its head names."""
    key, number = f"{EVENT}.cost_{of}", report.language.number
    return lambda event: report.figure(key.format_map(event), number)
