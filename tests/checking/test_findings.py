"""Findings: what is said of each, in which formats they are listed, and what stops a report."""

import csv
import io
import json
import pickle
import re
from string import Formatter

import pytest

from rrs_data.intake.findings import RULES, SHOWN_CHARACTERS, Finding, Findings, Rows
from rrs_data.intake.findings.listing import FORMATS, RegisterFault
from rrs_data.language.language import Language
from rrs_data.programme.faults import SHOWN, Fault, FaultsError

EVIL = "<script>alert(1)</script> %s {0}"
FINDINGS = Findings(
    [
        Finding(
            "register-missing",
            "prizes",
            "d/prizes.csv",
            details={"title": {"en": "Prizes", "ru": "Призы"}, "columns": "prize_id"},
        ),
        Finding("type-date", "events", "d/events.csv", 3, "start", EVIL),
        Finding("type-date", "events", "d/events.csv", 14, "end", "=A(1)[b]x[/b]"),
        Finding("event-unattended", "events", "d/events.csv", 5, "event_id", "EV-004"),
    ]
)
COUNTS = {"events": Rows(1200, 2), "prizes": Rows(0)}


@pytest.mark.parametrize(
    ("value", "shown"),
    [("x" * 5000, "x" * (SHOWN_CHARACTERS - 1) + "…"), ("a\u202eb\n", "a\\u202eb\\u000a")],
)
def test_shown_value(value, shown):
    """A long value is cut, and what cannot be seen is written out."""
    finding = Finding("type-date", "events", "events.csv", 3, "start", value)

    assert f"'{shown}'" == finding.found()
    assert shown == finding.as_record()["value"]


def listing(form, language="en", findings=FINDINGS):
    return FORMATS[form](findings, COUNTS, Language(language))


def test_table():
    """The table has a block for each file, a line for each row, and the sums below.

    It is in one language: no English word but ids and values.
    """
    lines = listing("table").splitlines()
    russian = listing("table", "ru", Findings([FINDINGS[0], FINDINGS[3]]))

    assert "d/prizes.csv" == lines[0]
    assert "d/events.csv" in lines
    assert re.search(r"error +3 +start +'<script>", listing("table"))
    assert "'=A(1)[b]x[/b]'" in listing("table")
    assert ["Errors: 3. Warnings: 1.", "Rows read: 1,200; used: 1,198; refused: 2."] == lines[-2:]
    assert {"prizes", "csv", "events", "prize", "id", "EV", "event"} >= {
        *re.findall(r"[A-Za-z]{2,}", russian)
    }
    assert "Ошибок: 1. Замечаний: 1." in russian


def test_json():
    """JSON has every finding and the rows of every register."""
    content = json.loads(listing("json"))

    assert (3, 1, 4) == (content["errors"], content["warnings"], len(content["findings"]))
    assert {"read": 1200, "used": 1198, "refused": 2} == content["rows"]["events"]
    assert ("error", "type-date", 3, "start") == tuple(
        content["findings"][1][name] for name in ("severity", "rule", "row", "column")
    )


def test_csv():
    """CSV opens in a spreadsheet: a byte-order mark, and no cell that runs as a formula."""
    text = listing("csv")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))

    assert text.startswith("\ufeff")
    assert [EVIL, "'=A(1)[b]x[/b]"] == [row["value"] for row in rows[1:3]]
    assert not [cell for row in rows for cell in row.values() if cell[:1] in tuple("=+-@")]


@pytest.mark.parametrize("language", ["en", "ru"])
def test_page(language):
    """The page is one file in its language, and a value in it is nothing but text."""
    page = listing("html", language)

    assert f'<html lang="{language}">' in page
    assert "&lt;script&gt;alert(1)" in page
    assert EVIL not in page
    assert not re.search(r"""(src|href)=|url\(|@import""", page)
    assert "Nothing was found." in listing("html", findings=Findings())


def test_both_languages():
    """A rule has all its texts in both languages, each with the same fields, and no other's title.

    Titles stand in reports, whose languages they have; two rules only count.
    """
    for rule in RULES.values():
        texts = [rule[kind] for kind in ("expected", "mend", "found") if kind in rule]

        assert {"en", "ru", "fr"} == {name for name, title in rule["title"].items() if title}
        for text in texts:
            assert {"en", "ru"} == {name for name, words in text.items() if words}
            english, russian = (
                {field for _, field, _, _ in Formatter().parse(text[name]) if field}
                for name in ("en", "ru")
            )
            assert english == russian, rule
    for language in ("en", "ru", "fr"):
        titles = [rule["title"][language] for code, rule in RULES.items() if "more-" not in code]
        assert len(titles) == len(set(titles))


FAULT = Fault("people.csv, row 3", "'X'", "one of F, M", "use one of these")


def test_faults_of_registers_are_a_table():
    """Of mixed faults the plain ones come first, in full, and those of registers as one table.

    Faults can be pickled, so that they come through from another process.
    """
    lines = ["people.csv, row 3", "found:    'X'", "expected: one of F, M"]
    cells = [
        RegisterFault.of(Finding("type-date", "events", "events.csv", row, "start", "soon"))
        for row in range(2, SHOWN + 4)
    ]
    message = str(FaultsError([*cells, FAULT]))
    first, table = message.split("\n\n", 1)

    assert [*lines, "to mend:  use one of these"] == [one.strip() for one in first.splitlines()]
    assert (FAULT,) == pickle.loads(pickle.dumps(FaultsError([FAULT]))).faults  # noqa: S301
    assert str(FaultsError([FAULT] * (SHOWN + 3))).endswith("… and 3 more faults")
    assert SHOWN == table.count("'soon'")
    assert "… and 2 findings more" in table
    assert "make check" in table
