"""Annexes: trainings in the donor's fields, and the list of events."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from rrs_data.language.markdown import escape
from rrs_data.programme.programme import REGION
from rrs_data.report.elements import Element, Table
from rrs_data.report.report import Report
from rrs_data.report.sections.charting import counted_from, shortened
from rrs_data.report.sections.events import TAKING_PART


def trainings(report: Report) -> Element | None:
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
    source = counted_from(report, "events", "attendances")
    events, source = shortened(report, "events", events.sort_values(["end", "event_id"]), source)
    rows = [
        [
            escape(event[f"title_{report.language.code}"]),
            escape(report.language.days(event["start"].date(), event["end"].date())),
            *_numbers(report, event["event_id"], sexes),
        ]
        for event in events.to_dict("records")
    ]
    heads = [t("Subject"), t("Dates"), t("Hours")]
    heads += [report.label("people", "sex", sex) for sex in sexes]
    heads += [t("Instruction, USD"), t("Participants, USD"), t("Travel, USD")]
    return Table(
        "tbl-trainings",
        t(
            "Trainings and schools held {in_area}, {year_name}",
            in_area=report.in_area,
            year_name=report.year_name,
        ),
        heads,
        rows,
        numeric=range(2, len(heads)),
        source=source,
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
    rows = report.registers.columns("attendances", ["event_id", "role", "person.sex"])
    rows = rows[rows["event_id"].isin(events["event_id"]) & (rows["role"] == "participant")]
    occurring = set(rows["person.sex"])
    return [sex for sex in report.values("people", "sex") if sex in occurring]


def events(report: Report) -> Element | None:
    """All events held in the country in the period, with their participants."""
    held = report.rows("events").sort_values(["end", "event_id"])
    if held.empty:
        return None
    t, code = report.t, report.language.code
    held, source = shortened(report, "events", held, counted_from(report, "attendances"))
    return Table(
        "tbl-events",
        t(
            "Events held {in_area}, {year_name}",
            in_area=report.in_area,
            year_name=report.year_name,
        ),
        [t("Event"), t("Kind"), t("Level"), t("Place"), t("Dates"), t("Participants")],
        [
            [
                escape(event[f"title_{code}"]),
                escape(report.label("events", "kind", event["kind"])),
                escape(report.label("events", "level", event["level"])),
                escape(event[f"place_{code}"]),
                escape(report.language.days(event["start"].date(), event["end"].date())),
                report.figure(TAKING_PART.format(event=event["event_id"])).cell,
            ]
            for event in held.to_dict("records")
        ],
        numeric=(5,),
        source=source,
    )
