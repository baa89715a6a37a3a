"""Programs beside this Python and on the PATH; light, for it is asked before anything is made."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path


def installed(name: str) -> Iterator[Path]:
    """Every program of a name beside this Python, then the one on the PATH."""
    places = [str(Path(sys.executable).parent), None]
    found = [shutil.which(name, path=place) for place in places]
    yield from dict.fromkeys(Path(path) for path in found if path)
