"""Cells: each distinct text of a column is checked once, however many rows hold it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from rrs_data.intake import privacy
from rrs_data.intake.checks.columns import Distinct
from rrs_data.intake.checks.ids import cyrillic_in, example_of, in_latin
from rrs_data.intake.findings import RULES
from rrs_data.intake.forms import Ambiguous
from rrs_data.intake.forms.dates import read_date
from rrs_data.intake.forms.numbers import read_number
from rrs_data.intake.forms.words import read_boolean, read_value
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
    "date": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
    "number": re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,15})?"),
    "integer": re.compile(r"-?[0-9]{1,15}"),
    "boolean": re.compile(r"true|false"),
}
"""How a value of each type is written in a register."""

TOTAL = re.compile(
    r"\W*(?:(?:grand |sub-?)?totals?|sum|(?:под)?итог|итого|всего|сумма|жыйынтыгы|бардыгы|барлығы"
    r"|ҳамагӣ|jami|жами|jemi)\b(?: (?:по|за|на|for|of|in|by) .{0,40}|\W*)",
    re.IGNORECASE,
)
"""What a row that adds up others says, in the languages of the region."""


@dataclass(frozen=True)
class CheckedColumn:
    """A column after the check: its texts in the schema's form, and what is wrong with them.

    ``raw`` is the column as it stood; ``breaches`` go by the positions of its distinct texts. A
    text that is at fault is empty in ``cells``; one that is only doubted is there.
    """

    raw: Distinct
    cells: Distinct
    breaches: dict[int, Breach]

    @property
    def at_fault(self) -> tuple[str, ...]:
        """The texts that break a rule."""
        return tuple(self.raw.texts[position].as_py() for position in self.breaches)


def check_column(cells: pa.ChunkedArray, column: Column) -> CheckedColumn:
    """Check every distinct text of a column."""
    raw = Distinct.of(cells)
    changes: dict[int, str] = {}
    breaches: dict[int, Breach] = {}
    for position in np.flatnonzero(~_at_once(raw.texts, column)).tolist():
        text = raw.texts[position].as_py()
        form, breach = check_text(text, column)
        if breach:
            breaches[position] = breach
            form = "" if stops(breach) else form
        if form != text:
            changes[position] = form
    return CheckedColumn(raw, raw.changed(changes), breaches)


def _at_once(texts: pa.Array, column: Column) -> np.ndarray:
    """Which texts are right at first sight; the others are looked at one by one."""
    if column.allowed:
        right = pc.is_in(texts, value_set=pa.array(column.allowed, pa.string()))
    elif pattern := column.constraints.get("pattern"):
        right = pc.match_substring_regex(texts, f"^(?:{pattern})$")
    elif column.type == "string":
        right = privacy.own_ids(texts)
    else:
        return np.zeros(len(texts), dtype=bool)
    return np.asarray(right, dtype=bool)


def check_text(text: str, column: Column) -> tuple[str, Breach | None]:
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


def canonical(text: str, column: Column) -> str:
    """A cell's text in the form in which registers keep a value of the column.

    Dates become ISO (2014-09-30), numbers plain decimals with a point, yes and no ``true`` and
    ``false``, a word for an allowed value that value. A text that has this form already comes back
    as it is; so does one that is not understood, and free text: what is wrong with it
    is reported by its rules. Raises Ambiguous where a text can be read in two ways.
    """
    if column.allowed:
        return text if text in column.allowed else read_value(text, column)
    if column.type == "date":
        return read_date(text)
    if column.type in ("number", "integer"):
        return read_number(text, column.unit, whole=column.type == "integer")
    if column.type == "boolean":
        return read_boolean(text)
    return text


def stops(breach: Breach) -> bool:
    """Whether a breach is an error; a cell that is only doubted keeps its text."""
    return RULES[breach[0]].severity == "error"


def personal(text: str) -> Breach | None:
    """The breach of a text that looks like a person's name, phone, e-mail or identity number."""
    kind = privacy.kind_of(text)
    return (f"personal-{kind}", {}) if kind else None


def _broken(text: str, column: Column) -> Breach | None:
    """The first rule of the column's type and constraints that a text in its form breaks."""
    if column.type != "string" and not _is(text, column.type):
        day = column.type == "date" and _serial_day(text)
        return ("date-serial", {"day": day}) if day else (f"type-{column.type}", {})
    if column.allowed and text not in column.allowed:
        return "allowed", {"allowed": ", ".join(column.allowed)}
    if "pattern" in column.constraints:
        return _of_pattern(text, column)
    return _of_limits(text, column.constraints)


def _of_pattern(text: str, column: Column) -> Breach | None:
    pattern = column.constraints["pattern"]
    if re.fullmatch(pattern, text):
        return None
    shown = example_of(pattern)
    example = shown if shown != pattern else column.example
    details = {"example": example, "letters": cyrillic_in(text)}
    return ("id-letters" if re.fullmatch(pattern, in_latin(text)) else "pattern"), details


def _of_limits(text: str, limits: Mapping[str, Any]) -> Breach | None:
    if "minimum" in limits and float(text) < limits["minimum"]:
        return "minimum", {"least": limits["minimum"]}
    if "maximum" in limits and float(text) > limits["maximum"]:
        return "maximum", {"most": limits["maximum"]}
    return None


def _is(text: str, kind: str) -> bool:
    """Whether a text is a value of a type, in the form in which registers write it."""
    if not FORMS[kind].fullmatch(text):
        return False
    if kind == "date":
        try:
            date.fromisoformat(text)
        except ValueError:
            return False
    return True


def _named(characters: list[str]) -> str:
    """Invisible characters by their code points."""
    return ", ".join(f"U+{ord(character):04X}" for character in dict.fromkeys(characters))


def _serial_day(text: str) -> str | None:
    """The day that a spreadsheet's serial number stands for, from 1982 to 2063.

    Workbooks that count from 1904 mean a day four years later, so that it is never taken as read.
    """
    if re.fullmatch(r"[3-5][0-9]{4}(?:[.,][0-9]+)?", text):
        return (date(1899, 12, 30) + timedelta(int(text[:5]))).isoformat()
    return None


def is_total(text: str) -> bool:
    """Whether a cell says that its row adds up others."""
    return bool(TOTAL.fullmatch(text))
