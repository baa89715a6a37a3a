"""The PDF and the HTML: what their readers can rely on, whichever engine made them."""

import base64
import io
import re

import pypdf
import pytest
from fontTools.ttLib import TTFont
from nbformat.v4 import new_markdown_cell

from reports.render.brand import SHOWN
from reports.render.engine import REPORTS, EmbeddedEngine
from reports.render.programs import RenderError, run_pandoc
from rrs_data.language.markdown import pipe_table
from tests.rendering.conftest import opened, render_sample, seen
from tests.sample_notebook import ALT, HOSTILE, code, figure, front, short_table, table, text

CAPTION = (
    'The donor\'s “x” "y" *b* 2~n~ @fig-people [l](http://x.y) {z} \\w `c` <b> a^2^ $m$ -- ... & '
    "&amp; ~~s~~ {{< meta title >}}"
)
"""A caption with everything that Markdown, Quarto, HTML or Typst would make something of."""


def words(given):
    """Text as a PDF gives it back: without the places where its lines were broken."""
    return re.sub(r"[\s\u200b\u00ad]+", "", given)


def printed(pdf):
    return words("".join(page.extract_text() for page in pdf.pages))


def test_the_pdf_says_what_it_is(pdf, language):
    """Archivable and accessible by PDF/A-3a and PDF/UA-1, with title, language, author and day."""
    xmp = pdf.trailer["/Root"]["/Metadata"].get_object().get_data()
    standards = {(b"pdfaid:part", b"3"), (b"pdfaid:conformance", b"A"), (b"pdfuaid:part", b"1")}
    declared = set(re.findall(rb"<(pdf(?:aid|uaid):\w+)>([^<]+)<", xmp))
    facts, labels = front(language)["cover"], front(language)["labels"]

    assert standards <= declared
    assert f"{labels['report']}: {facts['country']}, 2014" == pdf.metadata.title
    assert facts["implementer"] == pdf.metadata.author
    assert language == pdf.trailer["/Root"]["/Lang"]
    assert "D:20140930000000Z" == pdf.metadata["/CreationDate"]  # no clock's


def test_the_pdf_has_cover_contents_and_numbered_pages(pdf, language):
    """The cover stands alone; the contents follow; from there on every page has its number.

    Every heading is a bookmark; a long table shows on every page what its columns are.
    """
    first, *others = [words(page.extract_text()) for page in pdf.pages]
    facts, labels = front(language)["cover"], front(language)["labels"]
    one, two, (below,) = pdf.outline

    assert words(facts["notice"]) in first
    assert words(labels["page"]) not in first
    assert words(labels["contents"]) in others[0]
    for number, shown in enumerate(others, 2):
        assert words(f"{labels['page']} {number} {labels['of']} {len(pdf.pages)}") in shown
    titles = [words(entry["/Title"]) for entry in (one, two, below)]
    assert ["1Основныепоказатели", "2Мероприятия", "2.1Региональныйуровень"] == titles
    assert [page.count("Событие") for page in others].count(1) >= 3


def test_hostile_text_comes_out_as_its_characters(pdf, page):
    """A title from a register is text in both formats, as are the words for chart and logo."""
    logo, picture = page("img")
    objects = [pdf.get_object(number) for number in range(1, int(pdf.trailer["/Size"]))]
    heard = [one.get("/Alt") for one in objects if isinstance(one, dict)]

    assert words(HOSTILE) in printed(pdf)
    assert HOSTILE in seen(page)
    assert ALT in (picture.get("alt"), picture.get("aria-label"))
    assert "Mark “A” 🏛" in (logo.get("alt"), logo.get("aria-label"))
    assert {ALT, "Mark “A” 🏛"} <= {*heard}
    assert 2 == len(page("script"))


def test_what_was_typed_comes_out_as_its_characters(engine, tmp_path):
    """No mark of a caption closes an attribute, is read twice, or ends the caption early."""
    linked = pipe_table(["Name", "Page"], [["A", "[a](https://example.org)"], ["B", "–"]])
    cells = [
        text(r"The donor\'s rule"),
        table("tbl-x", CAPTION, short_table()),
        figure("fig-x", CAPTION),
        table("tbl-links", "Links", linked),
    ]
    own = [code("x", cell) for cell in cells]
    files = render_sample(engine, "en", tmp_path, "html", "pdf", cells=own)
    page, paper = opened(files["html"]), printed(pypdf.PdfReader(files["pdf"]))
    captions = [*map(seen, page("figcaption"))]
    heads, frame = page.select("#tbl-links th"), page.select_one("#tbl-x .table-frame")

    assert [f"Table 3. {CAPTION}", f"Figure 2. {CAPTION}", "Table 4. Links"] == captions[-3:]
    assert 2 == paper.count(words(CAPTION))
    assert ":::" not in seen(page)
    assert "Thedonor'srule" in paper
    assert "The donor's rule" in seen(page)
    assert ["col", "col", "row", "row"] == [one["scope"] for one in heads]
    assert CAPTION.replace("{{<", "{{ <") == frame["aria-label"]  # Quarto would carry it out


def test_references_and_quotation_marks_are_the_language_s_own(page, language):
    """A reference names the figure's kind and number; with a minus the number alone."""
    labels, shown = front(language)["labels"], seen(page)

    assert f"Сравните {labels['figure']} 1 и {labels['table']} 1; на рисунке 1" in shown
    assert f"{labels['table']} 2. Все" in shown
    for place in ("fig-people", "tbl-indicators", "text"):
        assert page.select(f"a[href='#{place}']")
    assert {"ru": "«в кавычках»", "en": "“в кавычках”"}[language] in shown


def test_a_very_long_word_stays_as_it_was_typed():
    """Its three dots are no ellipsis in print, though pandoc is given it in pieces."""
    filters = [f"--lua-filter={REPORTS}/filters/{one}.lua" for one in ("plain", "report")]
    text = run_pandoc(["--from=markdown-smart", "--to=typst", *filters], "a" * 1200 + "...b")

    assert text.strip().endswith(r"a\.\.\.b")


def test_tables_without_rows_are_set(tmp_path):
    """Heads alone, a group's name alone, and cells without text, as of a notebook's empty frame."""
    heads = "| Country | Events |\n|---|---|"
    tables = [heads, f"{heads}\n| []{{.group}}Lone | |", f"{heads}\n| | |", "| | |\n|---|---|"]
    cells = [new_markdown_cell(one) for one in tables]
    made = render_sample(EmbeddedEngine(), "en", tmp_path, "pdf", cells=cells)
    text = "".join(page.extract_text() for page in pypdf.PdfReader(made["pdf"]).pages)

    assert (3, 1) == (text.count("Country"), text.count("Lone"))


def test_a_table_written_in_markdown_has_the_same_bytes_again(tmp_path):
    """The attributes of its frame stand in one order, whichever Lua would go through them in."""
    cells = [new_markdown_cell("| Place | People |\n|---|---|\n| Osh | few |")]
    page = render_sample(EmbeddedEngine(), "en", tmp_path, "html", cells=cells)["html"]
    frame = '<div class="table-frame" role="region" tabindex="0" aria-label="Place, People">'

    assert frame in page.read_text(encoding="utf-8")


def test_the_fonts_inside_the_page_have_all_letters(page):
    """Kyrgyz, Kazakh, Tajik and Russian letters are drawn with the report's own typeface."""
    fonts = re.findall(r"font/woff;base64,([A-Za-z0-9+/=]+)", str(page))
    letters = {ord(letter) for letter in "ЁёңөүәғқұһҷӣӯҲ№«»–— 0123456789"}

    assert len(SHOWN) == len(fonts)
    for font in fonts:
        assert letters <= set(TTFont(io.BytesIO(base64.b64decode(font))).getBestCmap())


@pytest.mark.parametrize(
    ("markdown", "said"),
    [
        ("An unassigned letter: \U000f1234", r"\.pdf.*(font|glyph|text)"),
        ("[a]{.nowrap}\n\n# A\n\n[b](#nowhere)", r"\.pdf.*nowhere"),
    ],
)
def test_what_typst_refuses_is_told(tmp_path, markdown, said):
    """A letter that no font has cannot silently become an empty box, nor a link lead nowhere."""
    with pytest.raises(RenderError, match=said):
        render_sample(EmbeddedEngine(), "en", tmp_path, "pdf", cells=[new_markdown_cell(markdown)])
