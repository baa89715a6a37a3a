"""A hidden address: one with a password, which may stand in no notebook, is named by a variable."""

from __future__ import annotations

import os
from pathlib import Path

from rrs_data.intake.addresses import is_secret

VARIABLE = "RRS_REGISTERS"
"""The variable of the environment that holds the address."""

HIDDEN = f"${VARIABLE}"
"""What stands for it in a notebook's parameters."""


def hide(source: str | Path) -> str:
    """A source as a notebook may keep it; a secret address goes into the environment."""
    text = os.fspath(source)
    if not is_secret(text):
        return text
    os.environ[VARIABLE] = text
    return HIDDEN


def reveal(source: str | Path) -> str | Path:
    """The source that was meant."""
    return os.environ.get(VARIABLE, "") if source == HIDDEN else source
