"""Content: what a request's reports are made from, read once and checked before a notebook runs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from reports.pipeline.request import Request, Wish, checked, path_of, source_of
from reports.project.edition import Edition
from reports.project.paths import BRAND, OUTPUT, PARAMS, PUBLISHED
from rrs_data.programme.choices import checked_report, refusal
from rrs_data.programme.faults import Fault, FaultsError, gather, raise_if_any
from rrs_data.programme.programme import Programme, load_programme

if TYPE_CHECKING:
    from reports.render.engine import Engine
    from rrs_data import Report
    from rrs_data.indicators.publications import Publication
    from rrs_data.indicators.restatements import Restatement
    from rrs_data.indicators.sheets import Indicators
    from rrs_data.intake.registers import Registers
    from rrs_data.programme.published import Published


@dataclass(frozen=True)
class Content:
    """What was read. ``notices`` is what the person should be told of the engine."""

    registers: Registers
    indicators: Indicators
    published: Published
    restatements: tuple[Restatement, ...]
    publications: tuple[Publication, ...]
    engine: Engine
    notices: tuple[str, ...]

    @property
    def in_force(self) -> Mapping[str, float]:
        """The figures that were published, as they were restated since."""
        from rrs_data.indicators.publications import in_force

        return in_force(self.publications, self.restatements)


def read_content(request: Request) -> Content:
    """Read and check all that the reports of a request are made from.

    Raises FaultsError with all faults: of the registers, the parameters and the engine; then with
    every indicator that is off its target without a written reason (unless a draft is wanted), and
    every figure that is not what was published.
    """
    from rrs_data.indicators.publications import load_publications
    from rrs_data.indicators.restatements import load_restatements
    from rrs_data.indicators.sheets import load_indicators
    from rrs_data.programme.published import load_published

    params = request.params_directory
    registers, indicators, published, restatements, publications, (engine, notices), *_ = gather(
        lambda: _registers(request.source, params, request.programme),
        lambda: load_indicators(params),
        lambda: load_published(params),
        lambda: load_restatements(params),
        lambda: load_publications(request.published),
        lambda: _engine(request.engine),
        lambda: _cluster_answers(request.cluster),
    )
    content = Content(
        registers, indicators, published, restatements, tuple(publications), engine, tuple(notices)
    )
    raise_if_any([*_publication_faults(request, content), *_reason_faults(request, content)])
    return content


def all_faults(wish: Wish) -> FaultsError:
    """Everything that is wrong with a refused request: what it reads is looked at as well."""
    params = path_of(wish.params, PARAMS)
    try:
        gather(lambda: checked(wish), lambda: _registers(source_of(wish.registers), params, None))
    except FaultsError as error:
        return FaultsError(list(dict.fromkeys(error.faults)))
    raise AssertionError(wish)  # it was refused


def opened_report(
    country: str, year: str, language: str, *, registers: str = "", params: str = ""
) -> Report:
    """One report in one language, for a question about its figures; English by default.

    Raises FaultsError with everything that is wrong with the question.
    """
    from rrs_data import open_report

    return open_report(
        country,
        year,
        language.strip() or "en",
        registers=source_of(registers),
        params=path_of(params, PARAMS),
        brand=BRAND,
    )


def checked_publication(wish: Wish, day: str) -> tuple[Edition, Path, Path, date]:
    """The report to publish, where it and publications lie, and the day: today's if none is given.

    Raises FaultsError.
    """
    programme = load_programme(path_of(wish.params, PARAMS))
    edition, on = gather(
        lambda: Edition(*checked_report(programme, wish.country, wish.year)), lambda: _day(day)
    )
    return edition, path_of(wish.output, OUTPUT), path_of(wish.published, PUBLISHED), on


def _registers(source: str | Path, params: Path, programme: Programme | None) -> Registers:
    """The registers, checked; without what faulty parameters, reported as such, would say."""
    from rrs_data.indicators.sheets import load_indicators
    from rrs_data.intake.registers import load_registers
    from rrs_data.report.report import context_of

    context = None
    with suppress(FaultsError):
        programme = programme or load_programme(params)
        context = context_of(programme, load_indicators(params))
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


def _reason_faults(request: Request, content: Content) -> Iterator[Fault]:
    """Every indicator off its target needs a reason in the narrative files."""
    from rrs_data.indicators.achievements import Achievements
    from rrs_data.indicators.deviations import check_reasons

    if not request.strict:
        return
    achievements = Achievements(content.registers, content.indicators, request.programme)
    for edition in request.editions:
        period = request.programme.period(edition.year)
        params, languages = request.params_directory, request.languages
        yield from check_reasons(achievements, params, edition.country, period, languages)


def _publication_faults(request: Request, content: Content) -> list[Fault]:
    """Figures that were sent to the donor are what they were, or a restatement says why not.

    A country's report answers for its country's publications, the region's for all, each up to the
    end of its period.
    """
    from rrs_data.indicators.achievements import Achievements
    from rrs_data.indicators.figures import Figures
    from rrs_data.indicators.publications import check_publications

    if not content.publications:
        return []
    programme = request.programme
    achievements = Achievements(content.registers, content.indicators, programme)
    figures = Figures(achievements, content.published)
    periods = [(one.country, programme.period(one.year)) for one in request.editions]
    params = request.params_directory
    return list(check_publications(figures, list(content.publications), params, periods))


def _day(given: str) -> date:
    if not given.strip():
        return datetime.now(tz=UTC).date()
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", given.strip()):
        try:
            return date.fromisoformat(given.strip())
        except ValueError:
            pass
    raise FaultsError([refusal("DATE", given, "a day such as 2014-12-29", "write it so")])
