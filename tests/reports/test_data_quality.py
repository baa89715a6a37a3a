"""The data quality statement: each number in it is a figure."""

import re
from dataclasses import replace

import pytest

from rrs_data.intake.findings import Finding, Findings, Rows
from rrs_data.language.markdown import markdown, plain
from rrs_data.report.sections import method
from tests.small_registers import came, registers_of

ENGLISH = [
    (0, "2 people attended events. Recorded for everyone: age band, urban or rural."),
    (1, "Rows read: 14; used: 13; refused: 1."),
    (1, "3 warnings remained after the check: more people than seats — 2, "),
    (2, "1 participant belongs to no organization"),
    (4, "1 event began before the period and is counted by its end."),
    (4, "2 events have no attendance yet."),
]
RUSSIAN = [
    (0, "Не указано: пол — 1 (50 %)."),
    (1, "прочитано: 14; использовано: 13; отклонено: 1."),
    (2, "1 участник не относится"),
    (4, "У 2 мероприятий ещё нет записей об участии."),
]


@pytest.mark.parametrize(("language", "told"), [("en", ENGLISH), ("ru", RUSSIAN)])
def test_findings(report_of, language, told):
    """People of whom something is unknown, rows, warnings and events stand under their words."""
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
    report = report_of("KG", 2014, language, registers=registers)
    said = list(method.data_quality(report).values())
    figures = r"\[[^\[\]]*\]\{\.figure[^}]*\}"

    for criterion, sentence in told:
        assert sentence in plain(said[criterion]).replace("\u00a0", " ")
    assert [] == re.findall(r"\d", re.sub(figures, "", markdown(" ".join(said))))
