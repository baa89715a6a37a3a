"""The command ``check``, and what all commands about registers need.

A command takes the options as they were typed, an empty text for one that was not, and returns the
exit code; what is wrong with them is raised as FaultsError.
"""

import sys
from pathlib import Path

from reports.project import PARAMS, REGISTERS, Given, write_whole
from rrs_data.indicators.sheets import load_indicators
from rrs_data.intake.checks.plausibility import Context
from rrs_data.intake.descriptor import schema_of
from rrs_data.intake.findings import LANGUAGES
from rrs_data.intake.findings.listing import FORMATS
from rrs_data.intake.registers import checked_registers
from rrs_data.intake.schema import Schema
from rrs_data.language.language import Language
from rrs_data.programme.choices import choices
from rrs_data.programme.faults import gather
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
        write_whole(path := Path(given["output"]).expanduser(), text.encode())
        print(path)
    else:
        sys.stdout.write(text)
    return 2 if checked.findings.errors else 0


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
