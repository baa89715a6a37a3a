"""Keys: how a figure of a report is named, so that it can be looked up, explained and compared.

``RRS-1`` is an indicator's actual in the report's country and year, ``RRS-1[sex=F]`` a part of it,
``RRS-1.target`` another of its values, ``2013/RRS-1`` and ``KZ/2014/RRS-1`` the same elsewhere.
``events[kind=training].contact_hours`` is counted from a register's own rows. Two of them with
``/``, ``-`` or ``~`` between blanks are a share, a difference, and how far one lies from the other.

In a filter an empty value, ``[person.organisation_id=]``, is what is not recorded, and days with
``..`` between or before are a range, both days included: ``[start=..2013-09-30]``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from rrs_data.programme.faults import Fault, FaultsError

OPERATORS = ("/", "-", "~")

INDICATORS, RECONCILED, ROWS, WARNINGS = INVENTORY = (
    "indicators",
    "reconciled",
    "rows",
    "warnings",
)
"""The bases that count what a report is made of, not what happened: see ``inventory``."""

PARAMETERS = ("programme", "published", "restatements")
"""The bases that mean values of the parameters."""

CODE = r"(?=[A-Za-z.-]*[0-9])[A-Z][A-Za-z0-9]*(?:-[A-Za-z0-9]+|\.[0-9][A-Za-z0-9]*)*"
"""An indicator's code, such as RRS-1b, EU-2.1 or A1: it has a digit, and after a dot it goes on
with one, so that ``EU-2.1.target`` is read in one way."""

SCOPE = r"(?:(?P<country>[A-Z]{2,3})/)?(?:(?P<span>\*|final|[0-9.-]+)/)?"
BASE = rf"(?P<base>{CODE}|[a-z_]+)"
FILTER = r"\[([a-z_.]+)(!?=)([^\[\]{}\"|]*)\]"
TERM = re.compile(rf"{SCOPE}{BASE}(?P<where>(?:{FILTER})*)(?:\.(?P<measure>[A-Za-z0-9_.-]+))?")

EXPECTED = (
    "an indicator's code, such as RRS-3; a part of it, RRS-1[sex=F]; another of its values, "
    "RRS-1.target; or a register, grants[purpose=social].amount"
)


@dataclass(frozen=True)
class Filter:
    """One condition of a part: a column with one of some values, or (``no``) with none of them.

    An empty value stands for what is not recorded, two days with ``..`` for those between them.
    """

    column: str
    values: tuple[str, ...]
    no: bool = False

    def __str__(self) -> str:
        """The filter as it is written."""
        return f"[{self.column}{'!=' if self.no else '='}{','.join(self.values)}]"


@dataclass(frozen=True)
class Term:
    """One figure: ``base`` is an indicator's code or a register, ``measure`` what is taken of it.

    ``country`` and ``span`` say where and when; empty, they are the report's own. A span is a year,
    ``final``, ``..2014`` (since the start), two days with ``..`` between, or ``*`` for all rows.
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

    def at(self, country: str, span: str) -> Term:
        """The term with its country and span written out."""
        return replace(self, country=self.country or country, span=self.span or span)

    def near(self, country: str, span: str) -> Term:
        """The term without the country and the span of the report that it stands in."""
        own, now = self.country == country, self.span == span
        return replace(
            self, country="" if own else self.country, span="" if own and now else self.span
        )


@dataclass(frozen=True)
class Key:
    """A figure's name: one term, or two with an operator between them."""

    first: Term
    operator: str = ""
    second: Term | None = None

    def __str__(self) -> str:
        """The key as it is written; :func:`parse_key` reads it."""
        return f"{self.first} {self.operator} {self.second}" if self.second else str(self.first)

    @property
    def terms(self) -> tuple[Term, ...]:
        """Its terms, one or two."""
        return (self.first, self.second) if self.second else (self.first,)

    def at(self, country: str, span: str) -> Key:
        """The key with country and span written out: the same figure in any report."""
        second = self.second.at(country, span) if self.second else None
        return Key(self.first.at(country, span), self.operator, second)

    def near(self, country: str, span: str) -> Key:
        """The key as it is written in the report of a country and a span."""
        second = self.second.near(country, span) if self.second else None
        return Key(self.first.near(country, span), self.operator, second)


@cache
def parse_key(text: str) -> Key:
    """Read a key. Raises FaultsError when it is none."""
    parts = re.split(r"\s+([/~-])\s+", text.strip())
    if len(parts) not in (1, 3):
        raise FaultsError([bad_key(text, EXPECTED)])
    terms = [_term(part, text) for part in parts[::2]]
    return Key(terms[0], parts[1], terms[1]) if len(terms) == 2 else Key(terms[0])


def bad_key(text: str, expected: str, mend: str = "write it so; `]` closes each part") -> Fault:
    """What is said of a text that names no figure."""
    return Fault("FIGURE", f"“{text}”" if text else "nothing", expected, mend)


def _term(text: str, whole: str) -> Term:
    match = TERM.fullmatch(text)
    if not match:
        raise FaultsError([bad_key(whole, EXPECTED)])
    filters = tuple(
        Filter(column, tuple(values.split(",")), sign == "!=")
        for column, sign, values in re.findall(FILTER, match["where"])
    )
    return Term(
        match["base"],
        filters,
        match["measure"] or "",
        match["country"] or "",
        match["span"] or "",
    )
