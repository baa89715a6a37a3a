"""Rules: what is asked of the registers, read from ``rules.yml`` beside this module."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import yaml

Severity = Literal["error", "warning"]

SOURCE = Path(__file__).with_name("rules.yml")


@dataclass(frozen=True)
class Rule:
    """One rule: its code, its name, how grave a breach is, and its texts in each language.

    ``found`` says what was met with, where the cell's value alone does not; ``{value}`` and the
    finding's details may stand in all three texts.
    """

    code: str
    title: Mapping[str, str]
    severity: Severity
    expected: Mapping[str, str]
    mend: Mapping[str, str]
    found: Mapping[str, str] | None = None


def load_rules(source: Path = SOURCE) -> dict[str, Rule]:
    """The rules by their codes, in the order of the file."""
    content: dict[str, dict[str, Any]] = yaml.safe_load(source.read_text(encoding="utf-8"))
    return {code: Rule(code=code, **entry) for code, entry in content.items()}


RULES = load_rules()
"""Every rule by its code."""
