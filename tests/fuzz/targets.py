"""Targets: what is fuzzed. Each takes any bytes and fails when a promise is broken."""

import re
import zipfile
from contextlib import contextmanager
from functools import cache
from io import BytesIO
from pathlib import Path

from rrs_data.intake import privacy
from rrs_data.intake.checks.cell_rules import readings
from rrs_data.intake.checks.register import cell_findings, check_register
from rrs_data.intake.delimited import read_delimited
from rrs_data.intake.files import content_of
from rrs_data.intake.findings import RULES
from rrs_data.intake.raw import Reading, Refusal, to_raw
from rrs_data.intake.schema import load_schema
from rrs_data.intake.workbook import read_workbook
from tests.small_registers import complete, rewritten
from tests.small_registers import workbook as small_workbook

REGISTERS = load_schema().registers
COLUMNS = [column for register in REGISTERS.values() for column in register.columns]
EVENTS = REGISTERS["events"]
"""The register with columns of every type."""

ROWS = [[*EVENTS.column], [*complete("events", [{"title_ru": "Обучение"}])[0].values()]]


def delimited(data):
    """Delimited text is read, or refused; every row is there or counted as refused."""
    reading = Reading("events", "events.csv")
    with _or_refused(reading):
        _hold(read_delimited(data, EVENTS, reading), reading)


def workbook(data):
    """A workbook is read, or refused. The first byte says for which of its parts the rest is."""
    stems = [Path(name).stem for name in sorted(_parts())]
    stem = [*stems, ""][data[0] % (len(stems) + 1)] if data else ""
    whole = rewritten(_small(), **{stem: lambda _: data[1:]}) if stem else data[1:]
    if content_of(whole) != "XLSX":
        return
    reading = Reading("events", "events.xlsx")
    with _or_refused(reading):
        for sheet in read_workbook(whole, reading):
            own = Reading("events", "events.xlsx", sheet.sheet.title)
            _hold(sheet.read(EVENTS, own), own)


def personal(data):
    """Any text has a kind or none; a mask shows no word."""
    text = data.decode("utf-8", "replace")
    kind = privacy.kind_of(text)

    assert kind is None or f"personal-{kind}" in RULES
    if kind:
        assert [] == [word for word in re.findall(r"\w+", privacy.masked(text)) if len(word) > 1]


def form(data):
    """A form is one: a second time it stays, and what no rule forbids has a value of its type."""
    if data:
        column, text = COLUMNS[data[0] % len(COLUMNS)], data[1:].decode("utf-8", "replace").strip()
        once = readings(text, column)

        assert len(once) > 1 or once == readings(once[0], column)


TARGETS = {one.__name__: one for one in (delimited, workbook, personal, form)}
"""The targets by name; a directory of ``cases`` is called the same."""


def seeds(target):
    line = "\n".join(map(",".join, ROWS))
    texts = ['Асанов Бакыт Эсенович +996 555 123456 "a@b.kg"', "31.12.2013 г.", "1 250,50 USD"]
    parts = enumerate(sorted(_parts().items()))
    return {
        "delimited": [
            line.encode(),
            line.replace(",", ";").encode("cp1251"),
            line.replace("Обучение", '"Обу\n""чение"').encode("utf-16"),
        ],
        "workbook": [bytes([place]) + content for place, (_, content) in parts],
        "personal": [text.encode() for text in texts],
        "form": [bytes([place]) + text.encode() for place in range(17, 34) for text in texts[1:]],
    }[target]


@contextmanager
def _or_refused(reading):
    """Why something is not read is told."""
    try:
        yield
    except Refusal as refusal:
        [finding] = reading.stopped(refusal)
        assert finding.found("en")
        assert finding.mend("ru")


def _hold(table, reading):
    """Rows become a register that can be checked, and none is lost on the way."""
    header, rows = table[0], list(table[1])
    raw = to_raw((header, rows), EVENTS, reading)

    assert raw.read <= len(rows) + reading.refused
    assert len(raw.rows) == raw.cells.num_rows <= raw.read
    assert raw.rows.to_pylist() == sorted(set(raw.rows.to_pylist()))
    assert not any(column.null_count for column in raw.cells.columns)
    for found in cell_findings(check_register(raw, EVENTS)):
        assert found.found("ru")
        assert found.expected("en")
        assert found.as_record("ru")["mend"]


@cache
def _small():
    """A small workbook with cells of every kind."""

    def write(_, sheets):
        sheets["events"].write_formula(2, 13, "=1+1", None, 2)
        sheets["events"].write_boolean(3, 12, True)
        sheets["events"].merge_range(4, 1, 4, 2, "Обучение")

    return small_workbook({"events": [*ROWS, [], [1.5]]}, write)


@cache
def _parts():
    with zipfile.ZipFile(BytesIO(_small())) as archive:
        return {name: archive.read(name) for name in archive.namelist() if "theme" not in name}
