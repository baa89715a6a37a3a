"""Provenance: from what, by what and with which parameters the report was made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rrs_data.indicators.keys import ROWS
from rrs_data.language.markdown import escape
from rrs_data.report.parts import Part, Table, Text
from rrs_data.report.report import Report


def tables(report: Report, provenance: Mapping[str, Any]) -> list[Part]:
    """The making of the report, and the registers with their hashes."""
    return [_making(report, provenance), _registers(report)]


def _making(report: Report, provenance: Mapping[str, Any]) -> Part:
    t = report.t
    packages = provenance.get("packages", {})
    rows = [
        (
            t("Parameters"),
            f"COUNTRY={report.country}, YEAR={report.year}, LANGUAGE={report.language.code}",
        ),
        (
            t("Rendering engine"),
            provenance.get("engine") or t("not rendered: opened in JupyterLab"),
        ),
        (t("Commit of the code"), provenance.get("commit") or t("not under version control")),
        (
            t("Packages"),
            ", ".join(f"{name} {version}" for name, version in packages.items()) or "—",
        ),
    ]
    return Table(
        "tbl-provenance",
        t("How this report was made"),
        [t("Subject"), t("Value")],
        [[escape(subject), escape(value)] for subject, value in rows],
    )


def _registers(report: Report) -> Part:
    t, registers = report.t, report.registers
    rows = [
        [
            escape(report.language.pick(registers.schema.registers[name].titles)),
            report.figure(f"{ROWS}[register={name}].read").cell,
            f"[{digest[:16]}…]{{.nowrap}}",
        ]
        for name, digest in registers.hashes.items()
    ]
    return Table(
        "tbl-registers",
        t(
            "Registers read, with the beginnings of their SHA-256 hashes; the full hashes stand"
            " in achievements.json"
        ),
        [t("Register"), t("Rows"), "SHA-256"],
        rows,
        numeric=(1,),
    )


def illustrative(report: Report) -> Part | None:
    """The mark of invented registers."""
    if not report.registers.illustrative:
        return None
    text = report.t(
        "This report was made from demonstration registers: every row in them is invented, "
        "targets and finance included. Only the figures named as published are facts."
    )
    return Text.note(text)
