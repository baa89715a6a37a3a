"""Headers: which column of a register, or which register, a person's own wording means."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from rrs_data.schema import Register, Schema

IN_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
SUFFIX = re.compile(r"\.(?:csv|tsv|txt|xlsx|xlsm|parquet)$", re.IGNORECASE)


def match(header: Sequence[str], register: Register) -> dict[int, str]:
    """The technical names of a register's columns by their place in a header."""
    names = {
        _letters(text): column.name
        for column in register.columns
        for text in (column.name, *column.titles.values())
    }
    found = {
        place: names.get(_letters(text)) or names.get(_letters(IN_BRACKETS.sub(" ", text)))
        for place, text in enumerate(header)
    }
    return {place: name for place, name in found.items() if name}


def register_of(name: str, schema: Schema) -> str | None:
    """The register that the name of a file or a sheet means, by its name or either title."""
    names = {
        _letters(text): register.name
        for register in schema.registers.values()
        for text in (register.name, *register.titles.values())
    }
    return names.get(_letters(SUFFIX.sub("", name)))


def _letters(text: str) -> str:
    """A wording as bare letters and digits, in one spelling."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("ё", "е")
    return "".join(filter(str.isalnum, plain)).replace("organis", "organiz")
