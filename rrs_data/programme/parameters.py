"""Parameters: YAML files that people write, read and checked against their JSON Schema."""

import json
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

import jsonschema_rs
import yaml

from rrs_data.programme.faults import Fault, FaultsError, raise_if_any

QUICK = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The safe loader; the one in C, where PyYAML has it, takes a tenth of the time."""

SCHEMAS = Path(__file__).parent / "schemas"


def read_params(path: Path, schema: str) -> Any:
    """The content of a YAML file that keeps to ``schemas/<schema>.schema.json``.

    Raises FaultsError: no such file, not YAML (with line and column), or every place where the
    content breaks the schema.
    """
    content = _parse(path)
    expected = rules(schema)
    errors = jsonschema_rs.validator_for(expected, validate_formats=True).iter_errors(content)
    raise_if_any([_fault(path, error, content, expected) for error in errors])
    return content


@lru_cache
def rules(schema: str) -> Any:
    """What a JSON Schema of the parameters says."""
    return json.loads((SCHEMAS / f"{schema}.schema.json").read_text(encoding="utf-8"))


def _parse(path: Path) -> Any:
    try:
        return _plain(load_yaml(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError) as error:
        found = getattr(error, "strerror", None) or str(error)
        mend = "add the file, or give its directory with PARAMS="
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        position = f" in line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        found, mend = f"{error.problem or error.context}{position}", "correct the YAML there"
    except yaml.YAMLError as error:
        found, mend = " ".join(str(error).split()), "correct the YAML"
    raise FaultsError([Fault(str(path), found, "a readable YAML file in UTF-8", mend)])


def load_yaml(text: str) -> Any:
    """YAML as plain values; the slow loader says better than the quick one where a fault is."""
    try:
        return yaml.load(text, Loader=QUICK)  # noqa: S506 - both are safe loaders
    except yaml.YAMLError:
        return yaml.safe_load(text)


def _plain(content: Any) -> Any:
    """YAML's dates as ISO text, so that JSON Schema can check them."""
    if isinstance(content, dict):
        return {key: _plain(value) for key, value in content.items()}
    if isinstance(content, list):
        return [_plain(value) for value in content]
    return content.isoformat() if hasattr(content, "isoformat") else content


def _fault(path: Path, error: jsonschema_rs.ValidationError, content: Any, rules: Any) -> Fault:
    return Fault(
        f"{path}: {_position(error.instance_path, content) or 'the whole file'}",
        error.message,
        _allowed(error.schema_path, rules),
        f"see rrs_data/programme/schemas and correct {path.name}",
    )


def _allowed(steps: Iterable[str | int], rules: Any) -> str:
    """What the broken rule's schema says of itself: the nearest description around it."""
    found = "what the schema of the file allows"
    for step in steps:
        rules = rules[step]
        found = rules.get("description", found) if isinstance(rules, dict) else found
    return found


def _position(steps: Iterable[str | int], content: Any) -> str:
    """The way to a value in words: ``indicators › RRS-3 › count``; a list's entry by its code."""
    words = []
    for step in steps:
        content = content[step]
        code = content.get("code") if isinstance(content, dict) else None
        words.append(str(code or (step + 1 if isinstance(step, int) else step)))
    return " › ".join(words)
