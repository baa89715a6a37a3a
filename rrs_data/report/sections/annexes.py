"""Annexes: trainings in the donor's fields, the list of events, acronyms."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from rrs_data.language.markdown import escape
from rrs_data.programme.programme import REGION
from rrs_data.report.labels import label
from rrs_data.report.parts import Part, Table
from rrs_data.report.report import Report
from rrs_data.report.sections.events import TAKING_PART
from rrs_data.report.sections.sources import counted_from


def trainings(report: Report) -> Part | None:
    """The trainings and schools held in the country, in the fields of the donor's training report.

    Subject, dates, contact hours, trainees by sex, and the cost split into instruction,
    participants and travel (USAID ADS 253: in-country and third-country training).
    """
    events = report.rows("events")
    events = events[events["kind"].isin(["training", "school"]) & events["instructors"]]
    if events.empty:
        return None
    t = report.t
    sexes = _sexes(report, events)
    rows = [
        [
            escape(event[f"title_{report.language.code}"]),
            escape(report.language.days(event["start"].date(), event["end"].date())),
            *_numbers(report, event["event_id"], sexes),
        ]
        for _, event in events.sort_values(["end", "event_id"]).iterrows()
    ]
    heads = [t("Subject"), t("Dates"), t("Hours")]
    heads += [label(report, "people", "sex", sex) for sex in sexes]
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
        source=counted_from(report, "events", "attendances"),
    )


def _numbers(report: Report, event: str, sexes: Sequence[str]) -> list[str]:
    """A training's hours, its trainees of each sex, and its costs."""
    own, number = f"events[event_id={event}]", report.language.number
    trainees = f"{REGION}/*/attendances[event_id={event}][role=participant]"
    costs = ("cost_instruction", "cost_participants", "cost_travel")
    return [
        report.figure(f"{own}.contact_hours").cell,
        *(report.figure(f"{trainees}[person.sex={sex}]").cell for sex in sexes),
        *(report.figure(f"{own}.{cost}", number).cell for cost in costs),
    ]


def _sexes(report: Report, events: pd.DataFrame) -> list[str]:
    """The sexes that occur among the trainees of some events."""
    rows = report.registers.view("attendances")
    rows = rows[rows["event_id"].isin(events["event_id"]) & (rows["role"] == "participant")]
    occurring = set(rows["person.sex"])
    return [sex for sex in ("F", "M", "unknown") if sex in occurring]


def events(report: Report) -> Part | None:
    """All events held in the country in the period, with their participants."""
    held = report.rows("events").sort_values(["end", "event_id"])
    if held.empty:
        return None
    t, code = report.t, report.language.code
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
                report.figure(TAKING_PART.format(event=event["event_id"])).cell,
            ]
            for _, event in held.iterrows()
        ],
        numeric=(5,),
        source=counted_from(report, "attendances"),
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
