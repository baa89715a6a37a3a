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
import pyarrow.compute as pc

from rrs_data.intake import files, limits
from rrs_data.intake.findings import Finding
from rrs_data.intake.findings.listing import RegisterFault
from rrs_data.intake.raw import Refusal, plain, refuse_more
from rrs_data.intake.schema import CONTRACT, Column, Register, Schema, load_schema
from rrs_data.programme.faults import Fault, FaultsError, raise_if_any
from rrs_data.programme.parameters import breaches, position_in

RULES_FILE = Path(__file__).with_name("descriptor.schema.json")

NEEDED = "reports rely on it; see rrs_data/intake/contract.yml"

MOST_FAULTS = 200
Problem = tuple[tuple[str, ...], str, str, str]
"""The names that lead to it from the resources, what was found, what is allowed, how to mend it."""

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
        content = _content(_text(file), file.shown) if file else {}
        if "resources" in content:
            schema = Schema.from_content(content, languages)
    illustrative = content.get("illustrative") is True
    return replace(schema, illustrative=illustrative, content=content)


def _text(file: files.File) -> str:
    """The text of a descriptor. Raises FaultsError: it cannot be read."""
    try:
        data = file.read()
        refuse_more("large", len(data), limits.DESCRIPTOR_BYTES)
    except Refusal as refusal:
        finding = Finding(refusal.rule, "", file.shown, details=refusal.details)
        raise FaultsError([RegisterFault.of(finding)]) from None
    return data.decode("utf-8-sig", "surrogateescape")


def _content(text: str, shown: str) -> dict[str, Any]:
    """What a descriptor says. Raises FaultsError with what is wrong with it."""
    content: Any = None
    with suppress(ValueError, RecursionError):
        loaded = json.loads(text, parse_constant=int)  # NaN is no number
        json.dumps(loaded, ensure_ascii=False).encode()  # nor half a character a letter
        content = loaded
    if not isinstance(content, dict):
        raise FaultsError([Fault(shown, "no JSON object", "a JSON object in UTF-8", "correct it")])
    if "resources" in content:
        where = partial(position_in, text, shown)
        rules = json.loads(RULES_FILE.read_text(encoding="utf-8"))
        found = islice(breaches(content, rules, where, "correct it"), MOST_FAULTS)
        raise_if_any([replace(one, found=plain(one.found)) for one in found])
        problems = _problems([Register.from_resource(one) for one in content["resources"]])
        raise_if_any(
            [Fault(where("resources", *at), *map(plain, words)) for at, *words in problems]
        )
    return content


def _problems(registers: list[Register]) -> Iterator[Problem]:
    """What only shows when parts of a descriptor that has its shape are compared."""
    by_name = {one.name: one for one in registers}
    yield from _twice((), [one.name for one in registers])
    yield from _twice((), [one.path.casefold() for one in registers])
    titles = [item for one in registers for item in one.titles.items()]
    yield from _twice((), [f"{text} ({code})".casefold() for code, text in titles])
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
    for name in sorted(name for name, times in Counter(names).items() if times > 1):
        yield place, f"“{name}” twice", "each once", "rename one, or take it out"


def _of_column(place: tuple[str, ...], column: Column) -> Iterator[Problem]:
    """Words for values that are not allowed; a pattern and limits that make no sense."""
    limits_of = column.constraints
    for kind in ("labels", "choices", "synonyms", "colours"):
        if others := ", ".join(sorted(set(getattr(column, kind)) - {*column.allowed})):
            mend = "add the values to constraints › enum, or take their words out"
            yield (*place, kind), others, "values of constraints › enum", mend
    if limits_of.get("minimum", -inf) > limits_of.get("maximum", inf):
        found = "a minimum above the maximum"
        yield (*place, "constraints"), found, "one below it", "correct it"
    try:  # RE2 needs no more than linear time for any pattern that it takes
        pc.match_substring_regex(pa.array([""]), f"^(?:{limits_of.get('pattern', '')})$")
    except pa.ArrowException:
        expected = "a regular expression without lookaround and references back"
        yield (*place, "constraints"), f"“{limits_of['pattern']}”", expected, "correct it"


def _of_keys(register: Register, registers: Mapping[str, Register]) -> Iterator[Problem]:
    """Keys of columns that are not there, and references to nowhere."""
    place, columns = (register.name, "schema"), ", ".join(register.column)
    for column in [*register.key, *(key.column for key in register.foreign_keys)]:
        if column not in register.column:
            yield place, f"the key “{column}”", f"a column: {columns}", "correct the name"
    for key in register.foreign_keys:
        other = registers.get(key.register)
        if not other or other.key != (key.key,):
            single = [one for one in registers.values() if len(one.key) == 1]
            keys = [f"{one.key[0]} of {one.name}" for one in single]
            found = f"“{key.column}” points to “{key.key}” of “{key.register}”"
            yield (*place, "foreignKeys"), found, f"one of {', '.join(keys)}", "correct it"


def _of_contract(registers: Mapping[str, Register]) -> Iterator[Problem]:
    """What reports rely on and the descriptor lacks."""
    everything, anywhere = CONTRACT["needed"] | CONTRACT["optional"], CONTRACT["anywhere"]
    for name in sorted(CONTRACT["needed"].keys() - registers.keys()):
        yield (), f"no register “{name}”", NEEDED, "add it"
    for name in registers:
        there = {one: anywhere[one] for one in registers[name].column if one in anywhere}
        for column, kind in (there | everything.get(name, {})).items():
            own, place = registers[name].column.get(column), (name, "schema", "fields", column)
            if not own or own.type != kind:
                found = f"the type {own.type}" if own else f"no column “{column}”"
                yield place, found, f"{kind}: {NEEDED}", "correct or add it"


def _of_slices(schema: Schema) -> Iterator[Problem]:
    """The columns of country and date by which a register's rows belong to a report."""
    for name, register in schema.registers.items():
        paths = {path: schema.column(name, path) for path in schema.paths(name)}
        dates = [path for path, column in paths.items() if column and column.type == "date"]
        wanted = {"country": (register.country, [*paths]), "date": (register.date, dates)}
        for what, (path, known) in wanted.items():
            if path and path not in known:
                expected = f"one of {', '.join(known)}"
                yield (name, "slice", what), f"“{path}”", expected, "correct the path"
