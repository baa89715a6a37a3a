"""All registers together: each on its own, then what only shows between them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from rrs_data.intake import Raw
from rrs_data.intake.checks import amounts, dates, keys, turnout
from rrs_data.intake.checks.context import Context
from rrs_data.intake.checks.doubles import doubles
from rrs_data.intake.checks.links import Links, links_of
from rrs_data.intake.checks.register import Checked, check_register
from rrs_data.intake.duplicates import Review
from rrs_data.intake.findings import Finding, Findings
from rrs_data.intake.parallel import side_by_side
from rrs_data.intake.schema import Schema


@dataclass(frozen=True)
class CheckedSet:
    """The registers that could be read, which rows point to which, and all findings."""

    registers: Mapping[str, Checked]
    links: Mapping[str, Links]
    findings: Findings


def check_set(
    raws: Mapping[str, Raw],
    schema: Schema,
    context: Context | None = None,
    *,
    before: Iterable[Finding] = (),
    review: Review | None = None,
) -> CheckedSet:
    """Check all registers. ``before`` are findings of the intake: files that could not be read.

    ``review`` has the decisions on duplicates; without one, none are looked for.
    """
    read = [register for name, register in schema.registers.items() if name in raws]
    found = side_by_side(lambda register: check_register(raws[register.name], register), read)
    checked = {one.register.name: one for one in found}
    links = links_of(checked)
    findings = [
        *before,
        *(finding for one in checked.values() for finding in one.findings),
        *between(checked, links, context),
        *(doubles(checked, review) if review else ()),
    ]
    return CheckedSet(checked, links, Findings(_in_order(findings, schema)))


def between(
    checked: Mapping[str, Checked], links: Mapping[str, Links], context: Context | None
) -> Iterator[Finding]:
    """What only shows when rows are seen beside each other."""
    for one in checked.values():
        yield from keys.repeated(one)
        yield from dates.disorder(one)
        yield from amounts.absurd_hours(one)
        if context:
            yield from dates.outside(one, context)
            yield from dates.years(one, context)
            yield from amounts.absurd_money(one, context)
    yield from keys.unknown(checked, links)
    if context and "targets" in checked:
        yield from keys.without_a_sheet(checked["targets"], context)
    yield from turnout.turnout(checked, links)
    if "finance" in checked:
        yield from amounts.over_budget(checked["finance"], context)
    yield from amounts.grants_do_not_add_up(checked, links, context)


def _in_order(findings: Iterable[Finding], schema: Schema) -> list[Finding]:
    """By register and row, in the schema's order; of one cell only one, errors before warnings."""
    places = {name: place for place, name in enumerate(schema.registers)}
    ordered = sorted(findings, key=lambda one: (places.get(one.register, -1), one.file, one.row))
    first: dict[tuple[object, ...], Finding] = {}
    for finding in sorted(ordered, key=lambda one: one.severity):
        first.setdefault(_cell(finding), finding)
    kept = set(map(id, first.values()))
    return [finding for finding in ordered if id(finding) in kept]


def _cell(finding: Finding) -> tuple[object, ...]:
    """What a finding speaks of: a cell, or else a whole row, column or file under its rule."""
    place = (finding.register, finding.file, finding.sheet, finding.row, finding.column)
    return place if finding.row and finding.column else (*place, finding.rule, finding.value)
