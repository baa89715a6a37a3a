"""The workbook that partners fill in: they open it, fill it in, and it is read without loss."""

import json
import re
import zipfile
from xml.etree import ElementTree as ET

import pandas as pd
import pytest
from openpyxl import load_workbook

from reports.pipeline.cli import main
from rrs_data.intake.registers import load_registers
from rrs_data.intake.schema import DESCRIPTOR, SHIPPED, Schema
from rrs_data.intake.source import take_in
from rrs_data.intake.words import register_of
from tests.conftest import office
from tests.small_registers import SCHEMA, shipped_rows, write_workbook
from tools.partners.register_workbook import write_template

LANGUAGES = ("ru", "en")
IN_BOTH = pytest.mark.parametrize("language", LANGUAGES)
CELL = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture(scope="session")
def empty(tmp_path_factory):
    directory = tmp_path_factory.mktemp("empty")
    assert 0 == main(["register-templates", "--output", str(directory)])
    return {language: directory / f"rrs-registers-{language}.xlsx" for language in LANGUAGES}


def saved_by_calc(path, directory):
    """A workbook as LibreOffice Calc saves it anew; without Calc the test is skipped, and says so.

    Writer alone answers to the same command and ends well, but opens no workbook.
    """
    saved = office(path, "xlsx", directory)
    if not saved.exists():
        pytest.skip("LibreOffice is on this machine without Calc")
    return saved


def parts(path):
    """The XML files in a workbook, by their names."""
    with zipfile.ZipFile(path) as book:
        return {name: book.read(name).decode() for name in book.namelist()}


def cells(path):
    """The registers of a workbook as the package takes them in: their rows, by technical names."""
    intake = take_in(path, SCHEMA)

    assert () == intake.findings
    return {name: raw.cells.to_pylist() for name, raw in intake.raws.items()}


def assert_shipped(path):
    """A workbook gives the very registers that the shipped files give, and nothing is at fault."""
    shipped, read = load_registers(SHIPPED), load_registers(path)

    assert shipped.counts == read.counts
    for name, frame in shipped.frames.items():
        pd.testing.assert_frame_equal(frame, read.frames[name])


@IN_BOTH
def test_round_trip(language, tmp_path):
    """A filled workbook, in either language, is read without loss, wherever it is named.

    So is the English one after LibreOffice opened it and saved it anew.
    """
    filled = write_workbook(tmp_path / "registers.xlsx", language, **shipped_rows())

    assert_shipped(f"file://{filled.parent}")
    assert_shipped(saved_by_calc(filled, tmp_path) if language == "en" else filled)


def test_filled_in_is_never_overwritten(tmp_path, capsys):
    """A workbook that somebody may have filled in stays, and the message names it."""
    mine = tmp_path / "rrs-registers-ru.xlsx"
    mine.write_bytes(b"filled in")

    assert 2 == main(["register-templates", "--output", str(tmp_path)])
    assert b"filled in" == mine.read_bytes()
    assert [mine] == list(tmp_path.iterdir())
    assert f"{mine}\n    found:    a workbook" in capsys.readouterr().err


def test_writer_alone_is_not_enough(tmp_path, monkeypatch):
    """A LibreOffice that opens no workbook skips the round trip, and the test says why."""
    office = tmp_path / "soffice"
    office.write_text("#!/bin/sh\n", encoding="utf-8")
    office.chmod(0o700)
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(pytest.skip.Exception, match="without Calc"):
        saved_by_calc(tmp_path / "registers.xlsx", tmp_path)


def test_again(empty):
    """Written again, the workbooks have the same bytes, and it is no fault that they are there."""
    before = {path: path.read_bytes() for path in empty.values()}

    assert 0 == main(["register-templates", "--output", str(empty["en"].parent)])
    assert before == {path: path.read_bytes() for path in empty["en"].parent.iterdir()}


def test_any_language(tmp_path):
    """A workbook in a language of the registers is read back; its guide is no register.

    Without a catalogue its guide is in English; a title that no sheet can have is the name.
    """
    content = json.loads((SHIPPED / DESCRIPTOR).read_text(encoding="utf-8"))
    for resource, title in zip(content["resources"], ("Groupes", "Тилдер", "a/b"), strict=False):
        resource["titles"] = {"fr": title, "ky": title}
    content["resources"][0]["schema"]["fields"][0]["titles"] = {"fr": "Code", "ky": "Код"}
    schema = Schema.from_content(content)
    for language in ("fr", "ky"):
        path = tmp_path / f"{language}.xlsx"
        write_template(path, schema, language)
        intake = take_in(path, schema)
        names = load_workbook(path).sheetnames

        assert (list(schema.registers), ()) == (list(intake.raws), intake.findings)
        assert ["Groupes", "Тилдер", "events"] == names[1:4]


@IN_BOTH
def test_sheets(language, empty):
    """The guide comes first, then every register with its header only; hidden lists come last.

    No macro, no link to another file and no password stands in a workbook.
    """
    book, xml = load_workbook(empty[language]), parts(empty[language])
    first, *registers, last = book.sheetnames
    hidden = [one.title for one in book.worksheets if one.sheet_state == "hidden"]

    assert [register.titles[language] for register in SCHEMA.registers.values()] == registers
    assert register_of(first, SCHEMA) is register_of(last, SCHEMA) is None
    assert [last] == hidden
    assert all(len(name) <= 31 for name in book.sheetnames)
    assert {name: [] for name in SCHEMA.registers} == cells(empty[language])
    assert not re.search("vba|externalLink", " ".join(xml))
    assert not re.search("<sheetProtection|<workbookProtection", "".join(xml.values()))


@pytest.mark.parametrize(
    ("language", "never"), [("ru", "Никаких имён людей, телефонов"), ("en", "No names of people")]
)
def test_guide(language, never, empty):
    """The guide says what may never be written, what every register is for, and every column.

    A column's note says how it is written.
    """
    rows = [
        [one or "" for one in row]
        for row in load_workbook(empty[language]).worksheets[0].iter_rows(values_only=True)
    ]
    said = {(row[0], row[1]): row[2] for row in rows}

    assert any(str(row[2]).startswith(never) for row in rows)
    for register in SCHEMA.registers.values():
        title = register.titles[language]
        assert register.descriptions[language] == said[title, ""]
        for column in register.columns:
            assert said[title, column.titles[language] + (" *" if column.required else "")]
    notes = [text for name, text in parts(empty[language]).items() if "comments" in name]
    assert "GR-001" in "".join(notes)


REFUSED = """
people.sex list Lists!$D$1:$D$3
events.instructors list Lists!
people.organisation_id list OFFSET(
events.start date 36526 73415
grants.amount decimal -1000000000000000 1000000000000000
events.cost_travel decimal 0 1000000000000000
events.capacity whole 1 10000
people.person_id custom AND(EXACT(LEFT(A2,2),"P-"),COUNTIF($A$2:$A$1048576,A2)=1)
"""


def test_what_excel_refuses(empty):
    """Lists for words and other sheets' codes, limits for days and numbers, codes only once.

    Free text is not held to anything; a code that another sheet lacks is let in after a question.
    """
    found = {}
    for number, register in enumerate(SCHEMA.registers.values(), start=2):
        sheet = ET.fromstring(  # noqa: S314 - our own file
            parts(empty["en"])[f"xl/worksheets/sheet{number}.xml"]
        )
        for one in sheet.iter(f"{CELL}dataValidation"):
            column = register.columns[ord(one.attrib["sqref"][0]) - ord("A")].name
            found[f"{register.name}.{column}"] = one

    assert "organisations.title_ru" not in found
    assert "warning" == found["attendances.person_id"].get("errorStyle")
    assert SCHEMA.registers["people"].titles["en"] in found["attendances.person_id"].attrib["error"]
    assert all(0 < len(one.attrib["error"]) <= 255 for one in found.values())
    for name, kind, *limits in map(str.split, REFUSED.strip().splitlines()):
        formulas = [str(one.text) for one in found[name] if one.tag.startswith(f"{CELL}formula")]
        assert kind == found[name].get("type")
        assert all(map(str.startswith, formulas, limits)), name
