"""Slices: which rows of the checked registers a report of one country and period needs."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyarrow.compute as pc

from rrs_data.intake.checks.cells import Distinct
from rrs_data.intake.checks.links import Links
from rrs_data.intake.schema import Schema
from rrs_data.intake.scope import Scope
from rrs_data.programme.programme import REGION

Columns = Mapping[str, Distinct]

GIVEN = ("services", "grants", "prizes")
"""Registers of what organisations were given."""


def select(
    columns: Mapping[str, Columns], links: Mapping[str, Links], scope: Scope, schema: Schema
) -> dict[str, np.ndarray]:
    """The places of the rows of each register that belong to a scope, in the register's order."""
    if scope.country == REGION:
        return {name: np.arange(_length(own)) for name, own in columns.items()}
    own = {
        name: _is(columns[name], "country", scope.country) for name in ("people", "organisations")
    }
    attended, by = (links["attendances"][key] for key in ("event_id", "person_id"))
    events = _is(columns["events"], "host_country", scope.country)
    for column, value in schema.registers["events"].shared.items():
        events |= _is(columns["events"], column, value)
    events[attended[own["people"][by]]] = True
    events &= _until(columns["events"]["end"], scope)
    attendances = events[attended]
    people = own["people"].copy()
    people[by[attendances]] = True
    chosen = {
        "people": people,
        "events": events,
        "attendances": attendances,
        **{name: _is(columns[name], "country", scope.country) for name in ("targets", "finance")},
        **{name: own["organisations"][links[name]["organisation_id"]] for name in GIVEN},
    }
    for name in (*GIVEN, "finance"):
        chosen[name] &= _until(columns[name][schema.registers[name].date or ""], scope)
    chosen["organisations"] = own["organisations"] | _pointed_at(
        links["people"]["organisation_id"][people], len(own["organisations"])
    )
    return {name: np.flatnonzero(chosen[name]) for name in columns}


def _length(columns: Columns) -> int:
    return len(next(iter(columns.values())).codes)


def _is(columns: Columns, name: str, value: str) -> np.ndarray:
    cells = columns[name]
    return np.asarray(cells.codes == int(pc.index(cells.texts, value).as_py()))


def _until(cells: Distinct, scope: Scope) -> np.ndarray:
    """ISO dates compare as texts do."""
    early = np.asarray(pc.less_equal(cells.texts, scope.until.isoformat()))
    return np.asarray(early[cells.codes])


def _pointed_at(places: np.ndarray, length: int) -> np.ndarray:
    marked = np.zeros(length, dtype=bool)
    marked[places[places >= 0]] = True
    return marked
