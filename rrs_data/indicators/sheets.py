"""Indicators: the sheets of ``params/indicators.yml`` as objects, checked against the schema."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from typing import Any, Literal

from rrs_data.intake.schema import Schema, load_schema
from rrs_data.programme.faults import Fault, raise_if_any
from rrs_data.programme.loading import made, position, read_params
from rrs_data.programme.programme import Texts

Count = Literal["rows", "distinct", "sum", "share", "pairs"]
Unit = Literal[
    "people", "organisations", "events", "attendances", "grants", "pairs", "money", "percent"
]

Where = Mapping[str, Any]
"""Conditions that must all hold, as ``params/indicators.yml`` explains them."""


@dataclass(frozen=True)
class Source:
    """A register that an indicator reads, and what its columns mean for the count.

    ``met`` keeps to rows in whose group, ``within`` a column, there is also a row that fulfils
    other conditions, its ``where``.
    """

    register: str
    date: str
    country: str
    where: Where = field(default_factory=dict)
    key: str | None = None
    amount: str | None = None
    within: str | None = None
    met: Where | None = None


@dataclass(frozen=True)
class Indicator:
    """One indicator sheet. The fields are those of an indicator reference sheet (PIRS)."""

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
    responsible: Texts = field(default_factory=dict)
    targets: Texts = field(default_factory=dict)
    baseline: Texts = field(default_factory=dict)
    quality: Texts = field(default_factory=dict)
    changes: Texts = field(default_factory=dict)

    @property
    def adds(self) -> Literal["sum", "last", "unique"]:
        """How periods make up a longer one: they add up, or the last one stands for all.

        Or they never do, where each counts anew whom others counted too.
        """
        if self.span == "programme":
            return "last"
        return "sum" if self.first or self.count in ("rows", "sum") else "unique"

    @property
    def of_people(self) -> bool:
        """Whether the ids that it counts are people's: what leaves the house holds none of them."""
        return self.unit in ("people", "attendances") or self.count == "share"

    def reached(
        self, actual: float | None, target: float | None, baseline: float | None
    ) -> float | None:
        """How much of a target was reached, as a share of it; a zero target has none.

        Where lower is better it is the share of the way from the baseline to the target.
        """
        if actual is None or target is None:
            return None
        if self.direction == "up":
            return actual / target if target else None
        if baseline is None or baseline == target:
            return None
        return (baseline - actual) / (baseline - target)


@dataclass(frozen=True)
class Indicators:
    """All indicator sheets, in the order of the file, and the results that they measure."""

    results: Mapping[str, Texts]
    sheets: dict[str, Indicator]

    @cached_property
    def roles(self) -> dict[str, str]:
        """The code of the indicator that plays each role."""
        return {sheet.role: sheet.code for sheet in self.sheets.values() if sheet.role}


def load_indicators(params: Path, schema: Schema | None = None) -> Indicators:
    """Read ``indicators.yml`` from the directory of parameters.

    Without a ``schema`` of the registers that the sheets read it is the package's own.
    Raises FaultsError with every fault: what the JSON Schema does not allow, columns that a
    register does not have, values that a column cannot hold, codes that stand twice.

        load_indicators(report.params).sheets[report.role("participants")]
    """
    path, schema = params / "indicators.yml", schema or load_schema()
    content = read_params(path, "indicators")
    sheets, results = [made(Indicator, one) for one in content["indicators"]], content["results"]
    expected, mend = "what the registers' schema allows", "correct the sheet"
    problems = list(_of_file(sheets, results))
    for sheet in sheets:
        for source in sheet.sources:
            steps = sheet.code, "sources", source.register
            problems += [(steps, found) for found in _of_source(sheet, source, schema)]
    where = partial(position, path, "indicators")
    raise_if_any([Fault(where(*steps), found, expected, mend) for steps, found in problems])
    return Indicators(results, {sheet.code: sheet for sheet in sheets})


def entity_column(indicator: Indicator, source: Source, schema: Schema, column: str) -> str:
    """The column of a source's register that a filter by this column means.

    Where keys are counted, a breakdown describes the key (``sex`` of a person), never the row: a
    person at events of two kinds has no one kind of event, and such a breakdown would not add up.
    A key is described by its own register: ``person_id`` by ``person.…``; so is any column that the
    row's register does not have.
    """
    of_keys = column in indicator.by or not schema.column(source.register, column)
    if not of_keys or not source.key or indicator.count not in ("distinct", "share"):
        return column
    own = (source.key,) == schema.registers[source.register].key
    return column if own else f"{source.key.removesuffix('_id')}.{column}"


def tests_of(where: Where) -> Iterator[tuple[str, Any]]:
    """The dotted paths of columns with their tests, also those within a choice of conditions."""
    for column, test in where.items():
        if column == "any":
            for option in test:
                yield from tests_of(option)
        else:
            yield column, test


def columns_of(where: Where) -> Iterator[str]:
    """The dotted paths of all columns that conditions look at."""
    for column, test in tests_of(where):
        yield column
        if isinstance(test, Mapping) and "differs_from" in test:
            yield str(test["differs_from"])


def _of_file(
    sheets: list[Indicator], results: Mapping[str, Texts]
) -> Iterator[tuple[tuple[str, ...], str]]:
    """Where and what: faults that need more than one sheet to see."""
    seen: set[str] = set()
    for sheet in sheets:
        if sheet.code in seen:
            yield (sheet.code,), "the code stands twice"
        if sheet.role in seen:
            yield (sheet.code, "role"), f"another sheet has the role {sheet.role!r} too"
        seen |= {sheet.code, sheet.role or sheet.code}
        if sheet.result not in results:
            yield (sheet.code, "result"), f"{sheet.result!r} is none of {', '.join(results)}"
        if sheet.count == "pairs" and sheet.by:
            yield (sheet.code, "by"), "pairs have no breakdown: they are of two countries"


def _of_source(sheet: Indicator, source: Source, schema: Schema) -> Iterator[str]:
    """Columns and values that the registers do not have."""
    register = source.register
    if register not in schema.registers:
        yield f"{register!r} is none of the registers {', '.join(schema.registers)}"
        return
    met = source.met or {"within": "", "where": {}}
    paths = [source.date, source.country, source.key, source.amount, source.within, met["within"]]
    paths += [entity_column(sheet, source, schema, column) for column in sheet.by]
    wheres = [source.where, sheet.share or {}, met["where"]]
    paths += [column for where in wheres for column in columns_of(where)]
    for path in filter(None, paths):
        if not schema.column(register, path):
            yield f"{path} is no column of {register}; it has {', '.join(schema.paths(register))}"
    day = schema.column(register, source.date)
    if day and day.type != "date":
        yield f"{source.date} is not a date"
    amount = schema.column(register, source.amount or "")
    if amount and not amount.is_number:
        yield f"{source.amount} is not a number"
    for where in wheres:
        yield from _impossible(where, register, schema)


def _impossible(where: Where, register: str, schema: Schema) -> Iterator[str]:
    """Tests that no value of their column can pass."""
    for path, test in tests_of(where):
        column = schema.column(register, path)
        if not column:
            continue
        kind, operand = next(iter(test.items())) if isinstance(test, Mapping) else ("", test)
        values = operand if isinstance(operand, list) else [operand]
        for value in values if column.allowed and kind in ("", "not") else ():
            if value not in column.allowed:
                yield f"{path} is never {value!r}: it is one of {', '.join(column.allowed)}"
        if kind in ("min", "max") and not column.is_number:
            yield f"{path} is not a number, so it has no {kind}"
