"""Reading: a register while it is read, what is found wrong on the way, and what stops it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any, Self

from rrs_data.intake import limits
from rrs_data.intake.findings import LANGUAGES, Finding, more_of, shown
from rrs_data.programme.parameters import load_yaml

TEXTS = load_yaml(Path(__file__).with_name("refusals.yml").read_text(encoding="utf-8"))
"""The reasons by code, and how amounts are written, in each language."""

SHOWN = 200  # characters of a name or a header that findings show


@dataclass
class Reading:
    """What is read: the register, or nothing where a file is none, its file and its sheet.

    ``refused`` counts the rows that are left out because of their shape.
    """

    register: str
    file: str
    sheet: str = ""
    refused: int = 0
    _listed: dict[tuple[str, str], list[Finding]] = field(default_factory=dict)
    _more: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)

    def add(
        self, rule: str, *, row: int = 0, column: str = "", value: str = "", **details: Any
    ) -> None:
        """Add a finding; ``details`` are what its rule's texts ask for."""
        listed = self._listed.setdefault((rule, column), [])
        more = self._more.get((rule, column))
        if more:
            more |= {"times": more["times"] + 1, "last": row}
            return
        if len(listed) == limits.LISTED:
            details = {"times": 1, "rule": rule, "last": row}
            self._more[rule, column] = details
            rule, row, value = more_of(rule), listed[-1].row, ""
        where = self.register, self.file, row, column
        listed.append(Finding(rule, *where, value, self.sheet, details))

    def stopped(self, refusal: Refusal) -> None:
        """Keep nothing but what stopped the reading of the whole register."""
        self._listed.clear()
        self._more.clear()
        self.add(refusal.rule, row=refusal.row, **refusal.details)

    def refuse_row(self, row: int, rule: str, **details: Any) -> None:
        """Count a row that is left out, and say why."""
        self.refused += 1
        self.add(rule, row=row, **details)

    def findings(self) -> tuple[Finding, ...]:
        """The findings by rule, in the order of their first breach; further ones are counted."""
        return tuple(chain.from_iterable(self._listed.values()))


def plain(text: str) -> str:
    """A name or a header on one line, with nothing invisible, and not longer than is shown."""
    return shown(" ".join(text[: SHOWN * 2].split()), SHOWN)


class Refusal(Exception):
    """Reading stops here. It is caught at the door and becomes a finding."""

    def __init__(self, rule: str, details: Mapping[str, Any] | None = None, row: int = 0) -> None:
        """Keep the rule, the details of the finding and the row."""
        super().__init__(rule)
        self.rule, self.details, self.row = rule, details or {}, row

    @classmethod
    def unreadable(cls, reason: str, row: int = 0, **values: object) -> Self:
        """A file that cannot be read, for one of the reasons in ``refusals.yml``."""
        return cls("file-unreadable", _filled("reason", reason, values), row)

    @classmethod
    def unknown(cls, reason: str, **values: object) -> Self:
        """A source that cannot be read."""
        return cls("source-unknown", _filled("reason", reason, values))

    @classmethod
    def too_large(cls, reason: str, amount: int, most: int, row: int = 0, **values: object) -> Self:
        """A file with more than ``most`` of the unit that ``refusals.yml`` gives the reason."""
        unit = TEXTS[reason]["unit"]
        one = limits.MIB if unit == "mib" else 1
        found = _filled("reason", reason, {**values, "amount": amount // one})
        return cls("file-too-large", found | _filled("most", unit, {"most": most // one}), row)


def refuse_more(reason: str, amount: int, most: int, row: int = 0, **values: object) -> None:
    """Raise Refusal where there is more than is taken in."""
    if amount > most:
        raise Refusal.too_large(reason, amount, most, row, **values)


def in_languages(name: str, texts: Mapping[str, str]) -> dict[str, Any]:
    """A text in each language, under the names that the rules ask for: ``title_en``."""
    return {f"{name}_{language}": text for language, text in texts.items()}


def _filled(name: str, code: str, values: dict[str, Any]) -> dict[str, Any]:
    texts = {language: TEXTS[code][language].format(**values) for language in LANGUAGES}
    return in_languages(name, texts)
