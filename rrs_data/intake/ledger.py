"""Ledger: the findings of one register, of which only so many of the same kind are listed."""

from __future__ import annotations

from dataclasses import dataclass, field

from rrs_data.intake import limits
from rrs_data.intake.findings import RULES, Finding
from rrs_data.intake.place import Place


@dataclass
class Ledger:
    """Collects findings; those of one rule and column beyond the first are only counted."""

    place: Place
    _listed: dict[tuple[str, str], list[Finding]] = field(default_factory=dict)
    _beyond: dict[tuple[str, str], tuple[int, int]] = field(default_factory=dict)

    def add(
        self,
        rule: str,
        *,
        row: int = 0,
        column: str = "",
        value: str = "",
        details: dict[str, object] | None = None,
    ) -> None:
        """Add a finding."""
        listed = self._listed.setdefault((rule, column), [])
        if len(listed) < limits.LISTED:
            listed.append(
                self.place.finding(rule, row=row, column=column, value=value, details=details)
            )
        else:
            times, _ = self._beyond.get((rule, column), (0, 0))
            self._beyond[rule, column] = (times + 1, row)

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
        more = self.place.finding(
            f"more-of-the-same{suffix}", row=listed[-1].row, column=column, details=details
        )
        return [more]
