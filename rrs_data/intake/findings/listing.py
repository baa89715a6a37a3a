"""Listings of findings: a table for a terminal, a page to send back, CSV, JSON, and faults."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from rrs_data.intake.findings.finding import Finding, Findings
from rrs_data.intake.spreadsheet import as_text
from rrs_data.language.language import Language
from rrs_data.programme.faults import SHOWN, Fault, FaultsError

PAGE = Path(__file__).with_name("page.html.j2")

SEND_BACK = (
    "`make check` (with the same REGISTERS=) lists all of them; FORMAT=html, csv or json and "
    "LANGUAGE=ru\nwrite a file of them that can be sent to whoever keeps the registers."
)

WIDTH = (72, 140)
"""The narrowest and the widest table that can be read."""


def as_table(findings: Sequence[Finding], language: Language, *, most: int | None = None) -> str:
    """The findings as text, at most ``most`` of them; the rest is counted."""
    shown = findings[:most]
    parts = [
        "\n".join([own[0].file_and_sheet(language.code), *_of_file(own, language)])
        for own in (list(group) for _, group in groupby(shown, key=_place))
    ]
    if len(shown) < len(findings):
        left = len(findings) - len(shown)
        parts.append(language.n("… and {n} finding more", "… and {n} findings more", left))
    return "\n\n".join(parts)


def severity(finding: Finding, language: Language) -> str:
    """How grave a finding is, in a word."""
    return language.t("error") if finding.severity == "error" else language.t("warning")


def _place(finding: Finding) -> tuple[str, str]:
    return finding.file, finding.sheet


def _of_file(findings: Sequence[Finding], language: Language) -> list[str]:
    """What is said of a file as a whole or of a column, then the table of its rows."""
    rows = [finding for finding in findings if finding.row]
    whole = [_block(finding, language) for finding in findings if not finding.row]
    return [*whole, *([_table(rows, language)] if rows else [])]


def _block(finding: Finding, language: Language) -> str:
    """A finding as a few lines: it may name every column of a register."""
    t, code = language.t, language.code
    place = f" {t('column')} {finding.column}:" if finding.column else ""
    return (
        f" {severity(finding, language)}:{place} {finding.found(code)}\n"
        f"     {t('expected')}: {finding.expected(code)}\n"
        f"     {t('to mend')}: {finding.mend(code)}"
    )


def _table(findings: Iterable[Finding], language: Language) -> str:
    """The findings as a table of plain text, as wide as the terminal."""
    from rich.console import Console
    from rich.table import Table

    t, code = language.t, language.code
    table = Table(box=None, pad_edge=True, show_edge=False, header_style="")
    table.add_column("")
    table.add_column(t("row"), justify="right")
    for head in (t("column"), t("found"), t("expected"), t("to mend")):
        table.add_column(head, overflow="fold")
    for finding in findings:
        table.add_row(
            severity(finding, language),
            str(finding.row or ""),
            finding.column,
            finding.found(code),
            finding.expected(code),
            finding.mend(code),
        )
    width = min(max(shutil.get_terminal_size((100, 24)).columns, WIDTH[0]), WIDTH[1])
    text = io.StringIO()
    console = Console(file=text, width=width, color_system=None, markup=False, highlight=False)
    console.print(table)
    return "\n".join(line.rstrip() for line in text.getvalue().splitlines())


FIELDS = tuple(Finding("required", register="", file="").as_record())
"""The fields of a finding in CSV, in their order."""


@dataclass(frozen=True)
class Rows:
    """Rows that were read, and those of them that were refused; the others were used."""

    read: int
    refused: int = 0

    @property
    def used(self) -> int:
        """The rows that figures are counted from."""
        return self.read - self.refused


Counts = Mapping[str, Rows]
"""The rows of each register."""


def summary(findings: Findings, counts: Counts, language: Language) -> list[str]:
    """How many errors and warnings, and what became of the rows."""
    number = language.number
    read = sum(one.read for one in counts.values())
    refused = sum(one.refused for one in counts.values())
    return [
        language.t(
            "Errors: {errors}. Warnings: {warnings}.",
            errors=number(len(findings.errors)),
            warnings=number(len(findings.warnings)),
        ),
        language.t(
            "Rows read: {read}; used: {used}; refused: {refused}.",
            read=number(read),
            used=number(read - refused),
            refused=number(refused),
        ),
    ]


def _as_text(findings: Findings, counts: Counts, language: Language) -> str:
    """For a terminal."""
    table = as_table(findings, language) if findings else language.t("Nothing was found.")
    return "\n".join([table, "", *summary(findings, counts, language)]) + "\n"


def _as_json(findings: Findings, counts: Counts, language: Language) -> str:
    """For machines: the counts, and every finding with all that is known of it."""
    content = {
        "errors": len(findings.errors),
        "warnings": len(findings.warnings),
        "rows": {
            name: {"read": rows.read, "used": rows.used, "refused": rows.refused}
            for name, rows in counts.items()
        },
        "findings": [finding.as_record(language.code) for finding in findings],
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _as_csv(findings: Findings, _counts: Counts, language: Language) -> str:
    """For spreadsheets: a row for each finding, with the mark by which they know UTF-8."""
    text = io.StringIO()
    writer = csv.DictWriter(text, FIELDS)
    writer.writeheader()
    for finding in findings:
        record = finding.as_record(language.code)
        writer.writerow({name: as_text(record[name]) for name in FIELDS})
    return "\ufeff" + text.getvalue()


def _as_page(findings: Findings, counts: Counts, language: Language) -> str:
    """The findings by file, in one page that asks nothing from the network."""
    from jinja2 import Environment

    t, code = language.t, language.code
    template = Environment(autoescape=True, trim_blocks=True).from_string(
        PAGE.read_text(encoding="utf-8")
    )
    return template.render(
        title=t("Findings in the registers"),
        summary=summary(findings, counts, language),
        rules=Counter(finding.title(code) for finding in findings).most_common(),
        files=[
            (file, list(own))
            for file, own in groupby(findings, key=lambda one: one.file_and_sheet(code))
        ],
        heads=[t("Severity"), t("Row"), t("Column"), t("Found"), t("Expected"), t("To mend")],
        severity=severity,
        language=language,
    )


FORMATS: dict[str, Callable[[Findings, Counts, Language], str]] = {
    "table": _as_text,
    "json": _as_json,
    "csv": _as_csv,
    "html": _as_page,
}
"""The formats of a listing, by the names that FORMAT= takes."""


@dataclass(frozen=True)
class RegisterFault(Fault):
    """A fault that stands in a register: there may be many, so that they are listed as a table."""

    finding: Finding = field(compare=False, repr=False)

    @classmethod
    def of(cls, finding: Finding) -> RegisterFault:
        """A finding as a fault, in English."""
        return cls(finding.where(), finding.found(), finding.expected(), finding.mend(), finding)

    @classmethod
    def listed(cls, faults: Sequence[RegisterFault]) -> str:
        """The table of the first findings, and how to get all of them."""
        findings = [fault.finding for fault in faults]
        return f"{as_table(findings, Language('en'), most=SHOWN)}\n\n{SEND_BACK}"


def raise_errors(findings: Findings) -> None:
    """Raise FaultsError with every finding that is an error; warnings raise nothing."""
    if findings.errors:
        raise FaultsError([RegisterFault.of(finding) for finding in findings.errors])
