"""Options that several commands have: their values checked, their defaults in one place."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from rrs_data.language.language import Language
from rrs_data.programme.faults import Fault, FaultsError

LANGUAGES = ("en", "ru")


def choice(name: str, given: str, allowed: Sequence[str]) -> str:
    """One of the allowed values, however capitalised. Raises FaultsError."""
    wanted = given.strip().casefold()
    if wanted in allowed:
        return wanted
    fault = Fault(name, f"“{given}”", f"one of {', '.join(allowed)}", "take one of these")
    raise FaultsError([fault])


def language_of(given: str) -> Language:
    """The language of what is printed: English unless another is asked for."""
    return Language(choice("LANGUAGE", given or LANGUAGES[0], LANGUAGES))


def params_directory(given: str) -> Path:
    """The directory of parameters: ``params`` of the current directory unless another is given."""
    return Path(given or "params").expanduser()


def write_out(text: str, output: str) -> None:
    """Write a text to a file, whole or not at all, or print it where no file is given."""
    if not output:
        sys.stdout.write(text)
        return
    path = Path(output).expanduser()
    partial = path.with_name(f".{path.name}.partial")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial.write_text(text, encoding="utf-8", newline="")
        partial.replace(path)
    except OSError as error:
        found = error.strerror or str(error)
        mend = "allow writing there, or choose another file with OUTPUT="
        raise FaultsError(
            [Fault(f"OUTPUT, {path}", found, "a file that can be written", mend)]
        ) from None
    print(path)
