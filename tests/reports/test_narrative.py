"""What people write for a report: pictures, quotes, footnotes, tables and links; and its faults."""

import io
import json
import shutil
import zipfile
from dataclasses import replace

import numpy as np
import pytest
from bs4 import BeautifulSoup
from PIL import Image
from pypdf import PdfReader

from reports.archive.content import content_of
from reports.pipeline.summary import failures_text, summary_text
from reports.render.engine import EmbeddedEngine
from rrs_data import FaultsError
from rrs_data.programme.narrative import DEMONSTRATION, LARGEST, Narrative, read_photo
from tests.conftest import PARAMS
from tests.driver import made, request_of
from tests.small_notebooks import all_parameters, code, write_notebook

STORY = """\
### Guests and hosts

Kyrgyzstan was a host.[^who] See
[their page](https://example.org/a "Page"){.x ping="https://e.example" onclick="x()"}.

> What one had tried, another could ask about.

![Guests stand before a school in Osh.](tour.jpg "The study tour in Osh")

#### In numbers

| Visit | Guests |
| --- | ---: |
| Osh | 12 |

![A poster](poster.png)

[^who]: In two study tours.
"""
CELLS = """
from rrs_data import open_report, section
from rrs_data.report.sections import tracking
from rrs_data.report.sections.background import written
report = open_report(country, year, language, params=params)
section("Story", *written(report, "success-story"))
section("Plan", *written(report, "plan"))
section("Targets", *tracking.table(report))
"""


def write_pictures(directory):
    """A photo on its side with a place and an owner, and a poster."""
    pixels = np.zeros((1500, 2500, 3), dtype="uint8")
    pixels[:, :1250, 0] = 200
    exif = Image.Exif()
    exif[0x0112], exif[0x013B] = 6, "Somebody"
    exif.get_ifd(0x8825)[1] = "N"
    directory.mkdir(parents=True, exist_ok=True)
    Image.fromarray(pixels).save(directory / "tour.jpg", exif=exif)
    Image.fromarray(pixels[:90, :60]).save(directory / "poster.png")


def narrative_of(params, text):
    """The narrative of KG 2014 in English, of which this is the plan."""
    narrative = Narrative(params, "KG", "2014", "en", illustrative=False)
    write_pictures(narrative.directory)
    narrative.path("plan").write_text(text, encoding="utf-8")
    return narrative


def made_in(home, *formats):
    """What becomes of a report that shows what people wrote, with the parameters in a directory."""
    notebook = write_notebook(home / "notebooks", all_parameters(), code(CELLS))
    request = request_of(notebook, home / "made", ["en"])
    request = replace(request, params=home / "params", formats=formats)
    return made(request, EmbeddedEngine())[0]


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """What is said of a report with a story, and the directory of its files."""
    home = tmp_path_factory.mktemp("narrative")
    shutil.copytree(PARAMS, home / "params")
    plan = STORY.replace("In two study tours", "In one school").replace("###", "#")
    directory = narrative_of(home / "params", plan).directory
    texts = {"success-story": f"{DEMONSTRATION}\n\n{STORY}", "chalenges": "A slip of the pen."}
    for topic, text in texts.items():
        (directory / f"{topic}.en.md").write_text(text, encoding="utf-8")
    ran = made_in(home, "html", "pdf", "docx")

    assert () == ran.outcomes[0].failures
    return " ".join(summary_text(ran, []).split()), home / "made" / "KG" / "2014"


def test_a_page_shows_what_was_written(told):
    """Links, pictures and notes of two texts are there; what no section shows is named."""
    path = told[1] / "rrs-KG-2014-en.html"
    page = BeautifulSoup(path.read_bytes(), "html.parser")
    links = page.select("a:-soup-contains('their page')")
    pictures = page.select('img[src^="data:image/jpeg"]')
    notes = [one.get_text().strip("↩︎\n") for one in page.select('[role="doc-endnotes"] li')]
    heads = [one.get_text(strip=True).lstrip("0123456789.") for one in page.select("h2")]

    assert [{"href": "https://example.org/a", "title": "Page"}] * 2 == [one.attrs for one in links]
    assert ["Guests stand before a school in Osh."] * 2 == [one["alt"] for one in pictures]
    assert pictures[0].find_parent("figure").figcaption.get_text().endswith("tour in Osh")
    assert ["In two study tours.", "In one school."] == notes
    assert (2, 2) == (len(page.select("blockquote")), heads.count("Guests and hosts"))
    assert "No section shows narrative/KG/2014/chalenges.en.md" in told[0]
    assert "poster.png" not in told[0]
    assert "narrative/KG/2014/tour.jpg" in json.loads(content_of(path).manifest)["parameter_files"]


def test_the_other_files_show_it_too(told):
    """The PDF and the Word file have the photo, its caption, the quote, the note and the table."""
    pages = PdfReader(told[1] / "rrs-KG-2014-en.pdf").pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    photos = [image for page in pages for image in page.images if image.image.width > 500]
    with zipfile.ZipFile(told[1] / "rrs-KG-2014-en.docx") as file:
        document = file.read("word/document.xml").decode()
        notes = file.read("word/footnotes.xml").decode()

    assert photos
    for words in ("The study tour in Osh", "another could ask about", "In one school", "Osh 12"):
        assert words in text
    assert "Guests stand before a school in Osh." in document
    assert "In two study tours" in notes


def test_a_photo_is_only_its_pixels(tmp_path):
    """It stands upright, fits half a page, and says nothing of its camera, place and owner."""
    write_pictures(tmp_path)
    kind, content = read_photo(tmp_path, "tour.jpg")
    picture = Image.open(io.BytesIO(content))

    assert "image/jpeg" == kind
    assert picture.width < picture.height <= LARGEST[1]
    assert {} == dict(picture.getexif())
    assert b"Somebody" not in content
    assert content == read_photo(tmp_path, "tour.jpg")[1]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\ufeff\nA plan *of a year*.\n\n", "A plan *of a year*."),
        ("# A\n\nx\n\n## B", "## A\n\nx\n\n### B"),
        ("## A\n\n### B", "## A\n\n### B"),
        ("a # b\n#c", "a # b\n#c"),
        ("\ufeff\n \n", None),
        (f"{DEMONSTRATION}\nx", None),
    ],
)
def test_a_text_stands_as_it_was_written(tmp_path, text, expected):
    """Its headings are below the section's own; an empty or a demonstration's file is no text."""
    narrative = narrative_of(tmp_path, text)

    assert expected == ([one.markdown for one in narrative.pieces("plan")] or [None])[0]
    assert (expected is None) == (not narrative.written("plan"))


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("![](tour.jpg)", "the picture “tour.jpg” without words"),
        ("![A tour](tuor.jpg)", "the picture “tuor.jpg”: No such file"),
        ("![A tour](../tour.jpg)", "the picture “../tour.jpg”: it lies elsewhere"),
        ("![A tour](https://example.org/a)", "the picture “https://example.org/a”: No such"),
        ("![A tour](plan.en.md)", "the picture “plan.en.md”: cannot identify"),
        ("See ![A tour](tour.jpg)", "“See ![A tour](tour.jpg)”"),
        ("[A page](javascript:x)", "a link to “javascript:x”"),
        ("[page]: https://example.org", "“[page]: https://example.org”"),
        ("It was so.[^1]", "the footnote “[^1]”"),
        ("[^1]: It was so.", "the footnote “[^1]”"),
    ],
)
def test_a_fault_names_the_file_and_the_line(tmp_path, line, found):
    """Several are reported together, before the notebook runs."""
    narrative = narrative_of(tmp_path, f"## A plan\n\n{line}\n\n[x](y)\n")
    with pytest.raises(FaultsError) as error:
        narrative.pieces("plan")
    path = narrative.path("plan")
    faults = {fault.where: fault.found for fault in error.value.faults}

    assert [*error.value.faults] == [*narrative.faults()]
    assert faults[f"{path}, line 3"].startswith(found)
    assert "a link to “y”" == faults[f"{path}, line 5"]


def test_another_encoding_is_told(tmp_path):
    """With the file."""
    narrative = narrative_of(tmp_path, "")
    narrative.path("plan").write_bytes("План".encode("cp1251"))

    with pytest.raises(FaultsError, match=r"plan\.en\.md"):
        narrative.written("plan")


def test_what_the_page_cannot_show_is_named_by_file_and_line(tmp_path):
    """A div or a shortcode that the dialect does not have is to be mended in the file."""
    params = shutil.copytree(PARAMS, tmp_path / "params")
    text = "## A plan\n\n::: {.box}\nx\n:::\n\n#### Deep {{< x >}}\n"
    path = narrative_of(params, text).path("plan")
    with path.with_name("deviations.en.md").open("a", encoding="utf-8") as file:
        file.write("\n![A tour](tour.jpg)\n")
    said = failures_text(made_in(tmp_path, "html"))

    for place in ("plan.en.md, line 3", "plan.en.md, line 7", "deviations.en.md"):
        assert f"narrative/KG/2014/{place}\n" in said
