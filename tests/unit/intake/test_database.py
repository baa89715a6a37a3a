import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from rrs_data.intake import Intake, take_in
from rrs_data.intake.schema import SHIPPED
from tests.small_files import HEADER, PRIZE, SCHEMA, all_findings, rows, rows_of, told


def database(path: Path, tables: dict[str, list[list[object]]], kind: str = "TEXT") -> str:
    """An SQLite database with tables, each with its header; returns its address."""
    with closing(sqlite3.connect(path)) as connection, connection:
        for name, (header, *table) in tables.items():
            columns = ", ".join(f'"{column}" {kind}' for column in header)
            connection.execute(f'CREATE TABLE "{name}" ({columns})')
            marks = ", ".join("?" * len(header))
            connection.executemany(f'INSERT INTO "{name}" VALUES ({marks})', table)  # noqa: S608
    return f"sqlite:///{path}"


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The shipped registers as a database."""
    tables = {name: rows_of(SHIPPED / one.path) for name, one in SCHEMA.registers.items()}
    return database(tmp_path_factory.mktemp("database") / "registers.db", tables)  # type: ignore[arg-type]


def ids(intake: Intake, register: str, column: str = "") -> list[str]:
    """The ids of a register's rows, in order."""
    texts: list[str] = (
        intake.raws[register].cells[column or SCHEMA.registers[register].key[0]].to_pylist()
    )
    return texts


def test_database_holds_what_the_files_hold(shipped: str) -> None:
    """Every register with all its rows, in the order of its key."""
    files, tables = take_in(SHIPPED, SCHEMA), take_in(shipped, SCHEMA)

    assert [] == all_findings(tables)
    for name, raw in tables.raws.items():
        assert sorted(row for _, row in rows(files.raws[name])) == [
            row for _, row in sorted(rows(raw), key=lambda row: row[1])
        ]
        assert list(range(2, raw.read + 2)) == raw.rows.to_pylist()


def test_same_rows_have_the_same_digest(shipped: str, tmp_path: Path) -> None:
    """A cache can tell that nothing has changed."""
    one = take_in(database(tmp_path / "a.db", {"prizes": [HEADER, PRIZE]}), SCHEMA)
    other = take_in(database(tmp_path / "b.db", {"prizes": [HEADER, PRIZE, PRIZE]}), SCHEMA)
    again = take_in(database(tmp_path / "c.db", {"prizes": [HEADER, PRIZE]}), SCHEMA)

    assert one.raws["prizes"].digest == again.raws["prizes"].digest
    assert one.raws["prizes"].digest != other.raws["prizes"].digest


@pytest.mark.parametrize("name", ["prizes", "Призы", "PRIZES"])
def test_tables_and_columns_may_have_russian_titles(name: str, tmp_path: Path) -> None:
    """As files and sheets may."""
    titles: list[object] = [column.titles["ru"] for column in SCHEMA.registers["prizes"].columns]
    intake = take_in(database(tmp_path / "a.db", {name: [titles, list(PRIZE)]}), SCHEMA)

    assert [(2, PRIZE)] == rows(intake.raws["prizes"])
    assert name == intake.raws["prizes"].sheet


def test_values_of_a_database_are_plain_text(tmp_path: Path) -> None:
    """Numbers without dust, bytes as text, what is missing as nothing."""
    row: list[object] = [7, 1104.55, None, "да".encode(), 2.0, " x "]
    intake = take_in(database(tmp_path / "a.db", {"prizes": [HEADER, row]}, ""), SCHEMA)

    assert [(2, ["7", "1104.55", "", "да", "2", "x"])] == rows(intake.raws["prizes"])


def test_text_that_is_no_utf8_is_told(tmp_path: Path) -> None:
    """The rest is read."""
    address = database(tmp_path / "a.db", {"prizes": [HEADER, PRIZE]})
    with closing(sqlite3.connect(tmp_path / "a.db")) as connection, connection:
        connection.execute("UPDATE prizes SET nomination_en = CAST(x'ff61' AS TEXT)")
    intake = take_in(address, SCHEMA)

    assert [("text-damaged", 2)] == told(intake.raws["prizes"].findings)


def test_database_that_is_missing_is_told_and_not_made(tmp_path: Path) -> None:
    """SQLite would make an empty one."""
    intake = take_in(f"sqlite:///{tmp_path}/a.db", SCHEMA)

    assert [("source-missing", 0)] == told(intake.findings)
    assert [] == list(tmp_path.iterdir())


def test_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    """Without a traceback."""
    (tmp_path / "a.db").write_text("no database at all" * 1000)

    assert [("source-unknown", 0)] == told(take_in(f"sqlite:///{tmp_path}/a.db", SCHEMA).findings)


@pytest.mark.parametrize(
    "address", ["postgresql://user:geheim@host/db?password=geheim", "nothing://user:geheim@host/x"]
)
def test_database_without_a_driver_is_told_without_its_password(address: str) -> None:
    """The message names what is missing."""
    intake = take_in(address, SCHEMA)
    [finding] = intake.findings

    assert "source-unknown" == finding.rule
    assert "geheim" not in str(finding.as_record())
    assert "user" not in finding.file
