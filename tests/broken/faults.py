"""A copy of the demonstration registers with a fault of every kind that people bring about.

Each fault is planted with the finding that it must give: no more, no less.
"""

from functools import partial
from pathlib import Path

import yaml

from rrs_data.intake.schema import SHIPPED
from tests.broken.spoiled import SHEETS, UNSOLVED, WORKBOOK, Expected, Spoiled

PLANTED = yaml.safe_load(Path(__file__).with_suffix(".yml").read_text(encoding="utf-8"))
LONG = ("text-long", "events", "EV-005", "title_ru", "Обучение " * 700)

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
}
"""Other files of the directory: a register twice, in an old format, no register."""

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
    Expected("targets", "sheet-hidden", WORKBOOK, sheet=SHEETS["targets"]),
    Expected("", "sheet-unknown", WORKBOOK, sheet="Черновик"),
    Expected("", "links-external", WORKBOOK),
)


def break_registers(directory):
    """Write registers with all faults into a directory, and say what is to be found there."""
    directory.mkdir(parents=True)
    spoiled = Spoiled(directory)
    expected = [spoiled.put(*cell) for cell in [*PLANTED["cells"], LONG]]
    expected += [spoiled.again(*row, **changed) for *row, changed in PLANTED["twice"]]
    expected += [*_sums(spoiled), *_lines(spoiled), *_columns(spoiled), *_of_workbook(spoiled)]
    for name, text in FILES.items():
        (directory / name).write_text(text, encoding="utf-8")
    (directory / "Организации.csv").symlink_to(SHIPPED / "organisations.csv")
    with (directory / "Финансы.csv").open("wb") as file:
        file.truncate(1 << 40)
    spoiled.write()
    return sorted(one for one in [*expected, *OF_FILES] if one.rule)


def _sums(spoiled):
    """A quarter stands twice by its days; a last row adds up the others."""
    finance, targets = spoiled.rows["finance"], spoiled.rows["targets"]
    quarter = next(i for i, row in enumerate(finance) if row["quarter_start"] == "2013-01-15")
    empty = dict.fromkeys(targets[0], "")
    targets.append({**empty, "indicator": "Всего:", "target": "4000"})
    key = "country, quarter_start, budget_line"
    return [
        spoiled.at("quarter-twice", "finance", quarter, key),
        spoiled.at("total-row", "targets", len(targets) - 1, "indicator"),
    ]


def _lines(spoiled):
    """Lines that are not well-formed; what points to such a row is no fault of its own."""
    spoiled.again("", "events", "EV-030", event_id="EV-062")
    spoiled.put("", "attendances", "EV-032 P-3BZDQ6", "event_id", "EV-062")
    return [
        spoiled.mangle("row-length", "people", "P-0QEFGP", lambda line: f"{line},KG"),
        spoiled.mangle("row-length", "people", "P-0QVXTG", _shorter),
        spoiled.mangle("row-length", "attendances", "EV-062 P-3BZDQ6", _shorter),
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
    headers["organisations"].remove(("region", "region"))
    headers["people"].remove(("region", "region"))
    headers["events"].append(("notes", "Примечание"))
    headers["people"].append(("phone", "Телефон"))
    headers["prizes"] = []
    spoiled.others = {"notes": {place: "звонить +996 555 123456"}, "phone": {0: "+996 555 123456"}}
    return [
        spoiled.of_file("header-twice", "finance", 1, "spent"),
        spoiled.of_file("column-missing", "organisations", column="region"),
        spoiled.of_file("column-absent", "people", column="region"),
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
