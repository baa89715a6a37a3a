"""The PDF as a gate: what a screen reader, an archive and a checking donor find in it."""

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
    expected = {f"{made}.ipynb", "achievements.csv", "achievements.json"}
    expected |= {f"{made.stem}.{form}" for form in ("pdf", "html", "docx", "xlsx")}
    expected |= {f"{made.stem}-evidence.{form}" for form in ("pdf", "html")}
    expected |= {"ro-crate-metadata.json", "SHA256SUMS"}
    other = {"ru": "-en", "en": "-ru"}[made.language]
    found = {file.name for file in made.file("pdf").parent.glob("[!.]*")}

    assert expected == {name for name in found if other not in name}


def test_nothing_is_unreplaced(made):
    """No placeholder, missing value or Markdown mark is left in what a reader sees."""
    marks = re.compile(r"[{}]|\bNone\b|\bnan\b|\bNaT\b|@(?:fig|tbl)-|:::|\*\*|⟨|\\")
    files = [pypdfium2.PdfDocument(file) for file in (made.file("pdf"), made.evidence("pdf"))]
    texts = [page.get_textpage().get_text_range() for file in files for page in file]

    assert [] == [found for text in texts for found in marks.findall(text)]
    assert sum(map(len, texts)) > 10_000


def test_is_tagged(pdf, elements):
    """All has its place: headings step by step, figures with their numbers, tables with heads."""
    kinds = {element["/S"] for element in elements}
    floats = {"/Table", "/Caption"} if "/Figure" in kinds else set()
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
    """The PDF looks the same on a machine with other fonts: those of charts are in it, too."""
    objects = [pdf.get_object(number) for number in range(1, int(pdf.trailer["/Size"]))]
    fonts = [one for one in objects if isinstance(one, dict) and "/FontName" in one]

    assert any("SourceSansPro" in font["/FontName"] for font in fonts)
    assert all({"/FontFile", "/FontFile2", "/FontFile3"} & font.keys() for font in fonts)


def test_carries_its_figures_and_sources(pdf, made):
    """The figures are those beside the report; each file says what it is, for people too."""
    (attached,) = pdf.attachments["achievements.csv"]
    names = pdf.trailer["/Root"]["/Names"]["/EmbeddedFiles"]["/Names"]
    files = {str(one.get_object()["/F"]): one.get_object() for one in names[1::2]}
    relations = {name: file["/AFRelationship"] for name, file in files.items()}

    assert made.file("pdf").with_name("achievements.csv").read_bytes() == attached
    assert {"programme.yml", "indicators.yml", "published.yml", "manifest.json"} <= files.keys()
    assert "/Data" == relations.pop("achievements.csv")
    assert {"/Source"} == set(relations.values())
    assert all(file["/EF"]["/F"]["/Subtype"] and file["/Desc"] for file in files.values())


def test_each_figure_leads_to_its_evidence(made):
    """A figure's link names a heading of the evidence file; from there the report's sections."""
    files = made.file("pdf"), made.evidence("pdf")
    report, evidence = map(PdfReader, files)

    for one, other, file in zip((report, evidence), (evidence, report), files[::-1], strict=True):
        links = [link.split("#nameddest=") for link in _links(one) if "#nameddest=" in link]

        assert len(links) > 10
        assert {file.name} == {name for name, _ in links}
        assert {place for _, place in links} <= other.named_destinations.keys()


def _edges(page):
    """The lower edges of what stands on a page, with the size of letters."""
    height = page.get_height()
    for one in page.get_objects(max_depth=8):
        _, low, _, high = one.get_bounds()
        if FOOT - 2 < low and high < height - HEAD + 2:
            size = one.get_font_size() if one.type == FPDF_PAGEOBJ_TEXT else 0
            yield (height - HEAD - low) / (height - HEAD - FOOT), size


def test_pages_are_few_and_full(made):
    """A page is filled to a third, and ends in no heading and no line that leads to a list."""
    _, *pages = pypdfium2.PdfDocument(made.file("pdf"))
    lowest = [max(_edges(page)) for page in pages]
    texts = [
        page.get_textpage().get_text_bounded(bottom=FOOT, top=page.get_height() - HEAD)
        for page in pages
    ]

    assert [] == [(at, edge) for at, (edge, _) in enumerate(lowest[:-1], 2) if edge < 1 / 3]
    assert [] == [at for at, (_, size) in enumerate(lowest, 2) if size >= HEADING]
    assert [] == [text.splitlines()[-1] for text in texts if text.rstrip().endswith(":")]
    if made.edition.year != "final" and made.edition.country in MOST_PAGES:
        assert len(pages) + 1 <= MOST_PAGES[made.edition.country]


def test_a_broken_table_keeps_rows_together(pdf, elements):
    """A table that goes on has three rows at least on each of its pages."""
    pages = {page.indirect_reference.idnum: number for number, page in enumerate(pdf.pages, 1)}
    for table in (one for one in elements if one["/S"] == "/Table"):
        rows = [[row, *_elements(row)] for row in _elements(table) if row["/S"] == "/TR"]
        places = [[pages[one.raw_get("/Pg").idnum] for one in row if "/Pg" in one] for row in rows]
        on_pages = Counter(min(place) for place in places if place)

        assert len(on_pages) < 2 or min(on_pages.values()) >= 3, on_pages


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
    attributes = cell["/A"].get_object()
    found = attributes if isinstance(attributes, list) else [attributes]
    return next(one.get_object()["/Scope"] for one in found if "/Scope" in one)
