"""One checked set: each register on its own, then what only shows when rows are compared."""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePath

from rrs_data.intake.checks import plausibility
from rrs_data.intake.checks.cell_rules import TOTAL, cyrillic_in
from rrs_data.intake.checks.plausibility import Context
from rrs_data.intake.checks.register import Checked, cell_findings, check_register, earlier_rows
from rrs_data.intake.findings import Finding, Findings
from rrs_data.intake.raw import Raw
from rrs_data.intake.review import REGISTERS, Review, unknown_ids
from rrs_data.intake.schema import ForeignKey, Schema
from rrs_data.intake.spelling import BACK, bare, skeleton
from rrs_data.intake.words import unequivocal

ONE_MEANING = {
    "people": {"sex": "person-two-sexes", "organisation_id": "person-two-organisations"},
    "organisations": {"country": "organisation-two-countries"},
}
"""Columns in which two rows of one id must not differ, and the rule that says so."""


def check_set(
    raws: Mapping[str, Raw],
    schema: Schema,
    context: Context | None = None,
    before: Iterable[Finding] = (),
    review: Review | None = None,
) -> tuple[dict[str, Checked], Findings]:
    """Check all registers that could be read; return them, and everything that was found.

    ``before`` are findings of the readers. Without a ``context`` nothing is held against the
    programme's parameters; without a ``review`` no duplicates are looked for.
    """
    currency = context.programme.currency if context else None
    checked = {
        name: check_register(raws[name], register, currency)
        for name, register in schema.registers.items()
        if name in raws
    }
    findings = [
        *before,
        *(review.findings if review else ()),
        *(finding for one in checked.values() for finding in cell_findings(one)),
        *(finding for one in checked.values() for finding in _repeated(one)),
        *(finding for one in checked.values() for finding in plausibility.of_rows(one, context)),
        *_unknown(checked),
    ]
    faulty = {one.register for one in findings if one.severity == "error"}
    sound = {name: one for name, one in checked.items() if name not in faulty}
    findings += plausibility.of_sums(sound, context)
    if review:
        findings += _probable_duplicates(checked, review)
    return checked, Findings(_in_order(findings, schema))


def _repeated(checked: Checked) -> Iterator[Finding]:
    """Rows whose primary key stands in an earlier row."""
    name, earlier = checked.register.name, earlier_rows(checked.keys)
    for column, rule in ONE_MEANING.get(name, {}).items():
        if column in checked.frame:
            cells = checked.frame[column].fillna("")
            differ = cells[earlier.index].to_numpy() != cells[earlier].to_numpy()
            yield from checked.repeats(rule, earlier[differ], column)
            earlier = earlier[~differ]
    rule = "attendance-twice" if name == "attendances" else "key-twice"
    yield from checked.repeats(rule, earlier)


def _unknown(registers: Mapping[str, Checked]) -> Iterator[Finding]:
    """Cells that point to no row of a register that could be read whole."""
    for checked in registers.values():
        for key in checked.register.foreign_keys:
            other = registers.get(key.register)
            if other and key.key in other.raw.headers and other.raw.read == len(other.frame):
                yield from _dangling(checked, key, other)


def _dangling(checked: Checked, key: ForeignKey, other: Checked) -> Iterator[Finding]:
    ids = set(other.frame[key.key].dropna().unique())
    if not (texts := set(checked.frame[key.column].dropna().unique()) - ids):
        return
    # An id that is itself at fault is reported once, in its own register.
    reported = set(map(_loose, other.at_fault[key.key]))
    # Near are ids of the same loose spelling, or of the same bare number: ``1`` and ORG-001.
    spellings = [(_loose(one), one) for one in ids]
    numbers = [(re.sub("^[a-z]+", "", spelling), one) for spelling, one in spellings]
    near = unequivocal(spellings + [pair for pair in numbers if pair[0].isdigit()])
    register = other.raw.sheet or PurePath(other.raw.file).name
    details = {"register": register, "key": other.raw.headers[key.key]}
    breaches = {}
    for text in sorted(texts):
        if (loose := _loose(text)) not in reported:
            found = near.get(loose, "")
            close = "reference-letters" if text.translate(BACK) == found else "reference-near"
            rule = "total-row" if TOTAL.fullmatch(text) else close if found else "reference"
            breaches[text] = rule, {**details, "near": found, "letters": cyrillic_in(text)}
    yield from checked.of_texts(key.column, checked.raw.cells[key.column], breaches)


def _loose(text: str) -> str:
    """An id without what people get wrong in it: alphabet, capitals, blanks, dashes, zeros."""
    # Capitals look alike that small letters do not: В is a B.
    return re.sub(r"(?<![0-9])0+(?=[0-9])", "", bare(text.translate(BACK))) or text


def _probable_duplicates(registers: Mapping[str, Checked], review: Review) -> Iterator[Finding]:
    """Decisions on ids that are not there; organisations with titles that sound the same."""
    frames = {name: registers[name].frame for name in REGISTERS if name in registers}
    yield from unknown_ids(review, frames)
    if not (checked := registers.get("organisations")):
        return
    ids, places = checked.frame["organisation_id"].fillna(""), dict[int, int]()
    home = checked.frame[[name for name in ("country", "region") if name in checked.frame]]
    for title in [name for name in checked.register.column if name.startswith("title_")]:
        sounds = checked.frame[title].map(skeleton, na_action="ignore")
        earlier = earlier_rows(home.fillna("").assign(title=sounds))
        places |= dict(zip(map(int, earlier.index), map(int, earlier), strict=True))
    for place, first in sorted(places.items()):
        one, other = ids[place], ids[first]
        if one and other and not review.decides("organisations", one, other):
            row, column = int(checked.frame["row"][first]), "organisation_id"
            yield checked.finding("duplicate-probable", place, column, one, other=other, first=row)


def _in_order(findings: Iterable[Finding], schema: Schema) -> list[Finding]:
    """By register and row; of one cell, and of a row that adds up others, only one finding."""
    places = {name: place for place, name in enumerate(schema.registers)}
    ordered = sorted(findings, key=lambda one: (places.get(one.register, -1), one.file, one.row))
    totals = {(one.register, one.row) for one in ordered if one.rule == "total-row"}
    first: dict[tuple[object, ...], Finding] = {}
    for finding in sorted(ordered, key=lambda one: one.severity):
        if finding.rule == "total-row" or (finding.register, finding.row) not in totals:
            first.setdefault(_cell(finding), finding)
    return [finding for finding in ordered if first.get(_cell(finding)) is finding]


def _cell(finding: Finding) -> tuple[object, ...]:
    """What a finding speaks of: a cell, or else a whole row, column or file under its rule."""
    place = (finding.register, finding.file, finding.sheet, finding.row, finding.column)
    return place if finding.row and finding.column else (*place, finding.rule, finding.value)
