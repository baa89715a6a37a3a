"""The annual report of Kyrgyzstan for 2014, made by the command and read back."""

import re

import pytest
from bs4 import BeautifulSoup
from pypdf import PdfReader

LANGUAGES = ("ru", "en")
KINDS = ("html", "ipynb", "pdf")


@pytest.fixture(scope="module")
def directory(output_of_all):
    """The directory of the report, made as an officer makes it."""
    return output_of_all / "KG" / "2014"


@pytest.fixture(scope="module")
def pages(directory):
    return {
        language: BeautifulSoup(
            (directory / f"rrs-KG-2014-{language}.html").read_text(encoding="utf-8"), "html.parser"
        )
        for language in LANGUAGES
    }


@pytest.fixture(scope="module")
def papers(directory):
    """The text of the PDF of each language."""
    return {
        language: "\n".join(
            page.extract_text()
            for page in PdfReader(directory / f"rrs-KG-2014-{language}.pdf").pages
        )
        for language in LANGUAGES
    }


def visible(page):
    """The text that a reader of the page meets, alternative texts included."""
    body = BeautifulSoup(str(page.body), "html.parser")
    for hidden in body(["script", "style", "svg"]):
        hidden.decompose()
    alternatives = [str(image["alt"]) for image in body("img")]
    return "\n".join([body.get_text(" "), *alternatives])


def test_files(directory):
    """The directory holds the report in each language and kind, and the achievements as data."""
    expected = {f"rrs-KG-2014-{language}.{kind}" for language in LANGUAGES for kind in KINDS}
    expected |= {"achievements.csv", "achievements.json", "ro-crate-metadata.json", "SHA256SUMS"}

    assert expected == {file.name for file in directory.glob("[!.]*")}


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_unreplaced(pages, papers, language):
    """No placeholder, missing value or Markdown mark is left in what a reader sees."""
    for text in (visible(pages[language]), papers[language]):
        found = re.findall(r"[{}]|\bNone\b|\bnan\b|\bNaT\b|@(?:fig|tbl)-|:::|\*\*|⟨|\\", text)

        assert [] == found
