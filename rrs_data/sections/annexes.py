"""Annexes: trainings in the donor's fields, the list of events, acronyms."""

from __future__ import annotations

import pandas as pd

from rrs_data.finance import PARTICIPATING
from rrs_data.labels import label
from rrs_data.markdown import escape
from rrs_data.parts import Part, Table
from rrs_data.report import Report


def trainings(report: Report) -> Part | None:
    """The trainings and schools held in the country, in the fields of the donor's training report.

    Subject, dates, contact hours, trainees by sex, and the cost split into instruction,
    participants and travel (USAID ADS 253: in-country and third-country training).
    """
    events = report.rows("events")
    events = events[events["kind"].isin(["training", "school"]) & events["instructors"]]
    if events.empty:
        return None
    t, number = report.t, report.language.number
    sexes = _sexes(report, events)
    rows = [
        [
            escape(event[f"title_{report.language.code}"]),
            escape(report.language.days(event["start"].date(), event["end"].date())),
            number(event["contact_hours"]),
            *(number(int(sexes.loc[event["event_id"], sex])) for sex in sexes.columns),
            number(event["cost_instruction"]),
            number(event["cost_participants"]),
            number(event["cost_travel"]),
        ]
        for _, event in events.sort_values(["end", "event_id"]).iterrows()
    ]
    heads = [t("Subject"), t("Dates"), t("Hours")]
    heads += [label(report, "people", "sex", sex) for sex in sexes.columns]
    heads += [t("Instruction, USD"), t("Participants, USD"), t("Travel, USD")]
    return Table(
        "tbl-trainings",
        t(
            "Trainings and schools held {in_place}, {year_name}",
            in_place=report.in_place,
            year_name=report.year_name,
        ),
        heads,
        rows,
        numeric=range(2, len(heads)),
    )


def _sexes(report: Report, events: pd.DataFrame) -> pd.DataFrame:
    """Trainees by event (rows) and sex (columns; those that occur)."""
    rows = report.registers.view("attendances")
    rows = rows[rows["event_id"].isin(events["event_id"]) & (rows["role"] == "participant")]
    counts = pd.crosstab(rows["event_id"], rows["person.sex"])
    occurring = [sex for sex in ("F", "M", "unknown") if sex in counts.columns]
    return counts.reindex(index=events["event_id"], columns=occurring, fill_value=0)


def events(report: Report) -> Part | None:
    """All events held in the country in the period, with their participants."""
    held = report.rows("events").sort_values(["end", "event_id"])
    if held.empty:
        return None
    t, code = report.t, report.language.code
    rows = report.registers.view("attendances")
    people = rows[rows["role"].isin(PARTICIPATING)].groupby("event_id").size()
    return Table(
        "tbl-events",
        t(
            "Events held {in_place}, {year_name}",
            in_place=report.in_place,
            year_name=report.year_name,
        ),
        [t("Event"), t("Kind"), t("Level"), t("Place"), t("Dates"), t("Participants")],
        [
            [
                escape(event[f"title_{code}"]),
                escape(label(report, "events", "kind", event["kind"])),
                escape(label(report, "events", "level", event["level"])),
                escape(event[f"place_{code}"]),
                escape(report.language.days(event["start"].date(), event["end"].date())),
                report.language.number(int(people.get(event["event_id"], 0))),
            ]
            for _, event in held.iterrows()
        ],
        numeric=(5,),
    )


def acronyms(report: Report) -> Part:
    """The short forms that the report uses."""
    t, pick = report.t, report.language.pick
    programme = report.programme
    rows = [
        (pick(programme.abbreviation), pick(programme.title)),
        (t("CSO"), t("civil society organization")),
        (t("ARGO"), pick(programme.implementer)),
        ("USAID", t("United States Agency for International Development")),
        ("RRS", t("code of the programme's own indicators (from the Russian abbreviation)")),
        ("SHA-256", t("a file's fingerprint, by which a change is found")),
    ]
    return Table(
        "tbl-acronyms",
        t("Acronyms"),
        [t("Short form"), t("Meaning")],
        [[escape(short), escape(long)] for short, long in rows],
    )
