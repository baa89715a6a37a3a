"""The commands about registers: ``check``, ``duplicates``, ``import``, ``register-templates``.

Each takes the options as they were typed, an empty text for one that was not, and returns the exit
code; what is wrong with them is raised as FaultsError.
"""

import sys
from collections.abc import Mapping
from pathlib import Path

from reports.project import PARAMS, REGISTERS, Given
from rrs_data.indicators.sheets import load_indicators
from rrs_data.intake.checks.checked_set import check_set
from rrs_data.intake.checks.plausibility import Context
from rrs_data.intake.duplicates.review import renew_review, review_path
from rrs_data.intake.findings import Findings
from rrs_data.intake.findings.listing import FORMATS, as_table, raise_errors
from rrs_data.intake.partners import (
    CHANGES,
    FINDINGS,
    LANGUAGES,
    Cleaned,
    clean,
    write_import,
    write_templates,
)
from rrs_data.intake.registers import checked_registers
from rrs_data.intake.schema import load_schema
from rrs_data.intake.source import take_in
from rrs_data.language.language import Language
from rrs_data.programme.choices import choices
from rrs_data.programme.faults import Fault, FaultsError, gather
from rrs_data.programme.loading import load_programme
from rrs_data.report import report

IMPORTED, TEMPLATES = "imported", "register-templates"
"""Where an import and the templates go, unless OUTPUT= says otherwise."""

SHOWN = 50
"""How many findings an import prints; its file has them all."""


def check(given: Given) -> int:
    """Check registers and list what is wrong; 2 where there are errors, else 0."""
    (form,) = choices("FORMAT", given["format"] or "table", tuple(FORMATS), most=1)
    language = _language(given)
    checked = checked_registers(given["registers"] or REGISTERS, context_of(given["params"]))
    text = FORMATS[form](checked.findings, checked.counts, language)
    if given["output"]:
        _write(Path(given["output"]).expanduser(), text)
    else:
        sys.stdout.write(text)
    return 2 if checked.findings.errors else 0


def duplicates(given: Given) -> int:
    """Propose duplicates, keep the decisions already made, and write the review file anew."""
    language, registers = _language(given), given["registers"] or str(REGISTERS)
    if not given["output"] and "://" in registers:
        mend = "give the review file with OUTPUT="
        raise FaultsError([Fault("REGISTERS", "an address", "a directory or a file", mend)])
    # Decisions are kept in the directory of registers, or beside their file.
    path = Path(given["output"] or review_path(Path(registers).expanduser())).expanduser()
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
        None,
        path=path,
        **counts,
    )
    print(summary)
    return 0


def import_registers(given: Given) -> int:
    """Read, clean, check what is left, write, and say what was done.

    Returns 0 when the registers are clean, 1 when errors are left in them, 2 when there is nothing
    that could be read.
    """
    language, schema = _language(given), load_schema()
    if not given["source"]:
        expected = "a workbook, file, directory or address of registers"
        raise FaultsError([Fault("FROM", "nothing", expected, "give FROM=")])
    context = context_of(given["params"])
    intake = take_in(given["source"], schema)
    cleaned = {name: clean(raw, schema.registers[name]) for name, raw in intake.raws.items()}
    seen = {name: one.seen for name, one in cleaned.items()}
    _, findings = check_set(seen, schema, context, before=intake.findings)
    if cleaned:  # a partner may send one register alone
        findings = Findings(one for one in findings if one.rule != "register-missing")
    if findings:
        print(as_table(findings, language, most=SHOWN), end="\n\n")
    if not cleaned:
        print(language.t("No register could be read; nothing was written."))
        return 2
    output = Path(given["output"] or IMPORTED).expanduser()
    listed = FORMATS["csv"](findings, {}, language)
    changed = write_import(output, cleaned, listed, intake.descriptor, language)
    print("\n".join(_summary(cleaned, findings, changed, language)))
    return 1 if findings.errors else 0


def templates(given: Given) -> int:
    """Write the workbooks that partners fill in, and print where they are."""
    languages = choices("LANGUAGE", given["language"], LANGUAGES)
    for path in write_templates(Path(given["output"] or TEMPLATES).expanduser(), languages):
        print(path)
    return 0


def context_of(params: str | Path) -> Context:
    """What a directory of parameters says of registers. Raises FaultsError."""
    directory = Path(params or PARAMS).expanduser()
    return report.context_of(
        *gather(lambda: load_programme(directory), lambda: load_indicators(directory))
    )


def _language(given: Given) -> Language:
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


def _summary(
    cleaned: Mapping[str, Cleaned], findings: Findings, changed: int, language: Language
) -> list[str]:
    """What an import wrote, row by row counted, and what is left to mend."""
    t, number = language.t, language.number
    raws = [one.seen for one in cleaned.values()]
    written, read = sum(len(raw.rows) for raw in raws), sum(raw.read for raw in raws)
    errors, warnings = number(len(findings.errors)), number(len(findings.warnings))
    return [
        t("Registers written: {names}.", names=", ".join(cleaned)),
        t("Rows written: {written} of {read}.", written=number(written), read=number(read)),
        t("Values changed: {changed}; each is in {file}.", changed=number(changed), file=CHANGES),
        t(
            "Errors left: {errors}, warnings: {warnings}; each is in {file}.",
            errors=errors,
            warnings=warnings,
            file=FINDINGS,
        ),
    ]
