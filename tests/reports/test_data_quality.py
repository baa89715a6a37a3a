"""The data quality statement: each number in it is a figure, and what is nothing is not told."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from rrs_data import Report
from rrs_data.intake.findings import Finding, Rows
from rrs_data.language.marks import MARK
from rrs_data.report.sections import method
from tests.small_registers import came, registers_of

DOUBTS = (
    Finding("event-unattended", "events", "events.csv"),
    Finding("capacity", "events", "events.csv"),
    Finding("capacity", "events", "events.csv"),
)


@pytest.fixture
def doubtful(report_of: Callable[..., Report]) -> Callable[[str], Report]:
    """A report, in a language, from registers of which everything has to be told."""
    registers = registers_of(
        organisations=[{}, {"country": "KZ"}],
        people=[
            {"sex": "unknown"},
            {"organisation_id": ""},
            {"country": "KZ", "organisation_id": "ORG-002"},
        ],
        events=[{"start": "2013-09-30", "end": "2013-10-01"}, {}, {"start": "2013-10-01"}, {}],
        attendances=came((1, 1), (1, 2), (3, 3), (3, 1)),
    )
    registers = replace(
        registers,
        counts=registers.counts | {"people": Rows(4, 1)},
        warnings=DOUBTS,
    )
    return lambda language: report_of("KG", 2014, language, registers=registers)


def told(report: Report) -> list[str]:
    """The findings of the table, as a reader reads them."""
    text = method.data_quality(report).bundle()[0]["text/markdown"]
    plain = re.sub(r"\[([^\[\]]*)\]\{[^}]*\}", r"\1", text).replace("\\", "")
    return [line.split(" | ")[1].removesuffix(" |") for line in plain.splitlines()[2:]]


@pytest.mark.parametrize(
    ("language", "place", "sentence"),
    [
        ("en", 0, "Of 2 people who attended, not recorded: sex – 1 (50.0%), age band – nobody"),
        ("en", 1, "Rows read: 14; used: 13; refused: 1."),
        ("en", 1, "3 warnings were let through: more people than seats – 2, "),
        ("en", 2, "1 participant belongs to no organization"),
        ("en", 4, "1 event began before the period and is counted by its end."),
        ("en", 4, "2 events have no attendance yet."),
        ("ru", 0, "Из 2 участников не указано: пол – 1 (50,0 %)"),
        ("ru", 1, "прочитано: 14; использовано: 13; отклонено: 1."),
        ("ru", 2, "1 участник не относится"),
        ("ru", 4, "У 2 мероприятий ещё нет записей об участии."),
    ],
)
def test_what_is_told(
    doubtful: Callable[[str], Report], language: str, place: int, sentence: str
) -> None:
    """People of whom something is unknown, rows, warnings and events stand under their words."""
    assert sentence in told(doubtful(language))[place].replace("\u00a0", " ")


def test_each_number_is_a_figure(doubtful: Callable[[str], Report]) -> None:
    """No number stands in the table that has no key."""
    table = method.data_quality(doubtful("en"))
    words = re.sub(r"\[[^\[\]]*\]\{\.figure[^}]*\}", "", table.bundle()[0]["text/markdown"])

    assert "" == "".join(re.findall(r"\d", words))


@pytest.mark.parametrize("country", ["KG", "ALL"])
def test_figures(doubtful: Callable[[str], Report], country: str) -> None:
    """The figures' keys say what was counted, in a country's report and in that of the region."""
    report = replace(doubtful("en"), country=country)
    method.data_quality(report)
    scope = f"{country}/2014/"
    attended = (
        "ALL/2014/attendances"
        if country == "ALL"
        else "ALL/2014/attendances[event.host_country=KG]"
    )

    assert 1.0 == report.ledger[f"{scope}events[start=..2013-09-30]"]
    assert 2.0 == report.ledger[f"{scope}events - {attended}.event_id"]
    assert 1.0 == report.ledger[f"{scope}attendances[person.organisation_id=].person_id"]
    assert 2.0 == report.ledger[f"{scope}warnings[rule=capacity]"]


def test_nothing_is_told_of_nothing(report_of: Callable[..., Report]) -> None:
    """Where nobody came, no event was crossed and nothing was published, no number is told."""
    report = report_of("KG", 2013, registers=registers_of(events=[]))
    text = method.data_quality(report).bundle()[0]["text/markdown"]

    assert "Nobody attended" in text
    assert ["rows.read", "rows.used", "rows.refused"] == re.findall(r'register="([^"]*)"', text)


def test_the_threshold_is_a_figure(shipped: Report) -> None:
    """What was assumed names the threshold by its key."""
    text = method.caveats(shipped).bundle()[0]["text/markdown"]

    assert 'register="programme.deviation_threshold"' in text
    assert not MARK.search(text)
