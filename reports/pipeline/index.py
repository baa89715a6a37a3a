"""The index: a page in each language that lists every report of an output directory.

``index.html`` is in the programme's first language and links to the others (``index-en.html``), so
that whoever gets the directory reads one language at a time. The pages are self-contained like the
reports, and the same reports give the same bytes.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

from babel import Locale
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from reports.pipeline.output import sealed
from reports.render.brand import font_faces, load_brand
from rrs_data.language.language import NOTHING, Language
from rrs_data.programme.programme import FINAL, REGION, Period, Programme

NAME = "index"
FIRST = f"{NAME}.html"
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

RECORD = "achievements.json"
REPORT = re.compile(r"([A-Z]{2,3})/([0-9]{4}|final)/achievements\.json")

Values = dict[str, Any]
"""What the template takes for a part of the page."""


@dataclass(frozen=True)
class Store:
    """Where reports lie: the files there by name with their sizes, and how one is read."""

    sizes: Mapping[str, int]
    read: Callable[[str], bytes]

    @classmethod
    def of_directory(cls, output: Path) -> Store:
        """An output directory."""
        files = [path for path in output.glob("*/*/*") if path.is_file()]
        sizes = {path.relative_to(output).as_posix(): path.stat().st_size for path in files}
        return cls(sizes, lambda name: (output / name).read_bytes())


@dataclass(frozen=True)
class MadeReport:
    """A report that lies in a store: its record, and its files with their languages."""

    country: str
    year: str
    record: Mapping[str, Any]
    files: Sequence[tuple[str, str]]

    @property
    def period(self) -> Period:
        """The days that it reports on. Raises ValueError or KeyError where there are none."""
        start, end = (date.fromisoformat(self.record["period"][day]) for day in ("start", "end"))
        return Period(start, end)

    @property
    def key_figures(self) -> Mapping[str, Mapping[str, Any]]:
        """The achievements of indicators that play a role, by role."""
        return {one["role"]: one for one in self.record["achievements"] if one.get("role")}


def reports_in(store: Store) -> list[MadeReport]:
    """The reports of a store, by country, year by year, the final ones last.

    Whatever else lies there, or is broken, is passed over.
    """
    found = (_read(store, match) for match in map(REPORT.fullmatch, store.sizes) if match)
    return sorted(filter(None, found), key=lambda report: (report.country, report.year))


def _read(store: Store, match: re.Match[str]) -> MadeReport | None:
    """The report that a record belongs to; None where it is not one, or not whole."""
    country, year = match.groups()
    try:
        record = json.loads(store.read(match[0]))
        report = MadeReport(country, year, record, list(_files(store, country, year)))
        same = (record["country"], str(record["year"])) == (country, year)
        numbers = all(
            isinstance(one["actual"], int | float | None) for one in record["achievements"]
        )
        whole = same and numbers and bool(report.period)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return report if whole and any(language for _, language in report.files) else None


def _files(store: Store, country: str, year: str) -> Iterator[tuple[str, str]]:
    """The report's own files among what lies in its directory, with their languages."""
    form = re.compile(
        rf"{country}/{year}/(?:rrs-{country}-{year}-([a-z]{{2,3}})|achievements)\.(\w+)"
    )
    found = [match for match in map(form.fullmatch, store.sizes) if match and match[2] in KINDS]
    for match in sorted(found, key=lambda one: (list(KINDS).index(one[2]), one[0])):
        yield match[0], match[1] or ""


def index_pages(store: Store, programme: Programme) -> dict[str, str]:
    """The pages by their names; the one to begin with is :data:`FIRST`."""
    return {
        page_name(language, programme): sealed(index_page(store, programme, language))
        for language in programme.languages
    }


def page_name(language: str, programme: Programme) -> str:
    """The file of a language's page: the programme's first language has the plain name."""
    return f"{NAME}.html" if language == programme.languages[0] else f"{NAME}-{language}.html"


def index_page(store: Store, programme: Programme, code: str) -> str:
    """The page of one language."""
    language, made = Language(code), reports_in(store)
    return _template().render(
        lang=code,
        css=_style(),
        words=_words(language),
        abbreviation=language.pick(programme.abbreviation),
        programme=language.pick(programme.title),
        implementer=language.pick(programme.implementer),
        illustrative=any(report.record.get("illustrative") for report in made),
        countries=_countries(store, made, programme, language),
        columns=_columns(language),
        titles=_titles(made, language),
        languages={one: _name_of(one, language) for one in _languages(made, programme)},
        others=[
            {"lang": other, "name": _own_name(other), "page": page_name(other, programme)}
            for other in programme.languages
            if other != code
        ],
    )


def _words(language: Language) -> dict[str, str]:
    t = language.t
    return {
        "reports": t("Reports"),
        "about": t("All reports that lie beside this page, with their key figures and files."),
        "notice": t(
            "Reports marked with an asterisk are demonstrations made from illustrative registers."
        ),
        "demonstration": t("demonstration"),
        "skip": t("Skip to the text"),
        "contents": t("Contents"),
        "other_languages": t("Other languages"),
        "period": t("Reporting period"),
        "targets": t("Indicators beside their targets"),
        "data": t("Data"),
        "counted": t("What the key figures count"),
    }


def _columns(language: Language) -> dict[str, str]:
    """The key figures: the role that an indicator plays, and a name short enough for a column."""
    t = language.t
    return {
        "participants": t("People at regional events"),
        "participants_since_start": t("People at regional events since the start"),
        "organisations_served": t("Organizations served since the start"),
        "people_trained": t("People trained"),
    }


def _titles(made: Iterable[MadeReport], language: Language) -> dict[str, str]:
    """The full titles of the key figures, as the reports have them."""
    found = {role: one["title"] for report in made for role, one in report.key_figures.items()}
    return {
        role: found[role].get(language.code, "") for role in _columns(language) if role in found
    }


def _countries(
    store: Store, made: Iterable[MadeReport], programme: Programme, language: Language
) -> list[Values]:
    """The reports of each country: all countries together first, then in the programme's order."""
    order = [REGION, *programme.countries]
    ranked = sorted(made, key=lambda one: (_place(one.country, order), one.country))
    return [
        {
            "code": code,
            "name": (name := _country_name(code, programme, language)),
            "reports": [_row(report, store, name, language) for report in reports],
        }
        for code, reports in groupby(ranked, key=lambda report: report.country)
    ]


def _place(country: str, order: Sequence[str]) -> int:
    return order.index(country) if country in order else len(order)


def _country_name(code: str, programme: Programme, language: Language) -> str:
    """A country's name; its code where the programme does not know it."""
    if code == REGION:
        return language.t("All countries")
    known = programme.countries.get(code)
    return language.pick(known.name) if known else code


def _row(report: MadeReport, store: Store, country: str, language: Language) -> Values:
    year = language.t("Final report") if report.year == FINAL else report.year
    files: dict[str | None, list[Values]] = {}
    for name, code in report.files:
        kind, size = KINDS[name.rpartition(".")[2]], _size(store.sizes[name], language)
        files.setdefault(code or None, []).append({"href": name, "kind": kind, "size": size})
    figures = report.key_figures
    return {
        "year": year,
        "name": f"{country}, {year}",
        "period": language.span(report.period),
        "illustrative": bool(report.record.get("illustrative")),
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
    counts = Counter(str(one["status"]) for one in report.record["achievements"])
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


def _languages(made: Iterable[MadeReport], programme: Programme) -> list[str]:
    """The languages in which there are files: the programme's first, in its order."""
    found = {code for report in made for _, code in report.files if code}
    return sorted(found, key=lambda one: (_place(one, programme.languages), one))


def _name_of(code: str, language: Language) -> str:
    """A language's name in the page's language; its code where that has none."""
    name = str(language.locale.languages.get(code, code))
    return name[:1].upper() + name[1:]


def _own_name(code: str) -> str:
    """A language's name in itself, for those who read only that."""
    name = str(Locale(code).languages[code])
    return name[:1].upper() + name[1:]


def _style() -> str:
    """The reports' own style sheet with fonts and colours, as one text."""
    brand = load_brand()
    sheet = (TEMPLATES / "style.css").read_text(encoding="utf-8")
    return font_faces(brand.family) + brand.custom_properties() + sheet


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    return environment.get_template("index.html")
