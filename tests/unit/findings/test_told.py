"""What is told of a check: for a terminal, for machines and for the people who keep registers."""

import csv
import io
import json
import re

import pytest

from rrs_data.intake.findings import Finding, Findings
from rrs_data.intake.findings.told import FIELDS, FORMS
from rrs_data.intake.rows import Rows
from rrs_data.language.language import Language

EVIL = "<script>alert(1)</script>"
FINDINGS = Findings(
    [
        Finding(
            "register-missing",
            "prizes",
            "d/prizes.csv",
            details={"title_en": "Prizes", "title_ru": "Призы", "columns": "prize_id"},
        ),
        Finding("type-date", "events", "d/events.csv", 3, "start", EVIL),
        Finding("type-date", "events", "d/events.csv", 14, "end", "=HYPERLINK(1)"),
        Finding("event-unattended", "events", "d/events.csv", 5, "event_id", "EV-004"),
    ]
)
COUNTS = {"events": Rows(1200, 2), "prizes": Rows(0)}


def told(form: str, language: str = "en", findings: Findings = FINDINGS) -> str:
    """The findings in a form."""
    return FORMS[form](findings, COUNTS, Language(language))


def test_table() -> None:
    """The table has a block for each file, a line for each row, and the sums below."""
    lines = told("table").splitlines()

    assert "d/prizes.csv" == lines[0]
    assert "d/events.csv" in lines
    assert re.search(r"error +3 +start +'<script>", told("table"))
    assert ["Errors: 3. Warnings: 1.", "Rows read: 1,200; used: 1,198; refused: 2."] == lines[-2:]


def test_table_in_russian() -> None:
    """The table is in one language: no English word but ids and values."""
    text = told("table", "ru", Findings([FINDINGS[0], FINDINGS[3]]))
    words = set(re.findall(r"[A-Za-z]{2,}", text))

    assert words <= {"prizes", "csv", "events", "prize", "id", "EV", "event"}
    assert "Ошибок: 1. Замечаний: 1." in text


@pytest.mark.parametrize("language", ["en", "ru"])
def test_json(language: str) -> None:
    """JSON has every finding and the rows of every register."""
    content = json.loads(told("json", language))

    assert (3, 1, 4) == (content["errors"], content["warnings"], len(content["findings"]))
    assert {"read": 1200, "used": 1198, "refused": 2} == content["rows"]["events"]
    assert set(FIELDS) == set(content["findings"][0])


def test_csv() -> None:
    """CSV opens in a spreadsheet: a byte-order mark, and no cell that runs as a formula."""
    text = told("csv")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))

    assert text.startswith("\ufeff")
    assert ["", "3", "14", "5"] == [row["row"] for row in rows]
    assert "'=HYPERLINK(1)" == rows[2]["value"]
    assert not [cell for row in rows for cell in row.values() if cell[:1] in tuple("=+-@")]


@pytest.mark.parametrize("language", ["en", "ru"])
def test_page(language: str) -> None:
    """The page is one file in its language, and a value in it is nothing but text."""
    page = told("html", language)

    assert f'<html lang="{language}">' in page
    assert "&lt;script&gt;alert(1)" in page
    assert EVIL not in page
    assert not re.search(r"""(src|href)=|url\(|@import""", page)
    assert 3 == page.count("<tr><td") - 1


@pytest.mark.parametrize("form", ["table", "html"])
def test_nothing(form: str) -> None:
    """That nothing was found is said."""
    assert "Nothing was found." in told(form, findings=Findings())
