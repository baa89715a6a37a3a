"""Explaining: what `make explain` prints, and how figures are put into words."""

import io
import json
from dataclasses import replace

import pandas as pd
import pytest

from reports.pipeline.cli import main
from rrs_data.report.explanations import explain


@pytest.fixture
def answer(capsys):
    """What the command prints on a figure of KG 2014."""

    def ask(figure, *options):
        assert 0 == main(["explain", "KG", "2014", figure, *options])
        return capsys.readouterr().out

    return ask


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["RRS-7"], ["KG/2014/RRS-7 = 3\n", "3 of 60 in the register", "EV-022, EV-030, EV-033"]),
        (["RRS-1[sex=F]", "--language=ru"], ["Часть: Пол (Участник) — женщины"]),
        (["indicators.promised", "--language=ru"], ["Что это: с целевым значением"]),
        (["programme.award.amount"], ["params/programme.yml, award.amount"]),
        (["rows.read"], ["Events — 60"]),
        (["RRS-1", "--period=Q2"], ["KG/2014-Q2/RRS-1 = 9", "Before (Q1 2014): 12"]),
        (["reconciled[agrees=true]"], ["RRS-5 (Tajikistan)"]),
        (["grants", "--rows=1"], ["  row,grant_id,organisation_id", "9,GR-008,ORG-"]),
    ],
)
def test_text(answer, asked, said):
    """The answer tells value, rule and evidence in the language asked for, and rows if asked."""
    text = answer(*asked)

    assert [] == [part for part in said if part not in text]


def test_json_has_every_row(answer):
    """Each row that was read is among the counted, or says why it is not."""
    (term,) = json.loads(answer("RRS-13", "--format=json"))["terms"]
    (register,) = term["registers"].values()

    assert [9, 12, 15, 18] == register["counted"]
    assert 25 == register["read"] == 4 + sum(one["number"] for one in register["excluded"])
    assert all(one["why"] for one in register["excluded"])


def test_csv_has_every_row(answer):
    """With rows, each that was read says whether it was counted or why not; else what is said."""
    rows = pd.read_csv(io.StringIO(answer("RRS-13", "--format=csv", "--rows=1")), dtype=str)
    words = pd.read_csv(io.StringIO(answer("RRS-13", "--format=csv")), dtype=str)

    assert ["9", "12", "15", "18"] == rows[rows["counted"] == "1"]["row"].to_list()
    assert 25 == len(rows)
    assert (rows["counted"] == "1").equals(rows["why_not"].isna())
    assert {"KG/2014/RRS-13"} == {*rows["figure"], *words["figure"]}


def test_no_ids_of_people(answer, shipped):
    """In answers and in the record people are a number; organisations have their ids."""
    records = [one.as_record() for one in shipped.achievements.values()]
    numbers = {one["indicator"] for one in records if one["evidence"]["ids"] is None}
    (term,) = json.loads(answer("RRS-1", "--format=json"))["terms"]

    assert {f"RRS-{number}" for number in (1, 2, 3, 4, 8, 9, 16, 19, 20)} == numbers
    assert {"count": 61, "ids": None} == term["evidence"]
    assert "P-" not in json.dumps(records) + answer("people", "--format=json")


@pytest.mark.parametrize("wrong", [["RRS-3[colour=red]"], ["RRS-3", "--format=pdf"]])
def test_what_cannot_be_explained(wrong, capsys):
    """The command tells what is wrong, and ends with 2."""
    assert 2 == main(["explain", "KG", "2014", *wrong])
    assert "Nothing was explained" in capsys.readouterr().err


def test_every_sheet_has_words(shipped):
    """Every condition of every sheet is told in words, without a code of a register."""
    for sheet in shipped.indicators.sheets.values():
        explanation = explain(shipped, *shipped.key(sheet.code).terms)
        fields = dict(explanation.fields)

        assert "_" not in fields["Filter"] + fields["In short"], sheet.code


def test_breakdown_of_a_share(report_of):
    """A share is broken down as “10 of 12 (83%)”, in the annex and in the record alike."""
    sheets = dict(report_of().indicators.sheets)
    sheets["RRS-16"] = replace(sheets["RRS-16"], by=("sex",))
    report = report_of("KG", 2014, indicators=replace(report_of().indicators, sheets=sheets))
    explanation = explain(report, *report.key("RRS-16").terms)
    (_, women), *_ = [one for one in explanation.fields if one[0].startswith("By ")]
    record = report.achievements["RRS-16"].as_record()["breakdown"]

    assert "women — 36 of 36 (100%), men — 0 of 24 (0%)" == women
    assert {"by": "sex", "category": "M", "value": 0, "numerator": 0, "denominator": 24} in record
