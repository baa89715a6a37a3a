"""Registers in a PostgreSQL database: a real server, which this test starts."""

import os
import pwd
import secrets
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import pandas as pd
import pytest
import sqlalchemy as sa

from rrs_data.intake.registers import load_registers
from rrs_data.intake.schema import SHIPPED
from rrs_data.intake.source import take_in
from tests.conftest import program
from tests.small_files import SCHEMA, rows_of

TYPES = {
    "date": "DATE",
    "number": "NUMERIC",
    "integer": "INTEGER",
    "boolean": "BOOLEAN",
    "string": "TEXT",
}
"""How a database keeps what a register's column holds."""


def of_server(name):
    """A program of the server; Debian puts them where PATH does not lead."""
    return program(name, *map(str, Path("/usr/lib/postgresql").glob(f"*/bin/{name}")))


@pytest.fixture(scope="module")
def server():
    """The address of a database of this machine, with user and password; the server is new."""
    initdb, postgres = of_server("initdb"), of_server("postgres")
    password = secrets.token_hex(8)
    # The server does not run as root; a container's root becomes the user of Debian's package.
    user = pwd.getpwnam("postgres").pw_uid if os.getuid() == 0 else None
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="rrs-postgresql-") as home:
        secret, data = Path(home, "password"), Path(home, "data")
        secret.write_text(password)
        for path in (home, secret):
            os.chown(path, user if user is not None else -1, -1)
        options = ["--username=me", f"--pwfile={secret}", "--auth=scram-sha-256", "--no-sync"]
        subprocess.run(
            [initdb, f"--pgdata={data}", "--encoding=UTF8", "--locale=C", *options],
            user=user,
            cwd=home,
            check=True,
            capture_output=True,
        )
        settings = {"listen_addresses": "127.0.0.1", "unix_socket_directories": "", "fsync": "off"}
        settings["port"] = port
        command = [postgres, "-D", data, *(f"--{name}={one}" for name, one in settings.items())]
        with subprocess.Popen(command, user=user, cwd=home, stderr=subprocess.DEVNULL) as running:
            address = f"postgresql://me:{password}@127.0.0.1:{port}/postgres"
            _wait_for(address)
            yield address
            running.terminate()


def _wait_for(address):
    engine = sa.create_engine(address.replace("postgresql:", "postgresql+psycopg:"))
    for _ in range(200):
        with suppress(sa.exc.OperationalError), engine.connect():
            break
        time.sleep(0.05)
    engine.dispose()


@pytest.fixture(scope="module")
def filled(server):
    """The address of the server with the shipped registers, their columns of the right types."""
    engine = sa.create_engine(server)
    with engine.begin() as connection:
        for name, register in SCHEMA.registers.items():
            header, *rows = rows_of(SHIPPED / register.path)
            kinds = [TYPES[register.column[column].type] for column in header]
            columns = ", ".join(f'"{one}" {kind}' for one, kind in zip(header, kinds, strict=True))
            connection.exec_driver_sql(f'CREATE TABLE "{name}" ({columns})')
            with (
                connection.connection.cursor() as cursor,
                cursor.copy(f'COPY "{name}" FROM STDIN') as copy,
            ):
                for row in rows:
                    copy.write_row([cell or None for cell in row])
    engine.dispose()
    return server


def frames(address):
    """The registers as frames, in an order that does not depend on the rows' numbers."""
    found = load_registers(address).frames
    plain = {name: frame.drop(columns="row") for name, frame in found.items()}
    return {
        name: frame.sort_values(list(frame), key=lambda one: one.astype(str), ignore_index=True)
        for name, frame in plain.items()
    }


def test_postgresql_holds_what_the_files_hold(filled):
    """Days, numbers, yes and no, and empty cells: every register is the same as from its file."""
    here, there = frames(SHIPPED), frames(filled)

    assert list(here) == list(there)
    for name, frame in here.items():
        pd.testing.assert_frame_equal(frame, there[name])


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
