"""Narrative: what a person wrote for the report."""

from __future__ import annotations

from rrs_data.report.parts import Part, Text
from rrs_data.report.report import Report


def written(report: Report, topic: str) -> Part | None:
    """The text on a topic from ``params/narrative``, or None where nobody wrote one."""
    text = report.narrative.text(topic)
    return Text(text) if text else None
