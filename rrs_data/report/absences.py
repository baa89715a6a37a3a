"""Absences: registers and columns of the package's own that a programme does not keep.

A report leaves them out without a word, whatever asks for them. What neither the programme's schema
nor the package's has is a slip of the pen, and a fault.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from rrs_data.indicators.keys import Key
from rrs_data.indicators.sheets import Indicators, entity_column
from rrs_data.intake.schema import Schema, load_schema
from rrs_data.programme.faults import Fault
from rrs_data.programme.parameters import position
from rrs_data.programme.programme import Programme


def lacks(schema: Schema, register: str, path: str = "") -> bool:
    """Whether a programme's schema has no such register, or no such column of it."""
    own, ours = (
        register in one.registers and (not path or one.column(register, path) is not None)
        for one in (schema, load_schema(schema.languages))
    )
    return ours and not own


def lacks_figure(schema: Schema, indicators: Indicators, key: Key) -> bool:
    """Whether a figure is of a register or a column that the programme does not keep."""
    known = load_schema(schema.languages)
    for term in key.terms:
        sheet = indicators.sheets.get(term.base)
        places = [(one.register, one) for one in sheet.sources] if sheet else [(term.base, None)]
        for path in term.columns if sheet else ("", *term.columns):
            asked = [
                (name, entity_column(sheet, one, known, path))
                if sheet and one and name in known.registers
                else (name, path)
                for name, one in places
            ]
            if all(lacks(schema, *one) for one in asked):
                return True
    return False


def misnamed(
    programme: Programme, indicators: Indicators, params: Path, schema: Schema
) -> Iterator[Fault]:
    """What ``programme.yml`` says of events and roles, where registers or sheets say otherwise."""
    rule = programme.trainee
    trainings = rule.kinds if rule else ()
    named: list[tuple[str, str, tuple[str, ...], Iterable[str]]] = [
        ("events", "host_country", ("countries",), programme.countries),
        ("events", "kind", ("online",), programme.online),
        ("events", "kind", ("trainee", "kinds"), trainings),
        ("attendances", "role", ("trainee", "roles"), rule.roles if rule else ()),
        ("attendances", "role", ("taking_part",), programme.taking_part),
    ]
    for register, name, steps, values in named:
        column = schema.column(register, name)
        allowed = column.allowed if column else ()
        for value in [one for one in values if allowed and one not in allowed]:
            where = position(params / "programme.yml", *steps, value)
            expected = f"what {register} have as {name}: {', '.join(allowed)}"
            yield Fault(where, value, expected, "correct it, or allow it in datapackage.json")
    sheet = indicators.sheets.get(indicators.roles.get("people_trained", ""))
    for source in sheet.sources if sheet and trainings else ():
        kinds = source.where.get("event.kind", list(trainings))
        counted = kinds if isinstance(kinds, list) else [kinds]
        if sheet and {*counted} != {*trainings}:
            steps = ("indicators", sheet.code, "sources", source.register, "where")
            where, found = position(params / "indicators.yml", *steps), ", ".join(counted)
            expected = f"programme.yml › trainee › kinds: {', '.join(trainings)}"
            yield Fault(where, found, expected, "let both name the same kinds of events")
