"""The workbook of a template: a guide, a sheet for each register, and the lists behind them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from xlsxwriter import Workbook

from rrs_data.intake.partners.templates.guide import write_guide
from rrs_data.intake.partners.templates.lists import Lists
from rrs_data.intake.partners.templates.sheet import Row, fill, write_sheet
from rrs_data.intake.partners.templates.styles import Styles
from rrs_data.intake.partners.templates.validation import Validation
from rrs_data.intake.schema import Schema, load_schema
from rrs_data.language.language import Language
from rrs_data.programme.faults import Fault, FaultsError, raise_if_any

LANGUAGES = ("ru", "en")
CREATED = datetime(2012, 10, 1, tzinfo=UTC)
"""The day that every workbook says it was made on, so that its bytes are always the same."""


def file_name(language: str) -> str:
    """What a template's file is called."""
    return f"rrs-registers-{language}.xlsx"


def write_template(
    path: Path, schema: Schema, code: str, rows: Mapping[str, Iterable[Row]] | None = None
) -> None:
    """Write a workbook to fill in, in a language: the same bytes every time.

    ``rows`` are rows to begin with, by register: cells in the schema's form. Raises OSError.
    """
    language = Language(code)
    with Workbook(path) as book:
        book.set_properties({"title": language.t("Registers of the programme"), "created": CREATED})
        styles, lists = Styles(book, code), Lists(book, language)
        write_guide(book, schema, styles, language)
        for name, register in schema.registers.items():
            sheet = book.add_worksheet(language.pick(register.titles))
            write_sheet(sheet, register, schema, styles, language)
            Validation(register, schema, lists, language).write(sheet)
            fill(sheet, register, (rows or {}).get(name, ()), styles, language)
        lists.write()


def write_templates(directory: Path, languages: Sequence[str]) -> list[Path]:
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
