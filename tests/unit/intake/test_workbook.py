import io
import zipfile
from datetime import date, datetime, time

import pytest

from rrs_data.intake import limits
from rrs_data.intake.grid import Grid
from rrs_data.intake.place import Place, Refusal
from rrs_data.intake.workbook import open_workbook
from tests.small_files import HEADER, PRIZE, rewritten, told, workbook

PLACE = Place("prizes", "prizes.xlsx", "prizes")


def grid_of(data: bytes, sheet: str = "prizes") -> Grid:
    """A sheet of a workbook."""
    with open_workbook(data) as book:
        return next(one for one in book.sheets if one.name == sheet).read(PLACE)


def cells(grid: Grid) -> list[list[str]]:
    """The rows of a grid without their numbers."""
    columns = [column.to_pylist() for column in grid.columns]
    return [list(row) for row in zip(*columns, strict=True)]


def refusal(data: bytes, sheet: str = "prizes") -> Refusal:
    """Why a workbook, or its sheet, is not read."""
    with pytest.raises(Refusal) as caught:
        grid_of(data, sheet)
    return caught.value


def changed(old: str, new: str, row: list[object] | None = None) -> bytes:
    """A workbook whose sheet's XML is changed."""
    made = workbook({"prizes": [HEADER, row or PRIZE]})

    def change(xml: bytes) -> bytes:
        assert old.encode() in xml
        return xml.replace(old.encode(), new.encode(), 1)

    return rewritten(made, sheet1=change)


def test_cells_are_read_as_text_with_the_rows_that_the_spreadsheet_shows() -> None:
    """Blank rows keep their number."""
    grid = grid_of(workbook({"prizes": [HEADER, PRIZE, [], PRIZE]}))

    assert HEADER == grid.header
    assert [PRIZE, [""] * 6, PRIZE] == cells(grid)
    assert [2, 3, 4] == grid.rows.to_pylist()
    assert [] == grid.findings


def test_values_of_excel_are_plain_text() -> None:
    """Days are ISO, numbers have no binary dust, yes and no are true and false."""

    def write(book, sheets) -> None:  # noqa: ANN001  xlsxwriter's own
        sheet = sheets["prizes"]
        day = book.add_format({"num_format": "dd.mm.yyyy"})
        hours = book.add_format({"num_format": "hh:mm"})
        long = book.add_format({"num_format": "[h]:mm"})
        sheet.write_datetime("A2", date(2014, 9, 30), day)
        sheet.write_datetime("B2", datetime(2014, 9, 30, 12, 5), day)  # noqa: DTZ001
        sheet.write_datetime("C2", time(9, 30), hours)
        sheet.write_number("D2", 1.5, long)
        sheet.write_row("E2", [1104.55, 2014.0, True, 0.1 + 0.2, "ключ"])

    data = workbook({"prizes": [list("abcdefghi")]}, write)

    assert [
        [
            "2014-09-30",
            "2014-09-30T12:05:00",
            "09:30:00",
            "36:00",
            "1104.55",
            "2014",
            "true",
            "0.3",
            "ключ",
        ]
    ] == cells(grid_of(data))


def test_register_that_does_not_begin_in_the_first_column_keeps_its_places() -> None:
    """Rows and columns are numbered as they are in the sheet."""
    indented = [["", "", *HEADER], ["", "", *PRIZE]]
    grid = grid_of(workbook({"prizes": indented}))

    assert ["", "", *HEADER] == grid.header
    assert [["", "", *PRIZE]] == cells(grid)


def test_last_result_of_a_formula_is_taken_and_told() -> None:
    """How many there are in a column, and the row of the first."""

    def write(_, sheets) -> None:  # noqa: ANN001
        for row in (3, 4):
            sheets["prizes"].write_formula(f"C{row}", '="При"&"з"', value="Приз")

    grid = grid_of(workbook({"prizes": [HEADER, PRIZE, PRIZE, PRIZE]}, write))
    [finding] = grid.findings

    assert ["Партнёрство", "Приз", "Приз"] == grid.columns[2].to_pylist()
    assert ("formula", "nomination_ru") == (finding.rule, finding.column)
    assert {"times": 2, "first": 3} == finding.details


def test_formula_without_a_result_is_told() -> None:
    """A program that does not compute has written the workbook."""
    data = changed("<v>8</v>", "<f>1+1</f>")
    grid = grid_of(data)

    assert [("formula", 0), ("formula-empty", 2)] == told(grid.findings)
    assert "" == grid.columns[2][0].as_py()


def test_formula_with_an_empty_text_as_result_is_no_fault() -> None:
    """It has been computed."""
    data = changed('<c r="C2" t="s"><v>8</v>', '<c r="C2" t="str"><f>""</f><v></v>')

    assert [("formula", 0)] == told(grid_of(data).findings)


def test_error_of_the_spreadsheet_is_told_with_its_cell() -> None:
    """#REF! is no text of a register."""
    data = changed('<c r="C2" t="s"><v>8</v>', '<c r="C2" t="e"><v>#REF!</v>')
    [finding] = grid_of(data).findings

    assert ("cell-error", 2, "nomination_ru", "#REF!") == (
        finding.rule,
        finding.row,
        finding.column,
        finding.value,
    )


def test_merged_cells_are_told() -> None:
    """Only the first of them has a value; the others come out empty."""

    def write(_, sheets) -> None:  # noqa: ANN001
        sheets["prizes"].merge_range("B2:B3", "ORG-087")

    grid = grid_of(workbook({"prizes": [HEADER, PRIZE, ["PZ-02"]]}, write))

    assert [("cells-merged", 2)] == told(grid.findings)
    assert ["ORG-087", ""] == grid.columns[1].to_pylist()
    assert "B2:B3" == grid.findings[0].value


def test_hidden_sheet_is_read_and_told() -> None:
    """What is hidden is counted like the rest, so that nobody's rows are lost."""

    def write(_, sheets) -> None:  # noqa: ANN001
        sheets["prizes"].hide()

    grid = grid_of(workbook({"first": [["a"]], "prizes": [HEADER, PRIZE]}, write))

    assert [("sheet-hidden", 0)] == told(grid.findings)
    assert [PRIZE] == cells(grid)


def test_cells_without_places_are_read_in_their_order() -> None:
    """Some programs leave the places out."""
    made = workbook({"prizes": [HEADER, PRIZE]})

    def bare(xml: bytes) -> bytes:
        for column in "ABCDEF":
            for row in "12":
                xml = xml.replace(f' r="{column}{row}"'.encode(), b"")
        return xml

    assert [PRIZE] == cells(grid_of(rewritten(made, sheet1=bare)))


def test_far_cell_is_refused_before_the_sheet_is_opened() -> None:
    """The reader of sheets would take memory for 17 thousand million cells."""
    found = refusal(changed('<c r="F2"', '<c r="XFD1048576"'))

    assert ("file-too-large", 1048576) == (found.rule, found.row)
    assert "XFD1048576" in str(found.details["reason_en"])


def test_formatted_cell_without_a_value_is_not_far() -> None:
    """A format reaches to the last row of many a sheet."""
    data = changed("</sheetData>", '<row r="1048576"><c r="XFD1048576"/></row></sheetData>')

    assert [PRIZE] == cells(grid_of(data))[:1]


@pytest.mark.parametrize(
    "place", ["XFE1", "A1048577", "A0", "AAAA1", "1A", "A99999999999999999999"]
)
def test_place_that_no_sheet_has_is_refused(place: str) -> None:
    """Whatever a reader would make of it."""
    assert "file-unreadable" == refusal(changed('<c r="F2"', f'<c r="{place}"')).rule


def test_text_that_many_cells_share_is_counted_for_each(monkeypatch: pytest.MonkeyPatch) -> None:
    """A small workbook may hold one text in a million cells."""
    monkeypatch.setattr(limits, "SHEET_TEXT", 100_000)
    data = workbook({"prizes": [HEADER, *[["x" * 30_000] * 6] * 2]})

    assert "file-too-large" == refusal(data).rule


def test_shared_text_that_is_not_there_is_refused() -> None:
    """Some readers stop with a panic."""
    assert "file-unreadable" == refusal(changed("<v>8</v>", "<v>800</v>")).rule


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ('<c r="F2"><v>eleven</v>', "eleven"),
        ('<c r="F2"><v>1e400</v>', "inf"),
        ('<c r="F2" t="d"><v>2014-09-30</v>', "2014-09-30"),
        ('<c r="F2" t="inlineStr"><is><t>a</t><r><t>b</t></r></is>', "ab"),
    ],
)
def test_unusual_value_is_its_text(cell: str, text: str) -> None:
    """The checks say what is wrong with it; nothing is lost."""
    data = changed('<c r="F2" t="s"><v>11</v>', cell)

    assert [text] == grid_of(data).columns[5].to_pylist()


@pytest.mark.parametrize("kind", ["b", "zz"])
def test_value_that_the_reader_does_not_know_is_refused(kind: str) -> None:
    """With a finding for the sheet."""
    data = changed('<c r="F2" t="s"><v>11</v>', f'<c r="F2" t="{kind}"><v>7</v>')

    assert "file-unreadable" == refusal(data).rule


def test_links_to_other_workbooks_are_told_and_not_copied() -> None:
    """They are parts of the workbook that lead elsewhere."""
    stream = io.BytesIO(workbook({"prizes": [HEADER, PRIZE]}))
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("xl/externalLinks/externalLink1.xml", "<not XML at all")
    with open_workbook(stream.getvalue()) as book:
        assert book.external
