"""The check of a request: every fault of it together, before any kernel starts.

What is slow to import (pandas with the registers, an engine) is imported where it is needed.
"""

from __future__ import annotations

import difflib
import re
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reports.pipeline.freshness.digests import digest_of
from reports.pipeline.mirror import is_address, mirror_of
from reports.pipeline.parameters import parameter_names
from reports.pipeline.register_commands import context_of
from reports.pipeline.request import Request, Wish
from reports.project.edition import Edition, all_editions
from reports.project.paths import BRAND, NOTEBOOK, OUTPUT, PARAMS, PUBLISHED, REGISTERS
from rrs_data.programme.faults import Fault, FaultsError, gather, raise_if_any
from rrs_data.programme.periods import FINAL

if TYPE_CHECKING:
    from reports.render.engines import Engine
    from rrs_data import Report as ReportData
    from rrs_data.intake.registers import Registers
    from rrs_data.programme.periods import Year
    from rrs_data.programme.programme import Programme

FORMATS = ("pdf", "html", "docx")
DEFAULT_FORMATS = "pdf,html"
"""What is made unless other formats are asked for: Word is for the donor's comments."""
ENGINES = ("auto", "quarto", "embedded")
INJECTED = ("country", "year", "language", "provenance")
"""The notebook's parameters that every run sets."""


def check(wish: Wish, notebook: Path = NOTEBOOK) -> Request:
    """Check a request as a whole; no kernel has started by then.

    Raises FaultsError with everything that is wrong with it: country, year, language, format,
    engine, output directory, notebook, parameters and registers; then, unless a draft is wanted,
    every indicator that is off its target without a written reason.
    """
    params, registers = _path(wish.params, PARAMS), _source(wish.registers)
    address = wish.output.strip() if is_address(wish.output) else ""
    output = mirror_of(address) if address else _path(wish.output, OUTPUT)
    (
        (reports, languages),
        formats,
        (engine, notices),
        strict,
        mark,
        workers,
        explain,
        cluster,
        registers_read,
        *_,
    ) = gather(
        lambda: _check_programme(wish, params),
        lambda: _choices(wish.format.strip() or DEFAULT_FORMATS, FORMATS, "FORMAT"),
        lambda: _check_engine(wish.engine),
        lambda: _switch("STRICT", wish.strict),
        lambda: _switch("DONOR_MARK", wish.donor_mark),
        lambda: _check_workers(wish.workers),
        lambda: _switch("EXPLAIN", wish.explain, on=False),
        lambda: _check_cluster(wish.cluster),
        lambda: _check_registers(registers, params),
        lambda: _check_output(output),
        lambda: _check_notebook(notebook, [*INJECTED, *_given(wish)]),
        lambda: _check_params(params),
    )
    published = _path(wish.published, PUBLISHED)
    checks = [lambda: _check_published(params, registers_read, reports, published)]
    if strict:
        checks.append(lambda: _check_reasons(params, registers_read, reports, languages))
    gather(*checks)
    return Request(
        reports=reports,
        languages=languages,
        formats=formats,
        engine=engine,
        notices=tuple(notices),
        output=output,
        address=address,
        registers=registers if wish.registers else None,
        params=params if wish.params else None,
        notebook=notebook,
        illustrative=registers_read.illustrative,
        donor_mark=mark,
        workers=workers,
        explain=explain,
        cluster=cluster,
        rows=_rows(registers_read),
        published=published,
    )


def checked_report(
    country: str, year: str, language: str, *, registers: str = "", params: str = ""
) -> ReportData:
    """One report's data in one language, for a question about its figures; English by default.

    Raises FaultsError with everything that is wrong with the question, as :func:`check` does.
    """
    from rrs_data import open_report

    wish = Wish(country, year, language.strip() or "en", registers=registers, params=params)
    directory = _path(params, PARAMS)
    ((report,), languages), *_ = gather(
        lambda: _check_programme(wish, directory),
        lambda: _check_registers(_source(registers), directory),
        lambda: _check_params(directory),
    )
    if len(languages) > 1:
        raise FaultsError([_fault("LANGUAGE", language, "one language", "take LANGUAGE=en or ru")])
    return open_report(
        report.country,
        report.year,
        languages[0],
        registers=_source(registers),
        params=directory,
        brand=BRAND,
    )


def check_publication(wish: Wish, day: str) -> tuple[Edition, Path, Path, date]:
    """The report to publish, where it and publications lie, and the day: today's if none is given.

    Raises FaultsError.
    """
    ((report,), _), date_given = gather(
        lambda: _check_programme(wish, _path(wish.params, PARAMS)), lambda: _check_day(day)
    )
    return report, _path(wish.output, OUTPUT), _path(wish.published, PUBLISHED), date_given


def _check_day(given: str) -> date:
    if not given.strip():
        return datetime.now(tz=UTC).date()
    try:
        return date.fromisoformat(given.strip())
    except ValueError:
        fault = _fault("DATE", given, "a day such as 2014-12-29", "write it so")
        raise FaultsError([fault]) from None


def _check_programme(wish: Wish, params: Path) -> tuple[tuple[Edition, ...], tuple[str, ...]]:
    """Country, year and language: what is allowed stands in ``programme.yml``."""
    from rrs_data import load_programme

    programme = load_programme(params)
    reports, languages = gather(
        lambda: _check_report(wish, programme),
        lambda: _choices(wish.language, programme.languages, "LANGUAGE"),
    )
    return reports, languages


def _check_report(wish: Wish, programme: Programme) -> tuple[Edition, ...]:
    if wish.country is None or wish.year is None:
        return all_editions(programme)
    country, year = gather(
        lambda: _check_country(wish.country or "", programme),
        lambda: _check_year(wish.year or "", programme.years),
    )
    years = programme.years_of(country)
    if year not in (*years, FINAL):
        allowed = f"a year in which {country} takes part: {_listed(years)}"
        raise FaultsError([_fault("YEAR", wish.year, allowed, f"take YEAR={years[0]} or later")])
    return (Edition(country, year),)


def _check_country(given: str, programme: Programme) -> str:
    from rrs_data.programme.programme import REGION

    codes = (*programme.countries, REGION)
    if given.strip().upper() in codes:
        return given.strip().upper()
    near = _country_meant(given.strip(), programme)
    mend = f"did you mean COUNTRY={near}?" if near else "take one of these codes"
    meaning = [f"{code} {country.name['en']}" for code, country in programme.countries.items()]
    allowed = f"one of {', '.join(meaning)}; {REGION} for all countries together"
    raise FaultsError([_fault("COUNTRY", given, allowed, mend)])


def _country_meant(given: str, programme: Programme) -> str:
    """The code of a country by its name in any language, or by a longer code (KGZ)."""
    names = {
        name.casefold(): code
        for code, country in programme.countries.items()
        for name in country.name.values()
    }
    longer = [code for code in programme.countries if given.upper().startswith(code)]
    near = difflib.get_close_matches(given.casefold(), names, n=1)
    return names[near[0]] if near else "".join(longer)


def _check_year(given: str, years: Sequence[int]) -> Year:
    if given.strip().casefold() == FINAL:
        return FINAL
    if re.fullmatch(r"[0-9]{4}", given.strip()) and int(given) in years:
        return int(given)
    near = _nearest(given, [*map(str, years), FINAL])
    allowed = f"one of {_listed(years)}; {FINAL} for the report on the whole programme"
    mend = f"did you mean YEAR={near}?" if near else "take one of these"
    raise FaultsError([_fault("YEAR", given, allowed, mend)])


def _choices(given: str, allowed: Sequence[str], name: str) -> tuple[str, ...]:
    """The asked values in the order in which they are allowed; nothing or ``all`` means all."""
    words = re.split(r"[\s,]+", given.strip().casefold()) if given.strip() else ["all"]
    unknown = [word for word in words if word not in (*allowed, "all")]
    expected = f"one of {_listed(allowed)}; several with commas; or all"
    raise_if_any([_fault(name, word, expected, _hint(name, word, allowed)) for word in unknown])
    return tuple(value for value in allowed if value in words or "all" in words)


def _check_engine(given: str) -> tuple[Engine, Sequence[str]]:
    wish = given.strip().casefold() or "auto"
    if wish not in ENGINES:
        mend = _hint("ENGINE", wish, ENGINES)
        raise FaultsError([_fault("ENGINE", given, f"one of {_listed(ENGINES)}", mend)])
    from reports.render.engines import choose_engine

    return choose_engine(wish)


def _check_output(output: Path) -> None:
    """The directory, or the nearest one above it that is there, must take files."""
    there = next(path for path in (output, *output.parents) if path.exists())
    try:
        with tempfile.TemporaryFile(dir=there):
            return
    except OSError as error:
        found = f"{there}: {error.strerror}"
    mend = "allow writing there, or choose another directory with OUTPUT="
    raise FaultsError([Fault(f"OUTPUT, {output}", found, "a directory that takes files", mend)])


def _check_notebook(notebook: Path, injected: Iterable[str]) -> None:
    expected = "a notebook with a cell tagged `parameters` that sets " + ", ".join(injected)
    try:
        missing = sorted(set(injected) - parameter_names(notebook))
        found = f"its parameters cell does not set {', '.join(missing)}" if missing else ""
    except FileNotFoundError:
        found = "no such file"
    except (OSError, ValueError, SyntaxError) as error:
        found = str(error)
    if found:
        mend = f"bring it back with `git checkout -- {notebook.name}` or correct it"
        raise FaultsError([Fault(f"the notebook {notebook}", found, expected, mend)])


def _check_params(params: Path) -> None:
    from rrs_data import load_indicators, load_published
    from rrs_data.indicators.restatements import load_restatements

    gather(
        lambda: load_indicators(params),
        lambda: load_published(params),
        lambda: load_restatements(params),
    )


def _check_registers(registers: str | Path, params: Path) -> Registers:
    from rrs_data import load_registers

    try:
        context = context_of(params)
    except FaultsError:  # reported by the check of the parameters
        context = None
    return load_registers(registers, context)


def _rows(registers: Registers) -> Callable[[Edition], Mapping[str, str]]:
    """The digests of all that the registers come to: every report depends on all of it."""
    found = {"content": registers.content, "warnings": digest_of(repr(registers.warnings))}
    return lambda _: {**registers.hashes, **found}


def _switch(name: str, given: str, *, on: bool = True) -> bool:
    """A switch of 0 and 1; ``on`` says what it is if nothing is given."""
    if given.strip() not in ("", "0", "1"):
        default, other = ("1", "0") if on else ("0", "1")
        allowed = f"{default} (the default) or {other}"
        raise FaultsError([_fault(name, given, allowed, f"take {name}=0 or 1")])
    return given.strip() == "1" or (on and not given.strip())


def _check_workers(given: str) -> int | None:
    """How many workers; None where nothing was given."""
    if not given.strip():
        return None
    if re.fullmatch(r"[0-9]{1,3}", given.strip()) and int(given) > 0:
        return int(given)
    expected = "a number of workers, such as 2; one per core if not given"
    raise FaultsError([_fault("WORKERS", given, expected, "take WORKERS=2")])


def _check_cluster(given: str) -> str:
    """A Dask cluster that answers; ``local`` is made when it is needed."""
    address = given.strip()
    if not address or address.casefold() == "local":
        return address.casefold()
    expected = "local, or the address of a Dask scheduler, such as tcp://scheduler:8786"
    if not re.fullmatch(r"[a-z]+://\S+", address):
        raise FaultsError([_fault("CLUSTER", given, expected, "take CLUSTER=local")])
    distributed: Any = import_module("distributed")
    try:
        distributed.Client(address, timeout=10, set_as_default=False).close()
    except (OSError, ValueError) as error:
        found = f"“{given}”: {error}"
        mend = "start the scheduler, or correct the address"
        raise FaultsError([Fault("CLUSTER", found, expected, mend)]) from None
    return address


def _check_reasons(
    params: Path, registers: Registers, reports: Iterable[Edition], languages: Sequence[str]
) -> None:
    """Every indicator off its target needs a reason in the narrative files."""
    from rrs_data import Achievements, load_indicators, load_programme
    from rrs_data.indicators.deviations import check_reasons

    programme = load_programme(params)
    achievements = Achievements(registers, load_indicators(params), programme)
    raise_if_any(
        [
            fault
            for report in reports
            for fault in check_reasons(
                achievements, params, report.country, programme.period(report.year), languages
            )
        ]
    )


def _check_published(
    params: Path, registers: Registers, reports: Iterable[Edition], published: Path
) -> None:
    """Figures that were sent to the donor are what they were, or a restatement says why not.

    A country's report answers for its country's publications, the region's for all, each up to the
    end of its period.
    """
    from rrs_data import Achievements, load_indicators, load_programme, load_published
    from rrs_data.indicators.figures import Figures
    from rrs_data.indicators.publications import check_publications, load_publications

    publications = load_publications(published)
    if not publications:
        return
    programme = load_programme(params)
    achievements = Achievements(registers, load_indicators(params), programme)
    figures = Figures(achievements, load_published(params))
    periods = [(report.country, programme.period(report.year)) for report in reports]
    raise_if_any(check_publications(figures, publications, params, periods))


def _given(wish: Wish) -> list[str]:
    return [name for name in ("registers", "params", "donor_mark") if getattr(wish, name)]


def _path(given: str, default: Path) -> Path:
    return Path(given).expanduser().absolute() if given.strip() else default


def _source(given: str) -> str | Path:
    """A directory or workbook as an absolute path; an address as it was given."""
    return given.strip() if "://" in given else _path(given, REGISTERS)


def _fault(name: str, given: str | None, expected: str, mend: str) -> Fault:
    return Fault(name, f"“{given}”" if given and given.strip() else "nothing", expected, mend)


def _hint(name: str, word: str, allowed: Sequence[str]) -> str:
    near = _nearest(word, allowed)
    return f"did you mean {name}={near}?" if near else "take one of these"


def _nearest(word: str, allowed: Sequence[str]) -> str:
    return next(iter(difflib.get_close_matches(word.casefold(), allowed, n=1)), "")


def _listed(values: Iterable[object]) -> str:
    return ", ".join(str(value) for value in values)
