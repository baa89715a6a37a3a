"""Cells: each distinct text of a column is judged once, however many rows hold it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from rrs_data.intake import privacy
from rrs_data.intake.checks.patterns import example_of
from rrs_data.intake.findings import RULES
from rrs_data.intake.forms import Ambiguous, canonical
from rrs_data.intake.schema import Column

Breach = tuple[str, Mapping[str, object]]
"""A rule's code and the details of its texts."""

LONGEST = 5000
"""Characters of a cell: longer text is no title and no place, and no page could hold it."""

INVISIBLE = (
    "[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\ufeff\ufff9-\ufffb]"
)
"""Control characters, soft hyphens, zero-width and direction marks, for RE2 and for Python."""

FORMS = {
    "date": r"[0-9]{4}-[0-9]{2}-[0-9]{2}",
    "number": r"[+-]?[0-9]{1,15}(?:\.[0-9]{1,15})?",
    "integer": r"[+-]?[0-9]{1,15}",
    "boolean": r"true|false",
}
"""How a value of each type is written in a register."""


@dataclass(frozen=True)
class Distinct:
    """A column as its distinct texts and, for each row, the place of its text among them."""

    texts: pa.Array
    codes: np.ndarray

    @classmethod
    def of(cls, cells: pa.ChunkedArray | pa.Array) -> Distinct:
        """Find the distinct texts of a column without nulls."""
        whole = cells.combine_chunks() if isinstance(cells, pa.ChunkedArray) else cells
        encoded = whole.cast(pa.string()).dictionary_encode()
        return cls(encoded.dictionary, encoded.indices.to_numpy(zero_copy_only=False))

    def changed(self, changes: Mapping[int, str]) -> Distinct:
        """The same rows with other texts in the given places; equal texts become one."""
        if not changes:
            return self
        texts = self.texts.to_pylist()
        for place, text in changes.items():
            texts[place] = text
        again = pa.array(texts, pa.string()).dictionary_encode()
        return Distinct(again.dictionary, again.indices.to_numpy(zero_copy_only=False)[self.codes])

    def rows(self) -> pa.Array:
        """The text of each row."""
        return self.texts.take(pa.array(self.codes))


@dataclass(frozen=True)
class Judged:
    """What came of a column: its texts in the schema's form, and each breach with its text's place.

    ``raw`` is the column as it stood; ``breaches`` go by the places of its distinct texts. A text
    that is at fault is empty in ``cells``; one that is only doubted is there.
    """

    raw: Distinct
    cells: Distinct
    breaches: dict[int, Breach]

    @property
    def at_fault(self) -> tuple[str, ...]:
        """The texts that break a rule."""
        return tuple(self.raw.texts[place].as_py() for place in self.breaches)


def judge(cells: pa.ChunkedArray, column: Column) -> Judged:
    """Judge every distinct text of a column."""
    raw = Distinct.of(cells)
    changes: dict[int, str] = {}
    breaches: dict[int, Breach] = {}
    for place, text in doubtful(raw.texts, column):
        form, breach = judge_text(text, column)
        if breach:
            breaches[place] = breach
            form = "" if stops(breach) else form
        if form != text:
            changes[place] = form
    return Judged(raw, raw.changed(changes), breaches)


def doubtful(texts: pa.Array, column: Column) -> Iterator[tuple[int, str]]:
    """The texts that are not at once seen to be right."""
    right = _at_once(texts, column)
    for place in np.flatnonzero(~right.to_numpy(zero_copy_only=False)):
        yield int(place), texts[int(place)].as_py()


def _at_once(texts: pa.Array, column: Column) -> pa.Array:
    """Which texts are right at first sight; the others are looked at one by one."""
    if column.allowed:
        return pc.is_in(texts, value_set=pa.array(column.allowed, pa.string()))
    pattern = column.constraints.get("pattern")
    if pattern:
        return pc.match_substring_regex(texts, f"^(?:{pattern})$")
    if column.type == "string":
        return _harmless(texts)
    return pa.array(np.zeros(len(texts), dtype=bool))


def _harmless(texts: pa.Array) -> pa.Array:
    """Which texts of a column of free text hold nothing that is to be looked at."""
    right = np.array(privacy.own_ids(texts))
    others = np.flatnonzero(~right)
    rest = texts.take(pa.array(others)) if right.any() else texts
    dubious = pc.or_(privacy.suspects(rest), pc.match_substring_regex(rest, INVISIBLE))
    short = pc.less_equal(pc.utf8_length(rest), LONGEST)
    given = pc.not_equal(rest, "")
    right[others] = pc.and_(pc.and_(pc.invert(dubious), short), given)
    return pa.array(right)


def judge_text(text: str, column: Column) -> tuple[str, Breach | None]:
    """A cell's text in the schema's form, and the first rule that it breaks."""
    if text == "":
        return "", ("required", {}) if column.constraints.get("required") else None
    if len(text) > LONGEST:
        return text, ("text-long", {"length": len(text), "most": LONGEST})
    if unseen := re.findall(INVISIBLE, text):
        return text, ("text-invisible", {"characters": _named(unseen)})
    free = column.type == "string" and not column.allowed and "pattern" not in column.constraints
    if free:
        return text, personal(text)
    try:
        form = canonical(text, column)
    except Ambiguous as doubt:
        rule = "date-ambiguous" if column.type == "date" else "number-ambiguous"
        return text, (rule, {"one": doubt.one, "other": doubt.other})
    breach = _broken(form, column)
    found = breach and personal(text)
    return form, found if found and stops(found) else breach


def stops(breach: Breach) -> bool:
    """Whether a breach is an error; a cell that is only doubted keeps its text."""
    return RULES[breach[0]].severity == "error"


def personal(text: str) -> Breach | None:
    """The breach of a text that looks like a person's name, phone, e-mail or identity number."""
    kind = privacy.kind_of(text)
    return (f"personal-{kind}", {}) if kind else None


def _broken(text: str, column: Column) -> Breach | None:
    """The first rule of the column's type and constraints that a text in its form breaks."""
    limits = column.constraints
    if column.type != "string" and not _is(text, column.type):
        return f"type-{column.type}", {}
    if column.allowed and text not in column.allowed:
        return "allowed", {"allowed": ", ".join(column.allowed)}
    if (pattern := limits.get("pattern")) and not re.fullmatch(pattern, text):
        return "pattern", {"example": example_of(pattern)}
    return _beyond(text, limits)


def _beyond(text: str, limits: Mapping[str, Any]) -> Breach | None:
    if (least := limits.get("minimum")) is not None and float(text) < least:
        return "minimum", {"least": least}
    if (most := limits.get("maximum")) is not None and float(text) > most:
        return "maximum", {"most": most}
    return None


def _is(text: str, kind: str) -> bool:
    """Whether a text is a value of a type, in the form in which registers write it."""
    if not _form(kind).fullmatch(text):
        return False
    if kind == "date":
        try:
            date.fromisoformat(text)
        except ValueError:
            return False
    return True


@lru_cache
def _form(kind: str) -> re.Pattern[str]:
    return re.compile(FORMS[kind])


def _named(characters: list[str]) -> str:
    """Invisible characters by their code points."""
    return ", ".join(f"U+{ord(character):04X}" for character in dict.fromkeys(characters))
