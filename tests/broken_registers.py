"""A copy of the demonstration registers with a fault of every kind that people bring about.

Each fault is planted by a function (or, where it is one cell, by a line of ``CELLS``), which says
the finding that it must give: no more, no less. ``break_registers`` plants all of them.
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import xlsxwriter

from rrs_data.schema import DESCRIPTOR, SHIPPED, load_schema

SCHEMA = load_schema()

WORKBOOK = "Гранты и планы.xlsx"
SHEETS = {"grants": "Гранты", "targets": "Плановые показатели"}
"""Registers that are sheets of the workbook, with Russian headers; the others are CSV."""

UNSOLVED = -0.125
UNSOLVED_XML = f"<v>{UNSOLVED}</v>".encode()
"""A result that is taken out of the workbook again: the writer puts one to every formula."""

GONE = ("services",)
"""Registers that are not there."""


@dataclass(frozen=True, order=True)
class Told:
    """A finding by its rule and its place."""

    register: str
    rule: str
    file: str = ""
    row: int = 0
    column: str = ""
    sheet: str = ""


@dataclass
class Broken:
    """The demonstration registers as rows of text, on their way to being broken.

    ``mangled`` turns the line of a row, by register and place, into one that is not well-formed;
    ``headers`` are the columns that are written, with their headers; ``others`` the texts, by
    place, of those that no register has. ``formulas`` has what stands in a cell of the workbook
    instead of its value: a formula, and its result. ``merged`` is a cell that takes in the next.
    """

    directory: Path
    rows: dict[str, list[dict[str, str]]]
    headers: dict[str, list[tuple[str, str]]]
    mangled: dict[tuple[str, int], Callable[[str], str]] = field(default_factory=dict)
    formulas: dict[tuple[str, int, str], tuple[str, str | float]] = field(default_factory=dict)
    merged: tuple[str, int, str] = ("", 0, "")
    others: dict[str, dict[int, str]] = field(default_factory=dict)

    @classmethod
    def of_the_shipped(cls, directory: Path) -> Broken:
        """The registers as they are shipped, to be written into a directory."""
        rows, headers = {}, {}
        for name, register in SCHEMA.registers.items():
            with (SHIPPED / register.path).open(encoding="utf-8", newline="") as file:
                rows[name] = list(csv.DictReader(file))
            headers[name] = [
                (column.name, column.titles["ru"] if name in SHEETS else column.name)
                for column in register.columns
            ]
        return cls(directory, rows, headers)

    def place(self, register: str, key: str) -> int:
        """The place of the row with a key; several columns of it are set apart by blanks."""
        names = SCHEMA.registers[register].key
        keys = [" ".join(row[name] for name in names) for row in self.rows[register]]
        return keys.index(key)

    def told(self, rule: str, register: str, place: int, column: str = "") -> Told:
        """The finding in the row at a place. ``column`` may be several, set apart by commas."""
        header = dict(self.headers[register])
        shown = ", ".join(header[name] for name in column.split(", ")) if column else ""
        return self.told_of_file(rule, register, place + 2, shown)

    def told_of_file(self, rule: str, register: str, row: int = 0, column: str = "") -> Told:
        """The finding in a register's file, in a row as a spreadsheet numbers it."""
        sheet = SHEETS.get(register, "")
        file = WORKBOOK if sheet else SCHEMA.registers[register].path
        return Told(register, rule, file, row, column, sheet)

    def put(self, rule: str, register: str, key: str, column: str, text: str) -> Told:
        """Write a text into a cell."""
        place = self.place(register, key)
        self.rows[register][place][column] = text
        return self.told(rule, register, place, column)

    def again(self, rule: str, register: str, key: str, column: str = "", text: str = "") -> Told:
        """Write a row once more at the end, one of its cells changed."""
        row = dict(self.rows[register][self.place(register, key)])
        if column:
            row[column] = text
        self.rows[register].append(row)
        shown = column or ", ".join(SCHEMA.registers[register].key)
        return self.told(rule, register, len(self.rows[register]) - 1, shown)

    def mangle(self, rule: str, register: str, key: str, how: Callable[[str], str]) -> Told:
        """Spoil the line of a row."""
        place = self.place(register, key)
        self.mangled[register, place] = how
        return self.told(rule, register, place)

    def file(self, name: str, text: str) -> None:
        """Write another file into the directory."""
        (self.directory / name).write_text(text, encoding="utf-8")


Fault = Callable[[Broken], list[Told]]

FAULTS: list[Fault] = []
"""The functions that plant a fault, in their order."""


def fault(plant: Callable[[Broken], Told | list[Told]]) -> Fault:
    """A function that plants a fault."""

    def planted(broken: Broken) -> list[Told]:
        told = plant(broken)
        return told if isinstance(told, list) else [told]

    FAULTS.append(planted)
    return planted


# --- cells -----------------------------------------------------------------------------------------

CELLS = (
    ("required", "events", "EV-001", "title_en", ""),
    ("required", "organisations", "ORG-010", "kind", ""),
    ("required", "people", "P-013289", "age_band", ""),
    ("text-invisible", "events", "EV-002", "title_ru", "Первый\N{ZERO WIDTH SPACE} проект"),
    ("text-invisible", "events", "EV-003", "title_en", "The \N{RIGHT-TO-LEFT OVERRIDE}role of CSOs"),
    ("text-invisible", "events", "EV-017", "place_ru", "Худ\x07жанд"),
    ("text-invisible", "events", "EV-018", "event_id", "EV\N{SOFT HYPHEN}-018"),
    ("text-long", "events", "EV-005", "title_ru", "Обучение " * 700),
    ("text-damaged", "organisations", "ORG-011", "title_ru", "Общественный фонд «\ufffd\ufffd»"),
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
    ("pattern", "organisations", "ORG-013", "organisation_id", "ORG_013"),
    ("pattern", "events", "EV-020", "event_id", "ev-020"),
    ("pattern", "targets", "RRS-1 KG 2013", "indicator", "KPI-1"),
    ("minimum", "grants", "GR-003", "amount", "-3600"),
    ("minimum", "events", "EV-011", "contact_hours", "-6"),
    ("minimum", "events", "EV-021", "capacity", "0"),
    ("maximum", "targets", "RRS-2 KG 2013", "year", "2150"),
    ("personal-name", "organisations", "ORG-014", "title_ru", "Асанов Бакыт Эсенович"),
    ("personal-name-like", "organisations", "ORG-015", "title_en", "Chyngyz Aitmatov"),
    ("personal-phone", "events", "EV-015", "place_ru", "Худжанд, тел. 0555 12-34-56"),
    ("personal-email", "events", "EV-016", "title_en", "Forum (write to info@example.org)"),
    ("personal-identity", "people", "P-004EMN", "organisation_id", "21503199000123"),
)
"""Faults of one cell: the rule, the register, the row's key, the column, the text."""


@fault
def cells(broken: Broken) -> list[Told]:
    """Faults of one cell each."""
    return [broken.put(*cell) for cell in CELLS]


# --- rows ------------------------------------------------------------------------------------------


@fault
def organisation_twice(broken: Broken) -> Told:
    """An organisation's row stands twice."""
    return broken.again("key-twice", "organisations", "ORG-020")


@fault
def quarter_twice(broken: Broken) -> Told:
    """The same budget line of the same quarter stands twice."""
    return broken.again("key-twice", "finance", "KG 2013-01-01 personnel")


@fault
def grant_twice(broken: Broken) -> Told:
    """A grant stands twice: its amount is not added up twice."""
    return broken.again("key-twice", "grants", "GR-002")


@fault
def attendance_twice(broken: Broken) -> Told:
    """A person came to the same event twice."""
    return broken.again("attendance-twice", "attendances", "EV-001 P-0FYZUE")


@fault
def person_of_two_sexes(broken: Broken) -> Told:
    """A person stands twice, once as a woman and once as a man."""
    person = broken.rows["people"][20]
    other = "M" if person["sex"] == "F" else "F"
    return broken.again("person-two-sexes", "people", person["person_id"], "sex", other)


@fault
def person_of_two_organisations(broken: Broken) -> Told:
    """A person stands twice, with two organisations."""
    person = broken.rows["people"][21]["person_id"]
    rule = "person-two-organisations"
    return broken.again(rule, "people", person, "organisation_id", "ORG-001")


@fault
def organisation_of_two_countries(broken: Broken) -> Told:
    """An organisation stands twice, in two countries."""
    return broken.again("organisation-two-countries", "organisations", "ORG-021", "country", "UZ")


@fault
def attendances_of_nobody(broken: Broken) -> list[Told]:
    """Attendances name an event and a person that no register has."""
    return [
        broken.put("reference", "attendances", "EV-022 " + _guest(broken, "EV-022"), *change)
        for change in (("event_id", "EV-999"), ("person_id", "P-NOBODY"))
    ]


@fault
def grant_to_nobody(broken: Broken) -> Told:
    """A grant went to an organisation that is not in the register."""
    return broken.put("reference", "grants", "GR-006", "organisation_id", "ORG-998")


@fault
def person_from_nowhere(broken: Broken) -> Told:
    """A person belongs to an organisation that is not in the register."""
    person = broken.rows["people"][22]["person_id"]
    return broken.put("reference", "people", person, "organisation_id", "ORG-997")


@fault
def end_before_start(broken: Broken) -> list[Told]:
    """An event and a grant end before they begin."""
    return [
        broken.put("dates-order", "events", "EV-023", "end", "2013-12-01"),
        broken.put("dates-order", "grants", "GR-008", "end", "2013-01-01"),
    ]


@fault
def rows_outside_the_programme(broken: Broken) -> list[Told]:
    """An event after the programme, a grant before it, a quarter and a target of other years."""
    broken.put("", "grants", "GR-001", "start", "2011-03-01")
    return [
        broken.put("date-outside", "events", "EV-060", "end", "2016-02-01"),
        broken.put("date-outside", "grants", "GR-001", "awarded", "2011-02-25"),
        broken.put("date-outside", "finance", "UZ 2015-07-01 events", "quarter_start", "2015-10-01"),
        broken.put("year-outside", "targets", "RRS-4 KG 2014", "year", "2019"),
    ]


@fault
def date_far_away(broken: Broken) -> Told:
    """An event is said to have begun years before the programme."""
    return broken.put("date-far", "events", "EV-024", "start", "2003-12-11")


@fault
def hours_for_which_the_days_are_too_short(broken: Broken) -> Told:
    """An event of one day had a hundred hours."""
    return broken.put("hours-absurd", "events", "EV-027", "contact_hours", "100")


@fault
def absurd_amounts(broken: Broken) -> list[Told]:
    """A cost ten times the whole award, a grant and a cost above it: told as such, not added up."""
    return [
        broken.put("amount-absurd", "events", "EV-028", "cost_participants", "99999999"),
        broken.put("amount-absurd", "finance", "TM 2014-01-01 personnel", "spent", "500000000"),
        broken.put("amount-high", "events", "EV-029", "cost_travel", "200000"),
        broken.put("amount-high", "grants", "GR-020", "amount", "160000"),
    ]


@fault
def event_without_participants(broken: Broken) -> Told:
    """Nobody came to an event."""
    return broken.again("event-unattended", "events", "EV-030", "event_id", "EV-061")


@fault
def more_people_than_places(broken: Broken) -> Told:
    """More people came to an event than it had places for."""
    return broken.put("capacity", "events", "EV-031", "capacity", "40")


@fault
def spending_over_budget(broken: Broken) -> list[Told]:
    """A quarter in which far more was spent than approved, and a line that creeps over its budget."""
    line = [
        (place, row)
        for place, row in enumerate(broken.rows["finance"])
        if (row["country"], row["budget_line"]) == ("KG", "administration")
    ]
    for _, row in line:
        row["spent"] = f"{float(row['approved']) * 1.15:.2f}"
    last = line[-1][0]
    quarter = "KZ 2014-01-01 events"
    approved = float(broken.rows["finance"][broken.place("finance", quarter)]["approved"])
    return [
        broken.put("spending-over-budget", "finance", quarter, "spent", f"{approved * 2:.2f}"),
        broken.told("spending-over-budget", "finance", last, "spent"),
    ]


@fault
def grants_over_their_budget(broken: Broken) -> Told:
    """The grants of a country come to more than its budget line: told at the last of them."""
    broken.put("", "grants", "GR-004", "amount", "9000")
    return broken.told("grants-over-budget", "grants", _of_country(broken, "KZ")[-1], "amount")


@fault
def grants_that_were_left_out(broken: Broken) -> Told:
    """More was spent on the grants of a country than they come to: told at the last of them."""
    for key in ("GR-007", "GR-010", "GR-013"):
        broken.put("", "grants", key, "amount", "100.00")
    return broken.told("grants-unspent", "grants", _of_country(broken, "TJ")[-1], "amount")


@fault
def target_of_an_unknown_indicator(broken: Broken) -> Told:
    """A target is set for an indicator that has no sheet."""
    return broken.put("target-unknown", "targets", "RRS-5 KG 2014", "indicator", "RRS-99")


# --- lines -----------------------------------------------------------------------------------------


@fault
def lines_of_another_length(broken: Broken) -> list[Told]:
    """A person's line has a cell too many, another too few; their attendances stay as they are."""
    more, fewer = (broken.rows["people"][place]["person_id"] for place in (30, 31))
    return [
        broken.mangle("row-length", "people", more, lambda line: f"{line},KG"),
        broken.mangle("row-length", "people", fewer, lambda line: line.rpartition(",")[0]),
    ]


@fault
def quotation_marks(broken: Broken) -> list[Told]:
    """A line opens a quotation mark and never closes it; another has text after the closing one."""
    opened, inside = (broken.rows["people"][place]["person_id"] for place in (32, 33))
    return [
        broken.mangle("quote-unclosed", "people", opened, lambda line: line.replace(",", ',"', 1)),
        broken.mangle("quote-inside", "people", inside, lambda line: line.replace(",", ',"a"b', 1)),
    ]


@fault
def only_attendance_of_an_event(broken: Broken) -> Told:
    """The line of the only attendance of an event is too short: the event is not unattended."""
    broken.again("", "events", "EV-030", "event_id", "EV-062")
    key = f"EV-032 {_guest(broken, 'EV-032')}"
    broken.rows["attendances"][broken.place("attendances", key)]["event_id"] = "EV-062"
    key = key.replace("EV-032", "EV-062")
    return broken.mangle("row-length", "attendances", key, lambda line: line.rpartition(",")[0])


# --- headers ---------------------------------------------------------------------------------------


@fault
def column_twice(broken: Broken) -> Told:
    """A register has a column twice."""
    broken.headers["finance"].append(("spent", "spent"))
    return broken.told_of_file("header-twice", "finance", 1, "spent")


@fault
def columns_left_out(broken: Broken) -> list[Told]:
    """A required column is not there, and one that may be left out."""
    broken.headers["organisations"].remove(("oblast", "oblast"))
    broken.headers["people"].remove(("oblast", "oblast"))
    return [
        broken.told_of_file("column-missing", "organisations", column="oblast"),
        broken.told_of_file("column-absent", "people", column="oblast"),
    ]


@fault
def columns_of_no_register(broken: Broken) -> list[Told]:
    """Columns that are not read: notes, one of them a phone, and phones as such."""
    broken.headers["events"].append(("notes", "Примечание"))
    broken.headers["people"].append(("phone", "Телефон"))
    place = broken.place("events", "EV-033")
    broken.others = {"notes": {place: "звонить +996 555 123456"}, "phone": {0: "+996 555 123456"}}
    row = place + 2
    return [
        broken.told_of_file("column-unknown", "events", column="Примечание"),
        broken.told_of_file("personal-phone", "events", row, "Примечание"),
        broken.told_of_file("column-personal", "people", column="Телефон"),
    ]


@fault
def no_headers(broken: Broken) -> Told:
    """A register begins with its first row."""
    broken.headers["prizes"] = []
    return broken.told_of_file("header-missing", "prizes", 1)


# --- files -----------------------------------------------------------------------------------------


@fault
def register_left_out(_broken: Broken) -> Told:
    """A register is not there at all."""
    return Told("services", "register-missing", "services.csv")


@fault
def register_in_two_files(broken: Broken) -> Told:
    """A register stands in a second file, under its title."""
    broken.file("Люди.csv", "person_id\nP-000001\n")
    return Told("people", "register-twice", "Люди.csv")


@fault
def file_in_an_old_format(broken: Broken) -> Told:
    """A register is there as an old Excel file too."""
    broken.file("Мероприятия.xls", "old")
    return Told("events", "file-unreadable", "Мероприятия.xls")


@fault
def link_out_of_the_directory(broken: Broken) -> Told:
    """A file is a link to one that lies elsewhere."""
    (broken.directory / "Организации.csv").symlink_to(SHIPPED / "organisations.csv")
    return Told("organisations", "file-outside", "Организации.csv")


@fault
def file_without_end(broken: Broken) -> Told:
    """A file is larger than any register."""
    with (broken.directory / "Финансы.csv").open("wb") as file:
        file.truncate(1 << 40)
    return Told("finance", "file-too-large", "Финансы.csv")


@fault
def file_of_something_else(broken: Broken) -> Told:
    """A file is no register."""
    broken.file("Список рассылки.csv", "a,b\n1,2\n")
    return Told("", "file-unknown", "Список рассылки.csv")


@fault
def path_out_of_the_directory(broken: Broken) -> Told:
    """The description of the registers leads out of the directory."""
    resources = [{"name": "people", "path": "../../etc/passwd"}]
    broken.file(DESCRIPTOR, json.dumps({"resources": resources}))
    return Told("", "descriptor-path", DESCRIPTOR)


# --- workbook --------------------------------------------------------------------------------------


@fault
def formulas(broken: Broken) -> list[Told]:
    """Amounts are formulas: with a result, without one, with an error for a result."""
    solved, unsolved, failed = (
        broken.place("grants", key) for key in ("GR-011", "GR-014", "GR-017")
    )
    amount = broken.rows["grants"][solved]["amount"]
    broken.formulas = {
        ("grants", solved, "amount"): (f"={amount}+0", amount),
        ("grants", unsolved, "amount"): ("=I1+I2", UNSOLVED),
        ("grants", failed, "amount"): ("=1/0", "#DIV/0!"),
    }
    column = dict(broken.headers["grants"])["amount"]
    return [
        broken.told_of_file("formula", "grants", column=column),
        broken.told("formula-empty", "grants", unsolved, "amount"),
        broken.told("cell-error", "grants", failed, "amount"),
    ]


@fault
def merged_cells(broken: Broken) -> Told:
    """A baseline is written over two cells, so that the target beside it is not there."""
    place = broken.place("targets", "RRS-6 KG 2014")
    broken.merged = ("targets", place, "baseline")
    return broken.told("cells-merged", "targets", place, "baseline")


@fault
def sheets(_broken: Broken) -> list[Told]:
    """One sheet is hidden, one is no register, and the workbook leads to others."""
    return [
        Told("targets", "sheet-hidden", WORKBOOK, sheet=SHEETS["targets"]),
        Told("", "sheet-unknown", WORKBOOK, sheet="Черновик"),
        Told("", "links-external", WORKBOOK),
    ]


# --- writing ---------------------------------------------------------------------------------------


def break_registers(directory: Path) -> list[Told]:
    """Write registers with all faults into a directory, and say what is to be found there."""
    directory.mkdir(parents=True)
    broken = Broken.of_the_shipped(directory)
    told = [one for plant in FAULTS for one in plant(broken)]
    for name in SCHEMA.registers:
        if name not in (*SHEETS, *GONE):
            _write_text(broken, name)
    _write_workbook(broken)
    return sorted(told)


def _write_text(broken: Broken, name: str) -> None:
    lines = [_line([header for _, header in broken.headers[name]])] if broken.headers[name] else []
    columns = [column for column, _ in broken.headers[name]] or list(SCHEMA.registers[name].column)
    for place, row in enumerate(broken.rows[name]):
        line = _line([row.get(c, broken.others.get(c, {}).get(place, "")) for c in columns])
        lines.append(broken.mangled.get((name, place), str)(line))
    path = broken.directory / SCHEMA.registers[name].path
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="")


def _line(texts: list[str]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(texts)
    return line.getvalue()


def _write_workbook(broken: Broken) -> None:
    written = io.BytesIO()
    with xlsxwriter.Workbook(written) as book:
        for name, title in SHEETS.items():
            _write_sheet(broken, name, book.add_worksheet(title))
        book.get_worksheet_by_name(SHEETS["targets"]).hide()
        book.add_worksheet("Черновик").write_string("A1", "не забыть")
    with (
        zipfile.ZipFile(written) as source,
        zipfile.ZipFile(broken.directory / WORKBOOK, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for part in source.namelist():
            target.writestr(part, source.read(part).replace(UNSOLVED_XML, b""))
        target.writestr("xl/externalLinks/externalLink1.xml", "<externalLink/>")


def _write_sheet(broken: Broken, name: str, sheet: xlsxwriter.worksheet.Worksheet) -> None:
    sheet.write_row(0, 0, [header for _, header in broken.headers[name]])
    for place, row in enumerate(broken.rows[name]):
        for column, (key, _) in enumerate(broken.headers[name]):
            formula, result = broken.formulas.get((name, place, key), ("", ""))
            if formula:
                sheet.write_formula(place + 1, column, formula, None, result)
            elif (name, place, key) == broken.merged:
                sheet.merge_range(place + 1, column, place + 1, column + 1, row[key])
                break
            else:
                sheet.write_string(place + 1, column, row[key])


def _guest(broken: Broken, event: str) -> str:
    """Someone who came to an event."""
    return next(
        row["person_id"] for row in broken.rows["attendances"] if row["event_id"] == event
    )


def _of_country(broken: Broken, country: str) -> list[int]:
    """The places of the grants of a country's organisations."""
    own = {row["organisation_id"] for row in broken.rows["organisations"] if row["country"] == country}
    places = {
        row["grant_id"]: broken.place("grants", row["grant_id"])
        for row in broken.rows["grants"]
        if row["organisation_id"] in own
    }
    return sorted(places.values())
