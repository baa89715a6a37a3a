"""Databases and addresses: they hold what the files hold, and what fails there is told."""

import json
import sqlite3
import threading
from contextlib import closing
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import aiohttp
import fsspec
import pytest

from rrs_data.intake import limits
from rrs_data.intake.descriptor import schema_of
from rrs_data.intake.files import HIDDEN, VARIABLE, hide, reveal, shown_address
from rrs_data.intake.registers import load_registers
from rrs_data.intake.schema import DESCRIPTOR, SHIPPED
from rrs_data.intake.source import take_in
from rrs_data.programme.faults import FaultsError
from tests.small_files import (
    HEADER,
    PRIZE,
    SCHEMA,
    all_findings,
    checked,
    prizes,
    rows,
    rows_of,
    told,
    workbook,
)

SECRET = "geheim"
TABLES = {name: rows_of(SHIPPED / one.path) for name, one in SCHEMA.registers.items()}
ANSWERS = {}


@pytest.fixture(scope="module")
def shipped():
    return take_in(SHIPPED, SCHEMA)


def database(path, tables, kind="TEXT"):
    """An SQLite database with tables, each with its header; returns its address."""
    with closing(sqlite3.connect(path)) as connection, connection:
        for name, (header, *table) in tables.items():
            columns = ", ".join(f'"{column}" {kind}' for column in header)
            connection.execute(f'CREATE TABLE "{name}" ({columns})')
            marks = ", ".join("?" * len(header))
            connection.executemany(f'INSERT INTO "{name}" VALUES ({marks})', table)  # noqa: S608
    return f"sqlite:///{path}"


def test_database_holds_what_the_files_hold(tmp_path, shipped):
    """Every register with all its rows, in the order of its key; the same rows, the same digest."""
    tables = {SCHEMA.registers[name].titles["ru"]: rows for name, rows in TABLES.items()}
    one, other = (take_in(database(tmp_path / name, tables), SCHEMA) for name in ("a.db", "b.db"))

    assert [] == all_findings(one)
    for name, raw in one.raws.items():
        assert sorted(row for _, row in rows(shipped.raws[name])) == sorted(
            row for _, row in rows(raw)
        )
        assert list(range(2, raw.read + 2)) == raw.rows.to_pylist()
        assert raw.digest == other.raws[name].digest


def test_values_of_a_database_are_plain_text(tmp_path):
    """Numbers without dust, bytes as text, what is missing as nothing; damaged text is reported."""
    row = [7, 1104.55, None, "да".encode(), 2.0, " x "]
    address = database(tmp_path / "a.db", {"prizes": [HEADER, row]}, "")

    assert [(2, ["7", "1104.55", "", "да", "2", "x"])] == rows(
        take_in(address, SCHEMA).raws["prizes"]
    )
    with closing(sqlite3.connect(tmp_path / "a.db")) as connection, connection:
        connection.execute("UPDATE prizes SET nomination_en = CAST(x'ff61' AS TEXT)")
    assert ("text-damaged", 2) in told(checked(take_in(address, SCHEMA).raws["prizes"]))


def test_database_that_is_missing_or_none_is_reported_and_not_made(tmp_path):
    """SQLite would make an empty one."""
    address = f"sqlite:///{tmp_path}/a.db"

    assert [("source-missing", 0)] == told(take_in(address, SCHEMA).findings)
    assert [] == list(tmp_path.iterdir())
    (tmp_path / "a.db").write_text("no database at all" * 1000)
    assert [("source-unknown", 0)] == told(take_in(address, SCHEMA).findings)


class Server(BaseHTTPRequestHandler):
    """A web server that answers by its table; what it does not know is not there."""

    def do_GET(self):
        status, body = ANSWERS.get(self.path.partition("?")[0], (404, b""))
        self.send_response(status)
        if status == 302:
            self.send_header("Location", body.decode())
            body = b""
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture(scope="module")
def server():
    """The address of a web server on this machine, with user, password and a signature."""
    serving = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    thread = threading.Thread(target=serving.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield f"http://me:{SECRET}@127.0.0.1:{serving.server_port}/registers?sig={SECRET}"
    serving.shutdown()
    serving.server_close()
    thread.join()


@pytest.fixture(autouse=True)
def answers():
    """Each test begins with an empty server."""
    yield
    ANSWERS.clear()


def test_directory_of_a_file_system_is_read(shipped):
    """Every register, and the descriptor; one file of it as a path to one file is."""
    system = fsspec.filesystem("memory")
    for path in SHIPPED.iterdir():
        system.pipe_file(f"/registers/{path.name}", path.read_bytes())
    intake = take_in("memory://registers", SCHEMA)
    alone = take_in("memory://registers/prizes.csv", SCHEMA)
    schemas = [schema_of("memory://registers"), schema_of("memory://registers/prizes.csv")]
    system.rm("/registers", recursive=True)

    assert [] == all_findings(intake)
    assert [replace(SCHEMA, illustrative=True)] * 2 == schemas
    assert {name: raw.digest for name, raw in shipped.raws.items()} == {
        name: raw.digest for name, raw in intake.raws.items()
    }
    assert "memory://registers/events.csv" == intake.raws["events"].file
    assert ["memory://registers/prizes.csv"] == [raw.file for raw in alone.raws.values()]


def test_web_server_is_asked_for_the_registers_by_their_names(server):
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
    assert schema_of(server).illustrative
    assert intake.raws["prizes"].file.endswith("/registers/prizes.csv")
    assert ["GR-001"] == alone.raws["grants"].cells["grant_id"].to_pylist()


@pytest.mark.parametrize(
    ("answer", "rule", "words"),
    [
        ((403, b""), "source-unknown", "access was refused"),
        ((500, b""), "source-unknown", "could not be read"),
        ((404, b""), "source-missing", "no such"),
        ((302, b"file:///etc/passwd"), "source-unknown", "could not be read"),
    ],
)
def test_server_that_does_not_answer_well_is_reported(server, answer, rule, words):
    """By what it means to the person who gave the address; no secret of it is shown."""
    ANSWERS["/registers/a.xlsx"] = answer
    with pytest.raises(FaultsError) as caught:
        load_registers(server.replace("/registers?", "/registers/a.xlsx?"))
    intake = take_in(server.replace("/registers?", "/registers/a.xlsx?"), SCHEMA)

    assert (rule, {}) == (intake.findings[0].rule, intake.raws)
    assert words in intake.findings[0].found()
    assert SECRET not in str(caught.value) + repr(intake)
    assert "127.0.0.1" in str(caught.value)


def test_server_that_is_silent_is_reported(server, monkeypatch):
    """After a while, and a file without end at the size that any may have."""
    ANSWERS["/registers/prizes.csv"] = (200, b"x" * 5000)
    monkeypatch.setattr(limits, "FILE_BYTES", 1000)
    endless = take_in(server, SCHEMA)

    async def silent(*_, **__):
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
def test_no_secret_of_an_address_is_shown(address, monkeypatch):
    """Neither in a message nor in a notebook's parameters, which name a variable instead."""
    monkeypatch.setenv(VARIABLE, "")
    with pytest.raises(FaultsError) as caught:
        load_registers(address)
    shown = hide(address)

    assert SECRET not in str(caught.value) + repr(caught.value.faults) + shown_address(address)
    assert "annemarie" not in str(caught.value)
    assert (HIDDEN, address) == (shown, reveal(shown))
    assert "s3://bucket/registers" == hide("s3://bucket/registers")
