"""Kinds of personal data that a text may hold."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

import pyarrow as pa
import pyarrow.compute as pc

from rrs_data.intake.privacy import emails, names, numbers, plain
from rrs_data.intake.schema import load_schema

Kind = Literal["name", "name-like", "phone", "email", "identity"]

LONGEST_ID = 40
"""Characters of an id; they are all ASCII."""

_PARTS = (f"[{plain.UNUSUAL}]|{plain.MIXED}|{emails.SUSPECT}|{numbers.SUSPECT}", names.SUSPECT)

SUSPECT = "|".join(_PARTS)
"""A pattern for RE2 (``pyarrow.compute.match_substring_regex``) that matches every text of which
:func:`kind_of` may say more than None, and few others."""


def suspects(texts: pa.Array | pa.ChunkedArray) -> pa.Array | pa.ChunkedArray:
    """Which texts :data:`SUSPECT` matches, as booleans: quicker than the pattern as a whole.

    RE2 is quick as long as its table of states fits its memory; that of the parts does.
    """
    first, *others = (pc.match_substring_regex(texts, part) for part in _PARTS)
    for other in others:
        first = pc.or_(first, other)
    return first


def kind_of(text: str) -> Kind | None:
    """The kind of personal data that stands in a cell's text, the gravest first.

    ``email``, ``phone`` and ``identity`` are addresses and numbers, ``name`` a person's name,
    ``name-like`` what may be one and may be an organisation's. For columns of text: in a column of
    amounts a long number is an amount. The registers' own ids are nothing personal.
    """
    if _is_own_id(text):
        return None
    usual = plain.plain(text)
    if emails.has_email(usual):
        return "email"
    return numbers.kind(usual) or names.certainty(usual)


def own_ids(texts: pa.Array) -> pa.Array:
    """Which texts are ids as the registers give them, as booleans: they are nothing personal."""
    short = pc.less_equal(pc.binary_length(texts), LONGEST_ID)
    return pc.and_(short, pc.match_substring_regex(texts, f"^(?:{_own_ids().pattern})$"))


def _is_own_id(text: str) -> bool:
    return len(text) <= LONGEST_ID and _own_ids().fullmatch(text) is not None


@lru_cache
def _own_ids() -> re.Pattern[str]:
    """The forms of ids that the schema gives: EV-0123456 is no number of a person."""
    forms = {
        str(column.constraints["pattern"])
        for register in load_schema().registers.values()
        for column in register.columns
        if "pattern" in column.constraints
    }
    return re.compile("|".join(f"(?:{form})" for form in sorted(forms)))
