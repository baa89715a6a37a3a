"""The page of findings: one HTML file to send back to whoever keeps the registers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from jinja2 import Environment

from rrs_data.intake.findings.finding import Finding, Findings
from rrs_data.intake.findings.table import severity
from rrs_data.language.language import Language

TEMPLATE = Path(__file__).with_name("page.html.j2")


def as_page(findings: Findings, summary: Sequence[str], language: Language) -> str:
    """The findings by file, in one page that asks nothing from the network."""
    t, code = language.t, language.code
    template = Environment(autoescape=True, trim_blocks=True).from_string(
        TEMPLATE.read_text(encoding="utf-8")
    )
    return template.render(
        title=t("Findings in the registers"),
        summary=summary,
        rules=Counter(finding.title(code) for finding in findings).most_common(),
        files=[
            (place, list(own))
            for place, own in groupby(findings, key=lambda one: _place(one, code))
        ],
        heads=[
            t("Severity"),
            t("Row"),
            t("Column"),
            t("Found"),
            t("Expected"),
            t("To mend"),
        ],
        severity=severity,
        language=language,
    )


def _place(finding: Finding, code: str) -> str:
    return finding.file_and_sheet(code)
