"""The request: what a person asked for, and what it comes to once it is checked."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from reports.render.engines import Engine
    from rrs_data.programme.periods import Year
    from rrs_data.programme.programme import Programme

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOK = ROOT / "notebooks" / "annual_report.ipynb"
REGISTERS = ROOT / "rrs_data" / "registers"
PARAMS = ROOT / "params"
PUBLISHED = ROOT / "reports" / "published"
OUTPUT = ROOT / "reports" / "_output"
BRAND = ROOT / "reports" / "_brand.yml"


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
class Report:
    """One report: a country (or the region) and a reporting year or "final", in all languages."""

    country: str
    year: Year

    def __str__(self) -> str:
        """The report's name for people: ``KG 2014``."""
        return f"{self.country} {self.year}"

    @property
    def directory(self) -> Path:
        """Where its files lie below the output directory."""
        return Path(self.country, str(self.year))

    def stem(self, language: str) -> str:
        """The name of its files in a language, without the ending."""
        return f"rrs-{self.country}-{self.year}-{language}"


@dataclass(frozen=True)
class Request:
    """A checked request. ``registers`` and ``params`` are None unless the person gave them.

    ``illustrative`` says that the registers are invented; ``workers`` is None for one per core;
    ``cluster`` is a Dask cluster's address, or "local"; ``address`` is where outputs are
    sent when they are made; ``explain`` asks what changed for each
    report; ``rows`` gives the digests of the registers' rows that a report depends on, and without
    it every report is made.
    """

    reports: tuple[Report, ...]
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
    rows: Callable[[Report], Mapping[str, str]] | None = field(
        default=None, compare=False, repr=False
    )

    @property
    def params_directory(self) -> Path:
        """The directory of parameters that is in use."""
        return self.params or PARAMS


def all_reports(programme: Programme) -> tuple[Report, ...]:
    """Every country and year of the programme, the region year by year, and the final report."""
    from rrs_data.programme.periods import FINAL
    from rrs_data.programme.programme import REGION

    codes = [*programme.countries, REGION]
    years = [Report(code, year) for code in codes for year in programme.years_of(code)]
    return (*years, Report(REGION, FINAL))
