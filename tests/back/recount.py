"""An independent recount in plain SQL over the CSV files, with nothing of ``rrs_data``.

By definition: which rows count is written from ``params/indicators.yml`` as a person reads it, and
from the donor's rules. By evidence: which rows count is what a report says. Where this and the
product differ, one of them has misread a definition. All names in the SQL are this module's own.
"""

import duckdb

REGISTERS = (
    *("organisations", "people", "events", "attendances", "services", "grants", "prizes"),
    *("targets", "finance"),
)
JOINS = {
    "people": [("organisations", "organisation")],
    "attendances": [("events", "event"), ("people", "person")],
    "services": [("organisations", "organisation")],
    "grants": [("organisations", "organisation"), ("organisations", "partner")],
    "prizes": [("organisations", "organisation")],
}
"""The register that a register points to, and the name of what it points to."""

KEYS = {"organisations": "organisation_id", "people": "person_id", "events": "event_id"}

READ = """
    SELECT row_number() OVER () + 1 AS row, * {derived} FROM
    read_csv('{directory}/{name}.csv', all_varchar = true, header = true, delim = ',', quote = '"')
"""
DERIVED = {
    "events": """, date_diff('day', "start"::DATE, "end"::DATE) + 1 AS days,
        cost_instruction::DECIMAL(18, 2) + cost_participants::DECIMAL(18, 2)
        + cost_travel::DECIMAL(18, 2) AS cost"""
}

PERSON, HOME = '"person.country"', '"organisation.country"'
OUTSIDE = '"person.organisation.country"'

CIVIL = "\"person.organisation.kind\" <> 'government'"
FOR_A_CSO = f"\"event.level\" = 'regional' AND role IN ('participant', 'speaker') AND {CIVIL}"
TAUGHT = (
    "\"event.kind\" IN ('training', 'school') AND \"event.instructors\" = 'true'"
    " AND role = 'participant'"
)
LONG = '"event.days" >= 3 OR "event.contact_hours"::DOUBLE >= 15'
"""A training within a country, as the donor defines it."""

HOSTED = "level = 'regional' AND kind IN ('internship', 'school')"
GUEST = (
    "\"event.level\" = 'regional' AND \"event.kind\" IN ('internship', 'school')"
    f' AND role = \'participant\' AND {CIVIL} AND "person.country" <> "event.host_country"'
)
CAME_BEFORE = f"SELECT person_id FROM attendances WHERE {FOR_A_CSO} AND \"event.end\" < '{{first}}'"  # noqa: S608
FURTHER = f"SELECT event_id FROM attendances WHERE {FOR_A_CSO} AND {OUTSIDE} IN ('AF', 'PK')"  # noqa: S608
CENTRAL_ASIA = f"{OUTSIDE} IN ('KG', 'KZ', 'TJ', 'TM', 'UZ')"

AT_DIALOGUES = "\"event.kind\" = 'dialogue' AND role IN ('participant', 'speaker')"
RURAL = (
    "\"{0}.country\" = 'KG' AND \"{0}.kind\" <> 'government'"
    " AND (\"{0}.place\" = 'rural' OR \"{0}.kind\" = 'initiative_group')"
)

DAYS = {
    "attendances": '"event.end"', "events": '"end"', "services": '"start"', "grants": "awarded",
    "prizes": "achievement_date",
}  # fmt: skip
"""The day that decides about the period of a row."""

SERVED = ("services", "\"organisation.kind\" <> 'government'", HOME)
DEVELOPED = ("services", f"{SERVED[1]} AND kind = 'organisational_development'", HOME)

ROWS = {
    "RRS-1": [("attendances", FOR_A_CSO, PERSON)],
    "RRS-2": [("attendances", f"{FOR_A_CSO} AND person_id NOT IN ({CAME_BEFORE})", PERSON)],
    "RRS-3": [("attendances", FOR_A_CSO, PERSON)],
    "RRS-4": [("attendances", FOR_A_CSO, PERSON)],
    "RRS-5": [DEVELOPED],
    "RRS-6": [SERVED, ("attendances", f"{TAUGHT} AND {CIVIL}", OUTSIDE)],
    "RRS-7": [("events", HOSTED, "host_country")],
    "RRS-8": [("attendances", GUEST, '"event.host_country"')],
    "RRS-9": [("attendances", f"{TAUGHT} AND (\"event.level\" = 'regional' OR {LONG})", PERSON)],
    "RRS-10": [("events", "kind = 'training' AND level <> 'regional'", "host_country")],
    "RRS-11": [("events", "kind = 'dialogue'", "host_country")],
    "RRS-12": [("prizes", "true", HOME)],
    "RRS-13": [("grants", "true", HOME)],
    "RRS-14": [("grants", "true", HOME)],
    "RRS-15": [("attendances", FOR_A_CSO, "'{country}'")],
    "RRS-16": [("attendances", f"{FOR_A_CSO} AND \"person.sex\" IN ('F', 'M')", PERSON)],
    "RRS-17": [("attendances", f"{FOR_A_CSO} AND {CENTRAL_ASIA} AND event_id IN ({FURTHER})",
                OUTSIDE)],
    "RRS-18": [("services", RURAL.format("organisation"), HOME),
               ("attendances", f"{TAUGHT} AND {RURAL.format('person.organisation')}", OUTSIDE),
               ("grants", RURAL.format("organisation"), HOME)],
    "RRS-19": [("attendances", f"{AT_DIALOGUES} AND NOT ({CIVIL})", '"event.host_country"')],
    "RRS-20": [("attendances", f"{AT_DIALOGUES} AND {CIVIL}", '"event.host_country"')],
    "RRS-21": [("grants", "partner_id IS NOT NULL", HOME)],
}  # fmt: skip
"""What each indicator counts by its definition: a register, a condition, and whose the row is."""

SINCE_THE_START = ("RRS-3", "RRS-5", "RRS-6", "RRS-12", "RRS-18")

GRANTED = "sum(CASE currency WHEN 'KGS' THEN 0.02 ELSE 1 END * amount::DECIMAL(18, 2))"
"""Grants in dollars: an amount in soms by the demonstration's rate."""

PEOPLE = "SELECT count(DISTINCT person_id) FROM {attendances}"
OF_PEOPLE = ("RRS-1", "RRS-2", "RRS-3", "RRS-8", "RRS-9", "RRS-19", "RRS-20")
COUNTS = {
    **dict.fromkeys(OF_PEOPLE, PEOPLE),
    **dict.fromkeys(("RRS-13", "RRS-21"), "SELECT count(*) FROM {grants}"),
    **dict.fromkeys(("RRS-7", "RRS-10", "RRS-11"), "SELECT count(*) FROM {events}"),
    "RRS-4": "SELECT count(*) FROM {attendances}",
    "RRS-5": "SELECT count(DISTINCT organisation_id) FROM {services}",
    "RRS-6": "SELECT count(DISTINCT id) FROM (SELECT organisation_id AS id FROM {services}"
             ' UNION ALL SELECT "person.organisation_id" FROM {attendances})',
    "RRS-12": "SELECT count(DISTINCT organisation_id) FROM {prizes}",
    "RRS-14": f"SELECT coalesce({GRANTED}, 0) FROM {{grants}}",  # noqa: S608
    "RRS-15": """
        WITH came AS (
            SELECT DISTINCT event_id, "person.organisation.country" AS country FROM {attendances}
        )
        SELECT count(DISTINCT one.country || other.country) FROM came AS one JOIN came AS other
        ON one.event_id = other.event_id AND one.country < other.country
        WHERE '{country}' IN ('ALL', one.country, other.country)""",
    "RRS-16": "SELECT count(DISTINCT person_id) FILTER (\"person.sex\" = 'F'),"
              " count(DISTINCT person_id) FROM {attendances}",
    "RRS-17": 'SELECT count(DISTINCT "person.organisation_id") FROM {attendances}',
    "RRS-18": 'SELECT count(DISTINCT id) FROM (SELECT organisation_id AS id FROM {services}'
              ' UNION ALL SELECT organisation_id FROM {grants}'
              ' UNION ALL SELECT "person.organisation_id" FROM {attendances})',
}  # fmt: skip
"""What each indicator comes to in its rows: a number, or numerator and denominator."""

WHOSE = {
    **dict.fromkeys(OF_PEOPLE, "person."),
    **dict.fromkeys(("RRS-5", "RRS-12"), "organisation."),
    "RRS-17": "person.organisation.",
}
"""Whose columns a breakdown names where people or organisations are counted."""


class Recount:
    """The registers of a directory as tables."""

    def __init__(self, directory):
        """Read the CSV files, with their rows numbered as a spreadsheet shows them."""
        self.database = duckdb.connect()
        for name in REGISTERS:
            own = READ.format(directory=directory, name=name, derived=DERIVED.get(name, ""))
            columns, joins = ["own.*"], []
            for register, thing in JOINS.get(name, []):
                columns += [f'COLUMNS({thing}.* EXCLUDE (row)) AS "{thing}.\\0"']
                on = f"own.{thing}_id = {thing}.{KEYS[register]}"
                joins += [f"LEFT JOIN {register} AS {thing} ON {on}"]
            table = f"SELECT {', '.join(columns)} FROM ({own}) AS own {' '.join(joins)}"  # noqa: S608
            self.database.execute(f"CREATE TABLE {name} AS {table}")

    def value(self, code, country, year):
        """An indicator's actual by its definition, for a country, or ``ALL``, and a fiscal year."""
        one, whole = self.parts(code, country, year)
        return one / whole if whole else None

    def parts(self, code, country, year, condition="true"):
        """The same as numerator and denominator, of the rows for which a condition holds."""
        first = "2012-10-01" if code in SINCE_THE_START else f"{year - 1}-10-01"
        return self.between(code, country, first, f"{year}-09-30", condition)

    def between(self, code, country, first, last, condition="true"):
        """The same for any days."""
        chosen = {
            register: f"{register} WHERE {where.format(first=first)} AND {condition}"
            f" AND {DAYS[register]} BETWEEN '{first}' AND '{last}'"
            f" AND '{country}' IN ('ALL', {home.format(country=country)})"
            for register, where, home in ROWS[code]
        }
        return self._count(code, country, chosen)

    def indicator(self, code, rows, country):
        """An indicator by its evidence rows, as numerator and denominator."""
        chosen = {name: _chosen(name, rows.get(name, ())) for name, *_ in ROWS[code]}
        return self._count(code, country, chosen)

    def _count(self, code, country, chosen):
        ((one, *whole),) = self.select(COUNTS[code].format(country=country, **chosen))
        return float(one), float(whole[0] if whole else 1)

    def rows(self, register, rows=None, what="count(*)"):
        """What rows of a register, or all of them, come to: ``what`` is an aggregate in SQL."""
        chosen = register if rows is None else _chosen(register, rows)
        return float(self.select(f"SELECT {what} FROM {chosen}")[0][0] or 0)  # noqa: S608

    def read(self, registers, measure):
        """Rows of registers (or of all) as they were read: nobody has refused any of these."""
        return 0.0 if measure == "refused" else sum(map(self.rows, registers or REGISTERS))

    def select(self, query):
        return self.database.execute(query).fetchall()


def _chosen(register, rows):
    return f"{register} WHERE row IN (SELECT unnest({[*map(int, rows)]}::INT[]))"
