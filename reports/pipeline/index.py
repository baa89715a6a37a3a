"""The index: a page in each language that lists every report of an output directory.

``index.html`` is in the programme's first language and links to the others (``index-en.html``), so
that whoever gets the directory reads one language at a time. The pages are self-contained like the
reports, and the same reports give the same bytes; ``templates/index.html`` says how they look.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from itertools import chain, groupby
from pathlib import Path
from typing import Any

import jsonschema_rs
import pandas as pd
from jinja2 import Environment, StrictUndefined

from reports.pipeline.cache import STAMP
from reports.pipeline.output import files_at, locked, send, sizes_of
from reports.pipeline.request import Request
from reports.pipeline.summary import Build
from reports.project import ANNUAL_REPORT, BRAND, DRAFT, EVIDENCE, Edition, write_whole, written_to
from reports.render.brand import style_sheet
from rrs_data.charts.colours import use_brand
from rrs_data.charts.maps import cover_map
from rrs_data.indicators.tallies import PAIR
from rrs_data.language.language import Language, own_name
from rrs_data.programme.programme import REGION, Period, Programme, period_key
from rrs_data.report.elements import svg

READABLE = jsonschema_rs.validator_for(
    json.loads(Path(__file__).with_name("record.schema.json").read_text(encoding="utf-8")),
    validate_formats=True,
)
"""Knows a record of achievements of which the page can show all that it shows."""

ENDINGS = ("pdf", "html", "docx", "xlsx", "ipynb", "csv", "json")
"""The files of a report in the order in which they are listed."""

REPORT = re.compile(r"([A-Z]{2,3}/[\w-]+)/achievements\.json")

Report = dict[str, Any]
"""A report as the page's template reads it: its record with its edition, span and files."""


def reports_in(files: Any) -> list[Report]:
    """The reports in a file system by country and year; all else that lies there is passed over."""
    found, sizes = [], sizes_of(files)
    for match in filter(None, map(REPORT.fullmatch, sizes)):
        with suppress(OSError, ValueError):
            record = json.loads(files.cat_file(match[0]))
            READABLE.validate(record)
            found.append(_report(sizes, Path(match[1]), record))
    whole = [one for one in found if any(file["language"] for file in one["files"])]
    return sorted(whole, key=lambda one: (one["edition"].country, one["edition"].issue))


def _report(sizes: Mapping[str, int], place: Path, record: Mapping[str, Any]) -> Report:
    """The report in a directory. Raises ValueError: the record is another's."""
    year, part = record["year"], record["period"].get("part", "")
    notebook = place.name.removesuffix("-public").removeprefix(period_key(year, part))[1:]
    place_of = record["country"], year, notebook or ANNUAL_REPORT, part
    edition = Edition(*place_of, "[a-z0-9-]+", place.name.endswith("-public"))
    if edition.directory != place:
        raise ValueError("it is the record of another report")
    stem = edition.stem("(?P<language>[a-z]{2,3})")
    page = rf"{stem}(?P<draft>{DRAFT})?(?P<evidence>{EVIDENCE})?"
    own = rf"{place.as_posix()}/(?:{page}|achievements)\.(?P<ending>{'|'.join(ENDINGS)})"
    named = filter(None, (re.fullmatch(own, name) for name in sorted(sizes)))
    files = [{"path": one[0], "size": sizes[one[0]], **one.groupdict("")} for one in named]
    # The figures of a notebook of one's own may have neither targets nor roles.
    lacking: dict[str, Any] = {"role": "", "target": None, "status": "", "evidence": {}}
    start, end = (date.fromisoformat(record["period"][day]) for day in ("start", "end"))
    return {
        "edition": edition,
        "span": Period(start, end),
        "illustrative": bool(record.get("illustrative")),
        "achievements": [lacking | one for one in record["achievements"]],
        "files": sorted(files, key=lambda one: ENDINGS.index(one["ending"])),
    }


def index_pages(files: Any, programme: Programme) -> dict[str, bytes]:
    """The pages by their names, from the files of an output directory or at an address."""
    made = reports_in(files)
    first, *others = programme.languages
    names = {first: "index.html"} | {code: f"index-{code}.html" for code in others}
    templates = Path(__file__).parents[1] / "templates"
    sheet, page = ((templates / one).read_text("utf-8") for one in ("style.css", "index.html"))
    environment = Environment(
        autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined
    )
    template = environment.from_string(page)
    common = {
        "css": style_sheet() + sheet,
        "programme": programme,
        "network": _network(made, programme),
        "own_name": own_name,
    }
    return {
        name: template.render(
            common | _in_language(made, Language.of(programme, code), programme),
            others={other: path for other, path in names.items() if other != code},
        ).encode()
        for code, name in names.items()
    }


def _in_language(
    made: Sequence[Report], language: Language, programme: Programme
) -> dict[str, Any]:
    """What a page says in its language: first of all countries together, then of each."""
    countries = {REGION: language.t("All countries")}
    countries |= {code: language.pick(one.name) for code, one in programme.countries.items()}
    own = {code: list(each) for code, each in groupby(made, lambda one: one["edition"].country)}
    written = {file["language"] for one in made for file in one["files"] if file["language"]}
    return {
        **{name: getattr(language, name) for name in ("t", "pick", "number", "value", "span")},
        "lang": language.code,
        "countries": countries,
        # What the programme does not know comes last.
        "made": {code: own[code] for code in sorted(own, key=[*countries, *own].index)},
        "languages": sorted(written, key=[*programme.languages, *sorted(written)].index),
        "called": language.locale.languages,
    }


def _network(made: Sequence[Report], programme: Programme) -> str:
    achievements = [one for report in made for one in report["achievements"]]
    met = [one for one in achievements if one["role"] == "pairs_of_countries"]
    found = [(one["evidence"] or {}).get("ids") for one in met]
    pairs = [(*pair.partition(PAIR)[::2], 1) for pair in sorted({*chain(*filter(None, found))})]
    use_brand(BRAND)
    ties = pd.DataFrame(pairs, columns=["home", "host", "people"])
    return svg(cover_map(ties, programme.countries, size=(4.4, 3.6)))


def renew_index(request: Request, builds: Iterable[Build], scratch: Path) -> Path:
    """Write the pages anew, at an address after what was made. Raises FaultsError."""
    output, programme = request.output, request.programme
    if request.address:
        with files_at(request.address) as files:
            for build in builds:
                new = [file for failure in build.failures for file in failure.files]
                if build.files and not build.kept:
                    new += [*build.files, build.directory / STAMP]
                named = {path.relative_to(output).as_posix(): path.read_bytes() for path in new}
                send(files, named)
            sent: Mapping[str, bytes] = {}
            # Others may send to the same address: what came since is listed as well.
            while (pages := index_pages(files, programme)) != sent:
                send(files, pages)
                sent = pages
                files.fs.invalidate_cache()
    else:
        with written_to(output), locked(output):  # no other run changes what is listed
            with files_at(str(output)) as files:
                pages = index_pages(files, programme)
            for name, content in pages.items():
                write_whole(output / name, content, scratch)
    return output / "index.html"
