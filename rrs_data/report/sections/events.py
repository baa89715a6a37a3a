"""Events: where the country's people took part, what it hosted, whom it trained; the annexes."""

from collections.abc import Callable

import pandas as pd

from rrs_data.language.markdown import escape
from rrs_data.programme.programme import REGION
from rrs_data.report.elements import Element, Text
from rrs_data.report.report import Report, capital
from rrs_data.report.sections.charting import Write, by_sex, counted_from, listing, ranked, stacked

KIND = "event.kind"
BY_DATE = ["end", "event_id"]

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
        kind=names[0].lower(),
        share=share,
    )
    return ranked(report, "fig-event-kinds", caption, names, figures)


def table_of_regional(report: Report) -> Element | None:
    """The regional events of the year in which the country's CSOs took part."""
    attended = report.evidence("attendances", register="attendances")["event_id"]
    events = report.registers["events"]
    events = events[events["event_id"].isin(attended)]
    caption = report.t("Regional events with participants from {area}, {year_name}")
    people = f"{report.role('attendances')}[event_id={{event}}]"
    return _table(report, "tbl-regional-events", caption, events, people)


def hosted(report: Report) -> Element | None:
    """The regional study tours and schools that the country hosted, and who came."""
    kinds = report.breakdown("events_hosted", "kind")
    held = report.mention(
        "{In_year}, {n} regional study tour or school was held {in_area} ({kinds}).",
        "{In_year}, {n} regional study tours and schools were held {in_area} ({kinds}).",
        report.actual("events_hosted"),
        kinds=", ".join(
            f"{report.label('events', 'kind', kind)} – "
            f"{report.actual('events_hosted', f'[kind={kind}]').marked}"
            for kind in report.values("events", "kind")
            if kind in kinds
        ),
    )
    return Text.plain(*held, *_guests(report)) if held else None


def _guests(report: Report) -> list[str]:
    countries = report.breakdown("guests", "country")
    return report.mention(
        "{n} CSO representative came from other countries: {countries}.",
        "{n} CSO representatives came from other countries: {countries}.",
        report.actual("guests"),
        countries=", ".join(
            f"{report.country_name(code)} – {report.actual('guests', f'[country={code}]').marked}"
            for code in report.programme.countries
            if code in countries
        ),
    )


def table_of_hosted(report: Report) -> Element | None:
    """The hosted regional study tours and schools, with their guests from other countries."""
    caption = report.t("Regional study tours and schools hosted, {year_name}")
    guests = report.role("guests")
    people = f"{guests}[event_id={{event}}]" if guests else TAKING_PART
    return _table(report, "tbl-hosted", caption, _counted(report, "events_hosted"), people)


def table_of_national(report: Report) -> Element | None:
    """Trainings and dialogues of the national and local level held in the country."""
    caption = report.t("National and local trainings and dialogues, {year_name}")
    events = _counted(report, "trainings", "dialogues")
    return _table(report, "tbl-national-events", caption, events, TAKING_PART)


def national(report: Report) -> Element | None:
    """Trainings and dialogues of the year in a sentence each."""
    sentences = [
        *report.mention(
            "{In_year}, {n} national or local training was held {in_area}.",
            "{In_year}, {n} national and local trainings were held {in_area}.",
            report.actual("trainings"),
        ),
        *report.mention(
            "CSOs and public bodies met at {n} dialogue event.",
            "CSOs and public bodies met at {n} dialogue events.",
            report.actual("dialogues"),
        ),
    ]
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
    rows = [report.evidence(role, register="events") for role in roles]
    return events[events["event_id"].isin(pd.concat(rows)["event_id"])]


def _table(
    report: Report, name: str, caption: str, events: pd.DataFrame, people: str
) -> Element | None:
    """Events by date: title, kind, where, when, hours and people.

    ``people`` is the key of the people at an event, with ``{event}`` for its id.
    """
    t, code = report.t, report.language.code
    columns: dict[str, Write] = {
        **_title_and_kind(report),
        t("Place"): lambda event: escape(
            f"{event[f'place_{code}']}, {report.country_name(event['host_country'])}"
        ),
        **_dates(report),
        t("Hours"): _figure(report, f"{REGION}/*/events[event_id={{event}}].contact_hours"),
        t("Participants"): _figure(report, people),
    }
    events = events.sort_values(BY_DATE)
    source = counted_from(report, "events", *(["attendances"] if people == TAKING_PART else []))
    return listing(report, name, caption, events, columns, register="events", source=source)


def _title_and_kind(report: Report) -> dict[str, Write]:
    return {
        report.t("Event"): lambda event: escape(event[f"title_{report.language.code}"]),
        report.t("Kind"): lambda event: escape(report.label("events", "kind", event["kind"])),
    }


def _dates(report: Report) -> dict[str, Write]:
    days = report.language.days
    return {report.t("Dates"): lambda one: escape(days(one["start"].date(), one["end"].date()))}


def _figure(report: Report, key: str, write: Callable[[float], str] | None = None) -> Write:
    """A column of figures, by their key with ``{event}`` for the event's id."""
    return lambda event: report.figure(key.format(event=event["event_id"]), write).cell


def table_of_all(report: Report) -> Element | None:
    """All events held in the country in the period, with their participants."""
    t, code = report.t, report.language.code
    columns: dict[str, Write] = {
        **_title_and_kind(report),
        t("Level"): lambda event: escape(report.label("events", "level", event["level"])),
        t("Place"): lambda event: escape(event[f"place_{code}"]),
        **_dates(report),
        t("Participants"): _figure(report, TAKING_PART),
    }
    caption, source = t("Events held {in_area}, {year_name}"), counted_from(report, "attendances")
    events = report.rows("events").sort_values(BY_DATE)
    return listing(report, "tbl-events", caption, events, columns, register="events", source=source)


def table_of_trainings(report: Report) -> Element | None:
    """The trainings and schools held in the country, in the fields of the donor's training report.

    Subject, dates, contact hours, trainees by sex, and the cost split into instruction,
    participants and travel (USAID ADS 253: in-country and third-country training).
    """
    events = report.rows("events").sort_values(BY_DATE)
    events = events[events["kind"].isin(["training", "school"]) & events["instructors"]]
    t, number, own = report.t, report.language.number, "events[event_id={event}]"
    people = f"{REGION}/*/attendances[event_id={{event}}][role=participant]"
    columns: dict[str, Write] = {
        t("Subject"): lambda event: escape(event[f"title_{report.language.code}"]),
        **_dates(report),
        t("Hours"): _figure(report, f"{own}.contact_hours"),
        **{
            report.label("people", "sex", sex): _figure(report, f"{people}[person.sex={sex}]")
            for sex in _sexes(report, events)
        },
        t("Instruction, USD"): _figure(report, f"{own}.cost_instruction", number),
        t("Participants, USD"): _figure(report, f"{own}.cost_participants", number),
        t("Travel, USD"): _figure(report, f"{own}.cost_travel", number),
    }
    caption = t("Trainings and schools held {in_area}, {year_name}")
    source = counted_from(report, "events", "attendances")
    return listing(
        report, "tbl-trainings", caption, events, columns, register="events", source=source
    )


def _sexes(report: Report, events: pd.DataFrame) -> list[str]:
    """The sexes that occur among the trainees of some events."""
    rows = report.registers.columns("attendances", ["event_id", "role", "person.sex"])
    rows = rows[rows["event_id"].isin(events["event_id"]) & (rows["role"] == "participant")]
    occurring = set(rows["person.sex"])
    return [sex for sex in report.values("people", "sex") if sex in occurring]
