"""A copy of the demonstration registers with every fault of faults.yml, and what is found there."""

import csv
import re
from copy import deepcopy
from pathlib import Path

import yaml

from rrs_data.intake.schema import SHIPPED
from tests.small_registers import SCHEMA, shipped_rows

PLANTED = yaml.safe_load(Path(__file__).with_suffix(".yml").read_text(encoding="utf-8"))
LONG = ("text-long", "events", "EV-005", "title_ru", "Обучение " * 700)


def break_registers(directory):
    """Write registers with all faults into a directory, and say what is to be found there."""
    directory.mkdir(parents=True)
    registers = deepcopy(shipped_rows())
    expected = [put(registers, *cell) for cell in [*PLANTED["cells"], LONG]]
    expected += [again(registers, *row) for row in PLANTED["twice"]]
    expected += [*_sums(registers), _columns(registers)]
    expected += [*map(tuple, PLANTED["found in files"])]
    lines = [(*line, place_of(registers, *line[1:3])) for line in PLANTED["lines"]]
    for name, rows in registers.items():
        with (directory / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            header = ["spent" if column == "again" else column for column in rows[0]]
            writer.writerows([] if name == "prizes" else [header])
            writer.writerows(row.values() for row in rows)
    for rule, register, _, old, new, place in lines:
        path = directory / f"{register}.csv"
        own = path.read_text(encoding="utf-8").splitlines()
        own[place + 1] = re.sub(old, new, own[place + 1], count=1)
        path.write_text("\n".join(own), encoding="utf-8")
        expected.append(at(rule, register, place))
    for name, text in PLANTED["files"].items():
        (directory / name).write_text(text, encoding="utf-8")
    (directory / "services.csv").unlink()
    (directory / "Организации.csv").symlink_to(SHIPPED / "organisations.csv")
    with (directory / "Финансы.csv").open("wb") as file:
        file.truncate(1 << 40)
    return sorted(one for one in expected if one[1])


def place_of(registers, register, key):
    """The place of the row with a key; several columns of it are set apart by blanks."""
    names = SCHEMA.registers[register].key
    keys = [" ".join(filter(None, (row[name] for name in names))) for row in registers[register]]
    return keys.index(key)


def at(rule, register, place, column=""):
    """The finding in the row at a place."""
    return register, rule, f"{register}.csv", place + 2, column


def put(registers, rule, register, key, column, text):
    place = place_of(registers, register, key)
    registers[register][place][column] = text
    return at(rule, register, place, column)


def again(registers, rule, register, key, changed):
    """Write a row once more at the end, some of its cells changed."""
    rows, schema = registers[register], SCHEMA.registers[register]
    rows.append(rows[place_of(registers, register, key)] | changed)
    names = [name for name in schema.key if schema.column[name].required]
    return at(rule, register, len(rows) - 1, next(iter(changed), ", ".join(names)))


def _sums(registers):
    """A quarter stands twice by its days; a last row adds up the others."""
    finance, targets = registers["finance"], registers["targets"]
    quarter = next(i for i, row in enumerate(finance) if row["quarter_start"] == "2013-01-15")
    targets.append(dict.fromkeys(targets[0], "") | {"indicator": "Всего:", "target": "4000"})
    return [
        at("quarter-twice", "finance", quarter, "country, quarter_start, budget_line"),
        at("total-row", "targets", len(targets) - 1, "indicator"),
    ]


def _columns(registers):
    """Columns twice, left out, or of no register, one of them notes with a phone in them."""
    place = place_of(registers, "events", "EV-033")
    for name in ("organisations", "people"):
        for row in registers[name]:
            del row["region"]
    for name, header, number in (("events", "Примечание", place), ("people", "Телефон", 0)):
        for row in registers[name]:
            row[header] = ""
        registers[name][number][header] = "+996 555 123456"
    for row in registers["finance"]:
        row["again"] = row["spent"]
    return at("personal-phone", "events", place, "Примечание")
