"""What a workbook holds beside its cells is told, and goes no further. All names are invented."""

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName

from rrs_data.intake.source import take_in
from tests.small_files import HEADER, PRIZE, SCHEMA, all_findings, rows


def taken_in(tmp_path, change):
    """The intake of a workbook with two prizes and a sheet that is no register."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "prizes"
    for row in (HEADER, PRIZE, PRIZE):
        sheet.append(row)
    change(book, sheet)
    book.save(tmp_path / "registers.xlsx")
    return take_in(tmp_path / "registers.xlsx", SCHEMA)


def commented(book, sheet):
    """A comment on a cell, on one without a value, on a header, and in a sheet that is not read."""
    sheet["C3"].comment = Comment("Позвонить Асановой, 0555 12 34 56", "Бакыт")
    sheet["H9"].comment = Comment("не забыть", "")
    sheet["A1"].comment = Comment("Код приза", "")
    sheet["B1"].comment = Comment("Кому: asanova@example.org", "")
    draft = book.create_sheet("Черновик")
    draft["A1"], draft["B2"].comment = "не забыть", Comment("черновик", "")


def authored(book, _):
    book.properties.creator = "Айгуль Асанова"
    book.properties.lastModifiedBy = "Bakyt"


def printed(_, sheet):
    """A text above the pages and one below; a page's number is no text."""
    sheet.oddHeader.center.text = "Составила Асанова Айгуль"
    sheet.evenFooter.left.text = '&"Arial,Bold"&10Отдел грантов'
    sheet.firstFooter.right.text = "&P / &N"


def named(book, sheet):
    """A text in a name, a comment on one; a range is nothing to tell."""
    book.defined_names["director"] = DefinedName("director", attr_text='"Асанова Айгуль"')
    sheet.defined_names["rate"] = DefinedName("rate", attr_text="prizes!$A$1", comment="курс")
    book.defined_names["rows"] = DefinedName("rows", attr_text="prizes!$A$1:$F$3")


def hidden(book, _):
    """A sheet that is no register, and that nobody was to see."""
    sheet = book.create_sheet("Контакты")
    sheet["A1"], sheet.sheet_state = "Асанова Айгуль", "veryHidden"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (
            commented,
            [
                "comment Черновик 2 [B] черновик",
                "comment prizes 1 [B] К•••: a••••••@e••••••.o••",
                "comment prizes 3 [C] П•••••••• А•••••••, 0••• 1• 3• 5•",
                "comment prizes 9 [H] не забыть",
                "sheet-unknown Черновик 0  ",
            ],
        ),
        (authored, ["workbook-author  0  А••••• А••••••", "workbook-author  0  B••••"]),
        (
            printed,
            [
                "page-header prizes 0  Отдел грантов",
                "page-header prizes 0  С•••••••• А•••••• А•••••",
            ],
        ),
        (named, ["name-defined  0  director: А•••••• А•••••", "name-defined  0  rate: курс"]),
        (hidden, ["sheet-unknown Контакты 0  "]),
        (lambda *_: None, []),
    ],
)
def test_what_stands_beside_the_cells_is_told(tmp_path, change, expected):
    """Comments, authors, headers and footers, names: where each is, and nothing personal whole."""
    intake = taken_in(tmp_path, change)
    found = [one for one in all_findings(intake) if one.rule != "register-missing"]

    assert sorted(expected) == sorted(
        f"{one.rule} {one.sheet} {one.row} {one.column} {one.value.strip()}" for one in found
    )
    assert [PRIZE, PRIZE] == [row for _, row in rows(intake.raws["prizes"])]
    assert {"prizes"} == set(intake.raws)
    assert [] == [one for one in found if one.value not in one.found() + one.found("ru")]
