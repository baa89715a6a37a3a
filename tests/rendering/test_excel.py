"""The workbook: what those who go on working with the report's tables can rely on."""

import re
import zipfile
from itertools import chain

import pytest
from openpyxl import load_workbook

from rrs_data.language.language import Language
from tests.conftest import office

SHEETS = {
    "en": ("Indicators", "Breakdowns", "Cross tables", "Countries", "Finance"),
    "ru": ("Индикаторы", "Разбивки", "Перекрёстные таблицы", "Страны", "Финансы"),
}
ACTUAL = {"en": "Actual", "ru": "Факт"}
FORMULA = re.compile(r"(<c [^>]*><f>[^<]*</f>)<v>[^<]*</v>")


@pytest.fixture(scope="session")
def tables(made):
    """The rows of each sheet below its title."""
    return values_of(made.file("xlsx"))


def values_of(path):
    """What stands in each sheet's cells, row by row; nothing is an empty text."""
    rows = {
        one.title: one.iter_rows(values_only=True) for one in load_workbook(path, data_only=True)
    }
    return {
        name: [["" if value is None else value for value in row] for row in found]
        for name, found in rows.items()
    }


def by_head(rows):
    """The rows of a sheet with one table, as mappings from its heads."""
    top = next(at for at, row in enumerate(rows) if len(list(filter(None, row))) > 2)
    return [dict(zip(rows[top], row, strict=True)) for row in rows[top + 1 :]]


def same(value, cell):
    return cell == "" if value is None else cell == pytest.approx(value, abs=1e-9)


def test_every_cell_is_the_figure_of_the_record(made, programme, record, tables):
    """Actuals, targets and breakdowns are the numbers of achievements.json, not texts."""
    language = Language.of(programme, made.language)
    target, actual = (language.t(name) for name in ("Target", "Actual"))
    own = language.t("Program") if record["year"] == "final" else str(record["year"])
    shown = [by_head(tables[name]) for name in SHEETS[made.language][:2]]
    achieved = {one["indicator"]: one for one in record["achievements"]}
    told = {row[language.t("Code")]: row for row in shown[0]}
    parts = {code: [row for row in shown[1] if row[language.t("Code")] == code] for code in told}

    heads = {
        "baseline": language.t("Baseline"),
        "target": f"{own}: {target}",
        "actual": f"{own}: {actual}",
        "percent_of_target": f"{own}: {language.t('% of target')}",
        "cumulative": f"{language.t('Program')}: {actual}",
    }

    assert told
    for code, row in told.items():
        for name, head in heads.items():
            assert same(achieved[code][name], row[head]), (code, name)
        for part, part_row in zip(achieved[code]["breakdown"], parts[code], strict=True):
            assert same(part["value"], part_row[actual]), (code, part)


def test_cross_tables_come_to_the_actual(made, programme, record, tables):
    """People by sex, age and place together are as many as there are: nobody is lost."""
    language = Language.of(programme, made.language)
    rows = tables[SHEETS[made.language][2]]
    heads = [at for at, row in enumerate(rows) if re.match(r"RRS-\d+\. ", str(row[0]))]
    ends = [*heads[1:], len(rows)]
    totals = {}
    for start, end in zip(heads, ends, strict=True):
        last = [row for row in rows[start:end] if row[0] == language.t("Total")]
        totals[rows[start][0].partition(".")[0]] = [one for one in last[0] if one != ""][-1]
    achieved = {one["indicator"]: one["actual"] for one in record["achievements"]}

    assert {code: achieved[code] for code in totals} == totals
    assert totals or record["year"] == 2013


def test_a_spreadsheet_calculates_the_same(whole_report, tmp_path):
    """Without the values that stand beside them, formulas come to the same in LibreOffice."""
    own, emptied = whole_report.file("xlsx"), tmp_path / "emptied.xlsx"
    with zipfile.ZipFile(own) as source, zipfile.ZipFile(emptied, "w") as target:
        found = {name: source.read(name).decode() for name in source.namelist()}
        for name, part in found.items():
            target.writestr(name, FORMULA.sub(r"\1", part))
    calculated = values_of(office(emptied, "xlsx", tmp_path))

    assert sum(len(FORMULA.findall(part)) for part in found.values())
    for name, rows in values_of(own).items():
        pairs = zip(chain.from_iterable(rows), chain.from_iterable(calculated[name]), strict=True)
        assert [] == [(one, other) for one, other in pairs if not same(one, other)]


def test_it_prints_and_is_heard_as_a_table(made):
    """Each page repeats the heads, which are a table's; title and language are there, no macros."""
    with zipfile.ZipFile(made.file("xlsx")) as file:
        parts = {name: file.read(name).decode() for name in file.namelist()}
        times = {entry.date_time for entry in file.infolist()}
    sheets = re.findall(r'<sheet name="([^"]+)"', parts["xl/workbook.xml"])
    core, own = parts["docProps/core.xml"], SHEETS[made.language]

    assert [name for name in own if name in sheets] == sheets[: len(set(own) & set(sheets))]
    assert f"<dc:language>{made.language}</dc:language>" in core
    assert re.search("<dc:title>[^<]+</dc:title>", core)
    assert 'headerRowCount="0"' not in "".join(parts.values())
    assert parts["xl/workbook.xml"].count("_xlnm.Print_Titles") >= len(sheets) - 1
    assert all('fitToHeight="0"' in part for name, part in parts.items() if "/sheet" in name[:20])
    assert {(1980, 1, 1, 0, 0, 0)} == times
    assert not [name for name in parts if "vba" in name.lower()]
