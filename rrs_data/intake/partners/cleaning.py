"""Cleaning: each distinct text of a register is brought into the form of registers, once.

What is not understood stays as it is. What looks like personal data is left out: a clean register
never holds it, and the log shows only its shape.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from rrs_data.intake import Raw, privacy
from rrs_data.intake.checks.cells import INVISIBLE, check_text, doubtful, stops
from rrs_data.intake.checks.columns import Distinct
from rrs_data.intake.schema import Column, Register

Reason = Literal["invisible", "form", "personal"]
"""Why a value was changed: characters that cannot be seen, another form, personal data."""

UNSEEN = re.compile(INVISIBLE)
BREAKS = re.compile("[\x0b\x0c\x1c-\x1f\x85]")
"""Control characters that stand for a break between lines or fields: they become a blank."""


@dataclass(frozen=True)
class Change:
    """A text of a column that was changed, in how many rows and which, and why."""

    column: str
    was: str
    now: str
    reasons: tuple[Reason, ...]
    places: np.ndarray


@dataclass(frozen=True)
class Cleaned:
    """A register after cleaning.

    ``seen`` is the register without invisible characters, for the check: its findings still speak
    of all that was there. ``columns`` are what is written. ``changes`` are by column and text.
    """

    seen: Raw
    columns: Mapping[str, Distinct]
    changes: tuple[Change, ...]


def clean(raw: Raw, register: Register) -> Cleaned:
    """Clean a register; columns that the file lacks are left out."""
    seen = raw.cells
    columns: dict[str, Distinct] = {}
    changes: list[Change] = []
    for column in register.columns:
        if column.name not in raw.cells.column_names:
            continue
        was = Distinct.of(raw.cells.column(column.name))
        texts = dict(_changed(was, column))
        columns[column.name] = was.changed({place: now for place, (_, now, _) in texts.items()})
        place = raw.cells.column_names.index(column.name)
        visible = was.changed({place: text for place, (text, _, _) in texts.items()})
        seen = seen.set_column(place, column.name, visible.rows())
        changes += _changes(was, texts, column.name)
    return Cleaned(replace(raw, cells=seen), columns, tuple(changes))


Step = tuple[str, str, tuple[Reason, ...]]
"""A text without invisible characters, the text that is written, and why it differs."""


def _changed(was: Distinct, column: Column) -> Iterator[tuple[int, Step]]:
    """The texts of a column that are changed, by their places."""
    for place, text in doubtful(was.texts, column):
        seen, now, reasons = cleaned(text, column)
        if reasons:
            yield place, (seen, now, reasons)


def cleaned(text: str, column: Column) -> Step:
    """One text: what can be seen of it, what is written instead, and why."""
    seen = visible(text)
    unseen: tuple[Reason, ...] = ("invisible",) if seen != text else ()
    form, breach = check_text(seen, column)
    if breach and breach[0].startswith("personal-") and stops(breach):
        return seen, "", ("personal",)
    return seen, form, (*unseen, "form") if form != seen else unseen


def visible(text: str) -> str:
    """A text without the characters that cannot be seen; breaks among them become blanks."""
    return UNSEEN.sub("", BREAKS.sub(" ", text)).strip()


def _changes(was: Distinct, texts: Mapping[int, Step], column: str) -> Iterator[Change]:
    """The changes of a column, in the order of the rows in which they first occur."""
    if not texts:
        return
    rows = np.flatnonzero(np.isin(was.codes, list(texts)))
    order = np.argsort(was.codes[rows], kind="stable")
    codes, starts = np.unique(was.codes[rows][order], return_index=True)
    for code, places in zip(codes, np.split(rows[order], starts[1:]), strict=True):
        text = was.texts[int(code)].as_py()
        _, now, reasons = texts[int(code)]
        shown = privacy.masked(text) if "personal" in reasons else text
        yield Change(column, shown, now, reasons, places)
