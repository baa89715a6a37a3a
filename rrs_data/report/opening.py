"""Opening: what a notebook's first line reads and checks."""

from __future__ import annotations

from pathlib import Path

from rrs_data.charts.bars import load_palette
from rrs_data.indicators.reconciliation import uncounted
from rrs_data.indicators.sheets import Indicators, load_indicators
from rrs_data.intake.checks.context import Context
from rrs_data.intake.registers import load_registers
from rrs_data.intake.schema import load_schema
from rrs_data.language.language import Language
from rrs_data.programme.faults import FaultsError, gather, raise_if_any
from rrs_data.programme.programme import Programme, Year, checked_request, load_programme
from rrs_data.programme.published import load_published
from rrs_data.report.report import Report

PROJECT = Path(__file__).resolve().parents[2]
"""Where registers, parameters and brand lie unless others are given."""


def open_report(
    country: str,
    year: Year | str,
    language: str,
    *,
    registers: str | Path | None = None,
    params: str | Path | None = None,
    brand: str | Path | None = None,
) -> Report:
    """Read and check all that a report needs; what is not given is the project's own.

    Raises FaultsError with every fault of the choice, the parameters and the registers.
    """
    directory = Path(params or PROJECT / "params")
    source = registers or PROJECT / "rrs_data" / "registers"
    try:
        programme, indicators, published, palette = gather(
            lambda: load_programme(directory),
            lambda: load_indicators(directory),
            lambda: load_published(directory),
            lambda: load_palette(Path(brand or PROJECT / "reports" / "_brand.yml")),
        )
        raise_if_any([*uncounted(published, indicators, load_schema())])
        code, when, (chosen,) = checked_request(programme, country, year, language, most=1)
    except FaultsError as error:
        faults = error.faults
        gather(lambda: raise_if_any(faults), lambda: load_registers(source))
        raise
    loaded = load_registers(source, context_of(programme, indicators))
    return Report(
        programme=programme,
        indicators=indicators,
        published=published,
        registers=loaded,
        palette=palette,
        language=Language(chosen),
        country=code,
        period=programme.period(when),
        params=directory,
    )


def context_of(programme: Programme, indicators: Indicators) -> Context:
    """What the programme and its indicators say of registers, for their check."""
    shares = [code for code, one in indicators.sheets.items() if one.unit == "percent"]
    return Context.of(programme, tuple(indicators.sheets), tuple(shares))
