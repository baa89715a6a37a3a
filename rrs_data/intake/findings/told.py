"""What is told of a check: the findings as text, JSON, CSV or a page, with the rows' numbers."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping

from rrs_data.intake.findings.finding import Findings
from rrs_data.intake.findings.page import as_page
from rrs_data.intake.findings.table import as_table
from rrs_data.intake.rows import Rows, total
from rrs_data.intake.spreadsheet import as_text
from rrs_data.language.language import Language

FIELDS = (
    "severity",
    "rule",
    "title",
    "register",
    "file",
    "sheet",
    "row",
    "column",
    "value",
    "found",
    "expected",
    "mend",
)
"""The fields of a finding in CSV, in their order."""


Counts = Mapping[str, Rows]
"""The rows of each register."""


def summary(findings: Findings, counts: Counts, language: Language) -> list[str]:
    """How many errors and warnings, and what became of the rows."""
    rows, number = total(counts.values()), language.number
    return [
        language.t(
            "Errors: {errors}. Warnings: {warnings}.",
            errors=number(len(findings.errors)),
            warnings=number(len(findings.warnings)),
        ),
        language.t(
            "Rows read: {read}; used: {used}; refused: {refused}.",
            read=number(rows.read),
            used=number(rows.used),
            refused=number(rows.refused),
        ),
    ]


def _as_text(findings: Findings, counts: Counts, language: Language) -> str:
    """For a terminal."""
    told = as_table(list(findings), language) if findings else language.t("Nothing was found.")
    return "\n".join([told, "", *summary(findings, counts, language)]) + "\n"


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
    """For people."""
    return as_page(findings, summary(findings, counts, language), language)


FORMS: dict[str, Callable[[Findings, Counts, Language], str]] = {
    "table": _as_text,
    "json": _as_json,
    "csv": _as_csv,
    "html": _as_page,
}
"""The forms by their names, as FORMAT= has them."""
