"""Hostile titles in registers come out as plain characters in every form, and nothing runs."""

import re
import shutil
import zipfile
from xml.etree import ElementTree as ET

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from pypdfium2 import PdfDocument
from pypdfium2.raw import FPDF_PAGEOBJ_TEXT

from reports.pipeline.cli import main
from reports.project import EVIDENCE
from tests.conftest import REGISTERS

LONG = "Ы" * 2000 + "w" * 1990 + "конец-слова"
"""4,001 characters without a blank."""

TITLES = (
    "<script>alert(1)</script>",
    "[a](javascript:alert(1)) ](javascript:alert(2))",
    "a | b || c | d",
    '=HYPERLINK("http://x.example","y")',
    "+1+1 -2 @SUM(A1)",
    "{{ 7*7 }} {% raw %}",
    "{{< include /etc/passwd >}} C:\\new\\table \\\\ \\",
    '{python} 1+1 `{python} 2` `r 3` #eval("1") #panic() $x^2$ \\frac{1}{2}',
    "@fig-x @tbl-y [@z] [^1]",
    "<!-- hidden ]]> --> &amp; &lt;",
    "<img src=x onerror=alert(3)> <iframe src=//x.example>",
    "::: {.note} ![a](b.png){width=1} ~~s~~ ^u^",
    LONG,
    "%s %d {0} {value} {language} ☎ ① 😀 ♻ ∑ ქართული",
)
"""Titles that some format or other would run, swallow or be broken by."""

OWN = re.compile("(#|https?:|mailto:).*|[.a-zA-Z0-9_/-]+(#[a-zA-Z0-9_-]+)?", re.DOTALL)
"""An address of the page's own, or one in the files beside it."""


def bare(text):
    """A text without blanks, and without what lets a long word break."""
    return re.sub(r"[\s\u200b]", "", text)


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    """The report on registers with these titles for events, organisations, grants and prizes."""
    directory = tmp_path_factory.mktemp("hostile")
    registers = shutil.copytree(REGISTERS, directory / "registers")
    for first, register in enumerate(("events", "organisations", "grants", "prizes")):
        path = registers / f"{register}.csv"
        frame = pd.read_csv(path, dtype=str, keep_default_na=False)
        titles = [TITLES[(number + 7 * first) % len(TITLES)] for number in range(len(frame))]
        for name in frame.filter(regex="^(title|nomination|place)_"):
            frame[name] = titles
        frame.to_csv(path, index=False)
    asked = ["report", "KG", "2014", "--language", "ru", "--format", "pdf,html,docx"]
    where = ["--registers", str(registers), "--output", str(directory)]

    assert 0 == main([*asked, *where, "--engine", "embedded"])
    return directory / "KG" / "2014" / "rrs-KG-2014-ru"


def parts(report, suffix):
    """The files of a form: the report, and the evidence, which has the lists of events."""
    return [report.with_name(f"{report.name}{part}{suffix}") for part in ("", EVIDENCE)]


@pytest.fixture(scope="module")
def pages(report):
    """The report's page and that of its evidence."""
    return [BeautifulSoup(path.read_bytes(), "html.parser") for path in parts(report, ".html")]


def not_shown(pages):
    """The titles that are the text of no cell on these pages."""
    cells = [bare(cell.get_text()) for page in pages for cell in page(["td", "th"])]
    return [title for title in TITLES if not any(bare(title) in cell for cell in cells)]


def test_paper_shows_every_title(report):
    """Each title stands as it was typed, the longest broken and whole, all inside the page."""
    sheets = [sheet for path in parts(report, ".pdf") for sheet in PdfDocument(path)]
    text = bare("\n".join(sheet.get_textpage().get_text_range() for sheet in sheets))
    letters = text.count(LONG[-11:]) * LONG.count("Ы")

    assert [] == [title for title in TITLES if title != LONG and bare(title) not in text]
    assert 0 < letters <= text.count("Ы") <= letters + 5
    for sheet in sheets:
        width, height = sheet.get_size()
        for one in sheet.get_objects([FPDF_PAGEOBJ_TEXT], max_depth=8):
            left, low, right, high = one.get_bounds()
            assert min(left, low, width - right, height - high) >= 0


def test_page_shows_every_title(pages):
    """Each title is the text of a cell and runs nothing: all addresses are the page's own."""
    assert [] == not_shown(pages)
    for page in pages:
        assert [] == page(["iframe", "object", "embed", "base", "form"])
        assert [] == [tag.name for tag in page(True) for name in tag.attrs if name.startswith("on")]
        assert [] == [tag["href"] for tag in page(href=True) if not OWN.fullmatch(tag["href"])]
        assert [] == [tag["src"][:40] for tag in page(src=re.compile("^(?!data:)"))]
        assert not any("alert(" in script.get_text() for script in page("script"))


def test_word_shows_every_title(report, pages):
    """In Word each title of the report's page is text, and no field is made of it."""
    shown = [title for title in TITLES if title not in not_shown(pages[:1])]
    with zipfile.ZipFile(report.with_suffix(".docx")) as archive:
        content = archive.read("word/document.xml")
        links = archive.read("word/_rels/document.xml.rels").decode("utf-8")
    text = bare("".join(ET.fromstring(content).itertext()))  # noqa: S314  our own file

    assert len(shown) > len(TITLES) / 2
    assert [] == [title for title in shown if bare(title) not in text]
    assert "javascript" not in links
    assert "x.example" not in links
