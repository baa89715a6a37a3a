import io
import os
import shutil
import zipfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from rrs_data.intake import Intake, limits, take_in
from rrs_data.intake.schema import SHIPPED
from tests.small_files import (
    HEADER,
    PRIZE,
    SCHEMA,
    all_findings,
    copy_of_shipped,
    prizes,
    rows,
    rows_of,
    told,
    workbook,
)


def rules(intake: Intake) -> list[str]:
    """The rules that were broken, without the registers that are missing."""
    return [one.rule for one in all_findings(intake) if one.rule != "register-missing"]


def everything(intake: Intake) -> dict[str, list[tuple[int, list[str]]]]:
    """All rows of all registers."""
    return {name: rows(raw) for name, raw in intake.raws.items()}


SHIPPED_INTAKE = take_in(SHIPPED, SCHEMA)
TABLES = {name: rows_of(SHIPPED / one.path) for name, one in SCHEMA.registers.items()}


def test_shipped_registers_are_taken_in_without_a_finding() -> None:
    """With their files, digests and descriptor, in the order of the schema."""
    assert [] == all_findings(SHIPPED_INTAKE)
    assert list(SCHEMA.registers) == list(SHIPPED_INTAKE.raws)
    assert SHIPPED_INTAKE.descriptor["illustrative"] is True
    assert str(SHIPPED / "events.csv") == SHIPPED_INTAKE.raws["events"].file
    assert [[int(number), row] for number, row in enumerate(TABLES["events"][1:], start=2)] == [
        [number, row] for number, row in rows(SHIPPED_INTAKE.raws["events"])
    ]


def test_one_workbook_holds_what_the_files_hold(tmp_path: Path) -> None:
    """A sheet per register, in Russian, with a sheet of instructions."""
    sheets = {"Как заполнять": [["Впишите строки"]]}
    for name, (header, *body) in TABLES.items():
        register = SCHEMA.registers[name]
        titles = [register.column[column].titles["ru"] for column in header]
        sheets[register.titles["ru"]] = [titles, *body]
    path = tmp_path / "Отчёт партнёра.xlsx"
    path.write_bytes(workbook(sheets))

    for source in (path, tmp_path, f"file://{tmp_path}"):
        intake = take_in(source, SCHEMA)

        assert [] == all_findings(intake)
        assert everything(SHIPPED_INTAKE) == everything(intake)
    assert "Люди" == intake.raws["people"].sheet


def test_forms_may_be_mixed(tmp_path: Path) -> None:
    """A register each as CSV in Windows-1251, as a workbook, as Parquet, under Russian names."""
    copy_of_shipped(tmp_path, without=["events", "organisations", "people"])
    text = (SHIPPED / "events.csv").read_text(encoding="utf-8")
    (tmp_path / "Мероприятия.csv").write_bytes(text.encode("cp1251", "replace"))
    (tmp_path / "ORGANISATIONS.xlsx").write_bytes(workbook({"Лист1": TABLES["organisations"]}))
    header, *body = TABLES["people"]
    columns = dict(zip(header, map(pa.array, zip(*body, strict=True)), strict=True))
    pq.write_table(pa.table(columns), tmp_path / "Люди.parquet")
    intake = take_in(tmp_path, SCHEMA)

    assert [] == all_findings(intake)
    assert everything(SHIPPED_INTAKE)["people"] == everything(intake)["people"]
    assert everything(SHIPPED_INTAKE)["organisations"] == everything(intake)["organisations"]
    assert 60 == intake.raws["events"].read


def test_register_that_is_missing_is_told(tmp_path: Path) -> None:
    """With the file that it would be in, or the workbook that lacks it."""
    copy_of_shipped(tmp_path, without=["prizes"])
    [finding] = take_in(tmp_path, SCHEMA).findings
    book = tmp_path / "book.xlsx"
    book.write_bytes(workbook({"prizes": [HEADER, PRIZE]}))
    missing = [one.file for one in take_in(book, SCHEMA).findings]

    assert ("register-missing", f"{tmp_path}/prizes.csv") == (finding.rule, finding.file)
    assert [str(book)] * 8 == missing


def test_register_that_stands_twice_is_told(tmp_path: Path) -> None:
    """With both places; the first is read."""
    copy_of_shipped(tmp_path)
    (tmp_path / "Призы.xlsx").write_bytes(workbook({"Призы": [HEADER, PRIZE]}))
    [finding] = take_in(tmp_path, SCHEMA).findings

    assert ("register-twice", "Призы") == (finding.rule, finding.sheet)
    assert str(tmp_path / "prizes.csv") in finding.found()


def test_files_and_sheets_that_are_no_register_are_told(tmp_path: Path) -> None:
    """They may be registers under a wrong name; empty sheets and other files are nothing."""
    copy_of_shipped(tmp_path)
    (tmp_path / "guests.csv").write_text("a,b\n")
    (tmp_path / "duplicates.csv").write_text("a,b\n")
    (tmp_path / "README.txt").write_text("read me")
    (tmp_path / "~$prizes.xlsx").write_bytes(b"locked")
    (tmp_path / "more.xlsx").write_bytes(workbook({"Список": [["x"]], "Лист2": []}))
    found = [(one.rule, one.file, one.sheet) for one in take_in(tmp_path, SCHEMA).findings]

    assert [
        ("file-unknown", str(tmp_path / "guests.csv"), ""),
        ("sheet-unknown", str(tmp_path / "more.xlsx"), "Список"),
    ] == found


def test_workbook_of_one_register_may_have_other_sheets(tmp_path: Path) -> None:
    """The first one with values is the register; the others are told."""
    sheets = {"Лист1": [], "Лист2": [HEADER, PRIZE], "Черновик": [["x"]]}
    (tmp_path / "prizes.xlsx").write_bytes(workbook(sheets))
    intake = take_in(tmp_path / "prizes.xlsx", SCHEMA)

    assert [(2, PRIZE)] == rows(intake.raws["prizes"])
    assert "Лист2" == intake.raws["prizes"].sheet
    assert ["sheet-unknown"] == rules(intake)


def zipped() -> bytes:
    """A zip archive that is no workbook."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("prizes.csv", prizes(PRIZE))
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("prizes.csv", zipped()),
        ("prizes.csv", workbook({"prizes": [HEADER, PRIZE]})),
        ("prizes.xlsx", prizes(PRIZE).encode()),
        ("prizes.xlsx", zipped()),
        ("prizes.xlsx", bytes.fromhex("d0cf11e0a1b11ae1")),
        ("prizes.xlsx", bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le")),
        ("prizes.parquet", prizes(PRIZE).encode()),
        ("prizes.parquet", b"PAR1"),
        ("prizes.xls", b"anything"),
        ("prizes.csv", b""),
        ("prizes.csv", b"\x98\x99\x9a"),
    ],
)
def test_file_that_is_not_what_its_name_says_is_refused(
    name: str, data: bytes, tmp_path: Path
) -> None:
    """It counts as met: the register is not missing as well."""
    (tmp_path / name).write_bytes(data)
    intake = take_in(tmp_path, SCHEMA)

    assert ["file-unreadable"] == rules(intake)
    assert "prizes" not in [f.register for f in intake.findings if f.rule == "register-missing"]


def test_broken_register_does_not_stop_the_others(tmp_path: Path) -> None:
    """All that is wrong is told in one run."""
    copy_of_shipped(tmp_path)
    (tmp_path / "people.csv").write_bytes(b"PK\x03\x04")
    (tmp_path / "events.csv").write_text("a,b\n1,2\n")
    (tmp_path / "grants.csv").unlink()
    os.mkfifo(tmp_path / "grants.csv")
    (tmp_path / "datapackage.json").write_text("{")
    intake = take_in(tmp_path, SCHEMA)

    assert [
        ("descriptor-broken", ""),
        ("header-missing", "events"),
        ("file-unreadable", "grants"),
        ("file-unreadable", "people"),
    ] == [(one.rule, one.register) for one in intake.findings]
    assert 6 == len(intake.raws)
    assert {} == intake.descriptor


def test_name_with_line_breaks_is_read_and_shown_on_one_line(tmp_path: Path) -> None:
    """A name may hold whatever the disk allows."""
    (tmp_path / "prizes\n\u202e.csv").write_text(prizes(PRIZE), encoding="utf-8")
    intake = take_in(tmp_path, SCHEMA)

    assert f"{tmp_path}/prizes \\u202e.csv" == intake.raws["prizes"].file


def test_link_out_of_the_directory_is_not_followed(tmp_path: Path) -> None:
    """The finding names the link, not where it leads."""
    copy_of_shipped(tmp_path / "registers", without=["prizes"])
    shutil.copy(SHIPPED / "prizes.csv", tmp_path / "secret.csv")
    (tmp_path / "registers" / "prizes.csv").symlink_to(tmp_path / "secret.csv")
    [finding] = take_in(tmp_path / "registers", SCHEMA).findings

    assert "file-outside" == finding.rule
    assert "secret" not in str(finding.as_record())


def test_all_files_together_have_a_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Their cells are in memory together."""
    monkeypatch.setattr(limits, "SOURCE_BYTES", 100_000)
    copy_of_shipped(tmp_path)

    assert "file-too-large" in rules(take_in(tmp_path, SCHEMA))


@pytest.mark.parametrize(
    ("source", "rule"),
    [
        ("ftp://host/registers", "source-unknown"),
        ("zip::https://host/a", "source-unknown"),
        ("/nowhere/at/all", "source-missing"),
        ("/dev/zero", "source-unknown"),
        ("", "source-missing"),
        ("sqlite://", "source-missing"),
        ("http://[", "source-unknown"),
    ],
)
def test_source_that_cannot_be_read_is_a_finding(source: str, rule: str) -> None:
    """And the only one: not each register is missing as well."""
    assert [(rule, 0)] == told(take_in(source, SCHEMA).findings)


def test_every_finding_can_be_told_in_both_languages(tmp_path: Path) -> None:
    """Its rule's texts find all that they ask for."""
    copy_of_shipped(tmp_path, without=["finance"])
    (tmp_path / "prizes.csv").write_text(prizes(PRIZE, PRIZE[1:]) + 'a,"b', encoding="utf-8")
    (tmp_path / "targets.csv").write_bytes(zipped())
    (tmp_path / "x.xlsx").write_bytes(workbook({"x": [["x"]], "Призы": [HEADER]}))
    (tmp_path / "datapackage.json").write_text('{"resources": [{"path": "../x"}]}')
    findings = all_findings(take_in(tmp_path, SCHEMA))

    assert 7 <= len({finding.rule for finding in findings})
    for finding in findings:
        for language in ("en", "ru"):
            assert "{" not in finding.found(language) + finding.mend(language)
