"""A recount in plain SQL: what rows of the registers come to, without any code of the reports.

Names of tables and columns in the SQL are this module's own, never what somebody gave.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb

REGISTERS = (
    *("organisations", "people", "events", "attendances", "services", "grants", "prizes"),
    *("targets", "finance"),
)

JOINS = {
    "people": [("organisations", "organisation")],
    "attendances": [("events", "event"), ("people", "person")],
    "services": [("organisations", "organisation")],
    "grants": [("organisations", "organisation")],
    "prizes": [("organisations", "organisation")],
}
"""The register that a register points to, and the name of what it points to."""

EVENTS = """
    SELECT *, date_diff('day', "start"::DATE, "end"::DATE) + 1 AS days,
        cost_instruction::DECIMAL(18, 2) + cost_participants::DECIMAL(18, 2)
        + cost_travel::DECIMAL(18, 2) AS cost
    FROM {table}
"""

COUNTS = {
    "RRS-1": "count(DISTINCT person_id) FROM attendances",
    "RRS-2": "count(DISTINCT person_id) FROM attendances",
    "RRS-3": "count(DISTINCT person_id) FROM attendances",
    "RRS-4": "count(*) FROM attendances",
    "RRS-5": "count(DISTINCT organisation_id) FROM services",
    "RRS-7": "count(*) FROM events",
    "RRS-8": "count(DISTINCT person_id) FROM attendances",
    "RRS-9": "count(DISTINCT person_id) FROM attendances",
    "RRS-10": "count(*) FROM events",
    "RRS-11": "count(*) FROM events",
    "RRS-12": "count(DISTINCT organisation_id) FROM prizes",
    "RRS-13": "count(*) FROM grants",
    "RRS-14": "coalesce(sum(amount::DECIMAL(18, 2)), 0) FROM grants",
    "RRS-17": 'count(DISTINCT "person.organisation_id") FROM attendances',
}
"""What each indicator counts of its rows, as its definition says; the others need more."""

USERS = """
    SELECT count(DISTINCT id) FROM (
        SELECT organisation_id AS id FROM services WHERE row IN (SELECT unnest($services::INT[]))
        UNION ALL
        SELECT "person.organisation_id" FROM attendances
        WHERE row IN (SELECT unnest($attendances::INT[]))
    )
"""

PAIRS = """
    WITH came AS (
        SELECT DISTINCT event_id, "person.organisation.country" AS country FROM attendances
        WHERE row IN (SELECT unnest($attendances::INT[]))
    )
    SELECT count(DISTINCT one.country || other.country) FROM came AS one JOIN came AS other
    ON one.event_id = other.event_id AND one.country < other.country
    WHERE $country IN ('ALL', one.country, other.country)
"""


class Books:
    """The registers of a directory as tables."""

    def __init__(self, directory: Path) -> None:
        """Read the CSV files, with their rows numbered as a spreadsheet shows them."""
        self.database = duckdb.connect()
        for name in REGISTERS:
            path = str(directory / f"{name}.csv")
            self.database.execute(
                f"CREATE TABLE raw_{name} AS SELECT row_number() OVER () + 1 AS row, * "  # noqa: S608
                "FROM read_csv(?, all_varchar = true, header = true)",
                [path],
            )
        for name in ("organisations", "events", "people", *REGISTERS[3:]):
            self._view(name)

    def _view(self, name: str) -> None:
        table = f"({EVENTS.format(table='raw_events')})" if name == "events" else f"raw_{name}"
        columns, joins = ["own.*"], []
        for register, thing in JOINS.get(name, []):
            described = self.database.execute(f"DESCRIBE {register}").fetchall()
            columns += [
                f'"{thing}"."{column}" AS "{thing}.{column}"'
                for column, *_ in described
                if column != "row"
            ]
            joins.append(f'LEFT JOIN {register} AS "{thing}" USING ({thing}_id)')
        # A shared column stands once after USING: it is the own one.
        text = f"SELECT {', '.join(columns)} FROM {table} AS own {' '.join(joins)}"  # noqa: S608
        self.database.execute(f"CREATE TABLE {name} AS {text}")

    def indicator(
        self, code: str, rows: Mapping[str, Sequence[int]], country: str
    ) -> tuple[float, float]:
        """An indicator's value by its evidence rows, as numerator and denominator."""
        given = {name: list(rows.get(name, ())) for name in ("services", "attendances")}
        if code == "RRS-6":
            return self._one(USERS, given), 1.0
        if code == "RRS-15":
            return self._one(PAIRS, {"attendances": given["attendances"], "country": country}), 1.0
        if code == "RRS-16":
            women, all_of_them = (
                self.rows("attendances", given["attendances"], f"count(DISTINCT person_id) {more}")
                for more in ("FILTER (\"person.sex\" = 'F')", "")
            )
            return women, all_of_them
        what, _, register = COUNTS[code].partition(" FROM ")
        return self.rows(register, rows.get(register, ()), what), 1.0

    def rows(self, register: str, rows: Sequence[int], what: str = "count(*)") -> float:
        """What rows of a register come to: ``what`` is an aggregate in SQL."""
        text = f"SELECT {what} FROM {register} WHERE row IN (SELECT unnest($rows::INT[]))"  # noqa: S608
        return self._one(text, {"rows": list(rows)})

    def read(self, registers: Sequence[str] | None, measure: str) -> float:
        """Rows of registers (or of all) as they were read: nobody has refused any of these."""
        if measure == "refused":
            return 0.0
        tables = [f"raw_{name}" for name in registers or REGISTERS]
        return sum(self._one(f"SELECT count(*) FROM {table}", {}) for table in tables)  # noqa: S608

    def _one(self, text: str, given: Mapping[str, object]) -> float:
        found = self.database.execute(text, dict(given)).fetchone()
        return float(found[0] or 0) if found else 0.0
