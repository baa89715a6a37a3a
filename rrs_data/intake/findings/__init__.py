"""Findings: what is wrong with the registers, where, by which of the rules, and how to mend it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from rrs_data.programme.loading import load_yaml
from rrs_data.programme.programme import WRITTEN

SHOWN_CHARACTERS = 60  # how much of a long value is shown

MORE = "more-of-the-same"
"""The rule under which cells are only counted, when a column has too many of one fault."""

RULES = load_yaml(Path(__file__).with_name("rules.yml").read_text(encoding="utf-8"))
"""Every rule by its code, in the order of the file, which says what each has."""

WORDS = RULES.pop("words")
LANGUAGES = tuple(RULES[MORE]["expected"])
"""The languages of findings, the first one unless another is asked for."""


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong, or doubtful, in the registers.

    ``file`` is the file as it was given, ``sheet`` the sheet of a workbook, ``row`` the row as a
    spreadsheet numbers it (the header is row 1; 0 for the file as a whole), ``column`` the header
    as it stands in the file. ``details`` fill the fields of the rule's texts; one that is a mapping
    has a text in each language.
    """

    rule: str
    register: str
    file: str
    row: int = 0
    column: str = ""
    value: str = ""
    sheet: str = ""
    details: Mapping[str, object] = field(default_factory=dict, hash=False)

    @property
    def severity(self) -> str:
        """An ``error`` stops a report; it goes on with a ``warning``, and counts it."""
        return str(RULES[self.rule]["severity"])

    def file_and_sheet(self, language: str = WRITTEN) -> str:
        """The file, and the sheet of a workbook, in words."""
        return f"{self.file}, {WORDS['sheet'][language]} {self.sheet}" if self.sheet else self.file

    def found(self, language: str = WRITTEN) -> str:
        """What was found: the cell's value, or what the rule says of it."""
        if "found" in RULES[self.rule]:
            return self._filled("found", language)
        return f"'{shown(self.value)}'" if self.value else WORDS["empty"][language]

    def expected(self, language: str = WRITTEN) -> str:
        """What the rule asks for."""
        return self._filled("expected", language)

    def mend(self, language: str = WRITTEN) -> str:
        """How to mend it."""
        return self._filled("mend", language)

    def as_record(self, language: str = WRITTEN) -> dict[str, Any]:
        """The finding as plain values, for JSON and CSV."""
        return {
            "severity": self.severity,
            "rule": self.rule,
            "title": self._filled("title", language),
            "register": self.register,
            "file": self.file,
            "sheet": self.sheet or None,
            "row": self.row or None,
            "column": self.column or None,
            "value": shown(self.value),
            "found": self.found(language),
            "expected": self.expected(language),
            "mend": self.mend(language),
        }

    def _filled(self, kind: str, language: str) -> str:
        details = {
            name: one.get(language) or next(iter(one.values())) if isinstance(one, Mapping) else one
            for name, one in self.details.items()
        }
        return str(RULES[self.rule][kind][language]).format(value=shown(self.value), **details)


def more_of(last: Finding, times: int) -> Finding:
    """So many further breaches of a rule, up to the last one: as grave as the rule itself."""
    rule = MORE if last.severity == "error" else f"{MORE}-warning"
    details = {"times": times, "rule": last.rule, "last": last.row}
    return replace(last, rule=rule, value="", details=details)


class Findings(tuple[Finding, ...]):
    """All findings of one check, in the order of the registers, rows and columns."""

    __slots__ = ()

    @property
    def errors(self) -> tuple[Finding, ...]:
        """Those that stop a report."""
        return tuple(finding for finding in self if finding.severity == "error")

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """Those that a report goes on with, and counts."""
        return tuple(finding for finding in self if finding.severity == "warning")

    def rows_with_errors(self) -> Counter[str]:
        """For each register the rows that have an error; the header is none of them."""
        listed = {(one.register, one.row) for one in self.errors if one.rule != MORE}
        rows = Counter(name for name, row in listed if row > 1)
        for one in self.errors:
            rows[one.register] += int(str(one.details["times"])) if one.rule == MORE else 0
        return rows


@dataclass(frozen=True)
class Rows:
    """Rows that were read, and those of them that were refused; the others were used."""

    read: int
    refused: int = 0

    @property
    def used(self) -> int:
        """The rows that figures are counted from."""
        return self.read - self.refused


def shown(text: str, most: int = SHOWN_CHARACTERS) -> str:
    """A text as it is shown: only the start of a long one, and nothing invisible as it is."""
    start = text if len(text) <= most else text[: most - 1] + "…"
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in start)
