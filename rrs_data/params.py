"""Parameters: YAML files that people write, read and checked against their JSON Schema."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator, ValidationError

from rrs_data.faults import Fault, FaultsError, raise_if_any

SCHEMAS = Path(__file__).parent / "schemas"


def read_params(path: Path, schema: str) -> Any:
    """The content of a YAML file that keeps to ``schemas/<schema>.schema.json``.

    Raises FaultsError: no such file, not YAML (with line and column), or every place where the
    content breaks the schema.
    """
    content = _parse(path)
    errors = sorted(_validator(schema).iter_errors(content), key=lambda error: list(error.path))
    raise_if_any([_fault(path, error, content) for error in errors])
    return content


@lru_cache
def _validator(schema: str) -> Draft202012Validator:
    text = (SCHEMAS / f"{schema}.schema.json").read_text(encoding="utf-8")
    return Draft202012Validator(
        json.loads(text), format_checker=Draft202012Validator.FORMAT_CHECKER
    )


def _parse(path: Path) -> Any:
    try:
        return _plain(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError) as error:
        found, mend = str(error), "add the file, or give its directory with PARAMS="
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = f" in line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        found, mend = f"{error.problem or error.context}{place}", "correct the YAML there"
    except yaml.YAMLError as error:
        found, mend = " ".join(str(error).split()), "correct the YAML"
    raise FaultsError([Fault(str(path), found, "a readable YAML file in UTF-8", mend)])


def _plain(content: Any) -> Any:
    """YAML's dates as ISO text, so that JSON Schema can check them."""
    if isinstance(content, dict):
        return {key: _plain(value) for key, value in content.items()}
    if isinstance(content, list):
        return [_plain(value) for value in content]
    return content.isoformat() if hasattr(content, "isoformat") else content


def _fault(path: Path, error: ValidationError, content: Any) -> Fault:
    rule = error.schema if isinstance(error.schema, dict) else {}
    return Fault(
        f"{path}: {_place(error, content) or 'the whole file'}",
        error.message,
        str(rule.get("description", "what the schema of the file allows")),
        f"see rrs_data/schemas and correct {path.name}",
    )


def _place(error: ValidationError, content: Any) -> str:
    """The way to a value in words: ``indicators › RRS-3 › count``; a list's entry by its code."""
    words = []
    for step in error.absolute_path:
        content = content[step]
        code = content.get("code") if isinstance(content, dict) else None
        words.append(str(code or (step + 1 if isinstance(step, int) else step)))
    return " › ".join(words)
