"""Loading: YAML files that people write, checked against their JSON Schema, and the programme."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import is_dataclass
from datetime import date
from functools import lru_cache, partial
from pathlib import Path
from types import UnionType
from typing import Any, get_args, get_type_hints

import jsonschema_rs
import yaml
from babel import Locale, localedata
from babel.numbers import is_currency

from rrs_data.programme.faults import Fault, FaultsError, raise_if_any
from rrs_data.programme.programme import WRITTEN, Programme

QUICK = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The safe loader; the one in C, where PyYAML has it, takes a tenth of the time."""
SCHEMAS = Path(__file__).parent / "schemas"
CODES: dict[str, Callable[..., bool]] = {
    "language": localedata.exists,
    "country": lambda code: code in Locale(WRITTEN).territories,
    "currency": is_currency,
}
"""The formats of codes that Unicode's CLDR knows."""

Contradiction = tuple[tuple[str | int, ...], str, str]
"""Where something is wrong, step by step; what was found, and what is allowed."""


def read_params(path: Path, schema: str) -> Any:
    """The content of a YAML file that keeps to ``schemas/<schema>.schema.json``.

    Raises FaultsError: no such file, not YAML (with line and column), or every place where the
    content breaks the schema. A text is demanded in the first language of the programme beside it,
    and a country is one of its countries.
    """
    content, expected = _parse(path), rules(schema)
    known = _known(path, content)
    own = {name: one | known.get(name, {}) for name, one in expected.get("$defs", {}).items()}
    expected = expected | {"$defs": own}
    mend = f"see rrs_data/programme/schemas and correct {path.name}"
    raise_if_any([*breaches(content, expected, partial(position, path), mend)])
    return content


def _known(path: Path, content: Any) -> dict[str, Any]:
    """What the programme's file adds to the schemas of all, as far as it is one."""
    programme = path.with_name("programme.yml")
    found = content if path == programme or not programme.is_file() else _parse(programme)
    given = found if isinstance(found, dict) else {}
    languages, countries = given.get("languages"), given.get("countries")
    text = {"required": languages[:1]} if isinstance(languages, list) else {}
    return {"text": text, "country": {"enum": [*countries]} if isinstance(countries, dict) else {}}


@lru_cache
def rules(schema: str) -> Any:
    """A JSON Schema of the parameters."""
    return json.loads((SCHEMAS / f"{schema}.schema.json").read_text(encoding="utf-8"))


def _parse(path: Path) -> Any:
    """A file's values as JSON has them: dates are ISO text."""
    try:
        content = load_yaml(path.read_text(encoding="utf-8"))
        return json.loads(json.dumps(content, default=str))
    except (OSError, UnicodeDecodeError) as error:
        found = getattr(error, "strerror", None) or str(error)
        mend = "add the file, or give its directory with PARAMS="
    except (yaml.YAMLError, TypeError, ValueError) as error:
        found = " ".join(str(error).replace('"<unicode string>"', path.name).split())
        mend = "correct the YAML there"
    raise FaultsError([Fault(str(path), found, "a readable YAML file in UTF-8", mend)])


def load_yaml(text: str) -> Any:
    """YAML as plain values; the slow loader says better than the quick one where a fault is."""
    try:
        return yaml.load(text, Loader=QUICK)  # noqa: S506 - both are safe loaders
    except yaml.YAMLError:
        return yaml.safe_load(text)


def position(file: Path | str, *steps: str | int, text: str = "") -> str:
    """A value of a YAML file in words: ``indicators.yml, line 40: indicators › A-3 › count``.

    ``steps`` lead there, in a list by a number, a code, a register, a name or itself; where they
    end in something that is missing, it is the line around it. The ``text`` of a file that lies
    elsewhere may be JSON: of one that is no YAML the words have no line.
    """
    node: Any = _composed(text or Path(file).read_text(encoding="utf-8"))
    begun, line, words = bool(node), node.start_mark.line if node else 0, []
    for step in steps:
        name, head, node = _entries(node).get(step, (str(step), None, None))
        line = head.start_mark.line if head else line
        words.append(name)
    where = f"{file}, line {line + 1}" if begun else file
    return f"{where}: {' › '.join(words) or 'the whole file'}"


def _entries(node: yaml.Node | None) -> dict[str | int, tuple[str, Any, Any]]:
    """What a node holds, in a list by number and by name: each's name, where it begins, itself."""
    if isinstance(node, yaml.MappingNode):
        return {key.value: (key.value, key, value) for key, value in reversed(node.value)}
    entries: dict[str | int, tuple[str, Any, Any]] = {}
    for number, one in enumerate(node.value if isinstance(node, yaml.SequenceNode) else ()):
        own = {name: value.value for name, _, value in _entries(one).values()}
        names = (own[key] for key in ("code", "register", "name") if key in own)
        plain = one.value if isinstance(one, yaml.ScalarNode) else number + 1
        entries[number] = str(next(names, plain)), one, one
    return {entry[0]: entry for entry in reversed(entries.values())} | entries


@lru_cache(8)
def _composed(text: str) -> yaml.Node | None:
    """A text as YAML's nodes, which know their lines; None where it is JSON that is no YAML."""
    try:
        node: yaml.Node | None = yaml.compose(text, Loader=QUICK)
    except yaml.YAMLError:
        return None
    return node


def breaches(content: Any, rules: Any, where: Callable[..., str], mend: str) -> Iterator[Fault]:
    """The rules of a schema that a content breaks; ``where`` makes words of steps to a value."""
    for error in jsonschema_rs.validator_for(rules, CODES, validate_formats=True).iter_errors(
        content
    ):
        steps, kind = error.instance_path, error.kind
        wrong = [getattr(getattr(kind, "error", None), "instance", None)]
        for key in getattr(kind, "unexpected", wrong):
            yield Fault(
                where(*steps, *([key] if isinstance(key, str) else [])),
                f"the key “{key}”" if isinstance(key, str) else error.message,
                _allowed(error.schema_path, rules),
                mend,
            )


def _allowed(steps: Iterable[str | int], rules: Any) -> str:
    """What the broken rule's schema says of itself: the nearest description around it."""
    found = "what the schema of the file allows"
    for step in steps:
        if step == "additionalProperties" and isinstance(rules[step], bool):
            return f"one of {', '.join(rules['properties'])}"
        rules = rules[step]
        found = rules.get("description", found) if isinstance(rules, dict) else found
    return found


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
    mend = "correct it, or what it does not go with"
    raise_if_any([Fault(position(path, *steps), it, allowed, mend) for steps, it, allowed in found])
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
