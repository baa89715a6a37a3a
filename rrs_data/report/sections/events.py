"""Events: where the country's people took part, what it hosted, whom it trained; the annexes."""

import pandas as pd

from rrs_data.programme.programme import REGION
from rrs_data.report.elements import Element, Text
from rrs_data.report.phrases import capital
from rrs_data.report.report import Report
from rrs_data.report.sections.charting import Write, by_period, first_of, listing

EVENT = "events[event_id={event_id}]"
"""The key of an event."""

TAKING_PART = f"{REGION}/*/attendances[event_id={{event_id}}][role=participant,speaker]"
"""The key of all who took part in or spoke at an event, wherever they came from."""

BY_DATE = ["end", "event_id"]
"""By what events are sorted."""


def caption_of_kinds(report: Report, kinds: pd.Series) -> str:
    """Which kind of event leads, and with what share."""
    code, first = report.role("attendances"), first_of(kinds)
    if not first:
        return report.t("Attendances at regional events by kind {in_period}")
    kind, figure = first
    return report.t(
        "Attendances at regional events by kind {in_period}: “{kind}” leads with {share}",
        kind=report.label("events", "kind", str(kind)),
        share=report.figure(f"{figure.key} / {code}"),
    )


def hosted(report: Report) -> Element | None:
    """The regional study tours and schools that the country hosted, and who came."""
    kinds = report.breakdown("events_hosted", "kind")
    held = report.mention(
        "{In_period}, {n} regional study tour or school was held {in_area} ({kinds}).",
        "{In_period}, {n} regional study tours and schools were held {in_area} ({kinds}).",
        report.actual("events_hosted"),
        kinds=", ".join(
            f"{report.label('events', 'kind', str(kind))} – {number.marked}"
            for kind, number in kinds.items()
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
            f"{report.country_name(code)} – {countries[code].marked}"
            for code in report.programme.countries
            if code in countries
        ),
    )


def trained(report: Report) -> pd.DataFrame:
    """People trained by period up to the report's: women, men, those of unknown sex, and all."""
    code = "{period}/{people_trained}"
    keys = {sex: f"{code}[sex={sex}]" for sex in report.values("people", "sex")} | {"all": code}
    people = by_period(report, keys).rename_axis(columns="sex")
    return people.loc[:, (people.astype(float) > 0).any()]


def table(report: Report, events: pd.DataFrame, people: str = "") -> pd.DataFrame:
    """Events by date in words: title, kind, where, when, hours and people.

    ``people`` is the role of the indicator whose people are meant; without one all who took part.
    """
    t, code, role = report.t, report.language.code, report.role(people)
    columns: dict[str, str | Write] = {
        t("Event"): f"title_{code}",
        t("Kind"): "kind",
        t("Place"): lambda event: (
            f"{event[f'place_{code}']}, {report.country_name(event['host_country'])}"
        ),
        t("Dates"): dates(report),
        t("Hours"): f"{REGION}/*/{EVENT}.contact_hours",
        t("Participants"): f"{role}[event_id={{event_id}}]" if role else TAKING_PART,
    }
    return listing(events.sort_values(BY_DATE), columns)


def trainings(report: Report, events: pd.DataFrame) -> pd.DataFrame:
    """Trainings by date in words, in the fields of the donor's training report.

    Subject, dates, contact hours, trainees by sex, and the cost split into instruction,
    participants and travel (ADS 253: in-country and third-country training).
    """
    t = report.t
    rows = report.rows("attendances", "event_id", "role", "person.sex", whole=True)
    rows = rows[rows["event_id"].isin(events["event_id"]) & (rows["role"] == "participant")]
    trainees = f"{REGION}/*/attendances[event_id={{event_id}}][role=participant]"
    columns: dict[str, str | Write] = {
        t("Subject"): f"title_{report.language.code}",
        t("Dates"): dates(report),
        t("Hours"): f"{EVENT}.contact_hours",
        **{
            capital(report.label("people", "sex", sex)): f"{trainees}[person.sex={sex}]"
            for sex in report.values("people", "sex")
            if sex in set(rows["person.sex"])
        },
        t("Instruction, {currency}"): _cost(report, "instruction"),
        t("Participants, {currency}"): _cost(report, "participants"),
        t("Travel, {currency}"): _cost(report, "travel"),
    }
    return listing(events.sort_values(BY_DATE), columns)


def dates(report: Report) -> Write:
    """A column of the days that an event took."""
    days = report.language.days
    return lambda event: days(event["start"].date(), event["end"].date())


def _cost(report: Report, of: str) -> Write:
    """A column of costs without the currency, which its head names."""
    key, number = f"{EVENT}.cost_{of}", report.language.number
    return lambda event: report.figure(key.format_map(event), number)
