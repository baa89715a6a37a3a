"""One checked set: each register on its own, then what only shows when rows are compared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from rrs_data.intake import Raw
from rrs_data.intake.checks import budgets, plausibility, references
from rrs_data.intake.checks.context import Context
from rrs_data.intake.checks.register import Checked, check_register
from rrs_data.intake.duplicates.proposals import propose
from rrs_data.intake.duplicates.review import REGISTERS, Review, unknown_ids
from rrs_data.intake.findings import Finding, Findings
from rrs_data.intake.schema import Schema


@dataclass(frozen=True)
class CheckedSet:
    """The registers that could be read, and everything that was found in them."""

    registers: Mapping[str, Checked]
    findings: Findings


def check_set(
    raws: Mapping[str, Raw],
    schema: Schema,
    context: Context | None = None,
    *,
    before: Iterable[Finding] = (),
    review: Review | None = None,
) -> CheckedSet:
    """Check all registers. ``before`` are findings of the readers: files that could not be read.

    Without a ``context`` nothing is held against the programme's parameters. ``review`` has the
    decisions on duplicates; without one, none are looked for.
    """
    checked = {
        name: check_register(raws[name], register)
        for name, register in schema.registers.items()
        if name in raws
    }
    findings = [
        *before,
        *(finding for one in checked.values() for finding in one.findings),
        *between_rows(checked, context),
        *(probable_duplicates(checked, review) if review else ()),
    ]
    return CheckedSet(checked, Findings(_in_order(findings, schema)))


def between_rows(checked: Mapping[str, Checked], context: Context | None) -> Iterator[Finding]:
    """What only shows when a row's cells, or several rows, are compared."""
    for one in checked.values():
        yield from references.repeated(one)
        yield from plausibility.of_rows(one, context)
        yield from budgets.of_amounts(one, context)
    yield from references.unknown(checked)
    if context and "targets" in checked:
        yield from plausibility.of_targets(checked["targets"], context)
    if {"events", "attendances"} <= set(checked):
        yield from plausibility.of_turnout(checked["events"], checked["attendances"])
    if "finance" in checked:
        yield from budgets.of_spending(checked["finance"], context)
    if {"grants", "organisations", "finance"} <= set(checked):
        yield from budgets.of_grants(checked, context)


def probable_duplicates(registers: Mapping[str, Checked], review: Review) -> Iterator[Finding]:
    """Probable duplicates that nobody has decided, and decisions on ids that are not there."""
    frames = {name: registers[name].frame for name in REGISTERS if name in registers}
    yield from unknown_ids(review, frames)
    # A row without an id is reported for that, and no decision could name it.
    pairs = [one for one in review.undecided(propose(frames)) if one.id and one.same_as]
    ids = {name: frame[REGISTERS[name]].drop_duplicates() for name, frame in frames.items()}
    places = {name: pd.Series(own.index, index=own) for name, own in ids.items()}
    for one in pairs:
        checked, place = registers[one.register], places[one.register]
        details = {
            "other": one.same_as,
            "first": int(checked.rows[place[one.same_as]]),
            "score": f"{one.score:.2f}",
            "reasons_en": one.in_words("en"),
            "reasons_ru": one.in_words("ru"),
        }
        column = REGISTERS[one.register]
        yield checked.finding("duplicate-probable", int(place[one.id]), column, one.id, details)


def _in_order(findings: Iterable[Finding], schema: Schema) -> list[Finding]:
    """By register and row, in the schema's order; of one cell only one, errors before warnings.

    Of a row that adds up others nothing else is said.
    """
    places = {name: place for place, name in enumerate(schema.registers)}
    ordered = sorted(findings, key=lambda one: (places.get(one.register, -1), one.file, one.row))
    totals = {(one.register, one.row) for one in ordered if one.rule == "total-row"}
    first: dict[tuple[object, ...], Finding] = {}
    for finding in sorted(ordered, key=lambda one: one.severity):
        if finding.rule == "total-row" or (finding.register, finding.row) not in totals:
            first.setdefault(_cell(finding), finding)
    kept = set(map(id, first.values()))
    return [finding for finding in ordered if id(finding) in kept]


def _cell(finding: Finding) -> tuple[object, ...]:
    """What a finding speaks of: a cell, or else a whole row, column or file under its rule."""
    place = (finding.register, finding.file, finding.sheet, finding.row, finding.column)
    return place if finding.row and finding.column else (*place, finding.rule, finding.value)
