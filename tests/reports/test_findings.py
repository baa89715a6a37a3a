"""What charts, money and the data quality statement say: findings that hold, in words."""

import re
from dataclasses import replace

import pandas as pd
import pytest

from rrs_data import bars
from rrs_data.charts.bars import drawn_from
from rrs_data.intake.findings import Finding, Findings, Rows
from rrs_data.language.markdown import markdown, plain
from rrs_data.report.desk import put_on_desk
from rrs_data.report.sections import charting, method, money
from rrs_data.report.tabular import in_words
from rrs_data.report.tracking_workbook import TrackingWorkbook
from tests.reports.sentences import plain as without_marks
from tests.reports.whole import outputs_of, words_of
from tests.small_registers import came, registers_of

LINES = [
    {"budget_line": "personnel", "approved": "59130", "spent": "59222"},
    {"budget_line": "events", "approved": "40000", "spent": "39990"},
    {"budget_line": "grants", "approved": "5000", "spent": "0"},
]


def test_what_was_spent_of_each_budget_line(report_of):
    """Table, chart and workbook say it; 59,222 of 59,130 are 100.2%, and remain as a minus."""
    report = report_of("KG", 2014, "en", registers=registers_of(finance=LINES))
    labelled = {one[1].get("label"): one for one in outputs_of(report)}
    table, told = (without_marks(words_of(labelled[f"{kind}-finance"])) for kind in ("tbl", "fig"))
    rows = TrackingWorkbook(report).bundle()[0]["application/json"]["sheets"][4][1][0]["rows"]

    assert {"100.2%", "99.98%"} <= set(re.findall(r"\d+\.\d+%", table))
    assert ["percent1", "percent2", "percent"] == [row[3][1] for row in rows]
    assert "Personnel — $59,130: spent — $59,222, remaining — −$92" in told
    assert "events — $40,000: spent — $39,990, remaining — $10" in told
    assert "grants — $5,000: remaining — $5,000" in told


def test_award_and_budget_are_reconciled(report_of):
    """One paragraph has the award, the budget of the whole programme, and why they differ."""
    for country, whose in {"KG": "$150,400 of it is for Kyrgyzstan", "ALL": "in all "}.items():
        report = report_of(country, 2014, "en")
        text = without_marks(money.award(report).markdown)
        note = report.programme.award.note["en"]

        for part in ("$150,400 (published amount)", "$656,120", whose, note):
            assert part in text


def test_captions_and_alternative_texts_name_targets(report_of):
    """What was reached stands beside the target and the year before, for who sees or hears it."""
    report = report_of("KG", 2014, "en")
    keys = {"": "{period}/{participants}", "target": "{period}/{participants}.target"}
    put_on_desk(report)
    chart = drawn_from(bars(charting.by_period(report, keys)))

    assert "38 were trained; up from 30 (2013); target: 50" == plain(
        charting.compared(report, "people_trained", "38 were trained")
    )
    assert "People. 2013 (target 39) — 40, 2014 (target 60) — 61." == plain(
        in_words(report, "People", chart)
    )


def test_a_chart_of_one_value_is_a_sentence(report_of):
    """Nothing is lost where there is too little to draw; of nothing there is no word."""
    registers = registers_of(
        organisations=[{}], grants=[{"organisation_id": "ORG-001", "amount": "3000.00"}]
    )
    outputs = outputs_of(report_of("KG", 2014, "en", registers=registers))
    texts = [without_marks(words_of(one)) for one in outputs if one[1]["role"] == "text"]

    assert "fig-grants" not in [what.get("label") for _, what in outputs]
    assert [one for one in texts if "by purpose" in one and "$3,000" in one]
    assert drawn_from(bars(pd.Series([0, 0]))).marks == 0


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
def test_data_quality(report_of, language, told):
    """What is unknown, refused, warned of or missing stands under its criterion, as figures."""
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


def test_a_long_table_of_grants_keeps_its_sum(report_of):
    """What is left out are rows, not their sum below them, and the table says how many."""
    grants = [{"organisation_id": "ORG-001", "amount": "30.00"} for _ in range(250)]
    report = report_of("KG", 2014, "en", registers=registers_of(organisations=[{}], grants=grants))
    table = next(one for one in outputs_of(report) if one[1].get("label") == "tbl-grants")

    assert "$7,500" in without_marks(words_of(table)).splitlines()[201]
    assert "51 more rows are left out" in without_marks(table[1]["marked"])
