"""Descriptors: the ``datapackage.json`` of registers becomes their schema, or says what is wrong.

It lies with the registers, or else with the parameters; without one the package's own is taken.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import partial
from itertools import islice
from math import inf
from pathlib import Path
from typing import Any

import pyarrow as pa

from rrs_data.intake import files, limits
from rrs_data.intake.privacy import of_form
from rrs_data.intake.raw import Reading, Refusal, plain, refuse_more
from rrs_data.intake.schema import CONTRACT, Column, Register, Schema, load_schema
from rrs_data.programme.faults import Fault, FaultsError, raise_if_any
from rrs_data.programme.loading import breaches, position, rules

NEEDED = "reports rely on it; see rrs_data/intake/contract.yml"

MOST_FAULTS = 200
Problem = tuple[tuple[str, ...], str, str]
"""The names that lead to it from the resources, what was found, and what is allowed."""

handed_on: list[Schema] = []
"""The schema of this process's registers, where they are another's, whatever lies there now."""


def schema_of(
    source: str | Path, params: Path | None = None, languages: tuple[str, ...] = ()
) -> Schema:
    """The schema of a source's registers, from the descriptor that describes them.

    One that says nothing of ``resources`` describes none. ``languages`` are the programme's.
    Raises FaultsError with everything that is wrong with a descriptor.
    """
    if handed_on:
        return handed_on[0]
    schema, content = load_schema(languages), {}
    for place in (params, source):
        file = files.descriptor_of(place) if place else None
        content = _content(file) if file else {}
        if "resources" in content:
            schema = Schema.from_content(content, languages)
    illustrative = content.get("illustrative") is True
    return replace(schema, illustrative=illustrative, content=content)


def _content(file: files.File) -> dict[str, Any]:
    """What a descriptor says. Raises FaultsError with what is wrong with it."""
    content: Any = None
    try:
        data = file.read()
        refuse_more("large", len(data), limits.DESCRIPTOR_BYTES)
    except Refusal as refusal:
        raise FaultsError(Reading("", file.shown).stopped(refusal)) from None
    text = data.decode("utf-8-sig", "surrogateescape")
    with suppress(ValueError, RecursionError):
        loaded = json.loads(text, parse_constant=int)  # NaN is no number
        json.dumps(loaded, ensure_ascii=False).encode()  # nor half a character a letter
        content = loaded
    if not isinstance(content, dict):
        expected = "a JSON object in UTF-8"
        raise FaultsError([Fault(file.shown, "no JSON object", expected, "correct it")])
    if "resources" in content:
        where = partial(position, file.shown, text=text)
        found = islice(breaches(content, rules("datapackage"), where, "correct it"), MOST_FAULTS)
        raise_if_any([replace(one, found=plain(one.found)) for one in found])
        problems = _problems([Register.from_resource(one) for one in content["resources"]])
        raise_if_any(
            [
                Fault(where("resources", *at), plain(found), plain(expected), "correct it")
                for at, found, expected in problems
            ]
        )
    return content


def _problems(registers: list[Register]) -> Iterator[Problem]:
    """What only shows when parts of a descriptor that has its shape are compared."""
    by_name = {one.name: one for one in registers}
    titles = [f"{text} ({code})" for one in registers for code, text in one.titles.items()]
    for names in ([one.name for one in registers], [one.path for one in registers], titles):
        yield from _twice((), names)
    for one in registers:
        yield from _twice((one.name,), [each.name for each in (*one.columns, *one.derived)])
        yield from _twice((one.name, "foreignKeys"), [key.prefix for key in one.foreign_keys])
        for column in one.columns:
            yield from _of_column((one.name, "schema", "fields", column.name), column)
        yield from _of_keys(one, by_name)
    yield from _of_contract(by_name)
    if all(key.register in by_name for one in registers for key in one.foreign_keys):
        yield from _of_slices(Schema(by_name, ""))


def _twice(place: tuple[str, ...], names: list[str]) -> Iterator[Problem]:
    times = Counter(map(str.casefold, names))
    for name in sorted(times - Counter(times.keys())):
        yield place, f"“{name}” twice", "each once"


def _of_column(place: tuple[str, ...], column: Column) -> Iterator[Problem]:
    """Words for values that are not allowed; a pattern and limits that make no sense."""
    limits_of = column.constraints
    for kind in ("labels", "choices", "synonyms", "colours"):
        if others := ", ".join(sorted(set(getattr(column, kind)) - {*column.allowed})):
            yield (*place, kind), others, "values of constraints › enum"
    if limits_of.get("minimum", -inf) > limits_of.get("maximum", inf):
        yield (*place, "constraints"), "a minimum above the maximum", "one below it"
    try:
        of_form(pa.array([""]), limits_of.get("pattern", ""))
    except pa.ArrowException:
        expected = "a regular expression without lookaround and references back"
        yield (*place, "constraints"), f"“{limits_of['pattern']}”", expected


def _of_keys(register: Register, registers: Mapping[str, Register]) -> Iterator[Problem]:
    """Keys of columns that are not there, and references to nowhere."""
    place, keys = (register.name, "schema"), {one.name: one.key for one in registers.values()}
    for column in [*register.key, *(key.column for key in register.foreign_keys)]:
        if column not in register.column:
            yield place, f"the key “{column}”", f"a column: {', '.join(register.column)}"
    for key in register.foreign_keys:
        if keys.get(key.register) != (key.key,):
            single = [f"{own[0]} of {name}" for name, own in keys.items() if len(own) == 1]
            found = f"“{key.column}” points to “{key.key}” of “{key.register}”"
            yield (*place, "foreignKeys"), found, f"one of {', '.join(single)}"


def _of_contract(registers: Mapping[str, Register]) -> Iterator[Problem]:
    """What reports rely on and the descriptor lacks."""
    everything, anywhere = CONTRACT["needed"] | CONTRACT["optional"], CONTRACT["anywhere"]
    for name in sorted(CONTRACT["needed"].keys() - registers.keys()):
        yield (), f"no register “{name}”", NEEDED
    for name, register in registers.items():
        there = {one: anywhere[one] for one in register.column if one in anywhere}
        for column, kind in (there | everything.get(name, {})).items():
            own = register.column.get(column)
            if not own or own.type != kind:
                found = f"the type {own.type}" if own else f"no column “{column}”"
                yield (name, "schema", "fields", column), found, f"{kind}: {NEEDED}"


def _of_slices(schema: Schema) -> Iterator[Problem]:
    """The columns of country and date by which a register's rows belong to a report."""
    for name, register in schema.registers.items():
        paths = schema.paths(name)
        dates = [path for path, column in paths.items() if column.type == "date"]
        wanted = {"country": (register.country, [*paths]), "date": (register.date, dates)}
        for what, (path, known) in wanted.items():
            if path and path not in known:
                yield (name, "slice", what), f"“{path}”", f"one of {', '.join(known)}"
