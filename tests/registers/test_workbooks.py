"""Workbooks: what a person does not see in a sheet is reported, and no workbook is trusted."""

import io
import re
import zipfile
from datetime import date, datetime, time

import pytest

from tests.small_registers import HEADER, PRIZE, changed, rewritten, rows, taken, told, workbook

HIDDEN = {"hidden": True}


@pytest.fixture
def file(tmp_path):
    return tmp_path / "prizes.xlsx"


def test_cells_are_read_with_the_rows_that_the_spreadsheet_shows(file):
    """Blank rows keep their number; a register need not begin in the first column or row."""
    indented = [[], ["Реестр призов"], ["", "", *HEADER], ["", "", *PRIZE], [], ["", "", *PRIZE]]
    raw, _ = taken(file, workbook({"prizes": [HEADER, PRIZE, [], PRIZE]}))
    below, _ = taken(file, workbook({"prizes": indented}))

    assert [(2, PRIZE), (4, PRIZE)] == rows(raw)
    assert () == raw.findings
    assert [(4, PRIZE), (6, PRIZE)] == rows(below)
    assert [("header-below", 3)] == told(below.findings)


@pytest.mark.parametrize(
    ("value", "shown", "text", "found"),
    [
        (1250.5, "[$€-407] #,##0.00", "1250.5 €", []),
        (1250.5, '"USD" #,##0', "1250.5 USD", []),
        (1250.5, "_-* #,##0.00 ₽_-;-* #,##0.00 ₽_-", "1250.5 ₽", []),
        (1250.5, '#,##0\\ "сомов"', "1250.5 сомов", []),
        (1250.5, "0%", "125050%", []),
        (1250.5, "#,##0.00", "1250.5", []),
        (1250.5, '0" чел."', "1250.5", []),
        (1250.5, "#,##0,", "1250.5", [("number-scaled", 0)]),
        # Days are ISO, numbers have no binary dust.
        (date(2014, 9, 30), "dd.mm.yyyy", "2014-09-30", []),
        (datetime(2014, 9, 30, 12, 5), "dd.mm.yyyy", "2014-09-30T12:05:00", []),  # noqa: DTZ001
        (time(9, 30), "hh:mm", "09:30:00", []),
        (1.5, "[h]:mm", "36:00", []),
        (0.1 + 0.2, "", "0.3", []),
        (2014.0, "", "2014", []),
        (True, "", "true", []),
    ],
)
def test_a_value_is_read_as_its_cell_shows_it(file, value, shown, text, found):
    """Another currency than the row's, or a percentage where none is meant, is then found."""

    def write(book, sheets):
        sheets["prizes"].write("C2", value, book.add_format({"num_format": shown}))

    raw, _ = taken(file, workbook({"prizes": [HEADER, PRIZE]}, write))

    assert [text] == raw.cells["nomination_ru"].to_pylist()
    assert found == told(raw.findings)


def test_rows_without_a_value_do_not_count(file):
    """Neither those that are only formatted nor those of formulas that come to nothing."""

    def write(book, sheets):
        for row in range(3, 40):
            sheets["prizes"].write_blank(f"A{row}", None, book.add_format({"bold": True}))
            sheets["prizes"].write_formula(f"C{row}", '=IF(A3="","",1)', value="")

    def as_excel_writes(xml):
        return re.sub(rb'<c r="(C[0-9]+)"><f>', rb'<c r="\1" t="str"><f>', xml)

    made = workbook({"prizes": [HEADER, PRIZE]}, write)
    raw, _ = taken(file, rewritten(made, sheet1=as_excel_writes))

    assert (1, [(2, PRIZE)]) == (raw.read, rows(raw))
    assert [("formula", 0)] == told(raw.findings)


def commented(book, sheet):
    """A comment on a cell, on one without a value, on a header, and in a sheet that is not read."""
    sheet.write_comment("C3", "Позвонить Асановой, 0555 12 34 56", {"author": "Бакыт"})
    sheet.write_comment("H9", "не забыть")
    sheet.write_comment("A1", "Код приза")
    sheet.write_comment("B1", "Кому: asanova@example.org")
    draft = book.get_worksheet_by_name("first")
    draft.write("A1", "не забыть")
    draft.write_comment("B2", "черновик")


def filtered(_, sheet):
    sheet.autofilter("A1:F4")
    sheet.filter_column("A", "x == PZ-01")
    sheet.set_row(3, None, None, HIDDEN)


def hidden_sheet(book, _):
    book.get_worksheet_by_name("first").write("A1", "Асанова Айгуль")
    book.get_worksheet_by_name("first").very_hidden()


UNSEEN = [
    (
        lambda _, sheet: [sheet.write_formula(f"C{n}", '="При"&"з"', None, "Приз") for n in (3, 4)],
        ["formula prizes 0 nomination_ru "],
    ),
    (
        lambda _, sheet: sheet.merge_range("B2:B3", "ORG-087"),
        ["cells-merged prizes 2 organisation_id B2:B3"],
    ),
    (lambda _, sheet: sheet.hide(), ["sheet-hidden prizes 0  "]),
    (hidden_sheet, ["sheet-unknown first 0  "]),
    (lambda _, sheet: sheet.set_row(2, 0), ["rows-hidden prizes 3  "]),
    # One of these rows has no value.
    (
        lambda _, sheet: [sheet.set_row(n, None, None, HIDDEN) for n in (3, 6)],
        ["rows-hidden prizes 4  "],
    ),
    (filtered, ["rows-filtered prizes 4  "]),
    # Columns hidden, and of no width; those beyond the header hold nothing.
    (
        lambda _, sheet: [sheet.set_column(n, None, None, HIDDEN) for n in ("B:B", "H:XFD")],
        ["column-hidden prizes 0 organisation_id "],
    ),
    (lambda _, sheet: sheet.set_column("D:D", 0), ["column-hidden prizes 0 nomination_en "]),
    (
        commented,
        [
            "comment first 2 [B] черновик",
            "comment prizes 1 [B] К•••: a••••••@e••••••.o••",
            "comment prizes 3 [C] П•••••••• А•••••••, 0••• 1• 3• 5•",
            "comment prizes 9 [H] не забыть",
            "sheet-unknown first 0  ",
        ],
    ),
    (
        lambda book, _: book.set_properties({"author": "Айгуль Асанова"}),
        ["workbook-author  0  B••••", "workbook-author  0  А••••• А••••••"],
    ),
    # A text above the pages and one below; a page's number is no text.
    (
        lambda _, sheet: sheet.set_header("&CСоставила Асанова Айгуль"),
        ["page-header prizes 0  С•••••••• А•••••• А•••••"],
    ),
    (
        lambda _, sheet: sheet.set_footer('&L&"Arial,Bold"&10Отдел грантов&R&P / &N'),
        ["page-header prizes 0  Отдел грантов"],
    ),
    (
        lambda book, _: book.define_name("director", '="Асанова Айгуль"'),
        ["name-defined  0  director: А•••••• А•••••"],
    ),
    (lambda book, _: book.define_name("rate", "=prizes!$A$1"), ["name-defined  0  rate: курс"]),
    # A range that has a name is nothing to tell.
    (lambda book, _: book.define_name("rows", "=prizes!$A$1:$F$3"), []),
]


AS_OTHERS_WRITE = {
    "sheet2": lambda xml: xml.replace(b"oddFooter", b"evenFooter"),
    "core": lambda xml: xml.replace("<dc:creator>Айгуль Асанова".encode(), b"<dc:creator>Bakyt"),
    "workbook": lambda xml: xml.replace(b'"rate"', '"rate" comment="курс"'.encode()),
}
"""Footers of even pages, two authors and a name's comment: what xlsxwriter does not write."""


@pytest.mark.parametrize(("write", "expected"), UNSEEN)
def test_what_the_values_alone_do_not_show_is_reported(file, write, expected):
    """And read; nothing personal is shown whole. All names are invented."""
    sheets = {"first": [], "prizes": [HEADER, PRIZE, PRIZE, PRIZE]}
    data = workbook(sheets, lambda book, own: write(book, own["prizes"]))
    raw, found = taken(file, rewritten(data, **AS_OTHERS_WRITE))

    assert expected == sorted(
        f"{one.rule} {one.sheet} {one.row} {one.column} {one.value.strip()}" for one in found
    )
    assert 3 == raw.read
    assert (2, PRIZE) == rows(raw)[0]
    for one in found:
        texts = [one.found(), one.found("ru"), one.mend(), one.mend("ru")]
        assert "{" not in "".join(texts)
        assert one.value in texts[0] + texts[1]


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
    raw, _ = taken(file, changed('<c r="F2" t="s"><v>11</v>', f'<c r="F2"{cell}'))

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
