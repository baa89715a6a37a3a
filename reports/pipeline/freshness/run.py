"""Runs: when nothing at all has changed since all reports were made, that is found out at once.

Before anything slow is imported, the whole of what a run reads is compared: every file of code,
registers and parameters, the packages, the programs and what was asked for.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reports.pipeline.freshness.digests import digest_of, digest_of_file, digests_of, files_below
from reports.pipeline.freshness.ingredients import common, publications
from reports.pipeline.freshness.stamp import MADE, read_json, write_json
from reports.pipeline.mirror import is_address, mirror_of
from reports.pipeline.request import Wish
from reports.project.paths import NOTEBOOK, OUTPUT, PARAMS, PUBLISHED, REGISTERS
from reports.render.programs import installed

if TYPE_CHECKING:
    from reports.pipeline.outcome import Outcome

RUN = "run.json"
NOTHING = ""
UNIMPORTANT = ("explain", "workers", "cluster", "output")
"""What was asked for and changes no report."""

WAYS = {"auto": ("quarto", "pandoc"), "quarto": ("quarto",), "embedded": ("pandoc",)}
"""The programs that an engine may take from this machine; all others are packages."""


@dataclass(frozen=True)
class Run:
    """A run that is about to begin; ``made_from`` is all that it reads, as one digest.

    It is taken before anything is made: what changes meanwhile is found by the next run.
    """

    output: Path
    made_from: str

    @classmethod
    def of(cls, wish: Wish) -> Run:
        """The run that somebody asks for."""
        if is_address(wish.output):  # what lies there is not known without asking
            return cls(mirror_of(wish.output), NOTHING)
        return cls(_path(wish.output, OUTPUT), _made_from(wish))

    def unchanged(self) -> list[str]:
        """The names of all reports, if they are as this run would make them; else none."""
        before = read_json(self.output / MADE / RUN)
        try:
            same = bool(before) and self.made_from == before["made_from"] != NOTHING
            whole = same and all(
                digest_of_file(self.output / name) == digest
                for name, digest in before["files"].items()
            )
            return list(before["reports"]) if whole else []
        except (KeyError, TypeError, AttributeError):
            return []

    def remember(self, outcomes: Iterable[Outcome]) -> None:
        """Remember that this run made or kept all its reports."""
        files = [file for outcome in outcomes for file in outcome.files]
        pages = sorted(self.output.glob("index*.html"))
        content = {
            "made_from": self.made_from,
            "reports": [str(outcome.report) for outcome in outcomes],
            "files": digests_of([*files, *pages], self.output),
        }
        write_json(self.output / MADE / RUN, content)


def _made_from(wish: Wish) -> str:
    """Everything that a run reads, as one digest; nothing where that is no directory of files."""
    params, registers = _path(wish.params, PARAMS), _path(wish.registers, REGISTERS)
    if not registers.is_dir() or not params.is_dir():  # a workbook and an address are read anew
        return NOTHING
    asked = {name: value for name, value in asdict(wish).items() if name not in UNIMPORTANT}
    return digest_of(
        {
            "asked": asked,
            "registers": digests_of(files_below(registers, ()), registers),
            "params": digests_of(files_below(params, ()), params),
            "publications": publications(_path(wish.published, PUBLISHED)),
            "programs": list(_programs(wish.engine.strip().casefold() or "auto")),
            **common(NOTEBOOK, params),
        }
    )


def _programs(engine: str) -> Iterable[Any]:
    """The programs of an engine with their versions; those in packages are known already."""
    for name in WAYS.get(engine, ()):
        for path in installed(name):
            said = subprocess.run([path, "--version"], capture_output=True, check=False).stdout
            yield str(path), said.decode("utf-8", "replace")


def _path(given: str, default: Path) -> Path:
    return Path(given).expanduser().absolute() if given.strip() else default
