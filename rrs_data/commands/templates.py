"""``templates``: write the Excel workbooks that partners fill in."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from rrs_data.commands.options import choice
from rrs_data.intake.partners.templates import LANGUAGES, file_name, write_template
from rrs_data.intake.schema import load_schema
from rrs_data.programme.faults import Fault, FaultsError, raise_if_any

OUTPUT = "register-templates"


def add(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    parser.add_argument(
        "--output", default=OUTPUT, help=f"the directory for them; {OUTPUT} if not given"
    )
    parser.add_argument("--language", default="", help="ru or en; both if not given")


def run(options: argparse.Namespace) -> int:
    """Write the workbooks, say where they are, and return 0."""
    given = options.language and choice("LANGUAGE", options.language, LANGUAGES)
    languages = (given,) if given else LANGUAGES
    for path in write_templates(Path(options.output).expanduser(), languages):
        print(path)
    return 0


def write_templates(directory: Path, languages: tuple[str, ...]) -> list[Path]:
    """Write a workbook for each language into a directory.

    A workbook that is there already is left as it is. Raises FaultsError when it has another
    content: somebody may have filled it in.
    """
    schema = load_schema()
    try:
        directory.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=".", dir=directory) as scratch:
            made = [Path(scratch) / file_name(language) for language in languages]
            for path, language in zip(made, languages, strict=True):
                write_template(path, schema, language)
            raise_if_any(list(_filled_in(made, directory)))
            return [path.replace(directory / path.name) for path in made]
    except OSError as error:
        raise FaultsError([Fault.not_writable(directory, error)]) from None


def _filled_in(made: list[Path], directory: Path) -> Iterator[Fault]:
    for path in made:
        there = directory / path.name
        if there.exists() and there.read_bytes() != path.read_bytes():
            yield Fault(
                f"OUTPUT, {there}",
                "a workbook that is not an empty template; it may be filled in",
                "no such file, or the template as it is written",
                "move it away, or choose another directory with OUTPUT=",
            )
