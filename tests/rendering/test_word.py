"""The Word file: what a donor who comments on it, or who hears it, can rely on."""

import re
import struct
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import pypdf
import pypdfium2
import pytest

from reports.render.brand import colours
from reports.render.engine import EmbeddedEngine
from reports.render.office import FAMILY
from reports.render.word import SMALL, TITLE
from tests.conftest import office
from tests.rendering.conftest import render_sample
from tests.sample_notebook import ALT, front

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"


class Word:
    def __init__(self, path):
        with zipfile.ZipFile(path) as file:
            self.entries = file.infolist()
            self.parts = {entry.filename: file.read(entry) for entry in self.entries}
        self.document = parse(self.parts["word/document.xml"])

    def paragraphs(self, style):
        """The texts of the paragraphs of a style; a tab is a blank."""
        return [
            text_of(paragraph)
            for paragraph in self.document.iter(f"{W}p")
            if style == style_of(paragraph)
        ]

    def text(self, name):
        """A part as it stands in the file."""
        return self.parts[name].decode("utf-8")


def parse(part):
    """A part as XML. Raises ParseError where it is not."""
    return ET.fromstring(part)  # noqa: S314 - made by ourselves


def text_of(element):
    pieces = [
        " " if one.tag == f"{W}tab" else one.text or ""
        for one in element.iter()
        if one.tag in (f"{W}t", f"{W}tab")
    ]
    return " ".join("".join(pieces).split())


def style_of(paragraph):
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return None if style is None else style.get(f"{W}val")


@pytest.fixture(scope="module")
def word(language, tmp_path_factory):
    """The sample as a Word file."""
    directory = tmp_path_factory.mktemp("word")
    return Word(render_sample(EmbeddedEngine(), language, directory, "docx")["docx"])


def test_title_language_and_cover(word, language):
    """The file names its title and its language, in which Word then checks the spelling.

    The cover says what the report is on and for whom, and that its figures are invented.
    """
    core, styles = word.text("docProps/core.xml"), word.text("word/styles.xml")
    facts, labels = front(language)["cover"], front(language)["labels"]
    title = f"{labels['report']}: {facts['country']}, 2014"
    expected = [f"{labels['period']} {facts['period']}", f"{labels['donor']} {facts['donor']}"]

    assert f"<dc:title>{title}</dc:title>" in core
    assert f"<dc:language>{language}</dc:language>" in core
    assert [title] == word.paragraphs("Title")
    locale = {"ru": "ru-RU", "en": "en-US"}[language]
    assert locale in re.findall(r'<w:lang [^>]*val="(.*?)"', styles)
    shown = set(word.paragraphs("CoverFact"))
    assert {" ".join(fact.split()) for fact in expected} <= shown
    assert [facts["notice"]] == word.paragraphs("CoverNotice")


def test_contents_are_there_before_word_updates_them(word, language):
    """The contents are a field of Word's that is filled in already, each entry a link."""
    xml = word.text("word/document.xml")
    anchors = re.findall(r'<w:hyperlink w:anchor="([^"]+)"', xml)
    marks = re.findall(r'<w:bookmarkStart [^>]*w:name="([^"]+)"', xml)

    assert ["1 Основные показатели", "2 Мероприятия"] == word.paragraphs("Heading1")
    assert ["2.1 Региональный уровень"] == word.paragraphs("Heading2")
    assert [front(language)["labels"]["contents"]] == word.paragraphs("TOCHeading")
    assert ["1 Основные показатели", "2 Мероприятия"] == word.paragraphs("TOC1")
    assert ["2.1 Региональный уровень"] == word.paragraphs("TOC2")
    assert set(anchors) <= set(marks)
    assert "TOC \\o" in xml
    assert "w:dirty" not in xml


def test_tables_have_headers_that_repeat(word):
    """A table's first row is its header, on every page; no row is divided between pages.

    Columns are as wide as their texts need, together as wide as the page's text. The rows of a
    small table are held together, so that it stays on one page.
    """
    tables = list(word.document.iter(f"{W}tbl"))
    rows = [list(table.iter(f"{W}tr")) for table in tables]
    held = [[row.find(f".//{W}keepNext") is not None for row in one] for one in rows]
    heads = [[row.find(f"{W}trPr/{W}tblHeader") is not None for row in one] for one in rows]
    widths = [{int(one.get(f"{W}w", 0)) for one in table.iter(f"{W}gridCol")} for table in tables]

    assert 2 == len(tables)
    assert [[True] + [False] * (len(one) - 1) for one in rows] == heads
    assert [] == [row for one in rows for row in one if row.find(f"{W}trPr/{W}cantSplit") is None]
    assert [True, True] == [len(columns) > 1 for columns in widths]
    assert {"5000"} == {one.get(f"{W}w") for table in tables for one in table.iter(f"{W}tblW")}
    assert [[len(one) <= SMALL] * (len(one) - 1) + [False] for one in rows] == held


def test_figures_and_tables_are_numbered_and_described(word, language):
    """Their numbers are Word's own fields; what a chart shows is said in words."""
    labels = front(language)["labels"]
    fields = re.findall(r'w:instr=" SEQ (\w+)', word.text("word/document.xml"))

    assert [labels["table"], labels["figure"], labels["table"]] == fields
    assert f"{labels['table']} 1. Показатели и цели" in word.paragraphs("TableCaption")
    assert [f"{labels['figure']} 1. Участники: больше женщин, чем мужчин"] == word.paragraphs(
        "ImageCaption"
    )
    assert ["Mark “A”", ALT] == [one.get("descr") for one in word.document.iter(f"{DRAWING}docPr")]


def test_numbers_stay_whole_without_the_typeface(made, tmp_path):
    """Where a wider face stands in for the file's own, no number of a table is broken or lost."""
    document = Word(made.file("docx")).document
    cells = [text_of(one).split() for one in document.iter(f"{W}tc")]
    found = office(made.file("docx"), "pdf", tmp_path)
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(found)]
    words = set(" ".join(pages).replace("\ufffe", "-").split())
    numbers = {word for words in cells for word in words if re.search(r"\d", word)}

    assert numbers
    assert set() == numbers - words


def test_captions_lead_to_the_evidence(made):
    """Each says how its figures were counted: a link to that place of the file of evidence."""
    word = Word(made.file("docx"))
    relations = parse(word.parts["word/_rels/document.xml.rels"])
    links = [one.get("Target") for one in relations if "-evidence" in one.get("Target", "")]
    names = {file for file, _, _ in (one.partition("#nameddest=") for one in links)}
    places = {place for _, _, place in (one.partition("#nameddest=") for one in links)}

    assert {made.evidence("pdf").name} == names
    assert set() == places - set(pypdf.PdfReader(made.evidence("pdf")).named_destinations)


def test_every_part_is_sound(word):
    """Every part is XML, every relation leads to a part, every style is one that Word finds."""
    for name, part in word.parts.items():
        assert TITLE.encode() not in part, name
        if name.endswith((".xml", ".rels")):
            parse(part)
    relations = parse(word.parts["word/_rels/document.xml.rels"])
    targets = [one.get("Target", "") for one in relations if one.get("TargetMode") != "External"]
    styles = word.text("word/styles.xml")
    used = re.findall(r'<w:[prt]\w*Style w:val="([^"]+)"', word.text("word/document.xml"))

    assert [] == [one for one in targets if f"word/{one}" not in word.parts]
    assert {"KeyFigure", "Note", "TableText"} <= set(used)
    assert set() == set(used) - set(re.findall(r'w:styleId="([^"]+)"', styles))
    assert f'w:ascii="{FAMILY}"' in styles
    assert colours()["primary"] in styles


def test_pictures_are_sharp_on_paper(word):
    """A picture is one that every Word can show, with enough dots for print and its own shape."""
    names = [name for name in word.parts if name.startswith("word/media/")]
    name = max(names, key=lambda name: len(word.parts[name]))  # the other is the logo
    width, height = struct.unpack(">II", word.parts[name][16:24])

    assert ".png" == Path(name).suffix
    assert 4.0 == round(width / height, 1)
    assert width > 6 * 150  # a picture is as wide as the text, about six inches
