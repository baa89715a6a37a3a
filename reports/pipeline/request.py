"""The request: what a person asked for and what its reports are made from, checked at the door.

What follows takes both as they are. Nothing here imports pandas or an engine before the content is
read: a request whose reports are all unchanged is answered in less than a second.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reports.pipeline.notebooks import runnable_notebooks
from reports.pipeline.output import takes_files
from reports.project import (
    ANNUAL_REPORT,
    NOTEBOOKS,
    OUTPUT,
    PARAMS,
    PUBLIC_OUTPUT,
    PUBLISHED,
    REGISTERS,
    ROOT,
    Edition,
    Given,
    all_editions,
    path_of,
)
from rrs_data.programme.choices import checked_part, checked_report, choices, refusal
from rrs_data.programme.faults import Fault, FaultsError, gather, raise_if_any
from rrs_data.programme.loading import load_programme
from rrs_data.programme.programme import FINAL, Programme

if TYPE_CHECKING:
    from reports.render.engine import EmbeddedEngine
    from rrs_data.indicators.achievements import Achievements
    from rrs_data.intake.registers import Registers

WORKBOOK = "xlsx"
FORMATS = ("pdf", "html", "docx", WORKBOOK)
DEFAULT_FORMATS = "pdf,html"
"""What is made unless other formats are asked for: Word is for the donor's comments."""

ADDRESS = re.compile(r"(?!file:)[a-z][a-z0-9+.-]+://")

SWITCH = {"0": False, "1": True}
ONE_OF: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    "engine": ("auto", {name: name for name in ("auto", "quarto", "embedded")}),
    "strict": ("1", SWITCH),
    "donor_mark": ("1", SWITCH),
    "force": ("0", SWITCH),
    "explain": ("0", SWITCH),
}
"""Options of one word: the usual one, and what each stands for."""

UNPROTECTED = "CLUSTER={}: without TLS, whoever reaches it can run programs: see docs/cluster.md."
SCHEDULER = "CLUSTER=local, or the address of a Dask scheduler, such as tcp://scheduler:8786"
FORMS = {
    "workers": ("0*[1-9][0-9]{0,2}", "a number, such as WORKERS=2; one per core if not given"),
    "cluster": (r"local|[a-z]+://\S+", SCHEDULER),
}
"""The form of other options, and what is allowed."""


@dataclass(frozen=True)
class Request:
    """A checked request.

    ``registers`` and ``params`` are None unless the person gave them. ``workers`` is 0 for one per
    core; ``cluster`` is a Dask cluster's address, or "local"; ``address`` is where outputs go
    that are not for a directory. ``force`` makes every report anew. ``versions`` are printed in
    place of the true ones: those of a received report, with which the new one is compared.
    """

    programme: Programme
    editions: tuple[Edition, ...]
    languages: tuple[str, ...]
    formats: tuple[str, ...]
    engine: str = "auto"
    output: Path = OUTPUT
    address: str = ""
    registers: str | Path | None = None
    params: Path | None = None
    published: Path = PUBLISHED
    notebooks: Path = NOTEBOOKS
    strict: bool = True
    donor_mark: bool = True
    workers: int = 0
    cluster: str = ""
    force: bool = False
    explain: bool = False
    versions: Mapping[str, Any] = field(default_factory=dict)

    @property
    def source(self) -> str | Path:
        """Where the registers lie."""
        return self.registers or REGISTERS

    @property
    def params_directory(self) -> Path:
        """Where the parameters lie."""
        return self.params or PARAMS

    def notebook_of(self, edition: Edition) -> Path:
        """The notebook that a report is made from."""
        return self.notebooks / f"{edition.notebook}.ipynb"


@dataclass(frozen=True)
class Job:
    """A request with what has been read for it: what all pages of a run have in common.

    ``in_force`` are the figures that were published, as they were restated since; ``notices`` is
    what the person should be told of the engine and the cluster. ``registers`` is a file with the
    checked ones, for processes of this machine; without it each page reads them itself.
    """

    request: Request
    engine: EmbeddedEngine
    in_force: Mapping[str, float] = field(default_factory=dict)
    commit: str = ""
    notices: tuple[str, ...] = ()
    registers: Path | None = None


def checked(given: Given) -> Request:
    """A request, checked but for what must be read for it. Without a country it is all reports.

    Raises FaultsError with all faults.
    """
    typed = {name: value.strip() for name, value in given.items() if value.strip()}
    wanted = typed.get("output", "")
    address = wanted if ADDRESS.match(wanted) else ""
    default = PUBLIC_OUTPUT if is_public(typed) else OUTPUT
    output = default if address else path_of(wanted, default)
    parts = gather(
        lambda: _reports(given, typed),
        lambda: {"formats": choices("FORMAT", typed.get("format", DEFAULT_FORMATS), FORMATS)},
        *(partial(_one_of, name, typed) for name in ONE_OF),
        lambda: {"workers": int(_fitting("workers", typed) or 0)},
        lambda: {"cluster": _fitting("cluster", typed)},
        lambda: {} if address else takes_files(output),
    )
    return Request(
        **{name: value for part in parts for name, value in part.items()},
        output=output,
        address=address,
        registers=source_of(typed["registers"]) if "registers" in typed else None,
        params=path_of(typed["params"], PARAMS) if "params" in typed else None,
        published=path_of(typed.get("published", ""), PUBLISHED),
    )


def is_public(given: Given) -> bool:
    """Whether the public edition is asked for."""
    return given.get("edition", "").strip().casefold() == "public"


def source_of(given: str) -> str | Path:
    """Where registers lie: a path, or an address as it was typed."""
    return given.strip() if "://" in given else path_of(given, REGISTERS)


def _reports(given: Given, typed: Given) -> dict[str, Any]:
    """The programme, and which of its reports are asked for in which languages."""
    programme, public = load_programme(path_of(given.get("params", ""), PARAMS)), is_public(typed)
    choices("EDITION", typed.get("edition", "donor"), ("donor", "public"), most=1)
    if public and "period" in typed:
        expected = "a year, or final: of a part of a year there is no public edition"
        mend = "leave PERIOD out: what a year hides could be computed from its quarters"
        raise FaultsError([refusal("PERIOD", typed["period"], expected, mend)])
    where = given.get("country"), given.get("year"), typed.get("period")
    every = "country" not in given
    usual = (every and tuple(programme.notebooks)) or (ANNUAL_REPORT,)
    languages, notebooks, what = gather(
        lambda: choices("LANGUAGE", typed.get("language"), programme.languages),
        lambda: runnable_notebooks(typed, usual),
        lambda: checked_part(where[2]) if every else checked_report(programme, *where),
    )
    if every:
        editions = all_editions(programme, notebooks, what)
    else:
        code, when = what
        one = Edition(code, when.year or FINAL, part=when.part, prefix=programme.prefix)
        editions = tuple(replace(one, notebook=name) for name in notebooks)
    editions = tuple(replace(one, public=public) for one in editions)
    return {"programme": programme, "editions": editions, "languages": languages}


def _one_of(name: str, typed: Given) -> dict[str, Any]:
    usual, allowed = ONE_OF[name]
    (word,) = choices(name.upper(), typed.get(name, usual), tuple(allowed), most=1)
    return {name: allowed[word]}


def _fitting(name: str, typed: Given) -> str:
    form, expected = FORMS[name]
    given = typed.get(name, "")
    if given and not re.fullmatch(form, given, re.IGNORECASE):
        raise FaultsError([refusal(name.upper(), given, expected, "write it so, or leave it out")])
    return given.casefold()


def read_content(request: Request) -> tuple[Job, Registers]:
    """Read and check all that the reports of a request are made from.

    Raises FaultsError with all faults: of the registers, the parameters and the engine; then with
    every indicator that is off its target without a written reason (unless a draft is wanted), and
    every figure that is not what was published.
    """
    from reports.archive.manifest import commit_of
    from reports.render.quarto_engine import choose_engine
    from rrs_data.indicators import publications as of_donor
    from rrs_data.indicators.achievements import Achievements
    from rrs_data.indicators.figures import Figures
    from rrs_data.indicators.reconciliation import findings_of, load_restatements
    from rrs_data.intake.findings.listing import RegisterFault
    from rrs_data.intake.registers import load_registers
    from rrs_data.report.desk import read_all

    params, programme = request.params_directory, request.programme
    _, indicators, published, registers, restated, sent, (engine, notices), risks = read_all(
        request.source,
        params,
        partial(load_registers, keep=False),
        lambda _: load_restatements(params),
        lambda _: of_donor.load_publications(request.published),
        lambda _: choose_engine(request.engine),
        lambda _: _cluster_answers(request.cluster),
    )
    figures = Figures(registers, indicators, programme, published=published)
    public = request.editions[0].public
    doubts = registers.warnings if public else ()  # it lets none pass
    told_of = ((one, f"{one.rule} {one.details.get('rule', '')}") for one in doubts)
    raise_if_any([RegisterFault.of(one) for one, rule in told_of if "personal-" in rule])
    shown = Achievements(registers, indicators, programme, public=True) if public else figures
    faults: list[Fault] = [*_narrative_faults(request, shown)]
    if sent:
        # A country's report answers for its country's publications, the region's for all.
        periods = [(one.country, programme.periods[one.period]) for one in request.editions]
        faults += of_donor.check_publications(figures, sent, params, periods)
    raise_if_any(faults)
    registers = replace(registers, findings=findings_of(figures), targets=None)
    in_force, commit = of_donor.in_force(sent, restated), commit_of(ROOT, apart_from=request.output)
    return Job(request, engine, in_force, commit, (*notices, *risks)), registers


def _cluster_answers(address: str) -> list[str]:
    """What the person should know of a cluster that answers. Raises FaultsError for another."""
    if "://" not in address:
        return []
    try:
        import_module("distributed").Client(address, timeout=10, set_as_default=False).close()
    except (OSError, ValueError) as error:
        mend = "start the scheduler, or correct the address"
        fault = Fault("CLUSTER", f"“{address}”: {error}", SCHEDULER, mend)
        raise FaultsError([fault]) from None
    here = re.match(r"\w+://(?:localhost|127\.[\d.]+|\[::1\])(?::|$)", address)
    return [] if here or address.startswith(("tls:", "wss:")) else [UNPROTECTED.format(address)]


def _narrative_faults(request: Request, achievements: Achievements) -> Iterator[Fault]:
    """What the reports could not show of their narrative, and the reasons that it lacks."""
    from rrs_data.indicators.achievements import check_narrative

    # One report may be made from several notebooks.
    reports = dict.fromkeys((each.country, each.period) for each in request.editions)
    params, languages, strict = request.params_directory, request.languages, request.strict
    for country, period in reports:
        where = params, country, request.programme.periods[period], languages
        yield from check_narrative(achievements, *where, strict=strict)
