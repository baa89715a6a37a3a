"""The index: a page in each language that lists every report of an output directory.

``index.html`` is in the programme's first language and links to the others (``index-en.html``), so
that whoever gets the directory reads one language at a time. The pages are self-contained like the
reports, and the same reports give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

from babel import Locale
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from reports.pipeline.made_reports import MadeFile, MadeReport, Store, reports_in
from reports.pipeline.output import sealed
from reports.render.brand import font_faces, load_brand
from rrs_data.language.language import NOTHING, Language
from rrs_data.programme.periods import FINAL
from rrs_data.programme.programme import REGION, Programme

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
"""What a reader knows the files' formats as."""

Values = dict[str, Any]
"""What the template takes for a part of the page."""


def index_pages(store: Store, programme: Programme) -> dict[str, str]:
    """The pages by their names; the one to begin with is :data:`FIRST`."""
    made = reports_in(store)
    return {
        page_name(language, programme): sealed(index_page(made, programme, language))
        for language in programme.languages
    }


def page_name(language: str, programme: Programme) -> str:
    """The file of a language's page: the programme's first language has the plain name."""
    return f"{NAME}.html" if language == programme.languages[0] else f"{NAME}-{language}.html"


def index_page(made: Sequence[MadeReport], programme: Programme, code: str) -> str:
    """The page of one language."""
    language = Language(code)
    return _template().render(
        lang=code,
        css=_style(),
        words=_words(language),
        abbreviation=language.pick(programme.abbreviation),
        programme=language.pick(programme.title),
        implementer=language.pick(programme.implementer),
        illustrative=any(report.illustrative for report in made),
        countries=_countries(made, programme, language),
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
    found = {role: figure.title for report in made for role, figure in report.figures.items()}
    return {
        role: found[role].get(language.code, "") for role in _columns(language) if role in found
    }


def _countries(
    made: Iterable[MadeReport], programme: Programme, language: Language
) -> list[Values]:
    """The reports of each country: all countries together first, then in the programme's order."""
    order = [REGION, *programme.countries]
    ranked = sorted(made, key=lambda one: (_place(one.country, order), one.country))
    return [
        {
            "code": code,
            "name": (name := _country_name(code, programme, language)),
            "reports": [_row(report, name, language) for report in reports],
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


def _row(report: MadeReport, country: str, language: Language) -> Values:
    year = language.t("Final report") if report.year == FINAL else str(report.year)
    files: dict[str | None, list[Values]] = {}
    for file in report.files:
        files.setdefault(file.language, []).append(_file(file, language))
    return {
        "year": year,
        "name": f"{country}, {year}",
        "period": language.span(report.period),
        "illustrative": report.illustrative,
        "figures": {role: _figure(report, role, language) for role in _columns(language)},
        "statuses": _statuses(report.statuses, language),
        "files": files,
    }


def _figure(report: MadeReport, role: str, language: Language) -> str:
    figure = report.figures.get(role)
    return language.number(figure.actual) if figure else NOTHING


def _statuses(counts: Mapping[str, int], language: Language) -> dict[str, str]:
    """How many indicators are on target, above and below it; nothing is said of none."""
    t = language.t
    told = {
        status: language.number(counts[status])
        for status in ("met", "above", "below")
        if counts.get(status)
    }
    texts = {
        "met": t("on target: {number}", number=told.get("met")),
        "above": t("above target: {number}", number=told.get("above")),
        "below": t("below target: {number}", number=told.get("below")),
    }
    return {status: texts[status] for status in told}


def _file(file: MadeFile, language: Language) -> Values:
    return {
        "href": file.path,
        "kind": KINDS[file.kind],
        "size": _size(file.size, language),
    }


def _size(size: int, language: Language) -> str:
    """A file's size as a reader knows it: in kilobytes, or megabytes with one digit."""
    if size < 999_500:
        return language.t("{size} kB", size=language.number(max(1, round(size / 1000))))
    return language.t("{size} MB", size=language.number(size / 1_000_000, 1))


def _languages(made: Iterable[MadeReport], programme: Programme) -> list[str]:
    """The languages in which there are files: the programme's first, in its order."""
    found = {file.language for report in made for file in report.files if file.language}
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
