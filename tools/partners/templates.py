"""``make register-templates``: write the workbooks that partners fill in, one for each language.

REGISTERS= or PARAMS= say whose registers they are for. One that may be filled in stays as it is.
"""

import io
from pathlib import Path

from reports.pipeline.register_commands import programme_and_schema
from reports.project import REGISTERS, Given, path_of, write_whole, written_to
from rrs_data.programme.choices import choices
from rrs_data.programme.faults import Fault, raise_if_any
from tools.partners.register_workbook import write_template


def write_templates(given: Given) -> int:
    """Write them into OUTPUT=, and print where they are."""
    programme, schema = programme_and_schema(given["registers"] or REGISTERS, given["params"])
    languages = choices("LANGUAGE", given["language"], programme.languages)
    directory, made = path_of(given["output"], Path("register-templates")), {}
    for code in languages:
        write_template(book := io.BytesIO(), schema, code)
        made[directory / f"{programme.prefix}-registers-{code}.xlsx"] = book.getvalue()
    with written_to(directory):
        _place(made)
    print(*made, sep="\n")
    return 0


def _place(made: dict[Path, bytes]) -> None:
    """Write the workbooks whole. Raises FaultsError: one is there, and may be filled in."""
    there = {path: path.read_bytes() for path in made if path.exists()}
    found, expected = "a workbook that is not an empty template", "no such file, or that template"
    mend = "move it away, for it may be filled in, or choose another directory with OUTPUT="
    others = [path for path, content in there.items() if content != made[path]]
    raise_if_any([Fault(f"OUTPUT, {path}", found, expected, mend) for path in others])
    for path, content in made.items():
        write_whole(path, content)
