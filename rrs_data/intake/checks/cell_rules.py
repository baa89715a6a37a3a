"""Cells: each distinct text of a column is checked once, however many rows hold it."""

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from rrs_data.intake import privacy
from rrs_data.intake.findings import RULES
from rrs_data.intake.forms import WRITTEN, Ambiguous, canonical
from rrs_data.intake.schema import Column
from rrs_data.intake.spelling import BACK, LOST
from rrs_data.intake.words import SYNONYMS
from rrs_data.language.typeface import unprintable

Breach = tuple[str, Mapping[str, object]]  # a rule, and what fills the fields of its texts

LONGEST = 5000
"""Characters of a cell: longer text is no title and no place, and no page could hold it."""

INVISIBLE = (
    "[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\ufeff\ufff9-\ufffb]"
    r"|(?<![^\W\d_])[\u200c\u200d]|[\u200c\u200d](?![^\W\d_])"
)
"""Control characters, soft hyphens, zero-width and direction marks; joiners within words are seen:
they shape the letters beside them."""

ARROW = {
    "date": pa.timestamp("us"),
    "number": pa.float64(),
    "integer": pa.int64(),
    "boolean": pa.bool_(),
    "string": pa.string(),
}
"""The Arrow type of each type of column; an empty cell is null in all of them."""

PANDAS = {
    pa.int64(): pd.Int64Dtype(),
    pa.bool_(): pd.BooleanDtype(),
    pa.string(): pd.StringDtype(na_value=np.nan),
}
"""The pandas type of a column where a missing value must not change it."""

TOTAL = re.compile(SYNONYMS["total"], re.IGNORECASE)
"""What a row that adds up others says, in the languages of the region."""

SERIAL = re.compile(r"[3-5][0-9]{4}(?:[.,][0-9]+)?")
"""A spreadsheet's number of a day from 1982 to 2063."""


def check_column(cells: pa.ChunkedArray, column: Column) -> tuple[pd.Series, dict[str, Breach]]:
    """The cells of a column as typed values, missing where empty or at fault; and the breaches."""
    raw = cells.combine_chunks().cast(pa.string()).dictionary_encode()
    texts, breaches = raw.dictionary.to_pylist(), {}
    for position in np.flatnonzero(~_at_once(raw.dictionary, column)).tolist():
        text = texts[position]
        texts[position], breach = check_text(text, column)
        if breach:
            breaches[text] = breach
            texts[position] = "" if stops(breach) else texts[position]
    distinct = pa.array([text or None for text in texts], pa.string()).cast(ARROW[column.type])
    values: pd.Series = distinct.take(raw.indices).to_pandas(types_mapper=PANDAS.get)
    return values, breaches


def _at_once(texts: pa.Array, column: Column) -> np.ndarray:
    """Which texts are right at first sight; the others are looked at one by one."""
    if column.allowed:
        right = pc.is_in(texts, value_set=pa.array(column.allowed, pa.string()))
    elif pattern := column.constraints.get("pattern"):
        right = pc.match_substring_regex(texts, f"^(?:{pattern})$")
    elif column.type == "string":
        right = privacy.own_ids(texts, column.ids)
    else:
        return np.zeros(len(texts), dtype=bool)
    return np.asarray(right, dtype=bool)


def check_text(text: str, column: Column) -> tuple[str, Breach | None]:
    """A cell's text in the registers' form, and the first rule that it breaks."""
    if text == "":
        return "", ("required", {}) if column.required else None
    if breach := _not_shown(text, column):
        return text, breach
    if column.type == "string" and not column.allowed and "pattern" not in column.constraints:
        return text, _personal(text, column)
    try:
        form = canonical(text, column)
    except Ambiguous as doubt:
        rule = "date-ambiguous" if column.type == "date" else "number-ambiguous"
        return text, (rule, dict(zip(("one", "other"), doubt.args, strict=True)))
    breach = _broken(form, column)
    found = breach and _personal(text, column)
    return form, found if found and stops(found) else breach


def _not_shown(text: str, column: Column) -> Breach | None:
    """What no page could show of a text."""
    if len(text) > LONGEST:
        return "text-long", {"length": len(text), "most": LONGEST}
    if LOST in text:
        return "text-damaged", {}
    unseen = re.findall(INVISIBLE, text)
    characters = dict.fromkeys(unseen or (unprintable(text) if column.type == "string" else ()))
    codes = ", ".join(f"U+{ord(character):04X}" for character in characters)
    rule = "text-invisible" if unseen else "text-unprintable"
    return (rule, {"characters": codes}) if codes else None


def stops(breach: Breach) -> bool:
    """Whether a breach is an error; a cell that is only doubted keeps its text."""
    return RULES[breach[0]].severity == "error"


def _personal(text: str, column: Column) -> Breach | None:
    kind = privacy.kind_of(text, column.ids)
    return (f"personal-{kind}", {}) if kind else None


def _broken(text: str, column: Column) -> Breach | None:
    """The first rule of the column's type and constraints that a text in its form breaks."""
    limits = column.constraints
    if breach := _of_type(text, column.type):
        return breach
    if column.allowed and text not in column.allowed:
        return "allowed", {"allowed": ", ".join(column.allowed)}
    if "pattern" in limits and not _has_form(text, limits["pattern"]):
        latin = _has_form(text.translate(BACK), limits["pattern"])
        rule = "id-letters" if latin else "pattern"
        return rule, {"example": column.example, "letters": cyrillic_in(text)}
    if "minimum" in limits and float(text) < limits["minimum"]:
        return "minimum", {"least": limits["minimum"]}
    if "maximum" in limits and float(text) > limits["maximum"]:
        return "maximum", {"most": limits["maximum"]}
    return None


def _has_form(text: str, pattern: str) -> bool:
    """Whether a text has the form of a pattern. RE2 takes linear time for any of them."""
    return bool(pc.match_substring_regex(pa.scalar(text), f"^(?:{pattern})$").as_py())


def _of_type(text: str, kind: str) -> Breach | None:
    """The breach of a text that is no value of a type, in the form in which registers write it."""
    if kind == "string":
        return None
    with suppress(ValueError):
        if WRITTEN[kind].fullmatch(text):
            if kind == "date":
                date.fromisoformat(text)
            return None
    if kind == "date" and SERIAL.fullmatch(text):
        # Workbooks that count from 1904 mean a day four years later: it is never taken as read.
        return "date-serial", {"day": date(1899, 12, 30) + timedelta(int(text[:5]))}
    return f"type-{kind}", {}


def cyrillic_in(text: str) -> str:
    """The letters of a text that only look Latin."""
    return ", ".join(dict.fromkeys(letter for letter in text if ord(letter) in BACK))
