"""Labels: the words for a register's codes, in the report's language."""

from __future__ import annotations

from rrs_data.report.report import Report


def categories_of(report: Report, register: str, column: str) -> tuple[str, ...]:
    """The values of a column, in the schema's order."""
    return report.registers.schema.registers[register].column[column].allowed


def label(report: Report, register: str, column: str, value: str) -> str:
    """The words for a value of a column."""
    labels = report.registers.schema.registers[register].column[column].labels
    return report.language.pick(labels[value]) if value in labels else value
