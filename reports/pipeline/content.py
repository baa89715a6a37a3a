"""Content: what a request's reports are made from, read once and checked before a notebook runs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from reports.pipeline.request import Request, Wish, checked, path_of, source_of
from reports.project import PARAMS
from rrs_data.programme.faults import Fault, FaultsError, gather, raise_if_any
from rrs_data.programme.programme import Programme, load_programme

if TYPE_CHECKING:
    from reports.render.engine import Engine
    from rrs_data.indicators.achievements import Achievements
    from rrs_data.intake.registers import Registers


@dataclass(frozen=True)
class Content:
    """What was read.

    ``in_force`` are the figures that were published, as they were restated since; ``notices`` is
    what the person should be told of the engine.
    """

    registers: Registers
    engine: Engine
    in_force: Mapping[str, float]
    notices: tuple[str, ...] = ()


def read_content(request: Request) -> Content:
    """Read and check all that the reports of a request are made from.

    Raises FaultsError with all faults: of the registers, the parameters and the engine; then with
    every indicator that is off its target without a written reason (unless a draft is wanted), and
    every figure that is not what was published.
    """
    from rrs_data.indicators.achievements import Achievements
    from rrs_data.indicators.figures import Figures
    from rrs_data.indicators.publications import (
        check_publications,
        in_force,
        load_publications,
    )
    from rrs_data.indicators.reconciliation import load_restatements, uncounted
    from rrs_data.indicators.sheets import load_indicators
    from rrs_data.programme.published import load_published

    params, programme = request.params_directory, request.programme
    registers, indicators, published, restatements, publications, (engine, notices), _ = gather(
        lambda: _registers(request.source, params, programme),
        lambda: load_indicators(params),
        lambda: load_published(params),
        lambda: load_restatements(params),
        lambda: load_publications(request.published),
        lambda: _engine(request.engine),
        lambda: _cluster_answers(request.cluster),
    )
    achievements = Achievements(registers, indicators, programme)
    faults = [
        *uncounted(published, indicators, registers.schema),
        *_reason_faults(request, achievements),
    ]
    if publications:
        # A country's report answers for its country's publications, the region's for all.
        periods = [(one.country, programme.period(one.year)) for one in request.editions]
        figures = Figures(achievements, published)
        faults += check_publications(figures, publications, params, periods)
    raise_if_any(faults)
    return Content(registers, engine, in_force(publications, restatements), tuple(notices))


def all_faults(wish: Wish) -> FaultsError:
    """Everything that is wrong with a refused request: its registers are looked at as well."""
    params = path_of(wish.params, PARAMS)
    try:
        gather(lambda: checked(wish), lambda: _registers(source_of(wish.registers), params, None))
    except FaultsError as error:
        return error
    raise AssertionError(wish)  # it was refused


def _registers(source: str | Path, params: Path, programme: Programme | None) -> Registers:
    """The registers, checked; without what faulty parameters, reported as such, would say."""
    from rrs_data.indicators.sheets import load_indicators
    from rrs_data.intake.registers import load_registers
    from rrs_data.report.report import context_of

    context = None
    with suppress(FaultsError):
        context = context_of(programme or load_programme(params), load_indicators(params))
    return load_registers(source, context)


def _engine(name: str) -> tuple[Engine, list[str]]:
    from reports.render.quarto_engine import choose_engine

    return choose_engine(name)


def _cluster_answers(address: str) -> None:
    if "://" not in address:
        return
    from reports.pipeline.cluster import answer

    if problem := answer(address):
        mend = "start the scheduler, or correct the address"
        expected = "local, or the address of a Dask scheduler, such as tcp://scheduler:8786"
        raise FaultsError([Fault("CLUSTER", f"“{address}”: {problem}", expected, mend)])


def _reason_faults(request: Request, achievements: Achievements) -> Iterator[Fault]:
    """Every indicator off its target needs a reason in the narrative files."""
    from rrs_data.indicators.achievements import check_reasons

    for edition in request.editions if request.strict else ():
        period = request.programme.period(edition.year)
        params, languages = request.params_directory, request.languages
        yield from check_reasons(achievements, params, edition.country, period, languages)
