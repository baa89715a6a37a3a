"""The schema of the registers, read from the Frictionless ``datapackage.json`` beside them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from rrs_data.programme.loading import load_yaml

SHIPPED = Path(__file__).parents[1] / "registers"
"""The registers that come with the package; their descriptor is the schema of those without one."""

DESCRIPTOR = "datapackage.json"

MONEY = "money"
"""The unit of amounts: in the currency of their row, else in the reporting currency."""

CURRENCY = "currency"
"""The column that says in which currency the amounts of a row are; empty is the reporting one."""

RECORDED = ".recorded"
"""What is added to a column's name where an amount stands as it was written, not converted."""
CONTRACT = load_yaml(Path(__file__).with_name("contract.yml").read_text(encoding="utf-8"))
"""What reports rely on by name: registers that are ``needed`` or ``optional``, with columns."""

STEPS = 3
"""How far a view looks: a person's organisation's partner is three steps from an attendance."""


@dataclass(frozen=True)
class Column:
    """A column of a register: its type, what is allowed in it, its titles in each language.

    ``labels`` name the allowed values as a report does, of many rows (women); ``choices`` as a cell
    does, of one (female), where that differs; ``colours`` are theirs in charts, by the brand's
    names. ``heads`` name the column above a report's table, where its titles say more. ``unit`` is
    the unit of the column's numbers: ``money``, ``hours``, ``year``, or ``indicator`` where each
    row's indicator has its own. A file may lack a column that is ``optional`` without a finding.
    An amount is ``negative`` in rows that have one of some values in another column, and only
    there: ``{"kind": ["refund"]}``. ``ids`` are the forms of the registers' ids, of which no one is
    a person's phone. ``synonyms`` are other words that people write for a value, ``headers`` for
    the column.
    """

    name: str
    type: str
    titles: dict[str, str]
    labels: dict[str, dict[str, str]] = field(default_factory=dict)
    constraints: dict[str, Any] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    example: str = ""
    choices: dict[str, dict[str, str]] = field(default_factory=dict)
    colours: dict[str, str] = field(default_factory=dict)
    heads: dict[str, str] = field(default_factory=dict)
    unit: str = ""
    optional: bool = False
    ids: str = ""
    synonyms: dict[str, list[str]] = field(default_factory=dict)
    headers: list[str] = field(default_factory=list)
    negative: dict[str, list[str]] = field(default_factory=dict)

    @property
    def allowed(self) -> tuple[str, ...]:
        """The values allowed in the column; empty when any value is."""
        return tuple(self.constraints.get("enum", ()))

    @property
    def is_number(self) -> bool:
        """Whether its values can be added up."""
        return self.type in ("number", "integer")

    @property
    def required(self) -> bool:
        """Whether every row must have a value here."""
        return bool(self.constraints.get("required"))


@dataclass(frozen=True)
class ForeignKey:
    """A column whose values are the ids of another register."""

    column: str
    register: str
    key: str

    @property
    def prefix(self) -> str:
        """What the other register's columns are called by here: ``event_id`` gives ``event.``."""
        return self.column.removesuffix("_id") + "."


@dataclass(frozen=True)
class Register:
    """The schema of one register (a Frictionless resource).

    ``country`` and ``date`` are the columns, by dotted paths, that decide to which country and
    period a row belongs; a register without one of them belongs to every country or period.
    ``derived`` are the columns that follow from the register's own: see ``with_derived``. ``texts``
    have a column in each language: those that the register has, those that it lacks, and whether
    the text must be there in one language at least.
    """

    name: str
    path: str
    titles: dict[str, str]
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...]
    country: str | None = None
    date: str | None = None
    descriptions: dict[str, str] = field(default_factory=dict)
    derived: tuple[Column, ...] = ()
    texts: tuple[tuple[tuple[str, ...], tuple[str, ...], bool], ...] = ()

    @cached_property
    def column(self) -> dict[str, Column]:
        """The columns by name."""
        return {column.name: column for column in self.columns}

    @classmethod
    def from_resource(cls, resource: Mapping[str, Any]) -> Register:
        """Build a register from its resource in a descriptor that was checked."""
        schema, name = resource["schema"], resource["name"]
        keys = [(one["fields"][0], one["reference"]) for one in schema.get("foreignKeys", ())]
        foreign = (ForeignKey(own, to["resource"], to["fields"][0]) for own, to in keys)
        return cls(
            name=name,
            path=resource.get("path", f"{name}.csv"),
            titles=_titles(resource),
            columns=tuple(map(_column, schema["fields"])),
            key=tuple(schema["primaryKey"]),
            foreign_keys=tuple(foreign),
            **resource.get("slice", {}),
            descriptions=resource.get("descriptions", {}),
            derived=tuple(map(_column, resource.get("derived", CONTRACT["derived"].get(name, ())))),
        )


def _column(one: Mapping[str, Any]) -> Column:
    known = {each.name for each in fields(Column)} - {"ids"}
    given = {name: value for name, value in one.items() if name in known}
    limits = dict(one.get("constraints", {}))
    return Column(**{**given, "titles": _titles(one), "constraints": limits})


def _titles(one: Mapping[str, Any]) -> dict[str, str]:
    """What is shown of a register or a column: without titles its one title, or its name."""
    return one.get("titles") or {"": one.get("title") or one["name"]}


@dataclass(frozen=True)
class Schema:
    """The schemas of all registers of a programme, as one descriptor gives them.

    ``languages`` are those that it has titles in, and those of the programme; ``digest`` is the
    SHA-256 of the descriptor. ``illustrative`` says that the rows are invented,
    and ``content`` is the descriptor itself: both only of one that lies with the registers.
    """

    registers: dict[str, Register]
    digest: str
    languages: tuple[str, ...] = ()
    illustrative: bool = False
    content: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)
    _paths: dict[tuple[str, int], Mapping[str, Column]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @classmethod
    def from_content(cls, content: Mapping[str, Any], languages: Iterable[str] = ()) -> Schema:
        """Build the schema of a programme in some languages from a descriptor that was checked."""
        built = [Register.from_resource(resource) for resource in content["resources"]]
        columns = [column for register in built for column in register.columns]
        titled = (code for one in columns for code in one.titles if code)
        spoken = tuple(dict.fromkeys([*languages, *titled]))
        forms = {one.constraints.get("pattern") for one in columns if one.constraints.get("unique")}
        ids = "|".join(f"(?:{form})" for form in sorted(filter(None, forms)))
        registers = {one.name: _in_languages(one, spoken, ids) for one in built}
        digest = hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
        return cls(registers, digest, spoken)

    def column(self, register: str, path: str) -> Column | None:
        """The column that a dotted path such as ``event.level`` means in a register, or None."""
        return self.paths(register).get(path)

    def paths(self, register: str, steps: int = STEPS) -> Mapping[str, Column]:
        """The columns by dotted path, also of the registers that it points to in some steps.

        Registers may point to themselves, and to each other in a circle.
        """
        if (register, steps) not in self._paths:  # a report asks ten thousand times
            own = self.registers[register]
            found = {column.name: column for column in (*own.columns, *own.derived)}
            for key in own.foreign_keys if steps else ():
                others = self.paths(key.register, steps - 1)
                found |= {key.prefix + path: column for path, column in others.items()}
            self._paths[register, steps] = found
        return self._paths[register, steps]


def _in_languages(register: Register, languages: tuple[str, ...], ids: str) -> Register:
    """A register with a column in each language for every text: ``title_fr`` beside ``title_ky``.

    What the register does not have in a language is derived from another one.
    """
    keys = {*register.key, *(key.column for key in register.foreign_keys)}
    stems = dict.fromkeys(
        name.removesuffix(f"_{code}")
        for name, one in register.column.items()
        for code in languages
        if name.endswith(f"_{code}") and one.type == "string" and name not in keys
    )
    texts, derived = [], [*register.derived]
    for stem in stems:
        names = [f"{stem}_{code}" for code in languages]
        own = tuple(name for name in register.column if name in names)
        others = tuple(name for name in names if name not in register.column)
        # Where a text must be there, one of its columns suffices.
        required = [register.column[one].constraints.pop("required", False) for one in own]
        texts.append((own, others, any(required)))
        derived += [replace(register.column[own[0]], name=name) for name in others]
    columns = tuple(replace(one, ids=ids) for one in register.columns)
    return replace(register, columns=columns, derived=tuple(derived), texts=tuple(texts))


@lru_cache
def load_schema(languages: tuple[str, ...] = ()) -> Schema:
    """The schema of the registers, as the package ships it, in a programme's languages."""
    content = json.loads((SHIPPED / DESCRIPTOR).read_text(encoding="utf-8"))
    return Schema.from_content(content, languages)
