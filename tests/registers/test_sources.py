"""Sources: directory, file, address or database, each register once, every gap reported."""

import io
import json
import os
import shutil
import sqlite3
import threading
import zipfile
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import aiohttp
import fsspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from rrs_data.intake import Intake, limits, take_in
from rrs_data.intake.addresses import HIDDEN, VARIABLE, hide, reveal, shown_address
from rrs_data.intake.registers import load_registers
from rrs_data.intake.schema import DESCRIPTOR, SHIPPED
from rrs_data.programme.faults import FaultsError
from tests.small_files import (
    HEADER,
    PRIZE,
    SCHEMA,
    all_findings,
    copy_of_shipped,
    prizes,
    read,
    refused,
    rows,
    rows_of,
    told,
    workbook,
)

SECRET = "geheim"
TABLES = {name: rows_of(SHIPPED / one.path) for name, one in SCHEMA.registers.items()}
ANSWERS: dict[str, tuple[int, bytes]] = {}


def rules(intake: Intake) -> list[str]:
    """The rules that were broken, without the registers that are missing."""
    return [one.rule for one in all_findings(intake) if one.rule != "register-missing"]


def everything(intake: Intake) -> dict[str, list[list[str]]]:
    """All rows of all registers, in one order."""
    return {name: sorted(row for _, row in rows(raw)) for name, raw in intake.raws.items()}


@pytest.fixture(scope="module")
def shipped() -> Intake:
    """The shipped registers."""
    return take_in(SHIPPED, SCHEMA)


# --- directories and files ---------------------------------------------------------------------


def test_one_workbook_holds_what_the_files_hold(tmp_path: Path, shipped: Intake) -> None:
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
        assert everything(shipped) == everything(intake)
    assert "Люди" == intake.raws["people"].sheet


def test_forms_may_be_mixed(tmp_path: Path, shipped: Intake) -> None:
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
    assert everything(shipped)["people"] == everything(intake)["people"]
    assert everything(shipped)["organisations"] == everything(intake)["organisations"]
    assert 60 == intake.raws["events"].read


def test_columns_may_be_called_and_ordered_otherwise(tmp_path: Path) -> None:
    """By their titles; blanks around a cell are left out, those within it stay."""
    titles = [column.titles["ru"] for column in SCHEMA.registers["prizes"].columns]
    row = ["a  b", *PRIZE[1:]]
    text = prizes([f" {cell}\u00a0\n" for cell in row[::-1]], header=titles[::-1])
    raw = read(tmp_path / "01 Призы.csv", text)

    assert [(2, row)] == rows(raw)
    assert dict(zip(HEADER, titles, strict=True)) == raw.headers


def test_columns_that_are_missing_twice_or_unknown(tmp_path: Path) -> None:
    """Required ones are errors; of two the first is read, and no text of any column is lost."""
    path = tmp_path / "prizes.csv"
    missing = read(path, prizes(PRIZE[1:], header=HEADER[1:]))
    twice = read(path, prizes([*PRIZE, "PZ-99"], header=[*HEADER, "Код приза"]))
    header = [*HEADER, "ФИО\nполностью", "", "", "ФИО полностью"]
    more = read(path, prizes([*PRIZE, "a", "", "b", "c"], header=header))

    assert [("column-missing", 0)] == told(missing.findings)
    assert "organisation_id" in missing.findings[0].found()
    assert [("header-twice", 1)] == told(twice.findings)
    assert ["PZ-01"] == twice.cells["prize_id"].to_pylist()
    assert {"Код приза": ["PZ-99"]} == twice.others.to_pydict()
    assert {"ФИО полностью": ["a"], "[I]": ["b"], "ФИО полностью [J]": ["c"]} == (
        more.others.to_pydict()
    )


def test_register_that_is_missing_or_stands_twice_is_reported(tmp_path: Path) -> None:
    """With the file that it would be in, or the workbook that lacks it; the first one is read."""
    copy_of_shipped(tmp_path, without=["prizes"])
    [missing] = take_in(tmp_path, SCHEMA).findings
    book = tmp_path / "Призы.xlsx"
    book.write_bytes(workbook({"Призы": [HEADER, PRIZE]}))
    lacking = [one.file for one in take_in(book, SCHEMA).findings]
    shutil.copy(SHIPPED / "prizes.csv", tmp_path)
    [twice] = take_in(tmp_path, SCHEMA).findings

    assert ("register-missing", f"{tmp_path}/prizes.csv") == (missing.rule, missing.file)
    assert [str(book)] * 8 == lacking
    assert ("register-twice", "Призы") == (twice.rule, twice.sheet)
    assert str(tmp_path / "prizes.csv") in twice.found()


def test_files_and_sheets_that_are_no_register_are_reported(tmp_path: Path) -> None:
    """They may be registers under a wrong name; empty sheets and other files are nothing."""
    copy_of_shipped(tmp_path)
    (tmp_path / "guests.csv").write_text("a,b\n")
    (tmp_path / "duplicates.csv").write_text("a,b\n")
    (tmp_path / "README.txt").write_text("read me")
    (tmp_path / "~$prizes.xlsx").write_bytes(b"locked")
    (tmp_path / "more.xlsx").write_bytes(workbook({"Список": [["x"]], "Лист2": []}))

    assert [
        ("file-unknown", str(tmp_path / "guests.csv"), ""),
        ("sheet-unknown", str(tmp_path / "more.xlsx"), "Список"),
    ] == [(one.rule, one.file, one.sheet) for one in take_in(tmp_path, SCHEMA).findings]


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
        ("prizes.parquet", prizes(PRIZE).encode()),
        ("prizes.parquet", b"PAR1"),
        ("prizes.xls", b"anything"),
        ("prizes.ods", b"anything"),
    ],
)
def test_file_that_is_not_what_its_name_says_is_refused(
    name: str, data: bytes, tmp_path: Path
) -> None:
    """It counts as met: the register is not missing as well. The finding says how to mend it."""
    finding = refused(tmp_path / name, data)
    missing = [one.register for one in take_in(tmp_path, SCHEMA).findings[1:]]

    assert "file-unreadable" == finding.rule
    assert "CSV" in finding.mend()
    assert "prizes" not in missing


def test_broken_register_does_not_stop_the_others(tmp_path: Path) -> None:
    """All that is wrong is reported in one run; a pipe keeps nobody waiting."""
    copy_of_shipped(tmp_path)
    (tmp_path / "people.csv").write_bytes(b"PK\x03\x04")
    (tmp_path / "events.csv").write_text("a,b\n1,2\n")
    (tmp_path / "grants.csv").unlink()
    os.mkfifo(tmp_path / "grants.csv")
    (tmp_path / "finance.csv").unlink()
    (tmp_path / "finance.csv").mkdir()
    (tmp_path / "datapackage.json").write_text("{")
    intake = take_in(tmp_path, SCHEMA)

    assert [
        ("descriptor-broken", ""),
        ("header-missing", "events"),
        ("file-unreadable", "finance"),
        ("file-unreadable", "grants"),
        ("file-unreadable", "people"),
    ] == [(one.rule, one.register) for one in intake.findings]
    assert 5 == len(intake.raws)
    assert {} == intake.descriptor


@pytest.mark.parametrize("data", [b"", b"[]", b"7", b"\xff", b"[" * 100_000, b'{"a": NaN'])
def test_descriptor_that_is_no_json_object_is_reported(data: bytes, tmp_path: Path) -> None:
    """It counts as none."""
    (tmp_path / DESCRIPTOR).write_bytes(data)
    intake = take_in(tmp_path, SCHEMA)

    assert ({}, ["descriptor-broken"]) == (intake.descriptor, rules(intake))


def test_paths_of_the_descriptor_lead_nowhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those upwards or elsewhere, in the way of any system, are reported; a large one is broken."""
    out = ["../a", "a/../../b", "/a", "..\\a", "C:\\a", "https://h/a"]
    resources = [{"path": "events.csv"}, {"path": out}, {"path": 7}, {}, "x", None]
    content = json.dumps({"resources": resources}).encode()
    (tmp_path / DESCRIPTOR).write_bytes(b"\xef\xbb\xbf" + content)
    found = [one.value for one in take_in(tmp_path, SCHEMA).findings if one.value]
    monkeypatch.setattr(limits, "DESCRIPTOR_BYTES", 10)

    assert out == found
    assert ["file-too-large"] == rules(take_in(tmp_path, SCHEMA))


def test_links_within_the_directory_only_are_followed(tmp_path: Path) -> None:
    """However many there are on the way; a directory given by a person may be a link itself."""
    inside = tmp_path / "registers"
    copy_of_shipped(inside, without=["prizes", "grants", "services", "finance", "targets"])
    (tmp_path / "secret.csv").write_text(prizes(PRIZE), encoding="utf-8")
    (inside / "real").write_text(prizes(PRIZE), encoding="utf-8")
    for name, target in [
        ("prizes.csv", "real"),
        ("grants.csv", "../secret.csv"),
        ("services.csv", "grants.csv"),
        ("finance.csv", "finance.csv"),
        ("targets.csv", "nothing.csv"),
    ]:
        (inside / name).symlink_to(target)
    (tmp_path / "link").symlink_to("registers")
    intake = take_in(tmp_path / "link", SCHEMA)
    found = {one.register: one.rule for one in intake.findings}

    assert [(2, PRIZE)] == rows(intake.raws["prizes"])
    assert {"grants": "file-outside", "services": "file-outside"} == {
        name: rule for name, rule in found.items() if rule == "file-outside"
    }
    assert "file-unreadable" == found["finance"] == found["targets"]
    assert "secret" not in str([one.as_record() for one in intake.findings])


def test_names_that_are_no_text_are_shown_on_one_line(tmp_path: Path) -> None:
    """A name may hold whatever the disk allows."""
    name = os.fsencode(tmp_path) + b"/prizes\n\xff.csv"
    raw = read(Path(os.fsdecode(name)), prizes(PRIZE))
    other = read(tmp_path / "prizes\n\u202e.csv", prizes(PRIZE))

    assert raw.file.endswith("/prizes \\xff.csv")
    assert other.file.endswith("/prizes \\u202e.csv")


def test_all_files_together_have_a_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Their cells are in memory together."""
    monkeypatch.setattr(limits, "SOURCE_BYTES", 100_000)
    copy_of_shipped(tmp_path)

    assert "file-too-large" in rules(take_in(tmp_path, SCHEMA))


def test_findings_of_one_kind_are_counted_after_the_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A register that is wrong throughout takes no more memory than any other."""
    monkeypatch.setattr(limits, "LISTED", 2)
    raw = read(tmp_path / "prizes.csv", prizes(*[PRIZE[1:]] * 5, PRIZE))
    *_, last = raw.findings

    assert ["row-length", "row-length", "more-of-the-same"] == [one.rule for one in raw.findings]
    assert {"times": 3, "rule": "row-length", "last": 6} == last.details


@pytest.mark.parametrize(
    ("source", "rule"),
    [
        ("ftp://host/registers", "source-unknown"),
        ("zip::https://host/a", "source-unknown"),
        ("/nowhere/at/all", "source-missing"),
        ("a\0b", "source-missing"),
        ("x" * 5000, "source-unknown"),
        ("/dev/zero", "source-unknown"),
        ("", "source-missing"),
        ("sqlite://", "source-missing"),
        ("http://[", "source-unknown"),
        ("http://127.0.0.1:9/registers", "source-unknown"),
        ("memory://nothing-here", "source-missing"),
    ],
)
def test_source_that_cannot_be_read_is_a_finding(source: str, rule: str) -> None:
    """And the only one: not each register is missing as well."""
    findings = take_in(source, SCHEMA).findings

    assert rule in {one.rule for one in findings} <= {"source-unknown", "source-missing"}
    assert 1 == len(findings)


# --- Parquet -----------------------------------------------------------------------------------


def parquet(columns: dict[str, pa.Array], rows: int = 1000) -> bytes:
    """A Parquet file."""
    stream = io.BytesIO()
    pq.write_table(pa.table(columns), stream, row_group_size=rows)
    return stream.getvalue()


def test_parquet_values_of_any_plain_type_are_text(tmp_path: Path) -> None:
    """As a person would type them; what is missing is an empty text."""
    columns = {
        "text": (pa.array(["а", None, " b "]), ["а", "", "b"]),
        "large": (pa.array(["x", "x", None], pa.large_string()), ["x", "x", ""]),
        "coded": (pa.array(["x", None, "y"]).dictionary_encode(), ["x", "", "y"]),
        "day": (pa.array([date(2014, 9, 30), None, None]), ["2014-09-30", "", ""]),
        "moment": (
            pa.array([datetime(2014, 9, 30), datetime(2014, 9, 30, 12), None]),  # noqa: DTZ001
            ["2014-09-30", "2014-09-30T12:00:00", ""],
        ),
        "number": (pa.array([1104.55, 0.1 + 0.2, None]), ["1104.55", "0.3", ""]),
        "decimal": (pa.array([Decimal("10.50"), None, None]), ["10.5", "", ""]),
        "whole": (pa.array([1, -2, None]), ["1", "-2", ""]),
        "truth": (pa.array([True, None, False]), ["true", "", "false"]),
        "nothing": (pa.nulls(3), ["", "", ""]),
    }
    ids = pa.array(["PZ-1", "PZ-2", "PZ-3"])
    data = parquet({"prize_id": ids} | {name: column for name, (column, _) in columns.items()})
    raw = read(tmp_path / "prizes.parquet", data)

    assert {name: texts for name, (_, texts) in columns.items()} == raw.others.to_pydict()


def test_parquet_rows_are_numbered_over_the_pieces(tmp_path: Path) -> None:
    """However they are cut; a file without rows is a register without rows."""
    raw = read(tmp_path / "prizes.parquet", parquet({"prize_id": pa.array(list("abcdefg"))}, 3))
    empty = read(tmp_path / "prizes.parquet", parquet({"prize_id": pa.array([], pa.string())}))

    assert [*range(2, 9)] == raw.rows.to_pylist()
    assert 0 == empty.read


@pytest.mark.parametrize(
    ("limit", "value", "data", "rule"),
    [
        ("FILE_BYTES", 50_000, parquet({"prize_id": pa.array(["x" * 1000] * 900)}), "too-large"),
        ("CELLS", 10, parquet({"prize_id": pa.array(["x"] * 11)}), "too-large"),
        ("COLUMNS", 1, parquet({"prize_id": pa.array(["x"]), "b": pa.array(["x"])}), "too-large"),
        ("CELLS", 10, parquet({"prize_id": pa.array([["x"]])}), "unreadable"),
        ("CELLS", 10, parquet({"prize_id": pa.array(["x"] * 9)})[:40], "unreadable"),
    ],
    ids=["repeated text", "cells", "columns", "lists", "cut off"],
)
def test_parquet_that_is_too_much_or_damaged_is_refused(
    limit: str,
    value: int,
    data: bytes,
    rule: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A small file may repeat a large text."""
    monkeypatch.setattr(limits, limit, value)

    assert f"file-{rule}" == refused(tmp_path / "prizes.parquet", data).rule


# --- databases ---------------------------------------------------------------------------------


def database(path: Path, tables: dict[str, list[list[object]]], kind: str = "TEXT") -> str:
    """An SQLite database with tables, each with its header; returns its address."""
    with closing(sqlite3.connect(path)) as connection, connection:
        for name, (header, *table) in tables.items():
            columns = ", ".join(f'"{column}" {kind}' for column in header)
            connection.execute(f'CREATE TABLE "{name}" ({columns})')
            marks = ", ".join("?" * len(header))
            connection.executemany(f'INSERT INTO "{name}" VALUES ({marks})', table)  # noqa: S608
    return f"sqlite:///{path}"


def test_database_holds_what_the_files_hold(tmp_path: Path, shipped: Intake) -> None:
    """Every register with all its rows, in the order of its key, under its name or title."""
    tables = {SCHEMA.registers[name].titles["ru"]: rows for name, rows in TABLES.items()}
    intake = take_in(database(tmp_path / "a.db", tables), SCHEMA)  # type: ignore[arg-type]

    assert [] == all_findings(intake)
    assert everything(shipped) == everything(intake)
    for raw in intake.raws.values():
        assert list(range(2, raw.read + 2)) == raw.rows.to_pylist()


def test_same_rows_of_a_database_have_the_same_digest(tmp_path: Path) -> None:
    """So that a report can tell that nothing has changed."""
    tables = [[HEADER, PRIZE], [HEADER, PRIZE, PRIZE], [HEADER, PRIZE]]
    one, other, again = (
        take_in(database(tmp_path / f"{at}.db", {"prizes": table}), SCHEMA).raws["prizes"].digest
        for at, table in enumerate(tables)
    )

    assert one == again != other


def test_values_of_a_database_are_plain_text(tmp_path: Path) -> None:
    """Numbers without dust, bytes as text, what is missing as nothing; damaged text is reported."""
    row: list[object] = [7, 1104.55, None, "да".encode(), 2.0, " x "]
    address = database(tmp_path / "a.db", {"prizes": [HEADER, row]}, "")

    assert [(2, ["7", "1104.55", "", "да", "2", "x"])] == rows(
        take_in(address, SCHEMA).raws["prizes"]
    )
    with closing(sqlite3.connect(tmp_path / "a.db")) as connection, connection:
        connection.execute("UPDATE prizes SET nomination_en = CAST(x'ff61' AS TEXT)")
    assert [("text-damaged", 2)] == told(take_in(address, SCHEMA).raws["prizes"].findings)


def test_database_that_is_missing_or_none_is_reported_and_not_made(tmp_path: Path) -> None:
    """SQLite would make an empty one."""
    address = f"sqlite:///{tmp_path}/a.db"

    assert [("source-missing", 0)] == told(take_in(address, SCHEMA).findings)
    assert [] == list(tmp_path.iterdir())
    (tmp_path / "a.db").write_text("no database at all" * 1000)
    assert [("source-unknown", 0)] == told(take_in(address, SCHEMA).findings)


# --- addresses ---------------------------------------------------------------------------------


class Server(BaseHTTPRequestHandler):
    """A web server that answers by its table; what it does not know is not there."""

    def do_GET(self) -> None:
        """Answer with what is there."""
        status, body = ANSWERS.get(self.path.partition("?")[0], (404, b""))
        self.send_response(status)
        if status == 302:
            self.send_header("Location", body.decode())
            body = b""
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of a web server on this machine, with user, password and a signature."""
    serving = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    thread = threading.Thread(target=serving.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield f"http://me:{SECRET}@127.0.0.1:{serving.server_port}/registers?sig={SECRET}"
    serving.shutdown()
    serving.server_close()
    thread.join()


@pytest.fixture(autouse=True)
def answers() -> Iterator[None]:
    """Each test begins with an empty server."""
    yield
    ANSWERS.clear()


def test_directory_of_a_file_system_is_read(shipped: Intake) -> None:
    """Every register, and the descriptor; one file of it as a path to one file is."""
    system = fsspec.filesystem("memory")
    for path in SHIPPED.iterdir():
        system.pipe_file(f"/registers/{path.name}", path.read_bytes())
    intake = take_in("memory://registers", SCHEMA)
    alone = take_in("memory://registers/prizes.csv", SCHEMA)
    system.rm("/registers", recursive=True)

    assert [] == all_findings(intake)
    assert shipped.descriptor == intake.descriptor
    assert {name: raw.digest for name, raw in shipped.raws.items()} == {
        name: raw.digest for name, raw in intake.raws.items()
    }
    assert "memory://registers/events.csv" == intake.raws["events"].file
    assert ["memory://registers/prizes.csv"] == [raw.file for raw in alone.raws.values()]


def test_web_server_is_asked_for_the_registers_by_their_names(server: str) -> None:
    """It has no directory; the first form of each register counts."""
    grants = workbook({"x": [["Код гранта"], ["GR-001"]]})
    ANSWERS["/registers/prizes.csv"] = (200, prizes(PRIZE).encode())
    ANSWERS["/registers/prizes.xlsx"] = (200, b"not asked for")
    ANSWERS["/registers/grants.xlsx"] = (200, grants)
    ANSWERS[f"/registers/{DESCRIPTOR}"] = (200, json.dumps({"illustrative": True}).encode())
    intake = take_in(server, SCHEMA)
    alone = take_in(server.replace("/registers?", "/registers/grants.xlsx?"), SCHEMA)

    assert {"prizes", "grants"} == set(intake.raws)
    assert [(2, PRIZE)] == rows(intake.raws["prizes"])
    assert {"illustrative": True} == intake.descriptor
    assert intake.raws["prizes"].file.endswith("/registers/prizes.csv")
    assert ["GR-001"] == alone.raws["grants"].cells["grant_id"].to_pylist()


@pytest.mark.parametrize(
    ("answer", "rule", "words"),
    [
        ((403, b""), "source-unknown", "access was refused"),
        ((401, b""), "source-unknown", "access was refused"),
        ((500, b""), "source-unknown", "could not be read"),
        ((404, b""), "source-missing", "no such"),
        ((302, b"file:///etc/passwd"), "source-unknown", "could not be read"),
    ],
    ids=["denied", "unknown", "broken", "missing", "elsewhere"],
)
def test_server_that_does_not_answer_well_is_reported(
    server: str, answer: tuple[int, bytes], rule: str, words: str
) -> None:
    """By what it means to the person who gave the address; no secret of it is shown."""
    ANSWERS["/registers/a.xlsx"] = answer
    with pytest.raises(FaultsError) as caught:
        load_registers(server.replace("/registers?", "/registers/a.xlsx?"))
    intake = take_in(server.replace("/registers?", "/registers/a.xlsx?"), SCHEMA)

    assert (rule, {}) == (intake.findings[0].rule, intake.raws)
    assert words in intake.findings[0].found()
    assert SECRET not in str(caught.value) + repr(intake)
    assert "127.0.0.1" in str(caught.value)


def test_server_that_is_silent_is_reported(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a while, and a file without end at the size that any may have."""
    ANSWERS["/registers/prizes.csv"] = (200, b"x" * 5000)
    monkeypatch.setattr(limits, "FILE_BYTES", 1000)
    endless = take_in(server, SCHEMA)

    async def silent(*_: object, **__: object) -> None:
        raise TimeoutError

    monkeypatch.setattr(aiohttp.ClientSession, "_request", silent)

    assert "file-too-large" == endless.findings[0].rule
    assert "did not answer" in take_in(server, SCHEMA).findings[0].found()


@pytest.mark.parametrize(
    "address",
    [
        f"postgresql://annemarie:{SECRET}@host/db?password={SECRET}",
        f"nothing://annemarie:{SECRET}@host/x",
        f"https://annemarie:{SECRET}@127.0.0.1:9/registers?token={SECRET}",
        f"s3://annemarie:{SECRET}@[bucket",
        f"postgresql://annemarie:{SECRET}/x@host/db",
    ],
)
def test_no_secret_of_an_address_is_shown(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither in a message nor in a notebook's parameters, which name a variable instead."""
    monkeypatch.setenv(VARIABLE, "")
    with pytest.raises(FaultsError) as caught:
        load_registers(address)
    shown = hide(address)

    assert SECRET not in str(caught.value) + repr(caught.value.faults) + shown_address(address)
    assert "annemarie" not in str(caught.value)
    assert (HIDDEN, address) == (shown, reveal(shown))


@pytest.mark.parametrize(
    "source", ["/data/registers", "registers", "sqlite:////data/a.db", "s3://bucket/registers"]
)
def test_source_without_a_secret_stays_as_it_is(source: str) -> None:
    """A path may come as an object."""
    assert source == hide(source) == reveal(source)
    assert "registers" == hide(Path("registers"))
