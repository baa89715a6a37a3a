"""Events: where the country's people took part, what the country hosted, whom its CSOs met."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from rrs_data.language.markdown import escape
from rrs_data.programme.programme import REGION
from rrs_data.report.elements import Element, Table, Text
from rrs_data.report.report import Report, capital
from rrs_data.report.sections.charting import by_sex, counted_from, ranked, shortened, stacked

KIND = "event.kind"

TAKING_PART = f"{REGION}/*/attendances[event_id={{event}}][role=participant,speaker]"
"""The key of all who took part in or spoke at an event, wherever they came from."""


def chart_by_kind(report: Report) -> Element | None:
    """Attendances at regional events by the kind of event."""
    attended = report.breakdown("attendances", KIND)
    kinds = sorted(
        (kind for kind in report.values("events", "kind") if attended.get(kind)),
        key=lambda kind: -attended[kind],
    )
    if len(kinds) < 2:
        return None
    names = [capital(report.label("events", "kind", kind)) for kind in kinds]
    figures = [report.actual("attendances", f"[{KIND}={kind}]") for kind in kinds]
    code = report.role("attendances")
    share = report.figure(f"{code}[{KIND}={kinds[0]}] / {code}")
    caption = report.t(
        "Attendances at regional events by kind {in_year}: “{kind}” leads with {share}",
        in_year=report.in_year(),
        kind=names[0].lower(),
        share=share,
    )
    return ranked(report, "fig-event-kinds", caption, names, figures)


def table_of_regional(report: Report) -> Element | None:
    """The regional events of the year in which the country's CSOs took part."""
    attended = report.counted("attendances", "attendances", ["event_id"])["event_id"]
    events = report.registers["events"]
    events = events[events["event_id"].isin(attended)]
    caption = report.t(
        "Regional events with participants from {area}, {year_name}",
        area=report.of_area,
        year_name=report.year_name,
    )
    people = f"{report.role('attendances')}[event_id={{event}}]"
    return _table(report, "tbl-regional-events", caption, events, people)


def hosted(report: Report) -> Element | None:
    """The regional study tours and schools that the country hosted, and who came."""
    held = report.actual("events_hosted")
    if not held.value:
        return None
    kinds = report.breakdown("events_hosted", "kind")
    named = [
        f"{report.label('events', 'kind', kind)} – "
        f"{report.actual('events_hosted', f'[kind={kind}]')}"
        for kind in report.values("events", "kind")
        if kind in kinds
    ]
    return Text.plain(
        report.n(
            "{In_year}, {n} regional study tour or school was held {in_area} ({kinds}).",
            "{In_year}, {n} regional study tours and schools were held {in_area} ({kinds}).",
            held,
            In_year=capital(report.in_year()),
            in_area=report.in_area,
            kinds=", ".join(named),
        ),
        *_guests(report),
    )


def _guests(report: Report) -> Iterator[str]:
    guests = report.actual("guests")
    if guests.value:
        countries = report.breakdown("guests", "country")
        yield report.n(
            "{n} CSO representative came from other countries: {countries}.",
            "{n} CSO representatives came from other countries: {countries}.",
            guests,
            countries=", ".join(
                f"{report.country_name(code)} – {report.actual('guests', f'[country={code}]')}"
                for code in report.programme.countries
                if code in countries
            ),
        )


def table_of_hosted(report: Report) -> Element | None:
    """The hosted regional study tours and schools, with their guests from other countries."""
    guests = report.role("guests")
    return _table(
        report,
        "tbl-hosted",
        report.t(
            "Regional study tours and schools hosted, {year_name}", year_name=report.year_name
        ),
        _counted(report, "events_hosted"),
        f"{guests}[event_id={{event}}]" if guests else TAKING_PART,
    )


def table_of_national(report: Report) -> Element | None:
    """Trainings and dialogues of the national and local level held in the country."""
    caption = report.t(
        "National and local trainings and dialogues, {year_name}", year_name=report.year_name
    )
    events = _counted(report, "trainings", "dialogues")
    return _table(report, "tbl-national-events", caption, events, TAKING_PART)


def national(report: Report) -> Element | None:
    """Trainings and dialogues of the year in a sentence each."""
    trainings, dialogues = report.actual("trainings"), report.actual("dialogues")
    sentences = []
    if trainings.value:
        sentences.append(
            report.n(
                "{In_year}, {n} national or local training was held {in_area}.",
                "{In_year}, {n} national and local trainings were held {in_area}.",
                trainings,
                In_year=capital(report.in_year()),
                in_area=report.in_area,
            )
        )
    if dialogues.value:
        sentences.append(
            report.n(
                "CSOs and public bodies met at {n} dialogue event.",
                "CSOs and public bodies met at {n} dialogue events.",
                dialogues,
            )
        )
    return Text.plain(*sentences) if sentences else None


def chart_of_trained(report: Report) -> Element | None:
    """People trained, women and men, year by year up to the report's."""
    trained = report.actual("people_trained")
    if not trained.value:
        return None
    caption = report.n(
        "{In_year}, {n} person from {area} was trained",
        "{In_year}, {n} people from {area} were trained",
        trained,
        area=report.of_area,
        In_year=capital(report.in_year()),
    )
    years = [str(year) for year in report.years]
    values = {
        sex: [report.actual("people_trained", f"[sex={sex}]", f"{year}/") for year in years]
        for sex in report.values("people", "sex")
    }
    totals = [report.actual("people_trained", scope=f"{year}/") for year in years]
    return stacked(report, "fig-trained", caption, years, by_sex(report, values), totals)


def _counted(report: Report, *roles: str) -> pd.DataFrame:
    """The events that the indicators of some roles counted."""
    events = report.registers["events"]
    rows = [report.counted(role, "events", ["event_id"]) for role in roles]
    return events[events["event_id"].isin(pd.concat(rows)["event_id"])]


def _table(
    report: Report, name: str, caption: str, events: pd.DataFrame, people: str
) -> Element | None:
    """Events by date: title, kind, where, when, hours and people; None where there are none.

    ``people`` is the key of the people at an event, with ``{event}`` for its id.
    """
    if events.empty:
        return None
    t, code = report.t, report.language.code
    source = counted_from(report, "events", *(["attendances"] if people == TAKING_PART else []))
    events, source = shortened(report, "events", events.sort_values(["end", "event_id"]), source)
    rows = [
        [
            escape(event[f"title_{code}"]),
            escape(report.label("events", "kind", event["kind"])),
            escape(f"{event[f'place_{code}']}, {report.country_name(event['host_country'])}"),
            escape(report.language.days(event["start"].date(), event["end"].date())),
            report.figure(f"{REGION}/*/events[event_id={event['event_id']}].contact_hours").cell,
            report.figure(people.format(event=event["event_id"])).cell,
        ]
        for event in events.to_dict("records")
    ]
    heads = [t("Event"), t("Kind"), t("Place"), t("Dates"), t("Hours"), t("Participants")]
    return Table(name, caption, heads, rows, numeric=(4, 5), source=source)
