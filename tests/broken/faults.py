"""A copy of the demonstration registers with a fault of every kind that people bring about.

Each fault is planted with the finding that it must give: no more, no less.
"""

import json
from functools import partial

from rrs_data.intake.schema import DESCRIPTOR, SHIPPED
from tests.broken.spoiled import SHEETS, UNSOLVED, WORKBOOK, Expected, Spoiled

CELLS = (
    ("required", "events", "EV-001", "contact_hours", ""),
    ("untranslated", "events", "EV-020", "place_en", ""),
    ("required", "organisations", "ORG-010", "kind", ""),
    ("required", "people", "P-013289", "age_band", ""),
    ("text-invisible", "events", "EV-002", "title_ru", "Первый\N{ZERO WIDTH SPACE} проект"),
    ("text-invisible", "events", "EV-003", "title_en", "\N{RIGHT-TO-LEFT OVERRIDE}CSOs"),
    ("text-invisible", "events", "EV-017", "place_ru", "Худ\x07жанд"),
    ("text-invisible", "events", "EV-018", "event_id", "EV\N{SOFT HYPHEN}-018"),
    ("text-long", "events", "EV-005", "title_ru", "Обучение " * 700),
    ("text-damaged", "organisations", "ORG-011", "title_ru", "Общественный фонд «\ufffd\ufffd»"),
    ("date-serial", "events", "EV-035", "start", "41701"),
    ("type-date", "events", "EV-006", "start", "31.02.2013"),
    ("type-date", "finance", "KZ 2013-01-01 events", "quarter_start", "1 квартал"),
    ("date-ambiguous", "events", "EV-008", "end", "03/04/2013"),
    ("date-ambiguous", "events", "EV-019", "start", "18.09.13"),
    ("type-number", "events", "EV-009", "cost_travel", "около 300"),
    ("type-number", "finance", "TJ 2013-01-01 grants", "approved", "1.2.3"),
    ("number-ambiguous", "events", "EV-010", "cost_instruction", "1,250"),
    ("type-integer", "events", "EV-012", "capacity", "двадцать"),
    ("type-integer", "targets", "RRS-3 KG 2014", "year", "2014,5"),
    ("type-boolean", "events", "EV-013", "instructors", "не знаю"),
    ("allowed", "events", "EV-014", "kind", "ярмарка"),
    ("allowed", "people", "P-00TDUL", "sex", "Q"),
    ("allowed", "organisations", "ORG-012", "country", "RU"),
    ("id-letters", "organisations", "ORG-016", "organisation_id", "ОRG-016"),
    ("pattern", "organisations", "ORG-013", "organisation_id", "ORG_013"),
    ("pattern", "events", "EV-020", "event_id", "ev-020"),
    ("pattern", "targets", "RRS-1 KG 2013", "indicator", "KPI №1"),
    ("minimum", "grants", "GR-003", "amount", "-3600"),
    ("minimum", "events", "EV-011", "contact_hours", "-6"),
    ("minimum", "events", "EV-021", "capacity", "0"),
    ("maximum", "targets", "RRS-2 KG 2013", "year", "2150"),
    ("share-above-one", "targets", "RRS-16 KG 2014", "target", "65"),
    ("personal-name", "organisations", "ORG-014", "title_ru", "Асанов Бакыт Эсенович"),
    ("personal-name-like", "organisations", "ORG-015", "title_en", "Chyngyz Aitmatov"),
    ("personal-phone", "events", "EV-015", "place_ru", "Худжанд, тел. 0555 12-34-56"),
    ("personal-email", "events", "EV-016", "title_en", "Forum (write to info@example.org)"),
    ("personal-identity", "people", "P-004EMN", "organisation_id", "21503199000123"),
    # References to nowhere, and ids with a Cyrillic letter or without their zeros.
    ("reference", "grants", "GR-006", "organisation_id", "ORG-998"),
    ("reference", "people", "P-0IS2NE", "organisation_id", "ORG-997"),
    ("reference", "attendances", "EV-022 P-0QEFGP", "event_id", "EV-999"),
    ("reference", "attendances", "EV-999 P-0QEFGP", "person_id", "P-NOBODY"),
    ("reference-letters", "attendances", "EV-034 P-51A06F", "event_id", "ЕV-034"),
    ("reference-near", "people", "P-0J6VG4", "organisation_id", "ORG-1"),
    # What cannot be: days, years, hours, places.
    ("dates-order", "events", "EV-023", "end", "2013-12-01"),
    ("dates-order", "grants", "GR-008", "end", "2013-01-01"),
    ("date-outside", "events", "EV-060", "end", "2016-02-01"),
    ("", "grants", "GR-001", "start", "2011-03-01"),
    ("date-outside", "grants", "GR-001", "awarded", "2011-02-25"),
    ("date-outside", "finance", "UZ 2015-07-01 events", "quarter_start", "2015-10-01"),
    ("year-outside", "targets", "RRS-4 KG 2014", "year", "2019"),
    ("date-far", "events", "EV-024", "start", "2003-12-11"),
    ("hours-absurd", "events", "EV-027", "contact_hours", "100"),
    ("capacity", "events", "EV-031", "capacity", "40"),
    ("target-unknown", "targets", "RRS-5 KG 2014", "indicator", "RRS-99"),
    # Amounts that cannot be: they are reported as such, and not added up.
    ("amount-absurd", "events", "EV-028", "cost_participants", "99999999"),
    ("amount-absurd", "finance", "TM 2014-01-01 personnel", "spent", "500000000"),
    ("amount-high", "events", "EV-029", "cost_travel", "200000"),
    ("amount-high", "grants", "GR-020", "amount", "160000"),
    ("spending-over-budget", "finance", "KZ 2014-01-01 events", "spent", "5040.00"),
)
"""Faults of one cell: the rule, the register, the row's key, the column, the text."""

TWICE = (
    ("key-twice", "organisations", "ORG-020", {}),
    ("required", "organisations", "ORG-020", {"organisation_id": ""}),
    ("key-twice", "finance", "KG 2013-01-01 personnel", {}),
    ("key-twice", "grants", "GR-002", {}),
    ("attendance-twice", "attendances", "EV-001 P-0FYZUE", {}),
    ("person-two-sexes", "people", "P-0GWB62", {"sex": "F"}),
    ("person-two-organisations", "people", "P-0H0VV0", {"organisation_id": "ORG-001"}),
    ("organisation-two-countries", "organisations", "ORG-021", {"country": "UZ"}),
    ("event-unattended", "events", "EV-030", {"event_id": "EV-061"}),
    ("quarter-day", "finance", "UZ 2013-01-01 personnel", {"quarter_start": "2013-01-15"}),
    (
        "duplicate-probable",
        "organisations",
        "ORG-030",
        {
            "organisation_id": "ORG-161",
            "title_ru": "Инициативная группа Кыял (Нарынская область)",
        },
    ),
)
"""Rows that stand a second time: the rule, the register, the row's key, what is changed in it."""

DECISIONS = """\
register,id,same_as,decision
organisations,ORG-041,ORG-040,maybe
organisations,ORG-777,ORG-042,accept
partners,ORG-044,ORG-043,accept
organisations,ORG-046,ORG-045,accept
organisations,ORG-047,ORG-046,accept
organisations,ORG-047,ORG-045,reject
"""

FILES = {
    "duplicates.csv": DECISIONS,
    "Люди.csv": "person_id\nP-000001\n",
    "Мероприятия.xls": "old",
    "Список рассылки.csv": "a,b\n1,2\n",
    DESCRIPTOR: json.dumps({"resources": [{"name": "people", "path": "../../etc/passwd"}]}),
}
"""Other files of the directory: a register twice, in an old format, no register, a way out."""

OF_FILES = (
    Expected("organisations", "review-decision", "duplicates.csv", 2, "decision"),
    Expected("organisations", "review-unknown", "duplicates.csv", 3, "id"),
    Expected("", "review-register", "duplicates.csv", 4, "register"),
    Expected("organisations", "review-contradiction", "duplicates.csv", 7, "decision"),
    Expected("services", "register-missing", "services.csv"),
    Expected("people", "register-twice", "Люди.csv"),
    Expected("events", "file-unreadable", "Мероприятия.xls"),
    Expected("organisations", "file-outside", "Организации.csv"),
    Expected("finance", "file-too-large", "Финансы.csv"),
    Expected("", "file-unknown", "Список рассылки.csv"),
    Expected("", "descriptor-path", DESCRIPTOR),
    Expected("targets", "sheet-hidden", WORKBOOK, sheet=SHEETS["targets"]),
    Expected("", "sheet-unknown", WORKBOOK, sheet="Черновик"),
    Expected("", "links-external", WORKBOOK),
)


def break_registers(directory):
    """Write registers with all faults into a directory, and say what is to be found there."""
    directory.mkdir(parents=True)
    spoiled = Spoiled(directory)
    expected = [spoiled.put(*cell) for cell in CELLS]
    expected += [spoiled.again(*row, **changed) for *row, changed in TWICE]
    expected += [*_sums(spoiled), *_lines(spoiled), *_columns(spoiled), *_of_workbook(spoiled)]
    for name, text in FILES.items():
        (directory / name).write_text(text, encoding="utf-8")
    (directory / "Организации.csv").symlink_to(SHIPPED / "organisations.csv")
    with (directory / "Финансы.csv").open("wb") as file:
        file.truncate(1 << 40)
    spoiled.write()
    return sorted(one for one in [*expected, *OF_FILES] if one.rule)


def _sums(spoiled):
    """Amounts that are wrong together.

    A line creeps over its budget; one country's grants come to more than their line, another's to
    less than was spent; a quarter stands twice by its days; a last row adds up the others.
    """
    finance, targets = spoiled.rows["finance"], spoiled.rows["targets"]
    line = [
        row for row in finance if (row["country"], row["budget_line"]) == ("KG", "administration")
    ]
    for row in line:
        row["spent"] = f"{float(row['approved']) * 1.15:.2f}"
    spoiled.put("", "grants", "GR-004", "amount", "9000")
    for key in ("GR-007", "GR-010", "GR-013"):
        spoiled.put("", "grants", key, "amount", "100.00")
    quarter = next(i for i, row in enumerate(finance) if row["quarter_start"] == "2013-01-15")
    empty = dict.fromkeys(targets[0], "")
    targets.append({**empty, "indicator": "Всего:", "target": "4000"})
    last = spoiled.place("grants", "GR-024"), spoiled.place("grants", "GR-025")
    key = "country, quarter_start, budget_line"
    return [
        spoiled.at("spending-over-budget", "finance", finance.index(line[-1]), "spent"),
        spoiled.at("grants-over-budget", "grants", last[0], "amount"),
        spoiled.at("grants-unspent", "grants", last[1], "amount"),
        spoiled.at("quarter-twice", "finance", quarter, key),
        spoiled.at("total-row", "targets", len(targets) - 1, "indicator"),
    ]


def _lines(spoiled):
    """Lines that are not well-formed, one of them the only attendance of an event.

    What points to such a row is no fault of its own, and the event is not unattended.
    """
    spoiled.again("", "events", "EV-030", event_id="EV-062")
    spoiled.put("", "attendances", "EV-032 P-3BZDQ6", "event_id", "EV-062")
    return [
        spoiled.mangle("row-length", "people", "P-0QEFGP", lambda line: f"{line},KG"),
        spoiled.mangle("row-length", "people", "P-0QVXTG", _shorter),
        spoiled.mangle("row-length", "attendances", "EV-062 P-3BZDQ6", _shorter),
        spoiled.mangle("quote-unclosed", "people", "P-0RQM3N", partial(_after_id, ',"')),
        spoiled.mangle("quote-inside", "people", "P-0T4MX5", partial(_after_id, ',"a"b')),
    ]


def _shorter(line):
    return line.rpartition(",")[0]


def _after_id(text, line):
    return line.replace(",", text, 1)


def _columns(spoiled):
    """Columns twice, left out, or of no register, one of them notes with a phone in them."""
    headers, place = spoiled.headers, spoiled.place("events", "EV-033")
    headers["finance"].append(("spent", "spent"))
    headers["organisations"].remove(("oblast", "oblast"))
    headers["people"].remove(("oblast", "oblast"))
    headers["events"].append(("notes", "Примечание"))
    headers["people"].append(("phone", "Телефон"))
    headers["prizes"] = []
    spoiled.others = {"notes": {place: "звонить +996 555 123456"}, "phone": {0: "+996 555 123456"}}
    return [
        spoiled.of_file("header-twice", "finance", 1, "spent"),
        spoiled.of_file("column-missing", "organisations", column="oblast"),
        spoiled.of_file("column-absent", "people", column="oblast"),
        spoiled.of_file("column-unknown", "events", column="Примечание"),
        spoiled.of_file("personal-phone", "events", place + 2, "Примечание"),
        spoiled.of_file("column-personal", "people", column="Телефон"),
        spoiled.of_file("header-missing", "prizes", 1),
    ]


def _of_workbook(spoiled):
    """Formulas with a result, without one, with an error for a result; cells that are merged."""
    solved, unsolved, failed = (
        spoiled.place("grants", key) for key in ("GR-011", "GR-014", "GR-017")
    )
    amount = spoiled.rows["grants"][solved]["amount"]
    spoiled.formulas = {
        ("grants", solved, "amount"): (f"={amount}+0", amount),
        ("grants", unsolved, "amount"): ("=I1+I2", UNSOLVED),
        ("grants", failed, "amount"): ("=1/0", "#DIV/0!"),
    }
    merged = spoiled.place("targets", "RRS-6 KG 2014")
    spoiled.merged = ("targets", merged, "baseline")
    column = dict(spoiled.headers["grants"])["amount"]
    return [
        spoiled.of_file("formula", "grants", column=column),
        spoiled.at("formula-empty", "grants", unsolved, "amount"),
        spoiled.at("cell-error", "grants", failed, "amount"),
        spoiled.at("cells-merged", "targets", merged, "baseline"),
    ]
