"""Indicators: the sheets of ``params/indicators.yml`` as objects, checked against the schema."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from rrs_data.indicators import conditions
from rrs_data.indicators.conditions import Where
from rrs_data.intake.schema import Schema, load_schema
from rrs_data.programme.faults import Fault, raise_if_any
from rrs_data.programme.parameters import read_params
from rrs_data.programme.programme import Texts

Count = Literal["rows", "distinct", "sum", "share", "pairs"]
Unit = Literal[
    "people", "organisations", "events", "attendances", "grants", "pairs", "usd", "percent"
]


@dataclass(frozen=True)
class Met:
    """Only rows in whose group there is also a row that fulfils other conditions."""

    within: str
    where: Where


@dataclass(frozen=True)
class Source:
    """A register that an indicator reads, and what its columns mean for the count."""

    register: str
    date: str
    country: str
    where: Where
    key: str | None = None
    amount: str | None = None
    within: str | None = None
    met: Met | None = None

    @property
    def entity(self) -> str:
        """The prefix of the columns of what the key names.

        A person counted by ``person_id`` is described by ``person.…``; rows and a register's own
        ids are described by the register's columns, without a prefix.
        """
        return self.key.removesuffix("_id") + "." if self.key else ""


@dataclass(frozen=True)
class Indicator:
    """One indicator sheet. The fields are those of a USAID indicator reference sheet (PIRS)."""

    code: str
    result: str
    title: Texts
    definition: Texts
    rationale: Texts
    limitations: Texts
    source: Texts
    method: Texts
    frequency: Texts
    unit: Unit
    type: Literal["output", "outcome"]
    direction: Literal["up", "down"]
    span: Literal["period", "programme"]
    count: Count
    sources: tuple[Source, ...]
    donor_code: str | None = None
    role: str | None = None
    """What the report's sections tell with it; see ``indicators.schema.json``."""
    first: bool = False
    share: Where | None = None
    by: tuple[str, ...] = ()


@dataclass(frozen=True)
class Indicators:
    """All indicator sheets, in the order of the file, and the results that they measure."""

    results: Mapping[str, Texts]
    sheets: dict[str, Indicator]

    @cached_property
    def roles(self) -> dict[str, str]:
        """The code of the indicator that plays each role."""
        return {sheet.role: sheet.code for sheet in self.sheets.values() if sheet.role}


def load_indicators(params: Path) -> Indicators:
    """Read ``indicators.yml`` from the directory of parameters.

    Raises FaultsError with every fault: what the JSON Schema does not allow, columns that a
    register does not have, values that a column cannot hold, codes that stand twice.
    """
    path = params / "indicators.yml"
    content = read_params(path, "indicators")
    indicators = [_indicator(sheet) for sheet in content["indicators"]]
    results = content["results"]
    raise_if_any(
        [
            Fault(
                f"{path}: {place}", found, "what the registers' schema allows", "correct the sheet"
            )
            for place, found in _problems(indicators, results, load_schema())
        ]
    )
    return Indicators(results, {indicator.code: indicator for indicator in indicators})


def _indicator(sheet: dict[str, Any]) -> Indicator:
    return Indicator(
        **{
            **sheet,
            "sources": tuple(_source(entry) for entry in sheet["sources"]),
            "by": tuple(sheet.get("by", ())),
        }
    )


def _source(entry: dict[str, Any]) -> Source:
    met = entry.get("met")
    return Source(**{"where": {}, **entry, "met": Met(**met) if met else None})


def _problems(
    indicators: list[Indicator], results: Mapping[str, Texts], schema: Schema
) -> Iterator[tuple[str, str]]:
    """Where and what: every fault of the sheets that needs more than one of them to see."""
    seen: set[str] = set()
    for indicator in indicators:
        if indicator.code in seen:
            yield indicator.code, "the code stands twice"
        if indicator.role in seen:
            yield f"{indicator.code} › role", f"another sheet has the role {indicator.role!r} too"
        seen |= {indicator.code, indicator.role or indicator.code}
        if indicator.result not in results:
            yield (
                f"{indicator.code} › result",
                f"{indicator.result!r} is none of {', '.join(results)}",
            )
        if indicator.count == "pairs" and indicator.by:
            yield f"{indicator.code} › by", "pairs have no breakdown: they are of two countries"
        for source in indicator.sources:
            for problem in _source_problems(indicator, source, schema):
                yield f"{indicator.code} › sources › {source.register}", problem


def _source_problems(indicator: Indicator, source: Source, schema: Schema) -> Iterator[str]:
    register = source.register
    if register not in schema.registers:
        yield f"{register!r} is none of the registers {', '.join(schema.registers)}"
        return
    paths = [source.date, source.country, source.key, source.amount, source.within]
    paths += [source.met.within] if source.met else []
    paths += [entity_column(indicator, source, schema, column) for column in indicator.by]
    for path in filter(None, paths):
        if problem := conditions.column_problem(path, register, schema):
            yield problem
    day = schema.column(register, source.date)
    if day and day.type != "date":
        yield f"{source.date} is not a date"
    if source.amount and not conditions.is_number(source.amount, register, schema):
        yield f"{source.amount} is not a number"
    wheres = [source.where, indicator.share or {}, source.met.where if source.met else {}]
    for where in wheres:
        yield from conditions.problems(where, register, schema)


def entity_column(indicator: Indicator, source: Source, schema: Schema, column: str) -> str:
    """The column of a source's view that a breakdown of the indicator means.

    Where keys are counted, a breakdown describes the key (``sex`` of a person), never the row: a
    person at events of two kinds has no one kind of event, and such a breakdown would not add up.
    """
    if indicator.count not in ("distinct", "share"):
        return column
    own = schema.registers[source.register].key
    return column if (source.key,) == own else source.entity + column
