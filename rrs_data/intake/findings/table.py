"""The table of findings for a terminal: by file, with row, column, found text and remedy."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterable, Sequence
from itertools import groupby

from rich.console import Console
from rich.table import Table

from rrs_data.intake.findings.finding import Finding
from rrs_data.language.language import Language

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
    return _printed(table)


def _printed(table: Table) -> str:
    """The table as plain text, as wide as the terminal."""
    width = min(max(shutil.get_terminal_size((100, 24)).columns, WIDTH[0]), WIDTH[1])
    text = io.StringIO()
    console = Console(file=text, width=width, color_system=None, markup=False, highlight=False)
    console.print(table)
    return "\n".join(line.rstrip() for line in text.getvalue().splitlines())
