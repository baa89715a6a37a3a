"""Activities: events that people went to or were hosted, trainings, services and grants."""

from collections.abc import Sequence

import pandas as pd
from matplotlib.figure import Figure as Picture

from rrs_data.charts.grids import time_line
from rrs_data.programme.programme import REGION
from rrs_data.report.elements import Text
from rrs_data.report.report import Report, capital
from rrs_data.report.sections.charting import by_period, grid, listing, parts
from rrs_data.report.sections.participants import shares_of_focus
from rrs_data.report.tabular import MOST_ROWS, worded

EVENT = "events[event_id={event_id}]"
"""The key of an event."""

PEOPLE = f"{REGION}/*/attendances[event_id={{event_id}}]"
"""The key of all who came to an event, wherever they came from."""


def with_roles(roles: Sequence[str]) -> str:
    """The part of attendances in some roles; all of them where none are named."""
    return f"[role={','.join(roles)}]" if roles else ""


def hosted(report: Report) -> Text:
    """The events that the country hosted for others, and who came."""
    guests = report.mention(
        "{n} CSO representative came from other countries: {countries}.",
        "{n} CSO representatives came from other countries: {countries}.",
        report.actual("guests"),
        countries=parts(report, "guests", "country"),
    )
    held = report.titled("events_hosted")
    return Text.plain(*held, *(guests if held else []))


def time_line_of(report: Report, events: pd.DataFrame) -> Picture:
    """Regional events by kind and day, as large as those who took part from the report's country.

    What the country hosted has its colour; what was held online is hollow.
    """
    kinds = report.breakdown("attendances", by="event.kind")
    lanes = worded(report, kinds)
    people = [report.actual("attendances", f"[event_id={one}]") for one in events["event_id"]]
    drawn = pd.DataFrame(
        {
            "kind": events["kind"].map(dict(zip(kinds.index, lanes.index, strict=True))),
            "day": events["end"],
            "people": pd.Series(people, events.index, dtype=object),
            "own": events["host_country"] == report.country,
            "online": events["kind"].isin(report.programme.online),
        }
    ).dropna(subset="people")
    start, end = report.period.start, report.period.end
    return time_line(drawn, lanes, report.language.months(start, end), end)


def when_and_where(report: Report) -> str:
    """How many events people of the country took part in, and how many of them it hosted."""
    told = report.mention(
        "CSO representatives from {area} took part in {n} regional event {in_period}",
        "CSO representatives from {area} took part in {n} regional events {in_period}",
        report.actual("attendances", ".event_id"),
    )
    if told and not report.regional:
        own = report.actual("attendances", f"[event.host_country={report.country}].event_id")
        told += report.mention(
            "{n} of them was held {in_area}", "{n} of them were held {in_area}", own
        )
    return "; ".join(told)


def trained(report: Report) -> pd.DataFrame:
    """People trained by period up to the report's: women, men, those of unknown sex, and all."""
    code = "{period}/{people_trained}"
    keys = {sex: f"{code}[sex={sex}]" for sex in report.values("people", "sex")} | {"all": code}
    keys["target"] = f"{code}.target"
    people = by_period(report, keys).rename_axis(columns="sex")
    return people.loc[:, people.astype(bool).any()]


def table_of_events(report: Report, events: pd.DataFrame, people: str = "") -> pd.DataFrame:
    """Events by date in words: title, kind, where, when, hours and people.

    ``people`` is the role of the indicator whose people are meant; without one all who took part.
    """
    t, code, role = report.t, report.language.code, report.role(people)
    if role and report.public:  # to which events a country's people came
        return pd.DataFrame()
    whose, key = t("Participants"), PEOPLE + with_roles(report.programme.taking_part)
    if role:
        whose, key = t("CSO representatives"), f"{role}[event_id={{event_id}}]"
    columns = {
        t("Event"): f"title_{code}",
        t("Kind"): "kind",
        t("Place"): "venue",
        t("Dates"): "dates",
        t("Hours"): f"{REGION}/*/{EVENT}.contact_hours",
        whose: key,
    }
    return listing(_by_date(report, events), columns)


def trainings(report: Report, held: pd.DataFrame) -> pd.DataFrame:
    """The trainings among some events, by the programme's rule, by date in words.

    Subject, dates, contact hours, trainees by sex, and the cost split into instruction,
    participants and travel: the fields of a donor's training report.
    """
    t, rule, language = report.t, report.programme.trainee, report.language
    events = _by_date(report, held[held["kind"].isin(rule.kinds if rule else ())])
    events = events[events["instructors"].eq(True)] if "instructors" in events else events
    trainees = PEOPLE + with_roles((rule and rule.roles) or report.programme.taking_part)
    columns = {
        t("Subject"): f"title_{language.code}",
        t("Dates"): "dates",
        t("Hours"): f"{EVENT}.contact_hours",
        **{
            capital(words): f"{trainees}[person.sex={one}]"
            for one, words in report.values("people", "sex").items()
        },
        t("Instruction, {currency}"): f"{EVENT}.cost_instruction",
        t("Participants, {currency}"): f"{EVENT}.cost_participants",
        t("Travel, {currency}"): f"{EVENT}.cost_travel",
    }
    return listing(events, columns, language.number)


def rule_of_trainings(report: Report, trainings: pd.DataFrame) -> Text | None:
    """What counts as a training in a table of them, and whose rule that is."""
    rule, pick = report.programme.trainee, report.language.pick
    if not rule or trainings.empty:
        return None
    return Text.note(f"{pick(rule.definition)} {pick(rule.source)}")


def _by_date(report: Report, events: pd.DataFrame) -> pd.DataFrame:
    """Events by date, with their ``dates`` and the ``venue`` in words."""
    days, name = report.language.days, report.country_name
    events = events.sort_values(["end", "event_id"])
    rows, place = events.to_dict("records"), f"place_{report.language.code}"
    venues = [filter(None, [one.get(place), name(one["host_country"])]) for one in rows]
    return events.assign(
        dates=[days(one["start"].date(), one["end"].date()) for one in rows],
        venue=list(map(", ".join, venues)),
    )


def served_by_country(report: Report) -> pd.Series:
    """CSOs that used organizational development services since the start, the most first.

    Nothing where there is nothing to compare, or the report's country is not among them.
    """
    found = report.breakdown("development_services", "country", country=REGION)
    told = len(found) > 1 and (report.regional or report.country in found)
    return found.sort_values(ascending=False, kind="stable") if told else found.head(0)


def services_by_kind(report: Report) -> pd.DataFrame:
    """Services by kind: how many, and for how many organizations; all of them in the last row."""
    t, kinds = report.t, report.values("services", "kind")
    rows = {capital(words): f"[kind={one}]" for one, words in kinds.items()}
    keys = {t("Services"): "services{0}", t("Organizations"): "services{0}.organisation_id"}
    found = grid(report, rows | {t("All services"): ""}, keys, t("Kind"))
    return found[found.astype(bool).any(axis=1)]


def by_place(report: Report, purposes: pd.Series) -> pd.DataFrame:
    """Grants by purpose, in towns and villages where that is known, and ``all`` of each purpose."""
    places = report.breakdown("grants_amount", ["purpose", "organisation.place"])
    if places.empty:
        return purposes.to_frame("")
    return places.reindex(purposes.index).assign(all=purposes)


def in_focus(report: Report) -> Text:
    """How much of a country's grants went to organizations of each of its focus regions."""
    code = None if report.lacks("grants", "organisation.region") else report.role("grants_amount")
    texts = (
        report.t("{region}: {part} of {amount} in grants ({share}).", amount=amount, **known)
        for amount, known in shares_of_focus(report, code, "organisation")
    )
    return Text.plain(*texts)


def table_of_grants(report: Report, grants: pd.DataFrame) -> pd.DataFrame:
    """Grants by date in words, and their sum in a row called ``total``."""
    t, code = report.t, report.language.code
    columns = {
        t("Grant"): f"title_{code}",
        t("Organization"): f"organisation.title_{code}",
        t("Level"): "level",
        t("Overseen by"): f"partner.title_{code}",
        t("Awarded"): "awarded",
        t("Status"): "status",
        t("Amount"): "grants[grant_id={grant_id}].amount",
    }
    table = listing(grants.sort_values(["awarded", "grant_id"]), columns)
    if table.empty:
        return table
    cells = [[t("Total"), *[""] * (table.shape[1] - 2), report.figure("grants.amount")]]
    total = pd.DataFrame(cells, ["total"], table.columns, dtype=object)
    shown = pd.concat([table.head(MOST_ROWS - 1), total]).rename_axis("grants")
    shown.attrs["left_out"] = len(grants) - len(shown) + 1
    return shown
