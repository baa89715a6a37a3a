"""Listings of findings: a table for a terminal, a page to send back, CSV, JSON, and faults."""

from __future__ import annotations

import io
import json
import re
import shutil
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from itertools import groupby
from pathlib import Path

from rrs_data.intake.findings import Finding, Findings, Rows
from rrs_data.language.language import Language
from rrs_data.programme.faults import SHOWN, Fault, raise_if_any
from rrs_data.programme.programme import WRITTEN

SEND_BACK = (
    "`make check` (with the same REGISTERS= and PARAMS=) lists all of them; FORMAT=html, csv or\n"
    "json and LANGUAGE=ru write a file of them that can be sent to whoever keeps the registers."
)

FORMULA = re.compile(r"[\t\r]|\s*[=+\-@＝＋－＠]")
"""Beginnings that make a spreadsheet take a cell for a formula."""

MARK = "'"
"""What is put before a text that looks like a formula, so that a spreadsheet keeps it as text."""

FIELDS = tuple(Finding("required", register="", file="").as_record())
"""The fields of a finding in CSV, in their order."""


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

    rows = [map(as_text, finding.as_record(language.code).values()) for finding in findings]
    table = pd.DataFrame(rows, columns=FIELDS, dtype=object)
    return "\ufeff" + table.to_csv(index=False, lineterminator="\r\n")


def _as_page(findings: Findings, counts: Counts, language: Language) -> str:
    """The findings by file, in one page that asks nothing from the network."""
    from jinja2 import Environment

    t, code = language.t, language.code
    pages = Environment(autoescape=True, trim_blocks=True)
    page = pages.from_string(Path(__file__).with_name("page.html.j2").read_text(encoding="utf-8"))
    return page.render(
        title=t("Findings in the registers"),
        summary=_summary(findings, counts, language),
        rules=Counter(one.as_record(code)["title"] for one in findings).most_common(),
        files=_by_file(findings, code),
        heads=[t("Severity"), t("Row"), t("Column"), t("Found"), t("Expected"), t("To mend")],
        severity=severity,
        language=language,
    )


FORMATS = {"table": _as_text, "json": _as_json, "csv": _as_csv, "html": _as_page}
"""The formats of a listing, by the names that FORMAT= takes."""


@dataclass(frozen=True)
class RegisterFault(Fault):
    """A fault that stands in a register: there may be many, so that they are listed as a table."""

    finding: Finding = field(compare=False, repr=False)

    @classmethod
    def of(cls, one: Finding) -> RegisterFault:
        """A finding as a fault, in English."""
        row, column = one.row and f"row {one.row}", one.column and f"column {one.column}"
        where = ", ".join(str(text) for text in (one.file_and_sheet(), row, column) if text)
        return cls(where, one.found(), one.expected(), one.mend(), one)

    @classmethod
    def listed(cls, faults: Sequence[RegisterFault]) -> str:
        """The table of the first findings, and how to get all of them."""
        findings = [fault.finding for fault in faults]
        return f"{as_table(findings, Language(WRITTEN), most=SHOWN)}\n\n{SEND_BACK}"


def raise_errors(findings: Findings) -> None:
    """Raise FaultsError with every finding that is an error; warnings raise nothing."""
    raise_if_any([RegisterFault.of(finding) for finding in findings.errors])


def as_text(cell: object) -> object:
    """A cell that no spreadsheet takes for a formula: text that could be one is marked."""
    return MARK + cell if isinstance(cell, str) and FORMULA.match(cell) else cell


def as_typed(cell: str) -> str:
    """A cell without that mark."""
    return cell[1:] if cell.startswith(MARK) and FORMULA.match(cell[1:]) else cell
