"""The schema of the registers, read from the Frictionless ``datapackage.json`` beside them."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, fields
from functools import cached_property
from pathlib import Path
from typing import Any

SHIPPED = Path(__file__).parents[1] / "registers"
"""The registers that come with the package; their descriptor is the schema of every register."""

DESCRIPTOR = "datapackage.json"


@dataclass(frozen=True)
class Column:
    """A column of a register: its type, what is allowed in it, its titles in each language.

    ``labels`` name the allowed values as a report does, of many rows (women); ``choices`` as a cell
    does, of one (female), where that differs; ``colours`` are theirs in charts, by the brand's
    names. ``unit`` is the unit of the column's numbers: ``money``, ``hours``, ``year``, or
    ``indicator`` where each row's indicator has its own. A file may lack a column that is
    ``optional``, and nobody is told.
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
    unit: str = ""
    optional: bool = False

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
    period a row belongs; a register without ``date`` belongs to every period.
    """

    name: str
    path: str
    titles: dict[str, str]
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...]
    country: str
    date: str | None = None
    descriptions: dict[str, str] = field(default_factory=dict)

    @cached_property
    def column(self) -> dict[str, Column]:
        """The columns by name."""
        return {column.name: column for column in self.columns}

    @classmethod
    def from_resource(cls, resource: dict[str, Any]) -> Register:
        """Build a register from its resource in the descriptor."""
        schema = resource["schema"]
        known = {one.name for one in fields(Column)}
        columns = (
            Column(**{name: value for name, value in one.items() if name in known})
            for one in schema["fields"]
        )
        keys = [(one["fields"], one["reference"]) for one in schema.get("foreignKeys", ())]
        return cls(
            name=resource["name"],
            path=resource["path"],
            titles=resource["titles"],
            columns=tuple(columns),
            key=tuple(schema["primaryKey"]),
            foreign_keys=tuple(
                ForeignKey(own[0], other["resource"], other["fields"][0]) for own, other in keys
            ),
            country=resource["slice"]["country"],
            date=resource["slice"].get("date"),
            descriptions=resource.get("descriptions", {}),
        )


DERIVED = {
    "events": {
        "days": Column("days", "integer", {"en": "Days", "ru": "Дни"}),
        "cost": Column("cost", "number", {"en": "Cost", "ru": "Затраты"}, unit="money"),
    }
}
"""Columns that follow from a register's own, by register: see ``frames``."""


@dataclass(frozen=True)
class Schema:
    """The schemas of all registers."""

    registers: dict[str, Register]

    def column(self, register: str, path: str) -> Column | None:
        """The column that a dotted path such as ``event.level`` means in a register, or None."""
        for key in self.registers[register].foreign_keys:
            if path.startswith(key.prefix):
                return self.column(key.register, path.removeprefix(key.prefix))
        return self.registers[register].column.get(path) or DERIVED.get(register, {}).get(path)

    def paths(self, register: str) -> list[str]:
        """All dotted paths of a register's view."""
        own = [*self.registers[register].column, *DERIVED.get(register, ())]
        return own + [
            key.prefix + path
            for key in self.registers[register].foreign_keys
            for path in self.paths(key.register)
        ]


def load_schema() -> Schema:
    """The schema of the registers, as the package ships it."""
    descriptor = json.loads((SHIPPED / DESCRIPTOR).read_text(encoding="utf-8"))
    registers = [Register.from_resource(resource) for resource in descriptor["resources"]]
    return Schema({register.name: register for register in registers})
