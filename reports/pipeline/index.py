"""The index: a page in each language that lists every report of an output directory.

``index.html`` is in the programme's first language and links to the others (``index-en.html``), so
that whoever gets the directory reads one language at a time. The pages are self-contained like the
reports, and the same reports give the same bytes; ``templates/index.html`` says how they look.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain, groupby, product
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
from jinja2 import Environment, StrictUndefined

from reports.pipeline.cache import STAMP
from reports.pipeline.output import files_at, locked, send, sizes_of
from reports.pipeline.request import Request
from reports.pipeline.summary import Outcome
from reports.project import ANNUAL_REPORT, BRAND, DRAFT, Edition, write_whole, written_to
from reports.render.brand import load_brand
from rrs_data.charts.colours import use_brand
from rrs_data.charts.maps import cover_map
from rrs_data.indicators.tallies import PAIR
from rrs_data.language.language import Language, own_name
from rrs_data.programme.programme import REGION, WRITTEN, Period, Programme, period_key
from rrs_data.report.elements import svg

TEMPLATES = Path(__file__).parents[1] / "templates"

KINDS = {
    "pdf": "PDF",
    "html": "HTML",
    "docx": "Word",
    "xlsx": "Excel",
    "ipynb": "Jupyter",
    "csv": "CSV",
    "json": "JSON",
}
"""What a reader knows the files' formats as; the first five are made in each language."""

REPORT = re.compile(r"([A-Z]{2,3})/([\w-]+)/achievements\.json")


class MadeFile(NamedTuple):
    """A file of a report: its size in bytes, and its language, if it has one."""

    path: str
    language: str
    ending: str
    size: int


@dataclass(frozen=True)
class MadeReport:
    """A report that was made: its figures, and its files with their languages and sizes."""

    edition: Edition
    period: Period
    illustrative: bool
    achievements: Sequence[Mapping[str, Any]]
    files: Sequence[MadeFile]


def reports_in(files: Any) -> list[MadeReport]:
    """The reports in a file system, by country, year by year, the final ones last.

    Whatever else lies there, or is broken, is passed over.
    """
    found, sizes = [], sizes_of(files)
    for match in filter(None, map(REPORT.fullmatch, sizes)):
        with suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
            record = json.loads(files.cat_file(match[0]))
            found.append(_read(sizes, Path(match[0]).parent, record))
    whole = [one for one in found if any(file.language for file in one.files)]
    return sorted(whole, key=lambda report: (report.edition.country, report.edition.issue))


def _read(sizes: Mapping[str, int], place: Path, record: Mapping[str, Any]) -> MadeReport:
    """The report in a directory. Raises an error of some kind where its record is broken."""
    year, part = record["year"], record["period"].get("part", "")
    notebook = place.name.removeprefix(period_key(year, part)).removeprefix("-")
    edition = Edition(record["country"], year, notebook or ANNUAL_REPORT, part)
    if edition.directory != place:
        raise ValueError("it is the record of another report")
    # The figures of a notebook of one's own may have neither targets nor roles.
    achievements = [{"role": "", "target": None, **one} for one in record["achievements"]]
    for one, name in product(achievements, ("actual", "target")):
        Language(WRITTEN).number(one[name])
    start, end = (date.fromisoformat(record["period"][day]) for day in ("start", "end"))
    files, illustrative = list(_files(sizes, edition)), bool(record.get("illustrative"))
    return MadeReport(edition, Period(start, end), illustrative, achievements, files)


def _files(sizes: Mapping[str, int], edition: Edition) -> Iterator[MadeFile]:
    """The report's own files among what lies in its directory."""
    place, stem = edition.directory.as_posix(), replace(edition, prefix="[a-z0-9-]+").stem("")
    own = rf"{place}/(?:{stem}([a-z]{{2,3}})(?:{DRAFT})?|achievements)\.(\w+)"
    found = [match for name in sizes if (match := re.fullmatch(own, name))]
    known = [match for match in found if match[2] in KINDS]
    for match in sorted(known, key=lambda one: (list(KINDS).index(one[2]), one[0])):
        yield MadeFile(match[0], match[1] or "", match[2], sizes[match[0]])


def index_pages(files: Any, programme: Programme) -> dict[str, str]:
    """The pages by their names; the programme's first language has the plain name.

    ``files`` are what lies in an output directory or at an address
    (:func:`reports.pipeline.output.files_at`).
    """
    made = reports_in(files)
    names: dict[str, str] = {}
    for code in programme.languages:
        names[code] = "index.html" if not names else f"index-{code}.html"
    return {name: _page(made, programme, code, names) for code, name in names.items()}


def _page(
    made: Sequence[MadeReport], programme: Programme, code: str, names: Mapping[str, str]
) -> str:
    """The page of one language.

    All countries together come first, then each in the programme's order.
    """
    language = Language.of(programme, code)
    sheet, page = (
        (TEMPLATES / name).read_text(encoding="utf-8") for name in ("style.css", "index.html")
    )
    environment = Environment(
        autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined
    )
    countries = {REGION: language.t("All countries")}
    countries |= {each: language.pick(one.name) for each, one in programme.countries.items()}
    of = {each: list(own) for each, own in groupby(made, key=lambda one: one.edition.country)}
    written = {file.language for report in made for file in report.files if file.language}
    return environment.from_string(page).render(
        lang=code,
        css=load_brand().style_sheet() + sheet,
        **{name: getattr(language, name) for name in ("t", "pick", "number", "value", "span")},
        kinds=KINDS,
        programme=programme,
        countries=countries,
        made={each: of[each] for each in _in_order(of, list(countries))},
        network=_network(made, programme),
        languages=_in_order(written, programme.languages),
        called=language.locale.languages,
        others={other: name for other, name in names.items() if other != code},
        own_name=own_name,
    )


def _network(made: Sequence[MadeReport], programme: Programme) -> str:
    """The programme's countries and which of them met, as a picture."""
    achievements = [one for report in made for one in report.achievements]
    found = [one["evidence"]["ids"] for one in achievements if one["role"] == "pairs_of_countries"]
    pairs = [(*pair.partition(PAIR)[::2], 1) for pair in sorted({*chain(*filter(None, found))})]
    use_brand(BRAND)
    ties = pd.DataFrame(pairs, columns=["home", "host", "people"])
    return svg(cover_map(ties, programme.countries, size=(4.4, 3.6)))


def _in_order(codes: Iterable[str], order: Sequence[str]) -> list[str]:
    """Codes as the programme has them; those that it does not know come last."""
    return sorted(codes, key=lambda one: (order.index(one) if one in order else len(order), one))


def renew_index(request: Request, outcomes: Iterable[Outcome], scratch: Path) -> Path:
    """Write the pages anew, at an address after what was made; the path of the first one.

    Raises FaultsError.
    """
    output, programme = request.output, request.programme
    if request.address:
        with files_at(request.address) as files:
            send(files, _made(outcomes, output))
            pages = index_pages(files, programme)
            send(files, ((name, text.encode()) for name, text in pages.items()))
    else:
        with written_to(output), locked(output):  # no other run changes what is listed
            with files_at(str(output)) as files:
                pages = index_pages(files, programme)
            for name, text in pages.items():
                write_whole(output / name, text.encode(), scratch)
    return output / "index.html"


def _made(outcomes: Iterable[Outcome], output: Path) -> Iterator[tuple[str, bytes]]:
    """What tells of failures, and the files of what was made with the stamp after them."""
    for outcome in outcomes:
        made = [file for failure in outcome.failures for file in failure.files]
        if outcome.files and not outcome.kept:
            made += [*outcome.files, output / outcome.edition.directory / STAMP]
        yield from ((file.relative_to(output).as_posix(), file.read_bytes()) for file in made)
