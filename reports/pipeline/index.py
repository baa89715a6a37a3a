"""The index: a page in each language that lists every report of an output directory.

``index.html`` is in the programme's first language and links to the others (``index-en.html``), so
that whoever gets the directory reads one language at a time. The pages are self-contained like the
reports, and the same reports give the same bytes.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

from babel import Locale
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from reports.pipeline.output import sizes_of
from reports.project import ANNUAL_REPORT, Edition
from reports.render.brand import font_faces, load_brand
from rrs_data.language.language import NOTHING, Language
from rrs_data.programme.programme import FINAL, REGION, Period, Programme, Year

TEMPLATES = Path(__file__).parents[1] / "templates"

KINDS = {
    "pdf": "PDF",
    "html": "HTML",
    "docx": "Word",
    "ipynb": "Jupyter",
    "csv": "CSV",
    "json": "JSON",
}
"""What a reader knows the files' formats as; the first four are made in each language."""

REPORT = re.compile(r"([A-Z]{2,3})/([0-9]{4}|final)(?:-([\w-]+))?/achievements\.json")


@dataclass(frozen=True)
class MadeReport:
    """A report that was made: its figures, and its files with their languages and sizes."""

    edition: Edition
    period: Period
    illustrative: bool
    achievements: Sequence[Mapping[str, Any]]
    files: Sequence[tuple[str, str, int]]

    @property
    def key_figures(self) -> Mapping[str, Mapping[str, Any]]:
        """The achievements of indicators that play a role, by role."""
        return {one["role"]: one for one in self.achievements if one.get("role")}


def reports_in(files: Any) -> list[MadeReport]:
    """The reports in a file system, by country, year by year, the final ones last.

    Whatever else lies there, or is broken, is passed over.
    """
    found, sizes = [], sizes_of(files)
    for match in filter(None, map(REPORT.fullmatch, sizes)):
        with suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
            record = json.loads(files.cat_file(match[0]))
            year: Year = FINAL if match[2] == FINAL else int(match[2])
            found.append(_read(sizes, Edition(match[1], year, match[3] or ANNUAL_REPORT), record))
    whole = [one for one in found if any(language for _, language, _ in one.files)]
    return sorted(whole, key=lambda report: (report.edition.country, report.edition.issue))


def _read(sizes: Mapping[str, int], edition: Edition, record: Mapping[str, Any]) -> MadeReport:
    """The report that a record belongs to. Raises an error of some kind where it is broken."""
    if (record["country"], record["year"]) != (edition.country, edition.year):
        raise ValueError("it is the record of another report")
    for one in record["achievements"]:
        Language("en").number(one["actual"])
    start, end = (date.fromisoformat(record["period"][day]) for day in ("start", "end"))
    files, illustrative = list(_files(sizes, edition)), bool(record.get("illustrative"))
    return MadeReport(edition, Period(start, end), illustrative, record["achievements"], files)


def _files(sizes: Mapping[str, int], edition: Edition) -> Iterator[tuple[str, str, int]]:
    """The report's own files among what lies in its directory."""
    place, stem = edition.directory.as_posix(), edition.stem("")
    own = rf"{place}/(?:{stem}([a-z]{{2,3}})|achievements)\.(\w+)"
    found = [match for name in sizes if (match := re.fullmatch(own, name))]
    known = [match for match in found if match[2] in KINDS]
    for match in sorted(known, key=lambda one: (list(KINDS).index(one[2]), one[0])):
        yield match[0], match[1] or "", sizes[match[0]]


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
    """The page of one language."""
    language, brand = Language(code), load_brand()
    sheet = (TEMPLATES / "style.css").read_text(encoding="utf-8")
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    figures = {role: one["title"] for report in made for role, one in report.key_figures.items()}
    columns = _columns(language)
    written = {one for report in made for _, one, _ in report.files if one}
    return environment.get_template("index.html").render(
        lang=code,
        css=font_faces(brand.family) + brand.custom_properties() + sheet,
        t=language.t,
        abbreviation=language.pick(programme.abbreviation),
        programme=language.pick(programme.title),
        implementer=language.pick(programme.implementer),
        illustrative=any(report.illustrative for report in made),
        countries=_countries(made, programme, language),
        columns=columns,
        titles={role: figures[role].get(code, "") for role in columns if role in figures},
        languages={
            one: _name_of(one, language.locale) for one in _in_order(written, programme.languages)
        },
        others=[
            {"lang": other, "name": _name_of(other, Locale(other)), "page": name}
            for other, name in names.items()
            if other != code
        ],
    )


def _columns(language: Language) -> dict[str, str]:
    """The key figures: the role that an indicator plays, and a name short enough for a column."""
    t = language.t
    return {
        "participants": t("People at regional events"),
        "participants_since_start": t("People at regional events since the start"),
        "organisations_served": t("Organizations served since the start"),
        "people_trained": t("People trained"),
    }


def _countries(
    made: Sequence[MadeReport], programme: Programme, language: Language
) -> list[dict[str, Any]]:
    """The reports of each country: all countries together first, then in the programme's order."""
    known = {code: language.pick(country.name) for code, country in programme.countries.items()}
    known = {REGION: language.t("All countries"), **known}
    of = {code: list(own) for code, own in groupby(made, key=lambda report: report.edition.country)}
    return [
        {
            "code": code,
            "name": known.get(code, code),
            "reports": [
                _row(report, known.get(code, code), programme, language) for report in of[code]
            ],
        }
        for code in _in_order(of, list(known))
    ]


def _row(
    report: MadeReport, country: str, programme: Programme, language: Language
) -> dict[str, Any]:
    edition, notebook = report.edition, ""
    year = language.t("Final report") if edition.year == FINAL else str(edition.year)
    if edition.notebook != ANNUAL_REPORT:
        titles = programme.notebooks.get(edition.notebook)
        notebook = language.pick(titles) if titles else edition.notebook
    files: dict[str | None, list[dict[str, Any]]] = {}
    for name, code, size in report.files:
        kind = KINDS[name.rpartition(".")[2]]
        one = {"href": name, "kind": kind, "size": _size(size, language)}
        files.setdefault(code or None, []).append(one)
    figures = report.key_figures
    return {
        "year": year,
        "notebook": notebook,
        "name": ", ".join(filter(None, [country, year, notebook])),
        "period": language.span(report.period),
        "illustrative": report.illustrative,
        "figures": {
            role: language.number(figures[role]["actual"]) if role in figures else NOTHING
            for role in _columns(language)
        },
        "statuses": _statuses(report, language),
        "files": files,
    }


def _statuses(report: MadeReport, language: Language) -> dict[str, str]:
    """How many indicators are on target, above and below it; nothing is said of none."""
    t = language.t
    counts = Counter(str(one["status"]) for one in report.achievements)
    numbers = {status: language.number(count) for status, count in counts.items()}
    texts = {
        "met": t("on target: {number}", number=numbers.get("met")),
        "above": t("above target: {number}", number=numbers.get("above")),
        "below": t("below target: {number}", number=numbers.get("below")),
    }
    return {status: text for status, text in texts.items() if status in numbers}


def _size(size: int, language: Language) -> str:
    """A file's size as a reader knows it: in kilobytes, or megabytes with one digit."""
    if size < 999_500:
        return language.t("{size} kB", size=language.number(max(1, round(size / 1000))))
    return language.t("{size} MB", size=language.number(size / 1_000_000, 1))


def _in_order(codes: Iterable[str], order: Sequence[str]) -> list[str]:
    """Codes as the programme has them; those that it does not know come last."""
    return sorted(codes, key=lambda one: (order.index(one) if one in order else len(order), one))


def _name_of(code: str, locale: Locale) -> str:
    """A language's name in a locale; its code where that has none."""
    name = str(locale.languages.get(code, code))
    return name[:1].upper() + name[1:]
