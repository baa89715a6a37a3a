"""``check``: print what is found in registers, or write it in a form that can be sent on."""

from __future__ import annotations

import argparse

from rrs_data.commands.options import choice, language_of, params_directory, write_out
from rrs_data.intake.checks.context import context_of
from rrs_data.intake.findings.told import FORMS
from rrs_data.intake.registers import checked_registers
from rrs_data.intake.schema import SHIPPED


def add(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    parser.add_argument(
        "--registers", default="", help="the registers; the shipped ones if not given"
    )
    parser.add_argument("--params", default="", help="the directory of parameters")
    parser.add_argument("--format", default="", help=f"{', '.join(FORMS)}; table if not given")
    parser.add_argument("--language", default="", help="en or ru; en if not given")
    parser.add_argument(
        "--output", default="", help="a file for the findings; else they are printed"
    )


def run(options: argparse.Namespace) -> int:
    """Check, tell, and return 0, or 2 where there are errors."""
    form = choice("FORMAT", options.format or "table", tuple(FORMS))
    language = language_of(options.language)
    context = context_of(params_directory(options.params))
    checked = checked_registers(options.registers or SHIPPED, context)
    write_out(FORMS[form](checked.findings, checked.counts, language), options.output)
    return 2 if checked.findings.errors else 0
