"""An edition: which report it is. A country (or the region) and a reporting year or "final"."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rrs_data.programme.periods import Year
    from rrs_data.programme.programme import Programme


@dataclass(frozen=True)
class Edition:
    """One report in all its languages: a country (or the region) and a year or "final"."""

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


def all_editions(programme: Programme) -> tuple[Edition, ...]:
    """Every country and year of the programme, the region year by year, and the final report."""
    from rrs_data.programme.periods import FINAL
    from rrs_data.programme.programme import REGION

    codes = [*programme.countries, REGION]
    years = [Edition(code, year) for code in codes for year in programme.years_of(code)]
    return (*years, Edition(REGION, FINAL))
