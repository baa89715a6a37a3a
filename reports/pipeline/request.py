"""The request: what a person asked for, and what it comes to once it is checked."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from reports.project.edition import Edition
from reports.project.paths import NOTEBOOK, PARAMS, PUBLISHED

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from reports.render.engines import Engine


@dataclass(frozen=True)
class Wish:
    """A request as it was typed; an empty text stands for the default.

    ``country`` and ``year`` are None when every report of the programme is wanted.
    """

    country: str | None = None
    year: str | None = None
    language: str = ""
    format: str = ""
    engine: str = ""
    registers: str = ""
    params: str = ""
    output: str = ""
    strict: str = ""
    donor_mark: str = ""
    workers: str = ""
    explain: str = ""
    cluster: str = ""
    published: str = ""


@dataclass(frozen=True)
class Request:
    """A checked request. ``registers`` and ``params`` are None unless the person gave them.

    ``illustrative`` says that the registers are invented; ``workers`` is None for one per core;
    ``cluster`` is a Dask cluster's address, or "local"; ``address`` is where outputs are
    sent when they are made; ``explain`` asks what changed for each
    report; ``rows`` gives the digests of the registers' rows that a report depends on, and without
    it every report is made.
    """

    reports: tuple[Edition, ...]
    languages: tuple[str, ...]
    formats: tuple[str, ...]
    engine: Engine
    output: Path
    registers: str | Path | None = None
    params: Path | None = None
    notebook: Path = NOTEBOOK
    illustrative: bool = False
    donor_mark: bool = True
    workers: int | None = None
    explain: bool = False
    cluster: str = ""
    address: str = ""
    published: Path = PUBLISHED
    notices: tuple[str, ...] = field(default=(), compare=False)
    rows: Callable[[Edition], Mapping[str, str]] | None = field(
        default=None, compare=False, repr=False
    )

    @property
    def params_directory(self) -> Path:
        """The directory of parameters that is in use."""
        return self.params or PARAMS
