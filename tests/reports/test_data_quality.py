"""The data quality statement: each number in it is a figure."""

import re
from dataclasses import replace

import pytest

from rrs_data.intake.findings import Finding, Findings, Rows
from rrs_data.language.markdown import markdown, plain
from rrs_data.report.sections import method
from tests.small_registers import came, registers_of


@pytest.fixture
def doubtful(report_of):
    """The statement, in a language, on registers of which everything has to be said."""
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
    rules = ("event-unattended", "capacity", "capacity")
    findings = Findings(Finding(rule, "events", "events.csv") for rule in rules)
    counts = registers.counts | {"people": Rows(4, 1)}
    registers = replace(registers, counts=counts, findings=findings)
    return lambda language: list(
        method.data_quality(report_of("KG", 2014, language, registers=registers)).values()
    )


@pytest.mark.parametrize(
    ("language", "criterion", "sentence"),
    [
        ("en", 0, "2 people attended events. Recorded for everyone: age band, urban or rural."),
        ("en", 1, "Rows read: 14; used: 13; refused: 1."),
        ("en", 1, "3 warnings remained after the check: more people than seats — 2, "),
        ("en", 2, "1 participant belongs to no organization"),
        ("en", 4, "1 event began before the period and is counted by its end."),
        ("en", 4, "2 events have no attendance yet."),
        ("ru", 0, "Не указано: пол — 1 (50 %)."),
        ("ru", 1, "прочитано: 14; использовано: 13; отклонено: 1."),
        ("ru", 2, "1 участник не относится"),
        ("ru", 4, "У 2 мероприятий ещё нет записей об участии."),
    ],
)
def test_findings(doubtful, language, criterion, sentence):
    """People of whom something is unknown, rows, warnings and events stand under their words."""
    assert sentence in plain(doubtful(language)[criterion]).replace("\u00a0", " ")


def test_each_number_is_a_figure(doubtful):
    """No number in the statement is without a key."""
    text = markdown(" ".join(doubtful("en")))

    assert [] == re.findall(r"\d", re.sub(r"\[[^\[\]]*\]\{\.figure[^}]*\}", "", text))
