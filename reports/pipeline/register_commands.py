"""The commands about registers: ``check`` and ``duplicates``; others have the functions they need.

Each takes the options as they were typed, an empty text for one that was not, and returns the exit
code; what is wrong with them is raised as FaultsError.
"""

import sys
from pathlib import Path

from reports.project import PARAMS, REGISTERS, Given
from rrs_data.indicators.sheets import load_indicators
from rrs_data.intake.checks.plausibility import Context
from rrs_data.intake.descriptor import schema_of
from rrs_data.intake.duplicates.review import renew_review, review_path
from rrs_data.intake.findings import LANGUAGES, Findings
from rrs_data.intake.findings.listing import FORMATS, raise_errors
from rrs_data.intake.registers import checked_registers
from rrs_data.intake.schema import Schema
from rrs_data.language.language import Language
from rrs_data.programme.choices import choices
from rrs_data.programme.faults import Fault, FaultsError, gather
from rrs_data.programme.loading import load_programme
from rrs_data.report import report


def check(given: Given) -> int:
    """Check registers and list what is wrong; 2 where there are errors, else 0."""
    (form,) = choices("FORMAT", given["format"] or "table", tuple(FORMATS), most=1)
    language, source = language_of(given), given["registers"] or REGISTERS
    schema = schema_of_source(source, given["params"])
    checked = checked_registers(source, context_of(given["params"], schema), schema)
    text = FORMATS[form](checked.findings, checked.counts, language)
    if given["output"]:
        _write(Path(given["output"]).expanduser(), text)
    else:
        sys.stdout.write(text)
    return 2 if checked.findings.errors else 0


def duplicates(given: Given) -> int:
    """Propose duplicates, keep the decisions already made, and write the review file anew."""
    language, registers = language_of(given), given["registers"] or str(REGISTERS)
    if not given["output"] and "://" in registers:
        mend = "give the review file with OUTPUT="
        raise FaultsError([Fault("REGISTERS", "an address", "a directory or a file", mend)])
    # Decisions are kept in the directory of registers, or beside their file.
    path = Path(given["output"] or review_path(Path(registers).expanduser())).expanduser()
    checked = checked_registers(registers, schema=schema_of_source(registers, given["params"]))
    # Decisions on ids that are gone are left out below.
    raise_errors(Findings(one for one in checked.findings if one.rule != "review-unknown"))
    try:
        frames = {name: one.frame for name, one in checked.registers.items()}
        counts = renew_review(path, frames, language.code)
    except OSError as error:
        raise FaultsError([Fault.not_writable(path, error)]) from None
    summary = language.t(
        "{path}: {open} to decide, {decided} decided, {gone} left out whose ids are gone",
        None,
        path=path,
        **counts,
    )
    print(summary)
    return 0


def schema_of_source(source: str | Path, params: str | Path) -> Schema:
    """The schema of a source's registers, or else of a directory of parameters."""
    directory = Path(params or PARAMS).expanduser()
    return schema_of(source, directory, load_programme(directory).languages)


def context_of(params: str | Path, schema: Schema | None = None) -> Context:
    """What a directory of parameters says of registers. Raises FaultsError."""
    directory = Path(params or PARAMS).expanduser()
    return report.context_of(
        *gather(lambda: load_programme(directory), lambda: load_indicators(directory, schema))
    )


def language_of(given: Given) -> Language:
    """The language of what is printed: English unless another is asked for."""
    return Language(*choices("LANGUAGE", given["language"] or LANGUAGES[0], LANGUAGES, most=1))


def _write(path: Path, text: str) -> None:
    """Write a text to a file, whole or not at all, and print where it is."""
    partial = path.with_name(f".{path.name}.partial")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial.write_text(text, encoding="utf-8", newline="")
        partial.replace(path)
    except OSError as error:
        raise FaultsError([Fault.not_writable(path, error)]) from None
    print(path)
