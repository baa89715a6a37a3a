import base64
import io
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pypdf
import pytest
from fontTools.ttLib import TTFont
from nbformat.v4 import new_markdown_cell

from reports.render.document import prepare
from reports.render.engines import RenderError, Source, choose_engine
from reports.render.engines.embedded import EmbeddedEngine
from reports.render.fonts import SHOWN, font_faces
from rrs_data.language.markdown import pipe_table
from tests.sample_notebook import (
    ALT,
    COVERS,
    HOSTILE,
    WORDS,
    code,
    executed,
    table,
    text,
)


class Page(HTMLParser):
    """The elements and the text of a page."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep an element."""
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        """Keep a piece of text."""
        self.words.append(data)

    @property
    def text(self) -> str:
        """The text, its blanks made one."""
        return " ".join("".join(self.words).split())


def render(scratch: Path, language: str = "ru") -> dict[str, Path]:
    """Render the sample in both formats."""
    source = Source(prepare(executed(language)), f"report-{language}", scratch)
    (made,) = EmbeddedEngine().render([source], ("pdf", "html"))
    return made


@pytest.fixture(scope="module", params=["ru", "en"])
def language(request: pytest.FixtureRequest) -> str:
    """Each language of the reports."""
    return str(request.param)


@pytest.fixture(scope="module")
def files(language: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The rendered sample."""
    return render(tmp_path_factory.mktemp("render"), language)


@pytest.fixture(scope="module")
def page(files: dict[str, Path]) -> Page:
    """Its HTML, read."""
    return Page(files["html"].read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def pdf(files: dict[str, Path]) -> pypdf.PdfReader:
    """Its PDF, read."""
    return pypdf.PdfReader(files["pdf"])


def words(given: str) -> str:
    """Text as a PDF gives it back: without the places where its lines were broken."""
    return re.sub(r"[\s\u200b\u00ad]+", "", given)


def test_files_are_named_by_the_stem(files: dict[str, Path], language: str) -> None:
    """The pipeline finds each file under the name that it asked for."""
    assert {name: path.name for name, path in files.items()} == {
        "pdf": f"report-{language}.pdf",
        "html": f"report-{language}.html",
    }


def test_same_inputs_same_bytes(files: dict[str, Path], language: str, tmp_path: Path) -> None:
    """A report made again, in another place, has the same bytes."""
    again = render(tmp_path / "another place", language)

    assert {name: path.read_bytes() for name, path in again.items()} == {
        name: path.read_bytes() for name, path in files.items()
    }


def test_the_pdf_declares_both_standards(pdf: pypdf.PdfReader) -> None:
    """PDF/A-3a for the archive and PDF/UA-1 for readers who cannot see it, in one file."""
    xmp = pdf.trailer["/Root"]["/Metadata"].get_object().get_data()
    parts = re.findall(rb"<pdf(?:aid|uaid):(\w+)>([^<]+)<", xmp)

    assert {(b"part", b"3"), (b"conformance", b"A"), (b"part", b"1")} <= set(parts)


def test_the_pdf_has_title_language_and_author(pdf: pypdf.PdfReader, language: str) -> None:
    """A reader's software announces the report by its title, in its language."""
    facts, labels = COVERS[language], WORDS[language]

    assert pdf.metadata is not None
    assert pdf.metadata.title == f"{labels['report']}: {facts['country']}, 2014"
    assert pdf.metadata.author == facts["implementer"]
    assert pdf.trailer["/Root"]["/Lang"] == language


def test_the_pdf_has_cover_contents_and_numbered_pages(pdf: pypdf.PdfReader, language: str) -> None:
    """The cover stands alone; the contents follow; from there on every page has its number."""
    texts = [page.extract_text() for page in pdf.pages]
    facts, labels = COVERS[language], WORDS[language]
    count = len(texts)

    assert words(facts["notice"]) in words(texts[0])
    assert words(labels["contents"]) in words(texts[1])
    expected = [words(f"{labels['page']} {n} {labels['of']} {count}") for n in range(2, count + 1)]
    assert [number in words(text) for number, text in zip(expected, texts[1:], strict=True)] == [
        True for _ in expected
    ]
    assert words(labels["page"]) not in words(texts[0])


def test_the_pdf_has_bookmarks(pdf: pypdf.PdfReader) -> None:
    """Every heading can be reached from the viewer's side panel."""
    titles = [" ".join(str(entry["/Title"]).split()) for entry in _flat(pdf.outline)]

    assert ["1 Основные показатели", "2 Мероприятия", "2.1 Региональный уровень"] == titles


def test_a_long_table_repeats_its_header(pdf: pypdf.PdfReader) -> None:
    """On every page of a long table a reader sees what its columns are."""
    heads = [page.extract_text().count("Событие") for page in pdf.pages]

    assert heads.count(1) >= 3


def test_hostile_text_comes_out_as_its_characters(pdf: pypdf.PdfReader, page: Page) -> None:
    """A title from a register is text in both formats, whatever it looks like."""
    printed = words("".join(one.extract_text() for one in pdf.pages))

    assert words(HOSTILE) in printed
    assert HOSTILE in page.text
    assert ["script", "script"] == [tag for tag, _ in page.elements if tag == "script"]


def test_references_become_numbers_and_links(page: Page, language: str) -> None:
    """A reference names the figure's kind and number; with a minus the number alone."""
    links = [attributes["href"] for _, attributes in page.elements if "href" in attributes]
    labels = WORDS[language]

    assert f"Сравните {labels['figure']} 1 и {labels['table']} 1; на рисунке 1" in page.text
    assert f"{labels['table']} 2. Все" in page.text
    assert {"#fig-people", "#tbl-indicators", "#text"} <= set(links)


def test_quotation_marks_are_the_language_s_own(page: Page, language: str) -> None:
    """Straight marks that a person typed become « » in Russian and “ ” in English."""
    expected = {"ru": "«в кавычках»", "en": "“в кавычках”"}[language]

    assert expected in page.text


def test_figures_have_their_alternative_text(page: Page, pdf: pypdf.PdfReader) -> None:
    """What a chart shows is said in words, in both formats."""
    alts = [attributes.get("alt") for tag, attributes in page.elements if tag == "img"]

    assert [ALT] == alts
    assert ALT in _alternatives(pdf)


def test_tables_say_what_their_headers_belong_to(page: Page) -> None:
    """A screen reader announces a column's and a row's header with each cell."""
    scopes = [attributes.get("scope") for tag, attributes in page.elements if tag == "th"]

    assert scopes.count("col") == 6 + 4
    assert scopes.count("row") == 3 + 60


def test_wide_tables_scroll_in_a_frame_that_takes_the_focus(page: Page) -> None:
    """The page itself never scrolls sideways, and the frames are reached by keyboard."""
    frames = [
        (attributes["role"], attributes["tabindex"], attributes["aria-label"])
        for _, attributes in page.elements
        if "table-frame" in (attributes.get("class") or "")
    ]

    expected = [("region", "0", "Показатели и цели"), ("region", "0", f"Все {HOSTILE}")]
    assert expected == frames


def test_the_page_asks_nothing_from_the_network(files: dict[str, Path]) -> None:
    """The HTML is one file: styles, fonts and pictures are inside."""
    source = files["html"].read_text(encoding="utf-8")
    tags = re.findall(r"<(?:link|script|img|iframe|object|source)\b[^>]*>", source)
    sources = re.findall(r"(?:src|href)=\"([^\"]{0,20})", " ".join(tags))

    assert [True] * len(sources) == [source.startswith("data:") for source in sources]
    assert not re.search(r"url\((?!data:)|@import", source)
    assert len(source) < 500_000


def test_the_page_has_its_landmarks(page: Page, language: str) -> None:
    """Language, skip link, header, contents, main part and footer, one of each."""
    tags = [tag for tag, _ in page.elements]

    assert [1] * 4 == [tags.count(tag) for tag in ("header", "nav", "main", "footer")]
    assert ("html", {"lang": language}) == page.elements[0]
    assert WORDS[language]["skip"] in page.text


def test_the_fonts_inside_the_page_have_all_letters(files: dict[str, Path]) -> None:
    """Kyrgyz, Kazakh, Tajik and Russian letters are drawn with the report's own typeface."""
    source = files["html"].read_text(encoding="utf-8")
    fonts = re.findall(r"font/woff;base64,([A-Za-z0-9+/=]+)", source)
    letters = set("ЁёңөүәғқұһҷӣӯҲ№«»–— 0123456789")

    assert len(SHOWN) == len(fonts)
    for font in fonts:
        assert set() == {letter for letter in letters if ord(letter) not in _letters(font)}


def test_font_subsets_are_the_same_each_time() -> None:
    """Subsetting leaves no time and no random name behind."""
    first = font_faces("Source Sans Pro")
    font_faces.cache_clear()

    assert first == font_faces("Source Sans Pro")


def test_what_no_font_can_draw_is_told(tmp_path: Path) -> None:
    """A letter that no font has cannot silently become an empty box."""
    notebook = prepare(executed("en", new_markdown_cell("An unassigned letter: \U000f1234")))

    with pytest.raises(RenderError, match=r"report\.pdf.*(font|glyph|text)"):
        EmbeddedEngine().render([Source(notebook, "report", tmp_path)], ("pdf",))


def test_words_and_tables_that_fit_no_page_are_broken(tmp_path: Path) -> None:
    """A word of 70,000 letters and a table of 20 crowded columns still make a sound PDF."""
    crowded = pipe_table([f"Колонка {n}" for n in range(20)], [["А" * 30] * 20] * 2)
    cells = [code("t", text("Ж" * 70_000)), code("t", table("tbl-crowded", "Crowded", crowded))]
    notebook = prepare(executed("en", *cells))
    (made,) = EmbeddedEngine().render([Source(notebook, "report", tmp_path)], ("pdf",))

    assert len(pypdf.PdfReader(made["pdf"]).pages) > 20


def test_only_what_is_asked_for_is_made(tmp_path: Path) -> None:
    """One format alone can be asked for."""
    engine, notices = choose_engine("embedded")
    (made,) = engine.render([Source(prepare(executed("en")), "x", tmp_path)], ("html",))

    assert ([], {"html": tmp_path / "x.html"}) == (notices, made)
    assert not (tmp_path / "x.pdf").exists()


def test_the_engine_names_its_programs() -> None:
    """The report's provenance says which pandoc and which Typst made it."""
    described = EmbeddedEngine().describe()

    assert re.fullmatch(r"embedded \(pandoc 3\.\S+, Typst 0\.\S+\)", described)


def _flat(outline: list[Any]) -> list[Any]:
    return [
        one for entry in outline for one in (_flat(entry) if isinstance(entry, list) else [entry])
    ]


def _alternatives(pdf: pypdf.PdfReader) -> list[str]:
    """Every alternative text in the PDF's structure tree."""
    found, waiting = [], [pdf.trailer["/Root"]["/StructTreeRoot"]]
    while waiting:
        node = waiting.pop().get_object()
        if isinstance(node, dict):
            found += [str(node["/Alt"])] if "/Alt" in node else []
            kids = node.get("/K", [])
            waiting += list(kids) if isinstance(kids, list) else [kids]
    return found


def _letters(font: str) -> set[int]:
    return set(TTFont(io.BytesIO(base64.b64decode(font))).getBestCmap())
