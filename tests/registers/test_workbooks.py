"""Workbooks: what a person does not see in a sheet is reported, and no workbook is trusted."""

import io
import re
import zipfile
from datetime import date, datetime, time

import pytest

from rrs_data.intake.source import take_in
from tests.small_files import (
    HEADER,
    PRIZE,
    SCHEMA,
    changed,
    read,
    rewritten,
    rows,
    taken,
    told,
    workbook,
)


@pytest.fixture
def file(tmp_path):
    return tmp_path / "prizes.xlsx"


def test_cells_are_read_with_the_rows_that_the_spreadsheet_shows(file):
    """Blank rows keep their number; a register need not begin in the first column or row."""
    indented = [[], ["Реестр призов"], ["", "", *HEADER], ["", "", *PRIZE], [], ["", "", *PRIZE]]
    raw = read(file, workbook({"prizes": [HEADER, PRIZE, [], PRIZE]}))
    below = read(file, workbook({"prizes": indented}))

    assert [(2, PRIZE), (4, PRIZE)] == rows(raw)
    assert () == raw.findings
    assert [(4, PRIZE), (6, PRIZE)] == rows(below)
    assert [("header-below", 3)] == told(below.findings)


def test_values_of_excel_are_plain_text(tmp_path):
    """Days are ISO, numbers have no binary dust."""
    header = list(SCHEMA.registers["events"].column)

    def write(book, sheets):
        sheet = sheets["events"]
        day = book.add_format({"num_format": "dd.mm.yyyy"})
        sheet.write_datetime("A2", date(2014, 9, 30), day)
        sheet.write_datetime("B2", datetime(2014, 9, 30, 12, 5), day)  # noqa: DTZ001
        sheet.write_datetime("C2", time(9, 30), book.add_format({"num_format": "hh:mm"}))
        sheet.write_number("D2", 1.5, book.add_format({"num_format": "[h]:mm"}))
        sheet.write_row("E2", [1104.55, 2014.0, True, 0.1 + 0.2, "ключ"])

    (tmp_path / "events.xlsx").write_bytes(workbook({"events": [header]}, write))
    [(_, row)] = rows(take_in(tmp_path, SCHEMA).raws["events"])
    plain = ["2014-09-30", "2014-09-30T12:05:00", "09:30:00", "36:00", "1104.55", "2014", "true"]

    assert [*plain, "0.3", "ключ"] == row[:9]


@pytest.mark.parametrize(
    ("shown", "text"),
    [
        ("[$€-407] #,##0.00", "1250.5 €"),
        ('"USD" #,##0', "1250.5 USD"),
        ("_-* #,##0.00 ₽_-;-* #,##0.00 ₽_-", "1250.5 ₽"),
        ('#,##0\\ "сомов"', "1250.5 сомов"),
        ("0%", "125050%"),
        ("#,##0.00", "1250.5"),
        ('0" чел."', "1250.5"),
        ("dd.mm.yyyy", "1903-06-03T12:00:00"),
    ],
)
def test_a_number_is_read_with_the_currency_or_percent_that_its_cell_shows(file, shown, text):
    """Another currency than the row's, or a percentage where none is meant, is then found."""

    def write(book, sheets):
        sheets["prizes"].write_number("C2", 1250.5, book.add_format({"num_format": shown}))

    raw = read(file, workbook({"prizes": [HEADER, PRIZE]}, write))

    assert [text] == raw.cells["nomination_ru"].to_pylist()
    assert () == raw.findings


def test_rows_without_a_value_do_not_count(file):
    """Neither those that are only formatted nor those of formulas that come to nothing."""

    def write(book, sheets):
        for row in range(3, 40):
            sheets["prizes"].write_blank(f"A{row}", None, book.add_format({"bold": True}))
            sheets["prizes"].write_formula(f"C{row}", '=IF(A3="","",1)', value="")

    def as_excel_writes(xml):
        return re.sub(rb'<c r="(C[0-9]+)"><f>', rb'<c r="\1" t="str"><f>', xml)

    made = workbook({"prizes": [HEADER, PRIZE]}, write)
    raw = read(file, rewritten(made, sheet1=as_excel_writes))

    assert (1, [(2, PRIZE)]) == (raw.read, rows(raw))
    assert [("formula", 0)] == told(raw.findings)


def formulas(_, sheets):
    for row in (3, 4):
        sheets["prizes"].write_formula(f"C{row}", '="При"&"з"', value="Приз")


def merged(_, sheets):
    sheets["prizes"].merge_range("B2:B3", "ORG-087")


def hidden_rows(_, sheets):
    """Rows that nobody sees: of no height, hidden, and without a value."""
    sheets["prizes"].set_row(2, 0)
    for row in (3, 6):
        sheets["prizes"].set_row(row, None, None, {"hidden": True})


def thousands(book, sheets):
    for row in (3, 4):
        sheets["prizes"].write_number(f"C{row}", 1e6, book.add_format({"num_format": "#,##0,"}))


def hidden_sheet(_, sheets):
    sheets["prizes"].hide()


def filtered(_, sheets):
    sheets["prizes"].autofilter("A1:F4")
    sheets["prizes"].filter_column("A", "x == PZ-01")
    sheets["prizes"].set_row(3, None, None, {"hidden": True})


def hidden_column(_, sheets):
    """A column that nobody sees, and one of no width; those beyond the header hold nothing."""
    sheets["prizes"].set_column("B:B", None, None, {"hidden": True})
    sheets["prizes"].set_column("D:D", 0)
    sheets["prizes"].set_column("H:XFD", None, None, {"hidden": True})


@pytest.mark.parametrize(
    ("write", "findings"),
    [
        (formulas, [("formula", 0, "nomination_ru")]),
        (thousands, [("number-scaled", 0, "nomination_ru")]),
        (merged, [("cells-merged", 2, "organisation_id")]),
        (hidden_sheet, [("sheet-hidden", 0, "")]),
        (hidden_rows, [("rows-hidden", 3, "")]),
        (filtered, [("rows-filtered", 4, "")]),
        (
            hidden_column,
            [("column-hidden", 0, "organisation_id"), ("column-hidden", 0, "nomination_en")],
        ),
    ],
)
def test_what_the_values_alone_do_not_show_is_reported(file, write, findings):
    """And read: of a formula its last result, of what is hidden everything."""
    raw = read(file, workbook({"first": [], "prizes": [HEADER, PRIZE, PRIZE, PRIZE]}, write))

    assert findings == [(one.rule, one.row, one.column) for one in raw.findings]
    assert 3 == raw.read
    for one in raw.findings:
        assert "{" not in one.found() + one.found("ru") + one.mend() + one.mend("ru")


@pytest.mark.parametrize(
    ("cell", "findings"),
    [
        (' t="s"><f>1+1</f>', [("formula-empty", 2), ("formula", 0)]),
        (' t="str"><f>""</f><v></v>', [("formula", 0)]),
        (' t="e"><v>#REF!</v>', [("cell-error", 2)]),
    ],
)
def test_formulas_and_errors_without_a_value(file, cell, findings):
    """A formula without a result, and an error, are told; they are no value."""
    raw = read(file, changed('<c r="F2" t="s"><v>11</v>', f'<c r="F2"{cell}'))

    assert [""] == raw.cells["award_date"].to_pylist()
    assert findings == told(raw.findings)


def test_workbook_of_one_register_may_have_other_sheets(file):
    """The first one with values is the register; the others are reported, and links elsewhere."""
    sheets = {"Лист1": [], "Лист2": [HEADER, PRIZE], "Черновик": [["x"]]}
    book = io.BytesIO(workbook(sheets))
    with zipfile.ZipFile(book, "a") as archive:
        archive.writestr("xl/externalLinks/externalLink1.xml", "<externalLink/>")
    raw, findings = taken(file, book.getvalue())

    assert raw is not None
    assert ("Лист2", [(2, PRIZE)]) == (raw.sheet, rows(raw))
    assert {("sheet-unknown", "Черновик"), ("links-external", "")} == {
        (one.rule, one.sheet) for one in findings
    }
