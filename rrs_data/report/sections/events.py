"""Events: where the country's people took part, what the country hosted, whom its CSOs met."""

from __future__ import annotations

import pandas as pd

from rrs_data.language.markdown import escape
from rrs_data.report.labels import categories_of, label
from rrs_data.report.parts import Part, Table, Text
from rrs_data.report.report import Report, capital
from rrs_data.report.sections.figures import by_sex, ranked, stacked
from rrs_data.report.sections.sources import counted_from

KIND = "event.kind"

TAKING_PART = "ALL/*/attendances[event_id={event}][role=participant,speaker]"
"""The key of all who took part in or spoke at an event, wherever they came from."""


def chart_by_kind(report: Report) -> Part | None:
    """Attendances at regional events by the kind of event."""
    parts = report.achievement("RRS-4").tally.parts(KIND)
    kinds = sorted(
        (kind for kind in categories_of(report, "events", "kind") if parts.get(kind)),
        key=lambda kind: -parts[kind],
    )
    if len(kinds) < 2:
        return None
    names = [capital(label(report, "events", "kind", kind)) for kind in kinds]
    figures = [report.figure(f"RRS-4[{KIND}={kind}]") for kind in kinds]
    share = report.figure(f"RRS-4[{KIND}={kinds[0]}] / RRS-4")
    caption = report.t(
        "Attendances at regional events by kind {in_year}: “{kind}” leads with {share}",
        in_year=report.in_year(),
        kind=names[0].lower(),
        share=share,
    )
    return ranked(report, "fig-event-kinds", caption, names, figures)


def table_of_regional(report: Report) -> Part | None:
    """The regional events of the year in which the country's CSOs took part."""
    rows = report.registers["attendances"]
    keys = report.achievement("RRS-4").tally.rows.get("attendances", ())
    attended = rows.loc[rows["row"].isin(keys), "event_id"]
    events = report.registers["events"]
    events = events[events["event_id"].isin(attended)]
    if events.empty:
        return None
    return _table(
        report,
        "tbl-regional-events",
        report.t(
            "Regional events with participants from {place}, {year_name}",
            place=report.of_place,
            year_name=report.year_name,
        ),
        events,
        "RRS-4[event_id={event}]",
    )


def hosted(report: Report) -> Part | None:
    """The regional study tours and schools that the country hosted, and who came."""
    held, guests = report.figure("RRS-7"), report.figure("RRS-8")
    if not held.value:
        return None
    kinds = report.achievement("RRS-7").tally.parts("kind")
    named = [
        f"{label(report, 'events', 'kind', kind)} – {report.figure(f'RRS-7[kind={kind}]')}"
        for kind in categories_of(report, "events", "kind")
        if kind in kinds
    ]
    text = report.n(
        "{In_year}, {n} regional study tour or school was held {in_place} ({kinds}).",
        "{In_year}, {n} regional study tours and schools were held {in_place} ({kinds}).",
        held,
        In_year=capital(report.in_year()),
        in_place=report.in_place,
        kinds=", ".join(named),
    )
    if guests.value:
        text += " " + report.n(
            "{n} CSO representative came from other countries: {countries}.",
            "{n} CSO representatives came from other countries: {countries}.",
            guests,
            countries=_from_countries(report, report.achievement("RRS-8").tally.parts("country")),
        )
    return Text.plain(text)


def _from_countries(report: Report, parts: dict[str, float]) -> str:
    return ", ".join(
        f"{report.country_name(code)} – {report.figure(f'RRS-8[country={code}]')}"
        for code in report.programme.countries
        if code in parts
    )


def table_of_hosted(report: Report) -> Part | None:
    """The hosted regional study tours and schools, with their guests from other countries."""
    events = report.registers["events"]
    events = events[events["row"].isin(report.achievement("RRS-7").tally.rows.get("events", ()))]
    if events.empty:
        return None
    return _table(
        report,
        "tbl-hosted",
        report.t(
            "Regional study tours and schools hosted, {year_name}", year_name=report.year_name
        ),
        events,
        "RRS-8[event_id={event}]",
    )


def table_of_national(report: Report) -> Part | None:
    """Trainings and dialogues of the national and local level held in the country."""
    rows = {
        row
        for code in ("RRS-10", "RRS-11")
        for row in report.achievement(code).tally.rows.get("events", ())
    }
    events = report.registers["events"]
    events = events[events["row"].isin(rows)]
    if events.empty:
        return None
    return _table(
        report,
        "tbl-national-events",
        report.t(
            "National and local trainings and dialogues, {year_name}", year_name=report.year_name
        ),
        events,
        TAKING_PART,
    )


def national(report: Report) -> Part | None:
    """Trainings and dialogues of the year in a sentence each."""
    trainings, dialogues = report.figure("RRS-10"), report.figure("RRS-11")
    sentences = []
    if trainings.value:
        sentences.append(
            report.n(
                "{In_year}, {n} national or local training was held {in_place}.",
                "{In_year}, {n} national and local trainings were held {in_place}.",
                trainings,
                In_year=capital(report.in_year()),
                in_place=report.in_place,
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


def chart_of_trained(report: Report) -> Part | None:
    """People trained, women and men, year by year up to the report's."""
    trained = report.figure("RRS-9")
    if not trained.value:
        return None
    caption = report.n(
        "{In_year}, {n} person from {place} was trained",
        "{In_year}, {n} people from {place} were trained",
        trained,
        place=report.of_place,
        In_year=capital(report.in_year()),
    )
    values = {
        sex: [report.figure(f"{year}/RRS-9[sex={sex}]") for year in report.years]
        for sex in categories_of(report, "people", "sex")
    }
    years = [str(year) for year in report.years]
    totals = [report.figure(f"{year}/RRS-9") for year in report.years]
    return stacked(report, "fig-trained", caption, years, by_sex(report, values), totals)


def _table(report: Report, name: str, caption: str, events: pd.DataFrame, people: str) -> Table:
    """Events by date: title, kind, where, when, hours and people.

    ``people`` is the key of the people at an event, with ``{event}`` for its id.
    """
    t, code = report.t, report.language.code
    rows = [
        [
            escape(event[f"title_{code}"]),
            escape(label(report, "events", "kind", event["kind"])),
            escape(f"{event[f'place_{code}']}, {report.country_name(event['host_country'])}"),
            escape(report.language.days(event["start"].date(), event["end"].date())),
            report.figure(f"ALL/*/events[event_id={event['event_id']}].contact_hours").cell,
            report.figure(people.format(event=event["event_id"])).cell,
        ]
        for _, event in events.sort_values(["end", "event_id"]).iterrows()
    ]
    heads = [t("Event"), t("Kind"), t("Place"), t("Dates"), t("Hours"), t("Participants")]
    registers = ["events"] if people.startswith("RRS") else ["events", "attendances"]
    source = counted_from(report, *registers)
    return Table(name, caption, heads, rows, numeric=(4, 5), source=source)
