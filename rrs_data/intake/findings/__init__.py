"""Findings: what is wrong with the registers, where, by which rule, and how to mend it."""

from rrs_data.intake.findings.finding import Finding, Findings
from rrs_data.intake.findings.rules import RULES, Rule, Severity

__all__ = ["RULES", "Finding", "Findings", "Rule", "Severity"]
