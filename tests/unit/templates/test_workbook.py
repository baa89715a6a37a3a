"""A template as a whole: a partner opens it, fills it in, and it is read without loss."""

from __future__ import annotations

import csv
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from rrs_data.intake import take_in
from rrs_data.intake.forms.canonical import canonical
from rrs_data.intake.headers import register_of
from rrs_data.intake.partners.templates import LANGUAGES, write_template
from rrs_data.intake.schema import SHIPPED, Column, Register, load_schema

SCHEMA = load_schema()
IN_BOTH = pytest.mark.parametrize("language", LANGUAGES)


def shipped(register: Register) -> list[dict[str, str]]:
    """The rows of a shipped register, as they stand in its file."""
    with (SHIPPED / register.path).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module", params=LANGUAGES)
def filled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A template with all rows of the shipped registers in it."""
    path = tmp_path_factory.mktemp("templates") / f"filled-{request.param}.xlsx"
    rows = {name: shipped(register) for name, register in SCHEMA.registers.items()}
    write_template(path, SCHEMA, request.param, rows)
    return path


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The empty templates by language."""
    paths = {
        language: tmp_path_factory.mktemp("templates") / f"{language}.xlsx"
        for language in LANGUAGES
    }
    for language, path in paths.items():
        write_template(path, SCHEMA, language)
    return paths


def parts(path: Path) -> dict[str, str]:
    """The XML files in a workbook, by their names."""
    with zipfile.ZipFile(path) as book:
        return {name: book.read(name).decode() for name in book.namelist()}


def value(text: str, column: Column) -> object:
    """A cell in the schema's form as the value that it means."""
    form = canonical(text, column)
    return float(form) if form and column.type in ("number", "integer") else form


def cells(path: Path) -> dict[str, list[dict[str, str]]]:
    """The registers of a workbook as the package takes them in: their rows, by technical names."""
    intake = take_in(path, SCHEMA)

    assert () == intake.findings

    return {name: raw.cells.to_pylist() for name, raw in intake.raws.items()}


def assert_all_there(path: Path) -> None:
    """Assert that a workbook means what the shipped registers hold."""
    found = cells(path)

    assert list(SCHEMA.registers) == list(found)

    for name, register in SCHEMA.registers.items():
        for expected, row in zip(shipped(register), found[name], strict=True):
            for column in register.columns:
                assert value(expected[column.name], column) == value(row[column.name], column)


def test_round_trip(filled: Path) -> None:
    """A filled template, in either language, is read without loss."""
    assert_all_there(filled)


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_round_trip_through_libreoffice(filled: Path, tmp_path: Path) -> None:
    """The same after LibreOffice opened it and saved it anew."""
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    asked = ["--convert-to", "xlsx", "--outdir", str(tmp_path), str(filled)]
    subprocess.run(["soffice", "--headless", home, *asked], check=True, timeout=300)

    assert_all_there(tmp_path / filled.name)


@IN_BOTH
def test_same_bytes(language: str, empty: dict[str, Path], tmp_path: Path) -> None:
    """A template written again is the same, byte by byte."""
    write_template(tmp_path / "again.xlsx", SCHEMA, language)

    assert empty[language].read_bytes() == (tmp_path / "again.xlsx").read_bytes()


@IN_BOTH
def test_sheets(language: str, empty: dict[str, Path]) -> None:
    """The guide comes first, then every register; the lists are last, and hidden."""
    book = CalamineWorkbook.from_path(empty[language])
    first, *registers, last = book.sheet_names

    assert [register.titles[language] for register in SCHEMA.registers.values()] == registers
    assert register_of(first, SCHEMA) is register_of(last, SCHEMA) is None
    assert ["Hidden"] == [
        str(sheet.visible).rpartition(".")[2]
        for sheet in book.sheets_metadata
        if sheet.name == last
    ]
    assert all(len(name) <= 31 for name in book.sheet_names)


@IN_BOTH
def test_empty_below_the_header(language: str, empty: dict[str, Path]) -> None:
    """A register's sheet holds its headers and nothing else: data begin in the second row."""
    assert {key: [] for key in SCHEMA.registers} == cells(empty[language])


@IN_BOTH
def test_nothing_runs(language: str, empty: dict[str, Path]) -> None:
    """No macro, no link to another file and no password stands in a template."""
    for name, text in parts(empty[language]).items():
        assert "vba" not in name
        assert "externalLink" not in name
        assert not re.search("<sheetProtection|<workbookProtection", text)


@IN_BOTH
def test_every_sheet_is_frozen_and_printed_in_width(language: str, empty: dict[str, Path]) -> None:
    """The header stays in sight, on paper too, and a page is as wide as the sheet."""
    sheets = parts(empty[language])
    of_registers = [sheets[f"xl/worksheets/sheet{n + 2}.xml"] for n in range(len(SCHEMA.registers))]

    assert all('state="frozen"' in sheet for sheet in of_registers)
    assert all('fitToHeight="0"' in sheet for sheet in of_registers)
    assert len(of_registers) == sheets["xl/workbook.xml"].count("_xlnm.Print_Titles")


def test_text_that_looks_like_a_formula(tmp_path: Path) -> None:
    """What a register holds stays text, whatever it begins with."""
    path = tmp_path / "book.xlsx"
    title = '=HYPERLINK("http://localhost")'
    row = shipped(SCHEMA.registers["organisations"])[0] | {
        "title_ru": title,
        "title_en": "http://a",
    }
    write_template(path, SCHEMA, "ru", {"organisations": [row]})
    found = cells(path)["organisations"]

    assert [(title, "http://a")] == [(one["title_ru"], one["title_en"]) for one in found]
    assert "<f>" not in parts(path)["xl/worksheets/sheet2.xml"]
