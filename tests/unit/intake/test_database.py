import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from rrs_data.intake import Intake, take_in
from rrs_data.intake.schema import SHIPPED
from rrs_data.intake.scope import Scope
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


def expected_of(country: str, until: str) -> dict[str, set[str]]:
    """The ids that a country's scope should have, found by plain loops over the files."""
    table = {
        name: [
            dict(zip(header, row, strict=True))
            for header, *body in [rows_of(SHIPPED / one.path)]
            for row in body
        ]
        for name, one in SCHEMA.registers.items()
    }
    here = {row["person_id"] for row in table["people"] if row["country"] == country}
    visited = {row["event_id"] for row in table["attendances"] if row["person_id"] in here}
    events = {
        row["event_id"]
        for row in table["events"]
        if row["end"] <= until
        and (
            row["host_country"] == country
            or row["event_id"] in visited
            or row["level"] == "regional"
        )
    }
    seen = {row["person_id"] for row in table["attendances"] if row["event_id"] in events}
    people = here | seen
    own = {row["organisation_id"] for row in table["organisations"] if row["country"] == country}
    sent = {row["organisation_id"] for row in table["people"] if row["person_id"] in people}
    found = {"events": events, "people": people, "organisations": own | sent - {""}}
    for name, day in (("services", "start"), ("grants", "awarded"), ("prizes", "achievement_date")):
        key = SCHEMA.registers[name].key[0]
        found[name] = {
            row[key] for row in table[name] if row["organisation_id"] in own and row[day] <= until
        }
    return found


@pytest.mark.parametrize("country", ["KG", "TM", "AF"])
@pytest.mark.parametrize("until", ["2013-09-30", "2015-09-30"])
def test_scope_sends_its_own_rows_and_no_others(shipped: str, country: str, until: str) -> None:
    """Events hosted, attended or regional, with all who came; organisations of all of these."""
    intake = take_in(shipped, SCHEMA, Scope(country, date.fromisoformat(until)))
    expected = expected_of(country, until)

    assert expected == {name: set(ids(intake, name)) for name in expected}
    assert set(ids(intake, "attendances", "event_id")) <= expected["events"]
    assert {country} == set(ids(intake, "targets", "country"))
    assert {country} >= set(ids(intake, "finance", "country"))
    assert max(ids(intake, "finance", "quarter_start"), default="") <= until


def test_scope_of_the_region_sends_every_row_by_its_day(shipped: str) -> None:
    """From every country."""
    everything, until = take_in(shipped, SCHEMA), date.fromisoformat("2013-09-30")
    region = take_in(shipped, SCHEMA, Scope("ALL", until))
    ended = [day for day in ids(everything, "events", "end") if day <= "2013-09-30"]

    assert ids(everything, "people") == ids(region, "people")
    assert len(ended) == region.raws["events"].read
    assert 0 < region.raws["attendances"].read < everything.raws["attendances"].read


def test_what_a_condition_cannot_judge_is_sent_and_checked(tmp_path: Path) -> None:
    """A day in another form, a missing one, a country that is none of the codes."""
    header: list[object] = ["grant_id", "organisation_id", "awarded"]
    organisations: list[list[object]] = [
        ["organisation_id", "country"],
        *[["ORG-1", "KG"], ["ORG-2", "Кыргызстан"], ["ORG-3", None], ["ORG-4", "KZ"]],
    ]
    grants: list[list[object]] = [
        header,
        *[
            ["GR-1", "ORG-1", "30.09.2020"],
            ["GR-2", "ORG-2", None],
            ["GR-3", "ORG-3", "2014-09-30"],
        ],
        *[["GR-4", "ORG-1", "2014-10-01"], ["GR-5", "ORG-4", "2014-01-01"]],
        *[["GR-6", "ORG-1", "2014-09-30 12:00"]],
    ]
    address = database(tmp_path / "a.db", {"organisations": organisations, "grants": grants})
    intake = take_in(address, SCHEMA, Scope("KG", date.fromisoformat("2014-09-30")))

    assert ["GR-1", "GR-2", "GR-3", "GR-6"] == ids(intake, "grants")
    assert ["ORG-1", "ORG-2", "ORG-3"] == ids(intake, "organisations")


def test_days_of_a_database_are_compared_as_days(tmp_path: Path) -> None:
    """Where the column has that type."""
    header: list[object] = ["event_id", "host_country", "end"]
    events: list[list[object]] = [
        header,
        ["EV-1", "KG", "2014-09-30"],
        ["EV-2", "KG", "2014-10-01"],
    ]
    address = database(tmp_path / "a.db", {"events": events}, "DATE")

    assert ["EV-1"] == ids(
        take_in(address, SCHEMA, Scope("KG", date.fromisoformat("2014-09-30"))), "events"
    )
