"""The workbook that partners fill in: they open it, fill it in, and it is read without loss."""

import json
import re
import zipfile
from pathlib import Path

import pandas as pd
import pytest
import yaml
from openpyxl import load_workbook

from reports.pipeline.cli import main
from rrs_data.intake.registers import load_registers
from rrs_data.intake.schema import DESCRIPTOR, SHIPPED, Schema
from rrs_data.intake.source import take_in
from tests.conftest import office
from tests.small_registers import SCHEMA, shipped_rows, write_workbook
from tools.partners.register_workbook import write_template

IN_BOTH = pytest.mark.parametrize("language", ["ru", "en"])
NEVER = {"ru": "Никаких имён людей, телефонов", "en": "No names of people"}


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    """The directory of the workbooks that nobody has filled in."""
    directory = tmp_path_factory.mktemp("empty")
    assert 0 == main(["register-templates", "--output", str(directory)])
    return directory


def saved_by_calc(path, directory):
    """A workbook as LibreOffice Calc saves it anew; Writer alone answers, but opens none."""
    saved = office(path, "xlsx", directory)
    if not saved.exists():
        pytest.skip("LibreOffice is on this machine without Calc")
    return saved


@IN_BOTH
def test_round_trip(language, tmp_path):
    """A filled workbook is read without loss, also after LibreOffice saved it anew."""
    filled = write_workbook(tmp_path / "registers.xlsx", language, **shipped_rows())
    again = saved_by_calc(filled, tmp_path) if language == "en" else filled
    shipped = load_registers(SHIPPED)
    for read in (load_registers(f"file://{filled.parent}"), load_registers(again)):
        assert shipped.counts == read.counts
        for name, frame in shipped.frames.items():
            pd.testing.assert_frame_equal(frame, read.frames[name])


def test_filled_in_is_never_overwritten(empty, tmp_path, capsys):
    """What somebody may have filled in stays, and is named; the same bytes again are no fault."""
    mine = tmp_path / "rrs-registers-ru.xlsx"
    mine.write_bytes(b"filled in")
    before = {path: path.read_bytes() for path in empty.iterdir()}

    assert 2 == main(["register-templates", "--output", str(tmp_path)])
    assert {mine: b"filled in"} == {path: path.read_bytes() for path in tmp_path.iterdir()}
    assert f"{mine}\n    found:    a workbook" in capsys.readouterr().err
    assert 0 == main(["register-templates", "--output", str(empty)])
    assert before == {path: path.read_bytes() for path in empty.iterdir()}


def test_writer_alone_is_not_enough(tmp_path, monkeypatch):
    """A LibreOffice that opens no workbook skips the round trip, and the test says why."""
    office = tmp_path / "soffice"
    office.write_text("#!/bin/sh\n", encoding="utf-8")
    office.chmod(0o700)
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(pytest.skip.Exception, match="without Calc"):
        saved_by_calc(tmp_path / "registers.xlsx", tmp_path)


def test_any_language(tmp_path):
    """It is read back; its guide, in English where there is no catalogue, is no register."""
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
def test_an_empty_workbook_explains_itself(language, empty):
    """The guide says what may never be written and what every register and column is for."""
    path = empty / f"rrs-registers-{language}.xlsx"
    book, intake = load_workbook(path), take_in(path, SCHEMA)
    guide, *registers, lists = book.worksheets
    said = {(row[0], row[1]): row[2] for row in guide.iter_rows(values_only=True)}
    with zipfile.ZipFile(path) as archive:
        xml = "".join(f"{name} {archive.read(name).decode()}" for name in archive.namelist())

    assert [one.titles[language] for one in SCHEMA.registers.values()] == [
        sheet.title for sheet in registers
    ]
    assert [lists] == [sheet for sheet in book if sheet.sheet_state == "hidden"]
    assert (list(SCHEMA.registers), ()) == (list(intake.raws), intake.findings)
    assert {0} == {raw.read for raw in intake.raws.values()}
    assert any(str(text).startswith(NEVER[language]) for text in said.values())
    for register in SCHEMA.registers.values():
        title = register.titles[language]
        assert register.descriptions[language] == said[title, None]
        for column in register.columns:
            assert said[title, column.titles[language] + (" *" if column.required else "")]
    assert "GR-001" in registers[list(SCHEMA.registers).index("grants")]["A1"].comment.text
    assert not re.search("vbaProject|externalLink|<sheetProtection|<workbookProtection", xml)


REFUSED = yaml.safe_load(Path(__file__).with_name("excel.yml").read_text(encoding="utf-8"))


def test_what_excel_refuses(empty):
    """Words of no list, days and numbers beyond their limits, codes twice; never free text."""
    sheets = load_workbook(empty / "rrs-registers-en.xlsx").worksheets[1:]
    found = {
        f"{name}.{register.columns[ord(str(one.sqref)[0]) - ord('A')].name}": one
        for sheet, (name, register) in zip(sheets, SCHEMA.registers.items(), strict=False)
        for one in sheet.data_validations.dataValidation
    }
    person = found["attendances.person_id"]

    assert "organisations.title_ru" not in found
    assert "warning" == person.errorStyle
    assert SCHEMA.registers["people"].titles["en"] in person.error
    assert all(0 < len(one.error) <= 255 for one in found.values())
    for name, kind, *limits in REFUSED:
        one = found[name]
        assert kind == one.type
        assert all(map(str.startswith, filter(None, [one.formula1, one.formula2]), limits)), name
