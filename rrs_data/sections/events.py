"""Events: where the country's people took part, what the country hosted, whom its CSOs met."""

from __future__ import annotations

import pandas as pd

from rrs_data.labels import categories_of, label
from rrs_data.markdown import escape
from rrs_data.parts import Part, Table, Text
from rrs_data.report import Report, capital
from rrs_data.sections.figures import by_sex, ranked, stacked

KIND = "event.kind"


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
    values = [parts[kind] for kind in kinds]
    share = report.language.percent(values[0] / sum(values))
    caption = report.t(
        "Attendances at regional events by kind {in_year}: “{kind}” leads with {share}",
        in_year=report.in_year(),
        kind=names[0].lower(),
        share=share,
    )
    return ranked(report, "fig-event-kinds", caption, names, values)


def table_of_regional(report: Report) -> Part | None:
    """The regional events of the year in which the country's CSOs took part."""
    rows = report.registers.view("attendances")
    keys = set(report.achievement("RRS-4").tally.rows.get("attendances", ()))
    attended = rows[rows["row"].isin(keys)].groupby("event_id").size()
    events = report.registers["events"]
    events = events[events["event_id"].isin(attended.index)]
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
        attended,
    )


def hosted(report: Report) -> Part | None:
    """The regional study tours and schools that the country hosted, and who came."""
    achievement, guests = report.achievement("RRS-7"), report.achievement("RRS-8")
    if not achievement.actual:
        return None
    kinds = achievement.tally.parts("kind")
    named = [
        f"{label(report, 'events', 'kind', kind)} – {report.language.number(kinds[kind])}"
        for kind in categories_of(report, "events", "kind")
        if kind in kinds
    ]
    text = report.n(
        "{In_year}, {n} regional study tour or school was held {in_place} ({kinds}).",
        "{In_year}, {n} regional study tours and schools were held {in_place} ({kinds}).",
        achievement.actual,
        In_year=capital(report.in_year()),
        in_place=report.in_place,
        kinds=", ".join(named),
    )
    if guests.actual:
        text += " " + report.n(
            "{n} CSO representative came from other countries: {countries}.",
            "{n} CSO representatives came from other countries: {countries}.",
            guests.actual,
            countries=_from_countries(report, guests.tally.parts("country")),
        )
    return Text.plain(text)


def _from_countries(report: Report, parts: dict[str, float]) -> str:
    return ", ".join(
        f"{report.country_name(code)} – {report.language.number(parts[code])}"
        for code in report.programme.countries
        if code in parts
    )


def table_of_hosted(report: Report) -> Part | None:
    """The hosted regional study tours and schools, with their guests from other countries."""
    tally = report.achievement("RRS-8").tally
    events = report.registers["events"]
    events = events[events["row"].isin(report.achievement("RRS-7").tally.rows.get("events", ()))]
    if events.empty:
        return None
    attendances = report.registers["attendances"]
    rows = attendances[attendances["row"].isin(tally.rows.get("attendances", ()))]
    return _table(
        report,
        "tbl-hosted",
        report.t(
            "Regional study tours and schools hosted, {year_name}", year_name=report.year_name
        ),
        events,
        rows.groupby("event_id").size(),
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
    attendances = report.registers["attendances"]
    counted = attendances[attendances["role"].isin(["participant", "speaker"])]
    return _table(
        report,
        "tbl-national-events",
        report.t(
            "National and local trainings and dialogues, {year_name}", year_name=report.year_name
        ),
        events,
        counted.groupby("event_id").size(),
    )


def national(report: Report) -> Part | None:
    """Trainings and dialogues of the year in a sentence each."""
    trainings, dialogues = report.achievement("RRS-10").actual, report.achievement("RRS-11").actual
    sentences = []
    if trainings:
        sentences.append(
            report.n(
                "{In_year}, {n} national or local training was held {in_place}.",
                "{In_year}, {n} national and local trainings were held {in_place}.",
                trainings,
                In_year=capital(report.in_year()),
                in_place=report.in_place,
            )
        )
    if dialogues:
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
    tallies = [
        report.evaluator.tally("RRS-9", report.country, report.programme.period(year)).parts("sex")
        for year in report.years
    ]
    trained = report.achievement("RRS-9").actual
    if not trained:
        return None
    caption = report.n(
        "{In_year}, {n} person from {place} was trained",
        "{In_year}, {n} people from {place} were trained",
        trained,
        place=report.of_place,
        In_year=capital(report.in_year()),
    )
    values = {
        sex: [tally.get(sex, 0.0) for tally in tallies]
        for sex in categories_of(report, "people", "sex")
    }
    years = [str(year) for year in report.years]
    return stacked(report, "fig-trained", caption, years, by_sex(report, values))


def _table(
    report: Report, name: str, caption: str, events: pd.DataFrame, people: pd.Series
) -> Table:
    """Events by date: title, kind, where, when, hours and people."""
    t, code = report.t, report.language.code
    rows = [
        [
            escape(event[f"title_{code}"]),
            escape(label(report, "events", "kind", event["kind"])),
            escape(f"{event[f'place_{code}']}, {report.country_name(event['host_country'])}"),
            escape(report.language.days(event["start"].date(), event["end"].date())),
            report.language.number(event["contact_hours"]),
            report.language.number(people.get(event["event_id"], 0)),
        ]
        for _, event in events.sort_values(["end", "event_id"]).iterrows()
    ]
    heads = [t("Event"), t("Kind"), t("Place"), t("Dates"), t("Hours"), t("Participants")]
    return Table(name, caption, heads, rows, numeric=(4, 5))
