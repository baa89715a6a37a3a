"""The PDF as a gate: what a screen reader, an archive and a checking donor find in it."""

import csv
import io
import re
from collections import Counter
from itertools import pairwise

import pypdfium2
import pytest
from pypdf import PdfReader
from pypdfium2.raw import FPDF_PAGEOBJ_TEXT

MILLIMETRE = 72 / 25.4
HEAD, FOOT = 23 * MILLIMETRE, 20 * MILLIMETRE
"""What the template leaves above and below the text of a page."""

HEADING = 13
"""Points from which on letters are a heading's."""

MOST_PAGES = {"KG": 14, "TM": 10}


@pytest.fixture(scope="session", params=["report", "evidence"])
def pdf(made, request):
    """The report, and the file that tells how its figures were counted."""
    return PdfReader(made.evidence("pdf") if request.param == "evidence" else made.file("pdf"))


@pytest.fixture(scope="session")
def elements(pdf):
    """The elements of the PDF's structure, in reading order."""
    return list(_elements(pdf.trailer["/Root"]["/StructTreeRoot"]))


def test_lies_beside_its_other_forms(made):
    """The directory holds the report in each form, and its figures as data."""
    expected = {f"{made}.ipynb"}
    expected |= {f"{made.stem}.{form}" for form in ("pdf", "html", "docx", "xlsx")}
    expected |= {f"{made.stem}-evidence.{form}" for form in ("pdf", "html")}
    expected |= {"achievements.csv", "achievements.json", "ro-crate-metadata.json", "SHA256SUMS"}
    others = {"ru": "-en", "en": "-ru"}[made.language]
    found = {file.name for file in made.file("pdf").parent.glob("[!.]*")}

    assert expected == {name for name in found if others not in name}


def test_nothing_is_unreplaced(made):
    """No placeholder, missing value or Markdown mark is left in what a reader sees."""
    marks = re.compile(r"[{}]|\bNone\b|\bnan\b|\bNaT\b|@(?:fig|tbl)-|:::|\*\*|⟨|\\")
    files = [pypdfium2.PdfDocument(file) for file in (made.file("pdf"), made.evidence("pdf"))]
    texts = [page.get_textpage().get_text_range() for file in files for page in file]

    assert [] == [found for text in texts for found in marks.findall(text)]
    assert sum(map(len, texts)) > 10_000


def test_is_tagged(pdf, elements):
    """All content has its place in a structure of headings, paragraphs, tables and figures.

    A heading is at most one level below the one before it. Each figure, but that on the cover, has
    an alternative text with its numbers; each table's first row is of cells that head a column.
    """
    kinds = {element["/S"] for element in elements}
    floats = {"/Table", "/Figure", "/Caption"} if "/Figure" in kinds else set()
    levels = [int(one["/S"][2]) for one in elements if re.fullmatch(r"/H\d", one["/S"])]
    alternatives = [str(one.get("/Alt", "")) for one in elements if one["/S"] == "/Figure"][1:]
    tables = [one for one in elements if one["/S"] == "/Table"]
    first_rows = [next(row for row in _elements(one) if row["/S"] == "/TR") for one in tables]
    cells = [cell for row in first_rows for cell in _elements(row) if cell["/S"] in ("/TH", "/TD")]

    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert {"/H1", "/P"} | floats <= kinds
    assert 1 == levels[0]
    assert [] == [(before, level) for before, level in pairwise(levels) if level > before + 1]
    assert [] == [text for text in alternatives if not re.search(r"\d", text)]
    assert {"/TH"} >= {cell["/S"] for cell in cells}
    assert {"/Column"} >= {_scope(cell) for cell in cells}


def test_fonts_are_embedded(pdf):
    """The PDF looks the same on a machine with other fonts."""
    fonts = list(_fonts(pdf))

    assert any("SourceSansPro" in str(font["/FontName"]) for font in fonts)
    assert [] == [
        str(font["/FontName"])
        for font in fonts
        if not {"/FontFile", "/FontFile2", "/FontFile3"} & font.keys()
    ]


def test_carries_its_figures_and_sources(pdf, made):
    """The attached figures are those beside the report; each file says what it is, for people too.

    It has its media type, its relation to the report, and a description.
    """
    (attached,) = pdf.attachments["achievements.csv"]
    names = pdf.trailer["/Root"]["/Names"]["/EmbeddedFiles"]["/Names"]
    files = {str(one.get_object()["/F"]): one.get_object() for one in names[1::2]}
    relations = {name: file["/AFRelationship"] for name, file in files.items()}

    assert made.file("pdf").with_name("achievements.csv").read_bytes() == attached
    assert len(list(csv.DictReader(io.StringIO(attached.decode("utf-8-sig"))))) > 10
    assert {"programme.yml", "indicators.yml", "published.yml", "manifest.json"} <= files.keys()
    assert "/Data" == relations.pop("achievements.csv")
    assert {"/Source"} == set(relations.values())
    assert all(file["/EF"]["/F"]["/Subtype"] and file["/Desc"] for file in files.values())


def test_each_figure_leads_to_its_evidence(made):
    """A figure's link names a heading of the evidence file; from there the report's sections."""
    report, evidence = (PdfReader(file) for file in (made.file("pdf"), made.evidence("pdf")))

    for one, other, name in (
        (report, evidence, f"{made.stem}-evidence"),
        (evidence, report, made.stem),
    ):
        links = [link.split("#nameddest=") for link in _links(one) if "#nameddest=" in link]

        assert len(links) > 10
        assert {f"{name}.pdf"} == {file for file, _ in links}
        assert {place for _, place in links} <= other.named_destinations.keys()


@pytest.fixture(scope="session")
def pages(made):
    """The lower edges of what stands on each page after the cover, with the size of letters."""
    return [list(_edges(page)) for page in list(pypdfium2.PdfDocument(made.file("pdf")))[1:]]


def _edges(page):
    height = page.get_height()
    for one in page.get_objects(max_depth=8):
        _, low, _, high = one.get_bounds()
        if FOOT - 2 < low and high < height - HEAD + 2:
            size = one.get_font_size() if one.type == FPDF_PAGEOBJ_TEXT else 0
            yield (height - HEAD - low) / (height - HEAD - FOOT), size


def test_pages_are_few_and_full(made, pages):
    """Each page but the last is filled to a third, and what stands lowest is never a heading.

    The report of a country and year has fourteen pages at most, fewer where there is less.
    """
    filled = [max(edge for edge, _ in page) for page in pages]
    lowest = [max(page)[1] for page in pages]

    assert [] == [(number, share) for number, share in enumerate(filled[:-1], 2) if share < 1 / 3]
    assert [] == [number for number, size in enumerate(lowest, 2) if size >= HEADING]
    if made.edition.year != "final" and made.edition.country in MOST_PAGES:
        assert len(pages) + 1 <= MOST_PAGES[made.edition.country]


def test_no_line_that_leads_to_a_list_ends_a_page(made):
    """A line with a colon stands on the page of what it leads to."""
    pages = list(pypdfium2.PdfDocument(made.file("pdf")))[1:]
    texts = (
        one.get_textpage().get_text_bounded(bottom=FOOT, top=one.get_height() - HEAD)
        for one in pages
    )

    assert [] == [text.splitlines()[-1] for text in texts if text.rstrip().endswith(":")]


def test_a_broken_table_keeps_rows_together(pdf, elements):
    """A table that goes on has three rows at least on each of its pages."""
    pages = {page.indirect_reference.idnum: number for number, page in enumerate(pdf.pages, 1)}
    broken = []
    for table in (one for one in elements if one["/S"] == "/Table"):
        rows = [_places(row) for row in _elements(table) if row["/S"] == "/TR"]
        on_pages = Counter(min(pages[place] for place in row) for row in rows if row)
        if len(on_pages) > 1 and min(on_pages.values()) < 3:
            broken.append(on_pages)

    assert [] == broken


def _places(element):
    """The objects of the pages on which an element of the structure stands."""
    own = [element, *_elements(element)]
    return {one.raw_get("/Pg").idnum for one in own if "/Pg" in one}


def _links(pdf):
    notes = [note.get_object() for page in pdf.pages for note in page.get("/Annots", [])]
    return [str(note["/A"]["/URI"]) for note in notes if "/URI" in note.get("/A", {})]


def _elements(node):
    """The elements below one of the structure tree, in reading order."""
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, list) else [kids]:
        one = kid.get_object()
        if isinstance(one, dict) and "/S" in one:
            yield one
            yield from _elements(one)


def _scope(cell):
    attributes = cell.get("/A", {}).get_object() if "/A" in cell else {}
    found = attributes if isinstance(attributes, list) else [attributes]
    return next((str(one.get_object()["/Scope"]) for one in found if "/Scope" in one), "")


def _fonts(pdf):
    """The descriptors of all fonts, those inside charts too."""
    for number in range(1, int(pdf.trailer["/Size"])):
        one = pdf.get_object(number)
        if isinstance(one, dict) and one.get("/Type") == "/FontDescriptor":
            yield one
