"""``import``: write clean registers from messy ones, with a log of every change."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path

from rrs_data.commands.options import language_of, params_directory
from rrs_data.intake import take_in
from rrs_data.intake.checks import check_set
from rrs_data.intake.checks.context import context_of
from rrs_data.intake.findings import Findings
from rrs_data.intake.findings.table import as_table
from rrs_data.intake.findings.told import FORMS
from rrs_data.intake.partners import CHANGES, FINDINGS, Cleaned, Imported, clean, write_import
from rrs_data.intake.schema import load_schema
from rrs_data.language.language import Language
from rrs_data.programme.faults import Fault, raise_if_any

OUTPUT = "imported"
SHOWN = 50
"""How many findings are printed; the file has them all."""
CLEAN, FAULTS_LEFT, NOTHING_READ = 0, 1, 2
"""The exit codes."""


def add(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    parser.add_argument("source", metavar="FILE", help="a workbook, file, directory or address")
    parser.add_argument("--params", default="", help="the directory of parameters")
    parser.add_argument("--language", default="", help="en or ru; en if not given")
    parser.add_argument(
        "--output", default=OUTPUT, help=f"a new directory for the registers; {OUTPUT} if not given"
    )


def run(options: argparse.Namespace) -> int:
    """Read, clean, check what is left, write, and say what was done.

    Returns 0 when the registers are clean, 1 when errors are left in them, 2 when there is nothing
    that could be read.
    """
    language, schema = language_of(options.language), load_schema()
    raise_if_any([] if options.source else [_nothing_asked_for()])
    intake = take_in(options.source, schema)
    cleaned = {name: clean(raw, schema.registers[name]) for name, raw in intake.raws.items()}
    checked = check_set(
        {name: one.seen for name, one in cleaned.items()},
        schema,
        context_of(params_directory(options.params)),
        before=intake.findings,
    )
    findings = of_what_is_there(checked.findings) if cleaned else checked.findings
    if findings:
        print(as_table(list(findings), language, most=SHOWN), end="\n\n")
    if not cleaned:
        print(language.t("No register could be read; nothing was written."))
        return NOTHING_READ
    imported = Imported(cleaned, FORMS["csv"](findings, {}, language), intake.descriptor)
    changed = write_import(imported, Path(options.output).expanduser(), schema, language)
    print("\n".join(summary(cleaned, findings, changed, language)))
    return FAULTS_LEFT if findings.errors else CLEAN


def of_what_is_there(findings: Findings) -> Findings:
    """The findings without registers that are missing: a partner may send one of them alone."""
    return Findings(finding for finding in findings if finding.rule != "register-missing")


def summary(
    cleaned: Mapping[str, Cleaned], findings: Findings, changed: int, language: Language
) -> list[str]:
    """What was written, row by row counted, and what is left to mend."""
    t, number = language.t, language.number
    raws = [one.seen for one in cleaned.values()]
    return [
        t("Registers written: {names}.", names=", ".join(cleaned)),
        t(
            "Rows written: {written} of {read}.",
            written=number(sum(len(raw.rows) for raw in raws)),
            read=number(sum(raw.read for raw in raws)),
        ),
        t("Values changed: {changed}; each is in {file}.", changed=number(changed), file=CHANGES),
        t(
            "Errors left: {errors}, warnings: {warnings}; each is in {file}.",
            errors=number(len(findings.errors)),
            warnings=number(len(findings.warnings)),
            file=FINDINGS,
        ),
    ]


def _nothing_asked_for() -> Fault:
    return Fault(
        "FROM", "nothing", "a workbook, file, directory or address of registers", "give FROM="
    )
