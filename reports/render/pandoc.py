"""pandoc: the one that comes in the wheel, called in a way that no user's own files can change."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pypandoc


class PandocError(Exception):
    """pandoc refused its input; the message is what it said."""


@cache
def pandoc_path() -> str:
    """The bundled pandoc; where the wheel has none (as in conda), the one that pypandoc finds."""
    bundled = Path(pypandoc.__file__).parent / "files" / "pandoc"
    return str(bundled) if bundled.exists() else str(pypandoc.get_pandoc_path())


@cache
def pandoc_version() -> str:
    """Its version, such as ``3.9``."""
    return run_pandoc(["--version"]).split(maxsplit=2)[1]


@cache
def default_file(name: str) -> bytes:
    """One of the files that pandoc brings, such as ``reference.docx``."""
    command = [pandoc_path(), f"--print-default-data-file={name}"]
    return subprocess.run(command, capture_output=True, check=True).stdout


def run_pandoc(arguments: Sequence[str], text: str = "", *, directory: Path | None = None) -> str:
    """Run pandoc on a text and return what it writes.

    Raises PandocError with pandoc's own words when it fails.
    """
    answer = subprocess.run(
        [pandoc_path(), *arguments],
        input=text.encode("utf-8"),
        capture_output=True,
        cwd=directory,
        check=False,
    )
    if answer.returncode:
        raise PandocError(answer.stderr.decode("utf-8", "replace").strip())
    return answer.stdout.decode("utf-8")
