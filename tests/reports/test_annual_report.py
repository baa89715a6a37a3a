"""The annual report of Kyrgyzstan for 2014, made by the command and read back."""

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from pypdf import PdfReader

from rrs_data.language.language import Language
from rrs_data.programme.published import Published, load_published
from tests.conftest import PARAMS

LANGUAGES = ("ru", "en")
KINDS = ("html", "ipynb", "pdf")


@pytest.fixture(scope="module")
def directory(output_of_all: Path) -> Path:
    """The directory of the report, made as an officer makes it."""
    return output_of_all / "KG" / "2014"


@pytest.fixture(scope="module")
def pages(directory: Path) -> dict[str, BeautifulSoup]:
    """The HTML of each language."""
    return {
        language: BeautifulSoup(
            (directory / f"rrs-KG-2014-{language}.html").read_text(encoding="utf-8"), "html.parser"
        )
        for language in LANGUAGES
    }


@pytest.fixture(scope="module")
def papers(directory: Path) -> dict[str, str]:
    """The text of the PDF of each language."""
    return {
        language: "\n".join(
            page.extract_text()
            for page in PdfReader(directory / f"rrs-KG-2014-{language}.pdf").pages
        )
        for language in LANGUAGES
    }


@pytest.fixture(scope="module")
def published() -> Published:
    """The published figures."""
    return load_published(PARAMS)


def visible(page: BeautifulSoup) -> str:
    """The text that a reader of the page meets, alternative texts included."""
    body = BeautifulSoup(str(page.body), "html.parser")
    for hidden in body(["script", "style", "svg"]):
        hidden.decompose()
    alternatives = [str(image["alt"]) for image in body("img")]
    return "\n".join([body.get_text(" "), *alternatives])


def table_under(page: BeautifulSoup, heading: str) -> list[list[str]]:
    """The cells of the first table below a section's heading."""
    (found,) = [
        tag for tag in page.select("main h1, main h2") if tag.get_text().strip().endswith(heading)
    ]
    table = found.find_next("table")
    assert isinstance(table, Tag)
    return [[cell.get_text().strip() for cell in row(["th", "td"])] for row in table("tr")[1:]]


def test_files(directory: Path) -> None:
    """The directory holds the report in each language and kind, and the achievements as data."""
    expected = {f"rrs-KG-2014-{language}.{kind}" for language in LANGUAGES for kind in KINDS}
    expected |= {"achievements.csv", "achievements.json", "ro-crate-metadata.json", "SHA256SUMS"}

    assert expected == {file.name for file in directory.glob("[!.]*")}


@pytest.mark.parametrize("language", LANGUAGES)
def test_published_figures_on_the_page(
    pages: dict[str, BeautifulSoup], published: Published, language: str
) -> None:
    """The HTML sets every published figure, and every part of it, beside one that agrees."""
    words = Language(language)
    rows = table_under(pages[language], words.t("Published figures reconciled"))
    expected = [
        (words.pick(figure.title), words.number(value), words.t("yes"))
        for figure in published.figures
        for value in (figure.value, *figure.parts.values())
    ]
    shown = [(title, value, agrees) for title, _, _, value, _, agrees in rows]

    assert [title for title, *_ in expected] == [title for title, *_ in shown]
    for (_, value, agrees), (_, found, says) in zip(expected, shown, strict=True):
        assert (value, agrees) == (
            found.removeprefix(words.t("more than {number}", number="")),
            says,
        )


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_unreplaced(
    pages: dict[str, BeautifulSoup], papers: dict[str, str], language: str
) -> None:
    """No placeholder, missing value or Markdown mark is left in what a reader sees."""
    for text in (visible(pages[language]), papers[language]):
        found = re.findall(r"[{}]|\bNone\b|\bnan\b|\bNaT\b|@(?:fig|tbl)-|:::|\*\*|⟨|\\", text)

        assert [] == found
