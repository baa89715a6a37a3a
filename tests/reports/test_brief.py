"""The brief: one page for a busy donor, with the annual report's own figures."""

import json
import shutil
import zipfile

import pytest
from bs4 import BeautifulSoup
from pypdf import PdfReader

from reports.archive.verify import IDENTICAL, verify
from reports.pipeline.cli import main

MADE = {
    ("KG", "2014", "--language=en"): "pdf,html,docx",
    ("KG", "2014", "--language=en", "--period=Q2"): "pdf",
    ("ALL", "final", "--language=ru"): "pdf",
}
"""A country with every section, a part of its year, and the longest."""


@pytest.fixture(scope="module")
def output(tmp_path_factory):
    output = tmp_path_factory.mktemp("briefs")
    options = ["--notebook", "brief", "--engine", "embedded", "--output", str(output)]
    for report, formats in MADE.items():
        assert 0 == main(["report", *report, *options, "--format", formats])
    return output


@pytest.fixture(scope="module")
def page(output):
    path = output / "KG/2014-brief/rrs-KG-2014-brief-en.html"
    return BeautifulSoup(path.read_bytes(), "html.parser")


def test_one_page(output):
    """In each language, and whatever its period, exactly one."""
    assert [1, 1, 1] == [len(PdfReader(path).pages) for path in output.glob("*/*/*.pdf")]


def test_six_figures_with_target_and_trend(output, page):
    """They are the annual report's, found by the role that an indicator plays."""
    record = json.loads((output / "KG/2014-brief/achievements.json").read_text(encoding="utf-8"))
    people = next(one for one in record["achievements"] if one.get("role") == "participants")
    tiles = [" ".join(tile.stripped_strings) for tile in page.find_all("div", class_="tile")]
    wanted = [f"target {people['target']:.0f} (", f"2013: {people['previous']:.0f}"]

    assert 6 == len(tiles)
    assert tiles[0].startswith(f"{people['actual']:.0f} ")
    assert [] == [one for one in wanted if one not in tiles[0].replace("( ", "(")]


def test_what_a_brief_has_not(output, page):
    """No contents, no numbered headings and no dead links; one chart, and the money."""
    headings = [heading.get_text() for heading in page.select("main h1, main h2")]
    with zipfile.ZipFile(output / "KG/2014-brief/rrs-KG-2014-brief-en.docx") as word:
        text = word.read("word/document.xml").decode()

    assert ["Summary", "Participants of regional events", "Financial summary"] == headings
    assert 1 == len(page.find_all("figure"))
    assert ["#text"] == [link["href"] for link in page.select('a[href^="#"]')]
    assert "Contents" not in page.get_text() + text
    assert "Financial summary" in text


def test_a_received_brief_is_verified(output, tmp_path):
    """It says itself which notebook it was made from."""
    asked = []

    def make(options, _versions, target):
        asked.append(options)
        shutil.copytree(output / "ALL" / "final-brief", target / "ALL" / "final-brief")

    verdict = verify(output / "ALL" / "final-brief", make, tmp_path / "nothing published")

    assert IDENTICAL == verdict.code, str(verdict)
    assert ["brief"] == [options["notebook"] for options in asked]
