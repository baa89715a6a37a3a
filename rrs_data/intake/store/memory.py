"""Memory: figures of one state of the registers, so that no report loads other countries' rows."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Memory:
    """Plain values by key, each in a file of its own below the entry of a set of registers."""

    directory: Path

    def recall(self, key: str) -> Any:
        """What was noted under a key; None where nothing was, or it cannot be read."""
        try:
            return json.loads((self.directory / f"{key}.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None

    def note(self, key: str, value: Any) -> None:
        """Note a value, whole or not at all."""
        partial = self.directory / f".{key}.{os.getpid()}"
        with suppress(OSError):
            self.directory.mkdir(mode=0o700, exist_ok=True)
            partial.write_text(json.dumps(value), encoding="utf-8")
            partial.replace(self.directory / f"{key}.json")
