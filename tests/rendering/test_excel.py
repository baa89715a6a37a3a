"""The workbook: what those who go on working with the report's tables can rely on."""

import re
import zipfile

import pandas as pd
import pytest

from rrs_data.language.language import Language
from tests.conftest import office

SHEETS = {
    "en": ("Indicators", "Breakdowns", "Cross tables", "Countries", "Finance"),
    "ru": ("Индикаторы", "Разбивки", "Перекрёстные таблицы", "Страны", "Финансы"),
}
FORMULA = re.compile(r"(<c [^>]*><f>[^<]*</f>)<v>[^<]*</v>")


@pytest.fixture(scope="session")
def tables(made):
    """The rows of each sheet of the report's workbook."""
    return values_of(made.file("xlsx"))


@pytest.fixture(scope="session")
def language(made, programme):
    return Language.of(programme, made.language)


def values_of(path):
    """What stands in each sheet's cells, row by row; nothing is an empty text."""
    sheets = pd.read_excel(path, sheet_name=None, header=None, na_filter=False)
    return {name: sheet.to_numpy().tolist() for name, sheet in sheets.items()}


def parts_of(path):
    """The parts of an Office file as texts, by their names."""
    with zipfile.ZipFile(path) as file:
        return {name: file.read(name).decode() for name in file.namelist()}


def by_head(rows):
    """The rows of a sheet with one table, as mappings from its heads."""
    top = next(at for at, row in enumerate(rows) if len(list(filter(None, row))) > 2)
    return [dict(zip(rows[top], row, strict=True)) for row in rows[top + 1 :]]


def cell(value):
    """A figure as it stands in a cell."""
    return "" if value is None else pytest.approx(value, abs=1e-9)


def test_every_cell_is_the_figure_of_the_record(made, language, record, tables):
    """Actuals, targets and breakdowns are the numbers of achievements.json, not texts."""
    code, actual, whole = (language.t(word) for word in ("Code", "Actual", "Program"))
    own = whole if record["year"] == "final" else str(record["year"])
    indicators, parts = (by_head(tables[name]) for name in SHEETS[made.language][:2])
    (sheet, *_) = by_head(tables[language.t("Reference sheets")])
    heads = {
        "baseline": language.t("Baseline"),
        "target": f"{own}: {language.t('Target')}",
        "actual": f"{own}: {actual}",
        "percent_of_target": f"{own}: {language.t('% of target')}",
        "cumulative": f"{whole}: {actual}",
    }

    assert indicators
    assert [] == [head for head in sheet if actual in head]
    for row in indicators:
        (one,) = [one for one in record["achievements"] if one["indicator"] == row[code]]
        shown = [part[actual] for part in parts if part[code] == row[code]]
        assert [cell(one[name]) for name in heads] == [row[head] for head in heads.values()]
        assert [cell(part["value"]) for part in one["breakdown"]] == shown


def test_cross_tables_come_to_the_actual(made, language, record, tables):
    """People by sex, age and place together are as many as there are: nobody is lost."""
    achieved = {one["indicator"]: one["actual"] for one in record["achievements"]}
    totals, code = {}, ""
    for first, *others in tables[SHEETS[made.language][2]]:
        title = re.match(r"(RRS-\d+)\. ", str(first))
        code = title[1] if title else code
        if first == language.t("Total"):
            totals[code] = [one for one in others if one != ""][-1]

    assert {code: achieved[code] for code in totals} == totals
    assert totals or record["year"] == 2013


def test_a_spreadsheet_calculates_the_same(whole_report, tmp_path):
    """Without the values that stand beside them, formulas come to the same in LibreOffice."""
    own, emptied = whole_report.file("xlsx"), tmp_path / "emptied.xlsx"
    with zipfile.ZipFile(emptied, "w") as target:
        for name, part in parts_of(own).items():
            target.writestr(name, FORMULA.sub(r"\1", part))
    calculated = values_of(office(emptied, "xlsx", tmp_path))

    assert FORMULA.search("".join(parts_of(own).values()))
    for name, rows in values_of(own).items():
        assert [[*map(cell, row)] for row in rows] == calculated[name]


def test_it_prints_and_is_heard_as_a_table(made):
    """Each page repeats the heads, which are a table's; title and language are there."""
    parts = parts_of(made.file("xlsx"))
    sheets = re.findall(r'<sheet name="([^"]+)"', parts["xl/workbook.xml"])
    core, own = parts["docProps/core.xml"], SHEETS[made.language]

    assert [name for name in own if name in sheets] == sheets[: len(set(own) & set(sheets))]
    assert f"<dc:language>{made.language}</dc:language>" in core
    assert re.search("<dc:title>[^<]+</dc:title>", core)
    assert 'headerRowCount="0"' not in "".join(parts.values())
    assert parts["xl/workbook.xml"].count("_xlnm.Print_Titles") >= len(sheets) - 1
    assert all('fitToHeight="0"' in part for name, part in parts.items() if "/sheet" in name[:20])
