"""Loading: ``programme.yml`` becomes the programme, once nothing in it contradicts the rest."""

from collections.abc import Iterator, Mapping
from dataclasses import is_dataclass
from datetime import date
from pathlib import Path
from types import UnionType
from typing import Any, get_args, get_type_hints

from rrs_data.programme.faults import Fault, raise_if_any
from rrs_data.programme.parameters import position, read_params
from rrs_data.programme.programme import Programme

MEND = "correct it, or what it does not go with"

Contradiction = tuple[tuple[str | int, ...], str, str]
"""Where something is wrong, step by step; what was found, and what is allowed."""


def load_programme(params: Path) -> Programme:
    """Read ``programme.yml`` from the directory of parameters.

        load_programme(report.params).countries

    Raises FaultsError: everything that is wrong in the file, line by line.
    """
    path = params / "programme.yml"
    content: dict[str, Any] = read_params(path, "programme")
    found = [*_contradictions(content)]
    logo = content.get("marking", {}).get("logo")
    if logo and not (params / logo).is_file():
        found.append((("marking", "logo"), f"no file {logo}", f"a picture in {params}"))
    raise_if_any([Fault(position(path, *steps), it, allowed, MEND) for steps, it, allowed in found])
    programme: Programme = made(Programme, content)
    return programme


def made(kind: Any, value: Any) -> Any:
    """A value of a file as a class has it in its fields; ``from`` is ``since`` in Python."""
    inner = get_args(kind)
    if isinstance(kind, UnionType):
        return made(inner[0], value)
    if is_dataclass(kind):
        kinds, names = get_type_hints(kind), {"from": "since"}
        fields = {names.get(name, name): one for name, one in value.items()}
        return kind(**{name: made(kinds[name], one) for name, one in fields.items()})  # type: ignore[operator]
    if isinstance(value, list) and inner:
        return tuple(made(inner[0], one) for one in value)
    if isinstance(value, dict) and inner:
        return {name: made(inner[1], one) for name, one in value.items()}
    return date.fromisoformat(value) if kind is date else value


def _contradictions(content: Mapping[str, Any]) -> Iterator[Contradiction]:
    """Days outside the programme, case forms that only some countries have, what stands twice."""
    start, end, countries = content["start"], content["end"], content["countries"]
    if end <= start:
        yield ("end",), end, f"a day after the start, {start}"
    inflected = {language for each in countries.values() for language in each.get("cases", ())}
    for code, country in countries.items():
        if start < end and not start <= country["since"] <= end:
            yield ("countries", code, "since"), country["since"], f"a day from {start} to {end}"
        for language in sorted(inflected - {*country.get("cases", ())}):
            expected = f"cases: {{ {language}: … }}, as other countries have"
            yield ("countries", code), f"no case forms in {language}", expected
    own = content["currency"]["code"]
    for number, rate in enumerate(content["currency"].get("rates", ())):
        if rate["currency"] == own:
            yield ("currency", "rates", number, "currency"), own, f"a currency other than {own}"
    known = set()
    for steps, *what in _once(content):
        if tuple(what) in known:
            yield steps, f"“{what[-1]}” again", "what stands nowhere else"
        known.add(tuple(what))


def _once(content: Mapping[str, Any]) -> Iterator[tuple[tuple[str | int, ...], str, str]]:
    """What may stand once: a country's name, a region's value, a rate from a day on."""
    for code, country in content["countries"].items():
        for language, name in country["name"].items():
            yield ("countries", code, "name", language), language, name
    for code, region in content.get("regions", {}).items():
        for value in region["values"]:
            yield ("regions", code, "values"), region["country"], value
    for number, rate in enumerate(content["currency"].get("rates", ())):
        yield ("currency", "rates", number), rate["currency"], rate["from"]
