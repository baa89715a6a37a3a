"""The commands about registers: ``check``, ``duplicates``, ``import``, ``register-templates``.

Each function takes the options as they were typed and returns the exit code; what is wrong with
them is raised as FaultsError. What is slow to import is imported once the command is known.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from reports.project import PARAMS, REGISTERS
from rrs_data.programme.faults import Fault, FaultsError, gather
from rrs_data.programme.programme import choices

if TYPE_CHECKING:
    from rrs_data.intake.checks.context import Context
    from rrs_data.intake.findings import Findings
    from rrs_data.intake.partners.importing import Cleaned
    from rrs_data.language.language import Language

Given = Mapping[str, str]
"""The options of a command, as they were typed; an empty text stands for the default."""

LANGUAGES = ("en", "ru")
IMPORTED, TEMPLATES = "imported", "register-templates"
"""Where an import and the templates go, unless OUTPUT= says otherwise."""

SHOWN = 50
"""How many findings an import prints; its file has them all."""

CLEAN, FAULTS_LEFT, NOTHING_READ = 0, 1, 2
"""The exit codes of an import."""


def check(given: Given) -> int:
    """Check registers and list what is wrong; 2 where there are errors, else 0."""
    from rrs_data.intake import findings
    from rrs_data.intake.registers import checked_registers

    (form,) = choices("FORMAT", given["format"] or "table", tuple(findings.FORMATS), most=1)
    language = _language(given["language"])
    checked = checked_registers(given["registers"] or REGISTERS, context_of(given["params"]))
    _write(findings.FORMATS[form](checked.findings, checked.counts, language), given["output"])
    return 2 if checked.findings.errors else 0


def duplicates(given: Given) -> int:
    """Propose duplicates, keep the decisions already made, and write the review file anew."""
    from rrs_data.intake.duplicates.review import renew_review
    from rrs_data.intake.findings import Findings, raise_errors
    from rrs_data.intake.registers import checked_registers

    language = _language(given["language"])
    registers = given["registers"] or str(REGISTERS)
    path = _review_file(registers, given["output"])
    checked = checked_registers(registers)
    # Decisions on ids that are gone are left out below.
    raise_errors(Findings(one for one in checked.findings if one.rule != "review-unknown"))
    try:
        frames = {name: one.frame for name, one in checked.registers.items()}
        counts = renew_review(path, frames, language.code)
    except OSError as error:
        raise FaultsError([Fault.not_writable(path, error)]) from None
    summary = language.t(
        "{path}: {open} to decide, {decided} decided, {gone} left out whose ids are gone",
        path=path,
        open=counts["open"],
        decided=counts["decided"],
        gone=counts["gone"],
    )
    print(summary)
    return 0


def import_registers(given: Given) -> int:
    """Read, clean, check what is left, write, and say what was done.

    Returns 0 when the registers are clean, 1 when errors are left in them, 2 when there is nothing
    that could be read.
    """
    from rrs_data.intake import findings as listing
    from rrs_data.intake import take_in
    from rrs_data.intake.checks.checked_set import check_set
    from rrs_data.intake.partners.importing import clean, write_import
    from rrs_data.intake.schema import load_schema

    language, schema = _language(given["language"]), load_schema()
    if not given["source"]:
        expected = "a workbook, file, directory or address of registers"
        raise FaultsError([Fault("FROM", "nothing", expected, "give FROM=")])
    context = context_of(given["params"])
    intake = take_in(given["source"], schema)
    cleaned = {name: clean(raw, schema.registers[name]) for name, raw in intake.raws.items()}
    seen = {name: one.seen for name, one in cleaned.items()}
    findings = check_set(seen, schema, context, before=intake.findings).findings
    if cleaned:  # a partner may send one register alone
        findings = listing.Findings(one for one in findings if one.rule != "register-missing")
    if findings:
        print(listing.as_table(findings, language, most=SHOWN), end="\n\n")
    if not cleaned:
        print(language.t("No register could be read; nothing was written."))
        return NOTHING_READ
    text = listing.FORMATS["csv"](findings, {}, language)
    output = Path(given["output"] or IMPORTED).expanduser()
    changed = write_import(output, cleaned, text, intake.descriptor, language)
    print("\n".join(_summary(cleaned, findings, changed, language)))
    return FAULTS_LEFT if findings.errors else CLEAN


def templates(given: Given) -> int:
    """Write the workbooks that partners fill in, and print where they are."""
    from rrs_data.intake.partners.register_workbook import write_templates

    languages = choices("LANGUAGE", given["language"], LANGUAGES)
    for path in write_templates(Path(given["output"] or TEMPLATES).expanduser(), languages):
        print(path)
    return 0


def context_of(params: str | Path) -> Context:
    """What a directory of parameters says of registers. Raises FaultsError."""
    from rrs_data import load_indicators, load_programme
    from rrs_data.report import report

    directory = Path(params or PARAMS).expanduser()
    programme, indicators = gather(
        lambda: load_programme(directory), lambda: load_indicators(directory)
    )
    return report.context_of(programme, indicators)


def _language(given: str) -> Language:
    """The language of what is printed: English unless another is asked for."""
    from rrs_data.language.language import Language

    return Language(*choices("LANGUAGE", given or LANGUAGES[0], LANGUAGES, most=1))


def _review_file(registers: str, output: str) -> Path:
    """Where decisions are kept: in the directory of registers, or beside their file."""
    from rrs_data.intake.duplicates.review import review_path

    if output:
        return Path(output).expanduser()
    if "://" in registers:
        mend = "give the review file with OUTPUT="
        raise FaultsError([Fault("REGISTERS", "an address", "a directory or a file", mend)])
    return review_path(Path(registers).expanduser())


def _write(text: str, output: str) -> None:
    """Write a text to a file, whole or not at all, or print it where no file is given."""
    if not output:
        sys.stdout.write(text)
        return
    path = Path(output).expanduser()
    partial = path.with_name(f".{path.name}.partial")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial.write_text(text, encoding="utf-8", newline="")
        partial.replace(path)
    except OSError as error:
        raise FaultsError([Fault.not_writable(path, error)]) from None
    print(path)


def _summary(
    cleaned: Mapping[str, Cleaned], findings: Findings, changed: int, language: Language
) -> list[str]:
    """What an import wrote, row by row counted, and what is left to mend."""
    from rrs_data.intake.partners.importing import CHANGES, FINDINGS

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
