"""Findings: what is wrong with the registers, where, by which of the rules, and how to mend it."""

import io
import json
import re
import shutil
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from itertools import groupby
from pathlib import Path
from typing import Any, Self

from rrs_data.language.language import Language
from rrs_data.programme.faults import SHOWN
from rrs_data.programme.loading import load_yaml
from rrs_data.programme.programme import WRITTEN

SHOWN_CHARACTERS = 60  # how much of a long value is shown

MORE = "more-of-the-same"
"""The rule under which cells are only counted, when a column has too many of one fault."""

RULES = load_yaml(Path(__file__).with_name("rules.yml").read_text(encoding="utf-8"))
"""Every rule by its code, in the order of the file, which says what each has."""

WORDS = RULES.pop("words")
LANGUAGES = tuple(RULES[MORE]["expected"])
"""The languages of findings, the first one unless another is asked for."""


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong, or doubtful, in the registers.

    ``file`` is the file as it was given, ``sheet`` the sheet of a workbook, ``row`` the row as a
    spreadsheet numbers it (the header is row 1; 0 for the file as a whole), ``column`` the header
    as it stands in the file. ``details`` fill the fields of the rule's texts; one that is a mapping
    has a text in each language.
    """

    rule: str
    register: str
    file: str
    row: int = 0
    column: str = ""
    value: str = ""
    sheet: str = ""
    details: Mapping[str, Any] = field(default_factory=dict, hash=False)

    @property
    def severity(self) -> str:
        """An ``error`` stops a report; it goes on with a ``warning``, and counts it."""
        return str(RULES[self.rule]["severity"])

    def file_and_sheet(self, language: str = WRITTEN) -> str:
        """The file, and the sheet of a workbook, in words."""
        return f"{self.file}, {WORDS['sheet'][language]} {self.sheet}" if self.sheet else self.file

    def found(self, language: str = WRITTEN) -> str:
        """What was found: the cell's value, or what the rule says of it."""
        if "found" in RULES[self.rule]:
            return self._filled("found", language)
        return f"'{shown(self.value)}'" if self.value else WORDS["empty"][language]

    def expected(self, language: str = WRITTEN) -> str:
        """What the rule asks for."""
        return self._filled("expected", language)

    def mend(self, language: str = WRITTEN) -> str:
        """How to mend it."""
        return self._filled("mend", language)

    def as_record(self, language: str = WRITTEN) -> dict[str, Any]:
        """The finding as plain values, for JSON and CSV."""
        return {
            "severity": self.severity,
            "rule": self.rule,
            "title": self._filled("title", language),
            "register": self.register,
            "file": self.file,
            "sheet": self.sheet or None,
            "row": self.row or None,
            "column": self.column or None,
            "value": shown(self.value),
            "found": self.found(language),
            "expected": self.expected(language),
            "mend": self.mend(language),
        }

    @classmethod
    def listed(cls, findings: Sequence[Self]) -> str:
        """Those that are raised as faults: a table of the first ones, and how to get all."""
        return f"{as_table(findings, Language(WRITTEN), most=SHOWN)}\n\n{SEND_BACK}"

    def _filled(self, kind: str, language: str) -> str:
        details = {
            name: one.get(language) or next(iter(one.values())) if isinstance(one, Mapping) else one
            for name, one in self.details.items()
        }
        return str(RULES[self.rule][kind][language]).format(value=shown(self.value), **details)


def more_of(last: Finding, times: int) -> Finding:
    """So many further breaches of a rule, up to the last one: as grave as the rule itself."""
    rule = MORE if last.severity == "error" else f"{MORE}-warning"
    details = {"times": times, "rule": last.rule, "last": last.row}
    return replace(last, rule=rule, value="", details=details)


class Findings(tuple[Finding, ...]):
    """All findings of one check, in the order of the registers, rows and columns."""

    __slots__ = ()

    @property
    def errors(self) -> tuple[Finding, ...]:
        """Those that stop a report."""
        return tuple(finding for finding in self if finding.severity == "error")

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """Those that a report goes on with, and counts."""
        return tuple(finding for finding in self if finding.severity == "warning")

    def rows_with_errors(self) -> Counter[str]:
        """For each register the rows that have an error; the header is none of them."""
        listed = {(one.register, one.row) for one in self.errors if one.rule != MORE}
        rows = Counter(name for name, row in listed if row > 1)
        for one in self.errors:
            rows[one.register] += one.details["times"] if one.rule == MORE else 0
        return rows


@dataclass(frozen=True)
class Rows:
    """Rows that were read, and those of them that were refused; the others were used."""

    read: int
    refused: int = 0

    @property
    def used(self) -> int:
        """The rows that figures are counted from."""
        return self.read - self.refused


def shown(text: str, most: int = SHOWN_CHARACTERS) -> str:
    """A text as it is shown: only the start of a long one, and nothing invisible as it is."""
    start = text if len(text) <= most else text[: most - 1] + "…"
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in start)


# --- listings: a table for a terminal, a page to send back, CSV, JSON -----------------------------

SEND_BACK = (
    "`make check` (with the same REGISTERS= and PARAMS=) lists all of them; FORMAT=html, csv or\n"
    "json and LANGUAGE=ru write a file of them that can be sent to whoever keeps the registers."
)

FORMULA = re.compile(r"[\t\r]|\s*[=+\-@＝＋－＠]")
"""Beginnings that make a spreadsheet take a cell for a formula."""

MARK = "'"
"""What is put before a text that looks like a formula, so that a spreadsheet keeps it as text."""


def as_table(findings: Sequence[Finding], language: Language, *, most: int | None = None) -> str:
    """The first findings by file, those of whole files above the table of rows; others counted."""
    t, code = language.t, language.code
    listed, blocks = findings[:most], []
    for file, own in _by_file(listed, code):
        lines = [file]
        for one in own:
            if not one.row:  # it may name every column of a register
                column = f" {t('column')} {one.column}:" if one.column else ""
                lines += [
                    f" {severity(one, language)}:{column} {one.found(code)}",
                    f"     {t('expected')}: {one.expected(code)}",
                    f"     {t('to mend')}: {one.mend(code)}",
                ]
        if rows := [one for one in own if one.row]:
            lines.append(_table(rows, language))
        blocks.append("\n".join(lines))
    if left := len(findings) - len(listed):
        blocks.append(language.n("… and {n} finding more", "… and {n} findings more", left))
    return "\n\n".join(blocks)


def _by_file(findings: Iterable[Finding], code: str) -> list[tuple[str, list[Finding]]]:
    return [(file, [*own]) for file, own in groupby(findings, lambda one: one.file_and_sheet(code))]


def severity(finding: Finding, language: Language) -> str:
    """How grave a finding is, in a word."""
    return language.t("error") if finding.severity == "error" else language.t("warning")


def _table(findings: Iterable[Finding], language: Language) -> str:
    from rich.console import Console
    from rich.table import Column, Table

    t, code = language.t, language.code
    heads = t("column"), t("found"), t("expected"), t("to mend")
    columns = Column(t("row"), justify="right"), *(Column(one, overflow="fold") for one in heads)
    table = Table("", *columns, box=None, show_edge=False, header_style="")
    for one in findings:
        texts = one.found(code), one.expected(code), one.mend(code)
        table.add_row(severity(one, language), str(one.row), one.column, *texts)
    # Narrower than 72 characters it cannot be read, wider than 140 not easily.
    width = min(max(shutil.get_terminal_size((100, 24)).columns, 72), 140)
    text = io.StringIO()
    Console(file=text, width=width, color_system=None, markup=False, highlight=False).print(table)
    return "\n".join(line.rstrip() for line in text.getvalue().splitlines())


Counts = Mapping[str, Rows]  # the rows of each register


def _summary(findings: Findings, counts: Counts, language: Language) -> list[str]:
    t, number, kinds = language.t, language.number, ("read", "used", "refused")
    errors, warnings = number(len(findings.errors)), number(len(findings.warnings))
    sums = {kind: number(sum(getattr(one, kind) for one in counts.values())) for kind in kinds}
    return [
        t("Errors: {errors}. Warnings: {warnings}.", errors=errors, warnings=warnings),
        t("Rows read: {read}; used: {used}; refused: {refused}.", None, **sums),
    ]


def _as_text(findings: Findings, counts: Counts, language: Language) -> str:
    table = as_table(findings, language) if findings else language.t("Nothing was found.")
    return "\n".join([table, "", *_summary(findings, counts, language)]) + "\n"


def _as_json(findings: Findings, counts: Counts, language: Language) -> str:
    """For machines: the counts, and every finding with all that is known of it."""
    content = {
        "errors": len(findings.errors),
        "warnings": len(findings.warnings),
        "rows": {name: {**asdict(rows), "used": rows.used} for name, rows in counts.items()},
        "findings": [finding.as_record(language.code) for finding in findings],
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _as_csv(findings: Findings, _counts: Counts, language: Language) -> str:
    """For spreadsheets: a row for each finding, with the mark by which they know UTF-8."""
    import pandas as pd  # a report that is kept needs none

    records = [finding.as_record(language.code) for finding in findings]
    fields = [*Finding("required", register="", file="").as_record()]
    table = pd.DataFrame(records, columns=fields, dtype=object).map(as_text)
    return "\ufeff" + table.to_csv(index=False, lineterminator="\r\n")


def _as_page(findings: Findings, counts: Counts, language: Language) -> str:
    """The findings by file, in one page that asks nothing from the network."""
    from jinja2 import Template

    t, code = language.t, language.code
    text = Path(__file__).with_name("findings.html.j2").read_text(encoding="utf-8")
    page: str = Template(text, autoescape=True, trim_blocks=True).render(
        title=t("Findings in the registers"),
        summary=_summary(findings, counts, language),
        rules=Counter(one.as_record(code)["title"] for one in findings).most_common(),
        files=_by_file(findings, code),
        heads=[t("Severity"), t("Row"), t("Column"), t("Found"), t("Expected"), t("To mend")],
        severity=severity,
        language=language,
    )
    return page


FORMATS = {"table": _as_text, "json": _as_json, "csv": _as_csv, "html": _as_page}
"""The formats of a listing, by the names that FORMAT= takes."""


def as_text(cell: object) -> object:
    """A cell that no spreadsheet takes for a formula: text that could be one is marked."""
    return MARK + cell if isinstance(cell, str) and FORMULA.match(cell) else cell


def as_typed(cell: str) -> str:
    """A cell without that mark."""
    return cell[1:] if cell.startswith(MARK) and FORMULA.match(cell[1:]) else cell
