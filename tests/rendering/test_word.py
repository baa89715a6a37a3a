"""The Word file: what a donor who comments on it, or who hears it, can rely on."""

import re
import zipfile

import docx
import pypdf
import pypdfium2
import pytest
from lxml import etree

from reports.project import Edition
from reports.render.brand import colours
from reports.render.engine import EmbeddedEngine
from reports.render.office import FAMILY, TITLE
from tests.conftest import office
from tests.made_reports import MadeReport
from tests.rendering.conftest import render_sample
from tests.sample_notebook import ALT, front


class Word:
    """A Word file: its parts as they stand in it, and its document for XPath."""

    def __init__(self, path):
        with zipfile.ZipFile(path) as file:
            self.parts = {name: file.read(name) for name in file.namelist()}
        self.xpath = docx.Document(path).element.xpath

    def paragraphs(self, style):
        """The texts of the paragraphs of a style; all their blanks are one space."""
        found = self.xpath(f"//w:p[w:pPr/w:pStyle/@w:val='{style}']")
        pieces = [[one.text or " " for one in p.xpath(".//w:t | .//w:r/w:tab")] for p in found]
        return [" ".join("".join(one).split()) for one in pieces]

    def text(self, name):
        """A part as text."""
        return self.parts[name].decode("utf-8")


@pytest.fixture(scope="module")
def word(language, tmp_path_factory):
    """The sample as a Word file."""
    directory = tmp_path_factory.mktemp("word")
    return Word(render_sample(EmbeddedEngine(), language, directory, "docx")["docx"])


def test_title_language_and_cover(word, language):
    """They stand in the file, too; the cover says for whom it is, and that figures are invented."""
    core, styles = word.text("docProps/core.xml"), word.text("word/styles.xml")
    facts, labels = front(language)["cover"], front(language)["labels"]
    title = f"{labels['report']}: {facts['country']}, 2014"
    locale = {"ru": "ru-RU", "en": "en-US"}[language]

    assert f"<dc:title>{title}</dc:title>" in core
    assert f"<dc:language>{language}</dc:language>" in core
    assert [title] == word.paragraphs("Title")
    assert locale in re.findall(r'<w:lang [^>]*val="(.*?)"', styles)
    assert " ".join(f"{labels['donor']} {facts['donor']}".split()) in word.paragraphs("CoverFact")
    assert [facts["notice"]] == word.paragraphs("CoverNotice")


def test_contents_are_there_before_word_updates_them(word, language):
    """The contents are a field of Word's that is filled in already, each entry a link."""
    xml, anchors = word.text("word/document.xml"), word.xpath("//w:hyperlink/@w:anchor")

    assert ["1 Основные показатели", "2 Мероприятия"] == word.paragraphs("Heading1")
    assert ["2.1 Региональный уровень"] == word.paragraphs("Heading2")
    assert [front(language)["labels"]["contents"]] == word.paragraphs("TOCHeading")
    assert word.paragraphs("Heading1") == word.paragraphs("TOC1")
    assert word.paragraphs("Heading2") == word.paragraphs("TOC2")
    assert len(anchors) > 3
    assert {*anchors} <= {*word.xpath("//w:bookmarkStart/@w:name")}
    assert "TOC \\o" in xml
    assert "w:dirty" not in xml


def test_tables_have_headers_that_repeat(word):
    """On every page; no row is divided between pages, and a small table stays on one."""
    small, large = word.xpath("//w:tbl")
    for table in (small, large):
        first, *others = table.xpath("./w:tr")
        rows = table.xpath("./w:tr[w:trPr/w:cantSplit]")

        assert [first] == table.xpath("./w:tr[w:trPr/w:tblHeader]")
        assert [first, *others] == rows
        assert (rows[:-1] if table is small else []) == table.xpath("./w:tr[.//w:keepNext]")
        assert len({*table.xpath(".//w:gridCol/@w:w")}) > 1
        assert ["5000"] == table.xpath(".//w:tblW/@w:w")


def test_figures_and_tables_are_numbered_and_described(word, language):
    """Their numbers are Word's own fields; what a chart shows is said in words."""
    table, figure = (front(language)["labels"][name] for name in ("table", "figure"))
    fields = re.findall(r'w:instr=" SEQ (\w+)', word.text("word/document.xml"))

    assert [table, figure, table] == fields
    assert f"{table} 1. Показатели и цели" in word.paragraphs("TableCaption")
    caption = f"{figure} 1. Участники: больше женщин, чем мужчин"
    assert [caption] == word.paragraphs("ImageCaption")
    assert ["Mark “A” 🏛", ALT] == word.xpath("//wp:docPr/@descr")
    assert {".png"} == {name[-4:] for name in word.parts if name.startswith("word/media/")}


def test_numbers_stay_whole_without_the_typeface(output_of_all, tmp_path):
    """Where a wider face stands in for the file's own, no number of a table is broken or lost."""
    file = MadeReport(Edition("ALL", "final"), "en", output_of_all).file("docx")  # wide tables
    texts = ["".join(cell.xpath(".//w:t/text()")) for cell in Word(file).xpath("//w:tc")]
    found = pypdfium2.PdfDocument(office(file, "pdf", tmp_path))
    pages = [page.get_textpage().get_text_range() for page in found]
    words = set(" ".join(pages).replace("\ufffe", "-").split())
    numbers = {word for text in texts for word in text.split() if re.search(r"\d", word)}

    assert numbers
    assert set() == numbers - words


def test_captions_lead_to_the_evidence(made):
    """Each says how its figures were counted: a link to that place of the file of evidence."""
    relations = Word(made.file("docx")).text("word/_rels/document.xml.rels")
    links = re.findall(r'"([^"]+-evidence[^"#]+)#nameddest=([^"]+)"', relations)
    places = pypdf.PdfReader(made.evidence("pdf")).named_destinations

    assert {made.evidence("pdf").name} == {file for file, _ in links}
    assert {place for _, place in links} <= {*places}


def test_every_part_is_sound(word):
    """Every part is XML, every relation leads to a part, every style is one that Word finds."""
    for name, part in word.parts.items():
        assert TITLE.encode() not in part, name
        if name.endswith((".xml", ".rels")):
            etree.fromstring(part)
    relations = etree.fromstring(word.parts["word/_rels/document.xml.rels"])
    targets = [one.get("Target") for one in relations if one.get("TargetMode") != "External"]
    styles = word.text("word/styles.xml")
    used = {*word.xpath("//w:pStyle/@w:val | //w:rStyle/@w:val | //w:tblStyle/@w:val")}

    assert [] == [one for one in targets if f"word/{one}" not in word.parts]
    assert {"KeyFigure", "Note", "TableText"} <= used
    assert set() == used - set(re.findall(r'w:styleId="([^"]+)"', styles))
    assert f'w:ascii="{FAMILY}"' in styles
    assert colours()["primary"] in styles
