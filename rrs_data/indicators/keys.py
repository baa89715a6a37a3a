"""Keys: how a figure of a report is named, so that it can be looked up, explained and compared.

``A-1`` is an indicator's actual in the report's country and year, ``A-1[sex=F]`` a part of it,
``A-1.target`` another of its values, ``2013/A-1`` and ``XB/2014/A-1`` the same elsewhere.
``events[level=local].contact_hours`` is counted from a register's own rows. Two of them with
``/``, ``-`` or ``~`` between blanks are a share, a difference, and how far one lies from the other.

In a filter an empty value, ``[person.organisation_id=]``, is what is not recorded, and days with
``..`` between or before are a range, both days included: ``[start=..2013-09-30]``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rrs_data.indicators.sheets import Indicator, entity_column
from rrs_data.intake.schema import Schema
from rrs_data.programme.faults import Fault, FaultsError

INVENTORY = INDICATORS, RECONCILED, ROWS, WARNINGS = "indicators", "reconciled", "rows", "warnings"
"""The bases that count what a report is made of, not what happened.

``indicators`` are the report's own, ``reconciled`` the published figures beside the computed ones,
``rows`` those of the registers that were read, used and refused, ``warnings`` what the check let
through.
"""

PARAMETERS = ("programme", "published", "restatements")
"""The bases that mean values of the parameters."""

CODE = r"(?=[A-Za-z.-]*[0-9])[A-Z][A-Za-z0-9]*(?:-[A-Za-z0-9]+|\.[0-9][A-Za-z0-9]*)*"
"""An indicator's code, such as A-1b, EU-2.1 or A1: it has a digit, and after a dot it goes on
with one, so that ``EU-2.1.target`` is read in one way."""

SCOPE = r"(?:(?P<country>[A-Z]{2,3})/)?(?:(?P<span>\*|final|[0-9.-]+(?:[QH][1-4])?)/)?"
BASE = rf"(?P<base>{CODE}|[a-z_]+)"
FILTER = r"\[([a-z_.]+)(!?=)([^\[\]{}\"|]*)\]"
TERM = re.compile(rf"{SCOPE}{BASE}(?P<where>(?:{FILTER})*)(?:\.(?P<measure>[A-Za-z0-9_.-]+))?")

UNKNOWN = "unknown"
"""The category of rows whose value is missing: they never vanish from a breakdown."""

NOT_RECORDED = ""
"""The value that stands for an empty cell."""

DAYS = re.compile(r"(\d{4}-\d\d-\d\d)?\.\.(\d{4}-\d\d-\d\d)")
"""A range of days, the last one included; without a first one, all up to the last."""

EXPECTED = (
    "an indicator's code, such as A-3; a part of it, A-1[sex=F]; another of its values, "
    "A-1.target; or a register, grants[purpose=social].amount"
)


@dataclass(frozen=True)
class Filter:
    """One condition of a part: a column with one of some values, or (``no``) with none of them.

    An empty value stands for what is not recorded, two days with ``..`` for those between them.
    """

    column: str
    wanted: tuple[str, ...]
    no: bool = False

    def __str__(self) -> str:
        """The filter as it is written."""
        return f"[{self.column}{'!=' if self.no else '='}{','.join(self.wanted)}]"


@dataclass(frozen=True)
class Term:
    """One figure: ``base`` is an indicator's code or a register, ``measure`` what is taken of it.

    ``country`` and ``span`` say where and when; empty, they are the report's own. A span is
    ``2014``, ``2014-Q2``, ``final``, ``..2014`` (since the start), two days with ``..`` between, or
    ``*`` for all rows.
    """

    base: str
    where: tuple[Filter, ...] = ()
    measure: str = ""
    country: str = ""
    span: str = ""

    def __str__(self) -> str:
        """The term as it is written."""
        scope = "".join(f"{part}/" for part in (self.country, self.span) if part)
        end = f".{self.measure}" if self.measure else ""
        return f"{scope}{self.base}{''.join(map(str, self.where))}{end}"

    @property
    def columns(self) -> list[str]:
        """The columns that it asks for."""
        return [column for column in (*(one.column for one in self.where), self.measure) if column]


@dataclass(frozen=True)
class Key:
    """A figure's name: one term, or two with an operator between them."""

    terms: tuple[Term, ...]
    operator: str = ""

    def __str__(self) -> str:
        """The key as it is written; :func:`parse_key` reads it."""
        return f" {self.operator} ".join(map(str, self.terms))

    def at(self, country: str, span: str) -> Key:
        """The key with country and span written out: the same figure in any report."""
        terms = [
            replace(one, country=one.country or country, span=one.span or span)
            for one in self.terms
        ]
        return Key(tuple(terms), self.operator)

    def near(self, country: str, span: str) -> Key:
        """The key as it is written in the report of a country and a span."""
        at_home = [
            replace(one, country="", span="" if one.span == span else one.span)
            if one.country == country
            else one
            for one in self.terms
        ]
        return Key(tuple(at_home), self.operator)


@cache
def parse_key(text: str) -> Key:
    """Read a key. Raises FaultsError when it is none."""
    first, *others = re.split(r"\s+([/~-])\s+", text.strip())
    matches = [TERM.fullmatch(one) for one in (first, *others[1::2])]
    if None in matches or len(matches) > 2:
        raise bad_key(text, EXPECTED)
    return Key(tuple(_term(match) for match in matches if match), "".join(others[:1]))


def bad_key(
    what: object, expected: str, mend: str = "write it so; `]` closes each part"
) -> FaultsError:
    """What is said of a text, or a term, that names no figure."""
    found = f"“{what}”" if str(what) else "nothing"
    return FaultsError([Fault("FIGURE", found, expected, mend)])


def _term(match: re.Match[str]) -> Term:
    where = tuple(
        Filter(column, tuple(values.split(",")), sign == "!=")
        for column, sign, values in re.findall(FILTER, match["where"])
    )
    names = ("measure", "country", "span")
    return Term(match["base"], where, **{name: match[name] or "" for name in names})


def check_part(term: Term, sheet: Indicator, schema: Schema) -> None:
    """A part is by a breakdown or a column of the indicator's registers. Raises FaultsError.

    Columns are those of the schema, whatever was counted. A value that it does not allow is a slip
    of the pen, not a part of nobody.
    """
    for one in term.where:
        found = [
            schema.column(source.register, entity_column(sheet, source, schema, one.column))
            for source in sheet.sources
        ]
        if not any(found):
            paths = [path for source in sheet.sources for path in schema.paths(source.register)]
            expected = (
                f"a breakdown of {sheet.code} ({', '.join(sheet.by) or 'it has none'}), or one of "
                f"{', '.join(dict.fromkeys(paths))}"
            )
            raise bad_key(term, expected, f"take one of these in place of {one.column}")
        allowed = {value for column in found if column for value in column.allowed}
        unknown = set(one.wanted) - allowed - {UNKNOWN, NOT_RECORDED}
        if allowed and unknown:
            expected = f"{one.column}: one of {', '.join(sorted(allowed))}"
            raise bad_key(term, expected, f"correct {', '.join(sorted(unknown))}")


def as_texts(values: pd.Series) -> pd.Categorical:
    """A column as the texts that filters write, days in ISO's form; each is kept once."""
    codes, distinct = pd.factorize(values)
    if values.dtype == "str":
        return pd.Categorical.from_codes(codes, distinct)
    truth = {"True": "true", "False": "false"}
    texts = [str(value).removesuffix(" 00:00:00") for value in distinct]  # of a day at midnight
    categories = pd.Index([truth.get(text, text) for text in texts], dtype="str")
    return pd.Categorical.from_codes(codes, categories)


def recorded(texts: pd.Categorical) -> pd.Categorical:
    """A column for a breakdown: what is missing is a category of its own."""
    if UNKNOWN not in texts.categories:
        texts = texts.add_categories([UNKNOWN])
    return texts.fillna(UNKNOWN)


def within(texts: pd.Categorical, one: Filter) -> NDArray[np.bool_]:
    """Which rows a filter means."""
    known, wanted = texts.categories, [*one.wanted]
    for first, last in filter(None, map(days_between, one.wanted)):
        wanted += [text for text in known if first <= text <= last]
    meant = np.full(len(known) + 1, one.no)
    for text in wanted:
        if text in known:
            meant[known.get_loc(text)] = not one.no
    meant[-1] = NOT_RECORDED in wanted and not one.no  # the code of what is not recorded is -1
    found: NDArray[np.bool_] = meant[texts.codes]
    return found


def days_between(value: str) -> tuple[str, str] | None:
    """The first and the last day of a range; the first is empty where there is none."""
    match = DAYS.fullmatch(value)
    return (match[1] or "", match[2]) if match else None
