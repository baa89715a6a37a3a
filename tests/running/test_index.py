"""The index: every report of an output directory, for a reader of either language."""

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from reports.pipeline.index import MadeReport, Store, index_pages, reports_in
from rrs_data.programme.programme import FINAL, Programme, Year
from tests.driver import made, request_of
from tests.rendering.conftest import HtmlPage
from tests.small_notebooks import COVER, all_parameters, record_cell, write_notebook

HOSTILE = '<script>alert("x")</script> & «цель»'
VALUES = {
    "participants": 1061,
    "participants_since_start": 90,
    "organisations_served": None,
    "people_trained": 38,
}
"""The actuals of the key figures by the role that their indicators play."""


def record(country: str, year: Year, **changes: Any) -> dict[str, Any]:
    """The achievements of a report, as far as the index reads them."""
    achievements = [
        {
            "indicator": "A1",
            "role": role,
            "title": {"ru": HOSTILE, "en": HOSTILE},
            "unit": "people",
            "actual": value,
            "status": "no_data" if value is None else "below" if value == 38 else "met",
        }
        for role, value in VALUES.items()
    ]
    period = {"start": "2013-10-01", "end": "2014-09-30", "year": year}
    named = {"country": country, "year": year, "period": period, "illustrative": False}
    return {**named, "achievements": achievements, **changes}


def put(output: Path, country: str, year: Year, *endings: str, **changes: Any) -> Path:
    """A report in an output directory: its record, and files of 2 kB with these endings."""
    directory = output / country / str(year)
    directory.mkdir(parents=True)
    content = json.dumps(record(country, year, **changes))
    (directory / "achievements.json").write_text(content)
    for ending in endings:
        (directory / f"rrs-{country}-{year}-{ending}").write_bytes(b"x" * 2000)
    return directory


def listed(output: Path) -> list[MadeReport]:
    """The reports in a directory."""
    return reports_in(Store.of_directory(output))


def source_of(output: Path, programme: Programme, name: str = "index-en.html") -> str:
    """A page, the English one."""
    return index_pages(Store.of_directory(output), programme)[name]


class Page(HtmlPage):
    """A page of the list of reports, without its style sheet."""

    def __init__(self, source: str) -> None:
        super().__init__(source.partition("</style>")[2])

    def values(self, tag: str, name: str) -> list[str | None]:
        """The values of an attribute in all elements of a kind, where they have it."""
        found = [attributes for one, attributes in self.elements if one == tag]
        return [attributes[name] for attributes in found if name in attributes]


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """Three reports: of a country in both languages, of another in one, and the final one."""
    put(tmp_path, "KZ", 2014, "ru.pdf")
    put(tmp_path, "KG", 2014, "ru.pdf", "ru.html", "ru.docx", "en.pdf", illustrative=True)
    put(tmp_path, "ALL", FINAL, "en.html")
    return tmp_path


@pytest.fixture
def page(output: Path, programme: Programme) -> Page:
    """The English page."""
    return Page(source_of(output, programme))


def test_every_report_has_its_place(page: Page) -> None:
    """Countries stand in the programme's order after the region; a row is a year."""
    order = [page.text.rindex(name) for name in ("All countries", "Kyrgyzstan", "Kazakhstan")]

    assert sorted(order) == order
    assert 3 == page.values("th", "scope").count("row")
    assert "Final report" in page.text


def test_every_file_is_linked_with_its_size(page: Page, output: Path) -> None:
    """Each file of a report can be opened from the page, and its size is known before."""
    links = [link for link in page.values("a", "href") if link and "/" in link]
    expected = [
        "ALL/final/rrs-ALL-final-en.html",
        "ALL/final/achievements.json",
        "KG/2014/rrs-KG-2014-ru.pdf",
        "KG/2014/rrs-KG-2014-ru.html",
        "KG/2014/rrs-KG-2014-ru.docx",
        "KG/2014/rrs-KG-2014-en.pdf",
        "KG/2014/achievements.json",
        "KZ/2014/rrs-KZ-2014-ru.pdf",
        "KZ/2014/achievements.json",
    ]

    assert expected == links
    assert [True] * len(links) == [(output / link).is_file() for link in links]
    assert 6 == page.text.count(" 2 kB")
    assert "PDF, Kyrgyzstan, 2014, Russian" in page.text  # links are told apart by their text
    assert "PDF, Kyrgyzstan, 2014, English" in page.text


def test_key_figures(page: Page) -> None:
    """The actuals stand in the locale's form; what is missing is a dash, not a zero."""
    assert "1,061 90 — 38 on target: 2 below target: 1" in page.text


def test_russian(output: Path, programme: Programme) -> None:
    """The first language's page has the plain name, says all in Russian and leads to the other."""
    page = Page(source_of(output, programme, "index.html"))

    assert "Кыргызстан" in page.text
    assert "1 061 90 — 38 по плану: 2 ниже плана: 1" in page.text
    assert {"lang": "en", "hreflang": "en", "href": "index-en.html"} in [
        attributes for tag, attributes in page.elements if tag == "a"
    ]


def test_demonstrations_are_marked(output: Path, programme: Programme) -> None:
    """A report from illustrative registers says so; where all are real nothing is said."""
    pages = [source_of(output, programme)]
    shutil.rmtree(output / "KG")
    pages.append(source_of(output, programme))

    assert [1, 0] == [Page(page).text.count("2014* (demonstration)") for page in pages]
    assert [1, 0] == [Page(page).text.count("illustrative registers") for page in pages]


def test_hostile_text_comes_out_as_its_characters(page: Page) -> None:
    """A title from a record is text, whatever it looks like."""
    assert HOSTILE in page.text
    assert "script" not in {tag for tag, _ in page.elements}


def test_landmarks_and_headers(page: Page) -> None:
    """Landmarks once, each heading a level below, scopes on all headers, frames that scroll."""
    tags = [tag for tag, _ in page.elements]
    headings = [tag for tag in tags if re.fullmatch(r"h\d", tag)]

    assert [1, 2, 1, 1] == [tags.count(tag) for tag in ("header", "nav", "main", "footer")]
    assert ["h1", "h2"] == sorted(set(headings))
    assert tags.count("th") == len(page.values("th", "scope"))
    assert ["0", "0", "0"] == page.values("div", "tabindex")
    assert "Skip to the text" in page.text


def test_links_inside_the_page(page: Page) -> None:
    """Every link inside the page has one target."""
    ids = [str(attributes["id"]) for _, attributes in page.elements if "id" in attributes]
    inside = {link[1:] for link in page.values("a", "href") if link and link.startswith("#")}

    assert sorted(set(ids)) == sorted(ids)
    assert {"text"} <= inside <= set(ids)


def test_nothing_from_the_network(output: Path, programme: Programme) -> None:
    """Fonts and styles are inside the page."""
    source = source_of(output, programme)

    assert not re.search(r"url\((?!data:)|@import|https?://|<link|<script", source)


@pytest.mark.parametrize(
    "content",
    ["", "{", "[]", '{"country": "TJ", "year": 2014}', json.dumps(record("TJ", 2015))],
    ids=["empty", "cut off", "a list", "without figures", "of another year"],
)
def test_broken_directories_are_passed_over(output: Path, content: str) -> None:
    """A record that cannot be read does not keep the other reports from the list."""
    put(output, "TJ", 2014, "ru.pdf")
    (output / "TJ/2014/achievements.json").write_text(content)

    assert ["ALL", "KG", "KZ"] == [report.edition.country for report in listed(output)]


def test_another_notebook_has_a_row_of_its_own(output: Path, programme: Programme) -> None:
    """It stands below the annual report, with the title that the programme gives it, if any."""
    directory = output / "KG/2014-visit"
    directory.mkdir()
    (directory / "achievements.json").write_text(json.dumps(record("KG", 2014)))
    (directory / "rrs-KG-2014-visit-en.pdf").write_bytes(b"x")
    source = source_of(output, programme)

    assert ["2014", "2014-visit"] == [one.edition.issue for one in listed(output)[1:3]]
    assert "2014, visit" in Page(source).text
    assert 'href="KG/2014-visit/rrs-KG-2014-visit-en.pdf"' in source


def test_foreign_directories_and_files_are_passed_over(output: Path) -> None:
    """What no run made is not in the list, be it beside the reports or among a report's files."""
    put(output, "_failed", 2014, "ru.pdf")
    put(output, "photos", 2014, "ru.pdf")
    put(output, "TJ", 2014)
    (output / "UZ").write_text("a file")
    (output / "KZ/2014/notes.pdf").write_text("a note")
    (output / "KZ/2014/rrs-KG-2014-ru.pdf").write_text("of another report")

    assert ["ALL", "KG", "KZ"] == [report.edition.country for report in listed(output)]
    assert [2, 5, 2] == [len(report.files) for report in listed(output)]


def test_an_index_that_cannot_be_written_is_a_failure(tmp_path: Path) -> None:
    """The reports are made all the same; the message names the place."""
    (tmp_path / "out/index.html").mkdir(parents=True)
    notebook = write_notebook(tmp_path / "nb", all_parameters(), COVER, record_cell("1"))
    ran, _ = made(request_of(notebook, tmp_path / "out", ["en"]))

    assert (None, 7) == (ran.index, len(ran.outcomes[0].files))
    assert ["The list of all reports"] == [failure.subject for failure in ran.failures]
    assert str(tmp_path / "out") in ran.failures[0].message
