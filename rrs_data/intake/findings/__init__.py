"""Findings: what is wrong with the registers, where, by which rule, and how to mend it."""

from rrs_data.intake.findings.finding import RULES, Finding, Findings, Rule, Severity
from rrs_data.intake.findings.listing import FORMATS, RegisterFault, Rows, as_table, raise_errors

__all__ = [
    "FORMATS",
    "RULES",
    "Finding",
    "Findings",
    "RegisterFault",
    "Rows",
    "Rule",
    "Severity",
    "as_table",
    "raise_errors",
]
