"""Place: the file and sheet that are being read, and the findings that are made there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from rrs_data.intake.findings import Finding
from rrs_data.intake.reasons import Most, Reason

SHOWN = 200
"""Characters of a name or a header that findings show."""


class Refusal(Exception):
    """What is read stops here, for a reason that becomes a finding."""

    def __init__(self, rule: str, details: dict[str, object] | None = None, row: int = 0) -> None:
        """Keep the rule, the details of the finding, and the row.

        ``line`` is the row's text, where it is a row that is refused.
        """
        super().__init__(rule)
        self.rule, self.details, self.row = rule, details or {}, row
        self.line = ""

    @classmethod
    def unreadable(cls, reason: Reason, row: int = 0, **values: object) -> Self:
        """A file that cannot be read."""
        return cls("file-unreadable", reason.details(**values), row)

    @classmethod
    def too_large(cls, reason: Reason, most: Most, row: int = 0, **values: object) -> Self:
        """A file of which there is too much."""
        return cls("file-too-large", reason.details(**values) | most.details(), row)

    @classmethod
    def unknown(cls, reason: Reason, **values: object) -> Self:
        """A source that cannot be read."""
        return cls("source-unknown", reason.details(**values))


@dataclass(frozen=True)
class Place:
    """The register, the file and the sheet that are being read."""

    register: str
    file: str
    sheet: str = ""

    def finding(
        self,
        rule: str,
        *,
        row: int = 0,
        column: str = "",
        value: str = "",
        details: dict[str, object] | None = None,
    ) -> Finding:
        """A finding here."""
        return Finding(
            rule, self.register, self.file, row, column, value, self.sheet, details or {}
        )

    def refused(self, refusal: Refusal) -> Finding:
        """What stopped the reading, as a finding."""
        return self.finding(refusal.rule, row=refusal.row, details=refusal.details)


def plain(text: str) -> str:
    """A name or a header on one line, with nothing invisible, and not longer than is shown."""
    line = " ".join(text[: SHOWN * 2].split())
    line = line if len(line) <= SHOWN else line[: SHOWN - 1] + "…"
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in line)
