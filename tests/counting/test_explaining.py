"""Explaining: what `make explain` prints, and how figures are put into words."""

import csv
import io
import json
from dataclasses import replace

import pytest

from reports.pipeline.cli import main
from reports.pipeline.register_commands import answer
from rrs_data.report.explanations import explain

OPTIONS = ("period", "language", "format", "rows", "registers", "params", "notebook", "output")


def question(country="", year="", figure="", **given):
    """What was asked, as it was typed."""
    asked = {"country": country, "year": year, "figure": figure}
    return {**dict.fromkeys(OPTIONS, ""), **asked, **given}


@pytest.mark.parametrize(
    ("figure", "given", "said"),
    [
        ("RRS-7", {}, ["KG/2014/RRS-7 = 3\n", "3 of 60 in the register", "EV-022, EV-030, EV-033"]),
        ("RRS-1[sex=F]", {"language": "ru"}, ["Часть: Пол (Участник) — женщины"]),
        ("indicators.promised", {"language": "ru"}, ["Что это: с целевым значением"]),
        ("programme.award.amount", {}, ["params/programme.yml, award.amount"]),
        ("rows.read", {}, ["Events — 60"]),
        ("reconciled[agrees=true]", {}, ["RRS-5 (Tajikistan)"]),
        ("grants", {"rows": "1"}, ["  row,grant_id,organisation_id", "9,GR-008,ORG-"]),
    ],
)
def test_text(figure, given, said):
    """The answer tells the value, the rule, the rows and the evidence, in the language asked for.

    With ROWS=1 the counted rows follow, as they stand in the register.
    """
    text = answer(question("KG", "2014", figure, **given))

    assert [] == [part for part in said if part not in text]


def test_csv_has_every_row():
    """As CSV with rows, each row that was read says whether it was counted, or why not."""
    text = answer(question("KG", "2014", "RRS-13", format="csv", rows="1"))
    rows = list(csv.DictReader(io.StringIO(text)))

    assert 25 == len(rows)
    assert ["9", "12", "15", "18"] == [row["row"] for row in rows if row["counted"] == "1"]
    assert all(row["why_not"] for row in rows if row["counted"] == "0")
    words = answer(question("KG", "2014", "RRS-13", format="csv"))
    assert {"KG/2014/RRS-13"} == {row["figure"] for row in csv.DictReader(io.StringIO(words))}


def test_json_holds_no_ids_of_people():
    """People are a number; organisations have their ids."""
    people = json.loads(answer(question("KG", "2014", "RRS-1", format="json")))
    organisations = json.loads(answer(question("KG", "2014", "RRS-5", format="json")))

    assert {"count": 61, "ids": None} == people["terms"][0]["evidence"]
    assert 6 == len(organisations["terms"][0]["evidence"]["ids"])
    assert "P-" not in answer(question("KG", "2014", "people", format="json"))


def test_the_command(capsys):
    """The command prints the answer and ends with 0, or tells what is wrong and ends with 2."""
    assert 0 == main(["explain", "KG", "2014", "RRS-3"])
    assert "= 90" in capsys.readouterr().out
    assert 2 == main(["explain", "KG", "2014", "RRS-3[colour=red]"])
    assert "Nothing was explained" in capsys.readouterr().err
    assert 2 == main(["explain", "KG", "2014", "RRS-3", "--format", "pdf"])
    assert "FORMAT" in capsys.readouterr().err


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
