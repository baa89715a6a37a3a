"""The request: what a person asked for and what its reports are made from, checked at the door.

What follows takes both as they are. Nothing here imports pandas or an engine before the content is
read: a request whose reports are all unchanged is answered in less than a second.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

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
    registers_at,
)
from reports.render.outputs import PARAMETERS, tagged
from rrs_data.programme.choices import checked_report, choice, choices, refusal
from rrs_data.programme.faults import Fault, FaultsError, gather, raise_if_any
from rrs_data.programme.loading import load_programme
from rrs_data.programme.programme import FINAL, PARTS, Programme

if TYPE_CHECKING:
    from reports.render.engine import EmbeddedEngine
    from rrs_data.intake.registers import Registers

WORKBOOK = "xlsx"
FORMATS = ("pdf", "html", "docx", WORKBOOK)
DEFAULT_FORMATS = "pdf,html"
"""What is made unless other formats are asked for: Word is for the donor's comments."""

ADDRESS = re.compile(r"(?!file:)[a-z][a-z0-9+.-]+://")
PARAMETER = re.compile(r"^(\w+) *(?::[^=\n]+)?=", re.MULTILINE)
"""A parameter as a notebook's cell sets it: ``year: int = 2014``."""

UNPROTECTED = "CLUSTER={}: without TLS, whoever reaches it can run programs: see docs/cluster.md."
SCHEDULER = "CLUSTER=local, or the address of a Dask scheduler, such as tcp://scheduler:8786"


@dataclass(frozen=True)
class Request:
    """A checked request.

    ``workers`` is 0 for one per core; ``cluster`` is a Dask cluster's address, or "local";
    ``address`` is where outputs go that are not for a directory. ``force`` makes every report anew.
    ``versions`` are printed in place of the true ones: those of a received report, with which the
    new one is compared, when it is made ``again``.

    Once its content is read, it has that too: the ``renderer`` and what reports are ``made_with``,
    the published figures ``in_force``, as they were restated since, and ``notices`` on the engine,
    the cluster and the texts. ``handed_on`` is a file with the checked registers, for processes of
    this machine; without it each page reads them itself.
    """

    programme: Programme
    editions: tuple[Edition, ...]
    languages: tuple[str, ...]
    formats: tuple[str, ...]
    engine: str = "auto"
    output: Path = OUTPUT
    address: str = ""
    registers: str | Path = REGISTERS
    params: Path = PARAMS
    published: Path = PUBLISHED
    notebooks: Path = NOTEBOOKS
    strict: bool = True
    donor_mark: bool = True
    workers: int = 0
    cluster: str = ""
    force: bool = False
    versions: Mapping[str, Any] = field(default_factory=dict)
    again: bool = False
    renderer: EmbeddedEngine | None = None
    made_with: Mapping[str, Any] = field(default_factory=dict)
    in_force: Mapping[str, float] = field(default_factory=dict)
    notices: tuple[str, ...] = ()
    handed_on: Path | None = None

    def notebook_of(self, edition: Edition) -> Path:
        """The notebook that a report is made from."""
        return self.notebooks / f"{edition.notebook}.ipynb"


def checked(given: Given) -> Request:
    """A request, checked but for what must be read for it. Without a country it is all reports.

    Raises FaultsError with all faults.
    """
    typed = {name: value.strip() for name, value in given.items() if value.strip()}
    wanted, public = typed.get("output", ""), typed.get("edition", "").casefold() == "public"
    address = wanted if ADDRESS.match(wanted) else ""
    output = path_of("" if address else wanted, PUBLIC_OUTPUT if public else OUTPUT)

    def word(name: str, *allowed: str) -> str:
        return choice(name, typed.get(name.lower(), allowed[0]), *allowed)

    def fitting(name: str, form: str, expected: str) -> str:
        value = typed.get(name.lower(), "")
        if value and not re.fullmatch(form, value, re.IGNORECASE):
            raise FaultsError([refusal(name, value, expected, "write it so, or leave it out")])
        return value.casefold()

    reports, formats, engine, strict, mark, force, workers, cluster, *_ = gather(
        lambda: _reports(given, typed, public=public),
        lambda: choices("FORMAT", typed.get("format", DEFAULT_FORMATS), FORMATS),
        lambda: word("ENGINE", "auto", "quarto", "embedded"),
        lambda: word("STRICT", "1", "0") == "1",
        lambda: word("DONOR_MARK", "1", "0") == "1",
        lambda: word("FORCE", "0", "1") == "1",
        lambda: fitting("WORKERS", "0*[1-9][0-9]{0,2}", "1 to 999, such as WORKERS=2"),
        lambda: fitting("CLUSTER", r"local|[a-z]+://\S+", SCHEDULER),
        lambda: word("EXPLAIN", "0", "1"),
        lambda: word("EDITION", "donor", "public"),
        *([] if address else [partial(takes_files, output)]),
    )
    return Request(
        **reports,
        formats=formats,
        engine=engine,
        output=output,
        address=address,
        registers=registers_at(typed.get("registers", "")),
        params=path_of(typed.get("params", ""), PARAMS),
        published=path_of(typed.get("published", ""), PUBLISHED),
        strict=strict,
        donor_mark=mark,
        workers=int(workers or 0),
        cluster=cluster,
        force=force,
    )


def _reports(given: Given, typed: Given, *, public: bool) -> dict[str, Any]:
    """The programme, and which of its reports are asked for in which languages."""
    programme = load_programme(path_of(typed.get("params", ""), PARAMS))
    if public and "period" in typed:
        expected = "a year, or final: of a part of a year there is no public edition"
        mend = "leave PERIOD out: what a year hides could be computed from its quarters"
        raise FaultsError([refusal("PERIOD", typed["period"], expected, mend)])
    every, part = "country" not in given, typed.get("period", "")
    usual = (every and tuple(programme.notebooks)) or (ANNUAL_REPORT,)
    languages, notebooks, what = gather(
        lambda: choices("LANGUAGE", typed.get("language"), programme.languages),
        lambda: _notebooks(typed, usual),
        partial(choice, "PERIOD", part, "", *PARTS)
        if every
        else partial(checked_report, programme, given["country"], given["year"], part),
    )
    if every:
        editions = all_editions(programme, notebooks, what)
    else:
        code, when = what
        one = Edition(code, when.year or FINAL, part=when.part, prefix=programme.prefix)
        editions = tuple(replace(one, notebook=name) for name in notebooks)
    editions = tuple(replace(one, public=public) for one in editions)
    return {"programme": programme, "editions": editions, "languages": languages}


def chosen_notebooks(wanted: str) -> tuple[str, ...]:
    """Notebooks by name, such as ``brief``. Raises FaultsError with each that is not there."""
    return choices("NOTEBOOK", wanted, [path.stem for path in sorted(NOTEBOOKS.glob("*.ipynb"))])


def _notebooks(typed: Given, usual: tuple[str, ...]) -> tuple[str, ...]:
    """The notebooks that are asked for, or the usual ones: they are there and take parameters.

    Raises FaultsError: papermill would only warn of a parameter that a notebook does not have.
    """
    names = chosen_notebooks(typed["notebook"]) if "notebook" in typed else usual
    always = ("country", "year", "language", "provenance")
    asked = ("period", "registers", "params", "edition", "donor_mark")
    injected = [*always, *(one for one in asked if one in typed)]
    expected = f"a notebook with a cell tagged `parameters` that sets {', '.join(injected)}"
    mend = "correct it, or bring it back with `git checkout`"
    faults = []
    for path in [NOTEBOOKS / f"{name}.ipynb" for name in names]:
        if lacking := sorted({*injected} - _parameters(path)):
            found = f"it does not set {', '.join(lacking)}"
            faults.append(Fault(f"the notebook {path}", found, expected, mend))
    raise_if_any(faults)
    return names


def _parameters(notebook: Path) -> set[str]:
    """The parameters that a notebook has; none if it is not one."""
    try:
        cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
        own = (line for cell in cells if tagged(cell, PARAMETERS) for line in cell["source"])
        return {*PARAMETER.findall("".join(own))}
    except (OSError, ValueError, KeyError, TypeError):
        return set()


def read_content(request: Request) -> tuple[Request, Registers]:
    """Read and check all that the reports of a request are made from; it has that from now on.

    Raises FaultsError with all faults: of the registers, the parameters and the engine; then with
    every indicator that is off its target without a written reason (unless a draft is wanted), and
    every figure that is not what was published.
    """
    from reports.archive.manifest import commit_of, making
    from reports.pipeline.public_edition import keep_choice, look_through
    from reports.render.quarto_engine import choose_engine
    from rrs_data.indicators import publications as of_donor
    from rrs_data.indicators.achievements import Achievements, check_narrative
    from rrs_data.indicators.figures import Figures
    from rrs_data.indicators.reconciliation import findings_of
    from rrs_data.programme.narrative import Narrative
    from rrs_data.report.desk import read_all

    params, programme = request.params, request.programme
    _, indicators, published, registers, sent, (engine, notices), risks = read_all(
        request.registers,
        params,
        lambda _: of_donor.load_publications(request.published),
        lambda _: choose_engine(request.engine),
        lambda _: _cluster_answers(request.cluster),
    )
    figures = Figures(registers, indicators, programme, published=published)
    public = request.editions[0].public
    doubts = registers.findings.warnings if public else ()  # it lets none pass
    told_of = ((one, f"{one.rule} {one.details.get('rule', '')}") for one in doubts)
    raise_if_any([one for one, rule in told_of if "personal-" in rule])
    if public and not request.again:
        risks = [*risks, *keep_choice(params, figures, programme)]
    shown = Achievements(registers, indicators, programme, params) if public else figures
    # One report may be made from several notebooks.
    named = dict.fromkeys((one.country, one.period) for one in request.editions)
    pages = ((*one, code, registers.illustrative) for one in named for code in request.languages)
    texts = [Narrative(params, *page) for page in pages]
    faults = [it for one in texts for it in check_narrative(shown, one, strict=request.strict)]
    # A country's report answers for its country's publications, the region's for all.
    reports = [(country, programme.periods[name]) for country, name in named]
    raise_if_any([*faults, *of_donor.check_publications(figures, sent, reports)])
    risks = [*risks, *look_through(texts, programme, public=public)]
    registers = replace(registers, findings=findings_of(figures), targets=None)
    made_with = making(engine.describe(), commit_of(ROOT, apart_from=request.output))
    request = replace(
        request,
        renderer=engine,
        made_with=made_with | dict(request.versions),
        in_force=of_donor.in_force(sent, published)[0],
        notices=(*notices, *risks),
    )
    return request, registers


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
