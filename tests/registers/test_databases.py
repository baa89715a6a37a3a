"""Registers in a database: SQLite's, and a real PostgreSQL server, which this test starts."""

import os
import pwd
import secrets
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import pandas as pd
import pytest
import sqlalchemy as sa

from rrs_data.intake.registers import checked_registers, load_registers
from rrs_data.intake.schema import SHIPPED
from rrs_data.intake.source import take_in
from tests.conftest import program
from tests.small_registers import HEADER, SCHEMA, rows, shipped_rows, told

TYPES = {"date": "DATE", "number": "NUMERIC", "integer": "INTEGER", "boolean": "BOOLEAN"}
"""How a database may keep what a register's column holds; else it is text."""


@pytest.fixture(scope="module")
def server():
    """The address of a database of this machine, with user and password; the server is new."""
    debian = Path("/usr/lib/postgresql")  # where PATH does not lead
    pg_ctl = program("pg_ctl", *map(str, debian.glob("*/bin/pg_ctl")))
    password = secrets.token_hex(8)
    # The server does not run as root; a container's root becomes the user of Debian's package.
    user = pwd.getpwnam("postgres").pw_uid if os.getuid() == 0 else None
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="rrs-postgresql-") as home:
        secret = Path(home, "password")
        secret.write_text(password)
        for path in (home, secret):
            os.chown(path, user if user is not None else -1, -1)

        def control(*words):
            command = [pg_ctl, f"--pgdata={home}/data", f"--log={home}/log", "--wait", *words]
            subprocess.run(command, user=user, cwd=home, check=True, stdout=subprocess.DEVNULL)

        login = f"--username=me --pwfile='{secret}' --auth=scram-sha-256"
        control("initdb", f"--options={login} --encoding=UTF8 --locale=C --no-sync")
        listen = f"--port={port} --listen_addresses=127.0.0.1 --unix_socket_directories="
        control("start", f"--options={listen} --fsync=off")
        yield f"postgresql://me:{password}@127.0.0.1:{port}/postgres"
        control("stop", "--mode=immediate")


@pytest.fixture
def sqlite(tmp_path):
    return f"sqlite:///{tmp_path}/a.db"


def engine_of(address):
    address = address.replace("postgresql:", "postgresql+psycopg:")
    return sa.create_engine(address, poolclass=sa.NullPool)


def fill(address, table, columns, lines):
    """Make a table with columns of these types, and its rows."""
    defined = ", ".join(f'"{name}" {kind}' for name, kind in columns.items())
    marks = ", ".join(f":c{number}" for number in range(len(columns)))
    insert = sa.text(f'INSERT INTO "{table}" VALUES ({marks})')  # noqa: S608
    with engine_of(address).begin() as connection:
        connection.exec_driver_sql(f'CREATE TABLE "{table}" ({defined})')
        connection.execute(insert, [{f"c{n}": cell for n, cell in enumerate(one)} for one in lines])


def frames(address):
    """The registers as frames, in an order that does not depend on the rows' numbers."""
    plain = {name: one.drop(columns="row") for name, one in load_registers(address).frames.items()}
    return {
        name: frame.sort_values(list(frame), key=lambda one: one.astype(str), ignore_index=True)
        for name, frame in plain.items()
    }


@pytest.mark.parametrize(("kind", "types"), [("sqlite", {}), ("server", TYPES)])
def test_a_database_holds_what_the_files_hold(kind, types, request):
    """Days, numbers, yes and no, and empty cells: every register is the same as from its file."""
    address = request.getfixturevalue(kind)
    for name, lines in shipped_rows().items():
        register = SCHEMA.registers[name]
        columns = {one: types.get(register.column[one].type, "TEXT") for one in lines[0]}
        cells = [[cell or None for cell in line.values()] for line in lines]
        fill(address, register.titles["ru"], columns, cells)
    here, there = frames(SHIPPED), frames(address)

    assert list(here) == list(there)
    for name, frame in here.items():
        pd.testing.assert_frame_equal(frame, there[name])


def test_values_of_a_database_are_plain_text(sqlite):
    """Numbers without dust, bytes as text, what is missing as nothing; damaged text is reported."""
    row = [7, 1104.55, None, "да".encode(), 2.0, " x "]
    fill(sqlite, "prizes", dict.fromkeys(HEADER, ""), [row])
    expected = ["7", "1104.55", "", "да", "2", "x"]

    assert [(2, expected)] == rows(take_in(sqlite, SCHEMA).raws["prizes"])
    with engine_of(sqlite).begin() as connection:
        connection.exec_driver_sql("UPDATE prizes SET nomination_en = CAST(x'ff61' AS TEXT)")
    assert ("text-damaged", 2) in told(checked_registers(sqlite).findings)


def test_database_that_is_missing_or_none_is_reported_and_not_made(sqlite, tmp_path):
    """SQLite would make an empty one."""
    assert [("source-missing", 0)] == told(take_in(sqlite, SCHEMA).findings)
    assert [] == list(tmp_path.iterdir())
    (tmp_path / "a.db").write_text("no database at all" * 1000)
    assert [("source-unknown", 0)] == told(take_in(sqlite, SCHEMA).findings)


def test_a_database_that_refuses_is_told_without_its_password(server):
    """A wrong password, and a port where nobody answers: what is wrong, and no secret."""
    user, _, rest = server.partition("@")
    for address in (f"{user}x@{rest}", server.replace("127.0.0.1:", "127.0.0.1:1")):
        (finding,) = take_in(address, SCHEMA).findings[:1]

        assert "source-unknown" == finding.rule
        assert "a database that could not be read" in finding.found()
        assert user.rpartition(":")[2] not in finding.found() + finding.file


def test_a_missing_driver_is_named_with_its_package(monkeypatch):
    """A line that can be copied; PostgreSQL's driver does not come with the product."""
    monkeypatch.setitem(sys.modules, "psycopg", None)
    (finding,) = take_in("postgresql://host/registers", SCHEMA).findings[:1]

    assert "psycopg is not installed: pip install 'psycopg[binary]'" in finding.found()
    assert "pip install 'psycopg[binary]'" in finding.found("ru")
