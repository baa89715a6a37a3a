"""Reading: a register while it is read, with everything that is found wrong on the way."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from rrs_data.intake import limits
from rrs_data.intake.findings import RULES, Finding
from rrs_data.intake.refusal import Refusal

SHOWN = 200
"""Characters of a name or a header that findings show."""

ID = re.compile(r"(?<![\w-])[A-Z]{1,4}-[0-9A-Z]{2,20}(?![\w-])")
"""What an id looks like in any register."""

LOOKED_AT = 10_000
"""Characters of a refused row in which ids are looked for: they stand at its beginning."""

MOST_IDS = 100_000


@dataclass
class Reading:
    """What is read: the register, or nothing where a file is none, its file and its sheet.

    ``refused`` counts the rows that are left out because of their shape; ``refused_ids`` are the
    ids that stand in them, so that what points to them is not reported too. Of the findings of one
    rule and column only the first are listed; the rest are counted in one more.
    """

    register: str
    file: str
    sheet: str = ""
    refused: int = 0
    refused_ids: set[str] = field(default_factory=set)
    _listed: dict[tuple[str, str], list[Finding]] = field(default_factory=dict)
    _beyond: dict[tuple[str, str], tuple[int, int]] = field(default_factory=dict)

    def add(
        self,
        rule: str,
        *,
        row: int = 0,
        column: str = "",
        value: str = "",
        details: Mapping[str, object] = MappingProxyType({}),
        **more: object,
    ) -> None:
        """Add a finding; what its rule's texts ask for is in ``details`` or given by name."""
        listed = self._listed.setdefault((rule, column), [])
        if len(listed) < limits.LISTED:
            listed.append(self._finding(rule, row, column, value, {**details, **more}))
        else:
            times, _ = self._beyond.get((rule, column), (0, 0))
            self._beyond[rule, column] = (times + 1, row)

    def stopped(self, refusal: Refusal) -> None:
        """Keep nothing but what stopped the reading of the whole register."""
        self._listed.clear()
        self._beyond.clear()
        self.add(refusal.rule, row=refusal.row, details=refusal.details)

    def refuse_row(self, row: int, text: str, rule: str, details: Mapping[str, object]) -> None:
        """Count a row that is left out, and say why."""
        self.refused += 1
        self.keep_ids(text)
        self.add(rule, row=row, details=details)

    def keep_ids(self, text: str) -> None:
        """Keep the ids that stand in the text of a refused row."""
        if len(self.refused_ids) < MOST_IDS:
            self.refused_ids.update(ID.findall(text[:LOOKED_AT]))

    def findings(self) -> tuple[Finding, ...]:
        """All findings, the rules in the order in which they were first broken."""
        return tuple(
            finding
            for kind, listed in self._listed.items()
            for finding in [*listed, *self._more(kind, listed)]
        )

    def _more(self, kind: tuple[str, str], listed: list[Finding]) -> list[Finding]:
        """The finding that counts those that are not listed."""
        if kind not in self._beyond:
            return []
        rule, column = kind
        times, last = self._beyond[kind]
        suffix = "-warning" if RULES[rule].severity == "warning" else ""
        details: dict[str, object] = {"times": times, "rule": rule, "last": last}
        return [self._finding(f"more-of-the-same{suffix}", listed[-1].row, column, "", details)]

    def _finding(
        self, rule: str, row: int, column: str, value: str, details: dict[str, object]
    ) -> Finding:
        return Finding(rule, self.register, self.file, row, column, value, self.sheet, details)


def plain(text: str) -> str:
    """A name or a header on one line, with nothing invisible, and not longer than is shown."""
    line = " ".join(text[: SHOWN * 2].split())
    line = line if len(line) <= SHOWN else line[: SHOWN - 1] + "…"
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in line)
