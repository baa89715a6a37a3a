"""Refused rows: the ids that stand in them, so that what points to them is not told too."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

ID = re.compile(r"(?<![\w-])[A-Z]{1,4}-[0-9A-Z]{2,20}(?![\w-])")
"""What an id looks like in any register."""

LOOKED_AT = 10_000
"""Characters of a row in which ids are looked for: they stand at its beginning."""

MOST = 100_000
"""Ids that are kept."""


@dataclass
class RefusedIds:
    """The ids of the rows of one file that are not there because of their shape."""

    found: set[str] = field(default_factory=set)

    def add(self, text: str) -> None:
        """Keep the ids that stand in a text."""
        if len(self.found) < MOST:
            self.found.update(ID.findall(text[:LOOKED_AT]))
