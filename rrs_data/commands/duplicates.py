"""``duplicates``: write the review file of probable duplicates anew."""

from __future__ import annotations

import argparse
from pathlib import Path

from rrs_data.commands.options import language_of
from rrs_data.intake.duplicates import FILE, propose, read_review, write_review
from rrs_data.intake.duplicates.review import REGISTERS
from rrs_data.intake.findings import Findings
from rrs_data.intake.frames import Frames
from rrs_data.intake.registers import checked_registers
from rrs_data.intake.schema import SHIPPED
from rrs_data.programme.faults import Fault, FaultsError


def add(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    parser.add_argument("--registers", default="", help="a directory; the shipped one if not given")
    parser.add_argument(
        "--output", default="", help=f"the review file; {FILE} beside the registers"
    )
    parser.add_argument("--language", default="", help="of titles and reasons: en or ru")


def run(options: argparse.Namespace) -> int:
    """Propose duplicates, keep the decisions already made, write the file. Raises FaultsError."""
    language = language_of(options.language)
    registers = Path(options.registers or SHIPPED).expanduser()
    path = Path(options.output).expanduser() if options.output else registers / FILE
    review = read_review(path)
    Findings(review.findings).raise_errors()
    checked = checked_registers(registers).registers
    frames = Frames({name: checked[name] for name in REGISTERS if name in checked})
    try:
        counts = write_review(path, propose(frames), review, frames, language.code)
    except OSError as error:
        raise FaultsError([_not_written(path, error)]) from None
    told = language.t(
        "{path}: {open} to decide, {decided} decided, {gone} left out whose ids are gone",
        path=path,
        open=counts["open"],
        decided=counts["decided"],
        gone=counts["gone"],
    )
    print(told)
    return 0


def _not_written(path: Path, error: OSError) -> Fault:
    mend = "allow writing there, or give another file with OUTPUT="
    return Fault(str(path), error.strerror or str(error), "a file that can be written", mend)
