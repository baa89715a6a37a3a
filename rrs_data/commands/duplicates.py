"""``python -m rrs_data duplicates``: write the review file of probable duplicates anew."""

from __future__ import annotations

import argparse
from pathlib import Path

from rrs_data.duplicates import FILE, propose, read_review, write_review
from rrs_data.duplicates.review import REGISTERS
from rrs_data.faults import Fault, FaultsError
from rrs_data.findings import Findings
from rrs_data.registers import read_register
from rrs_data.schema import SHIPPED, load_schema

SAID = {
    "en": "{path}: {open} to decide, {decided} decided, {gone} left out whose ids are gone",
    "ru": "{path}: ждут решения: {open}, решено: {decided}, убрано (кодов больше нет): {gone}",
}


def add(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument(
        "--registers", type=Path, default=SHIPPED, metavar="DIR", help="the registers' directory"
    )
    parser.add_argument(
        "--output", type=Path, metavar="FILE", help=f"the review file; {FILE} beside the registers"
    )
    parser.add_argument(
        "--language", choices=("ru", "en"), default="ru", help="of titles and reasons"
    )


def run(options: argparse.Namespace) -> int:
    """Propose duplicates, keep the decisions already made, write the file. Raises FaultsError."""
    path: Path = options.output or options.registers / FILE
    review = read_review(path)
    Findings(review.findings).raise_errors()
    schema = load_schema()
    frames = {name: read_register(options.registers, schema.registers[name]) for name in REGISTERS}
    proposals = propose(frames)
    try:
        counts = write_review(path, proposals, review, frames, options.language)
    except OSError as error:
        raise FaultsError([_not_written(path, error)]) from None
    print(SAID[options.language].format(path=path, **counts))
    return 0


def _not_written(path: Path, error: OSError) -> Fault:
    return Fault(
        str(path),
        str(error.strerror or error),
        "a file that can be written",
        "give it with --output",
    )
