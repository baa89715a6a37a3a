"""Markdown: any text comes out as its characters, and tables keep their shape."""

import io
import re
import unicodedata

import pypandoc
import typst
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from reports.project import ROOT
from rrs_data.language.markdown import UNSEEN, escape, pipe_table, preview
from tests.conftest import FEW

FILTERS = [f"--lua-filter={ROOT}/reports/filters/{name}.lua" for name in ("plain", "report")]

SPECIAL = (
    "<script>alert(1)</script>", "{{< include x >}}", "| a | b |", "# x", "$x^2$", "**b**", "`r`",
    '=HYPERLINK("x")', "[a](b)", "![a](b)", "@ref", "[^1]", "1. x", "a) x", "- x", "+ x", "* x",
    "~~x~~", "~x~", "^x^", "\\alpha", "&amp;", "&#60;", "---", "...", "'q'", '"q"', "–", "“q”",
    ":::", "::: {.note}", "[x]{.figure}", ": d", "% t", "<!-- c -->", "http://a.b", "a@b.c", "(@)",
    "\\", "\\\n", "  x", "_x_", "x_y_z", "---\ntitle: x\n---", "#let x = 1", "«Ёлка» № 5", "|", "`",
)  # fmt: skip

texts = st.lists(
    st.sampled_from(SPECIAL) | st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
    max_size=4,
).map("".join)


def rendered(text, form, *more):
    """Markdown in another form, by pandoc."""
    return pypandoc.convert_text(text, form, format="markdown", extra_args=["--wrap=none", *more])


def visible(text):
    """A text without the characters that show nothing; all its blanks are one space."""
    lines = re.sub("[\t\n\v\f\r\u2028\u2029]", " ", text)
    return " ".join("".join(c for c in lines if unicodedata.category(c) not in UNSEEN).split())


@settings(FEW, max_examples=15)
@given(st.lists(texts.filter(visible), min_size=20, max_size=40))
def test_any_text_stays_text(given_texts):
    """In paragraphs and cells it keeps every visible character and gains none: no link, no list."""
    lines, expected = [*map(escape, given_texts)], [*map(visible, given_texts)]
    paragraphs = rendered("\n\n".join(lines), "plain").split("\n\n")
    table = rendered(pipe_table(["a", "b"], [[line, "x"] for line in lines]), "html")
    page = BeautifulSoup(table, "html.parser")
    cells = [visible(cell.get_text()) for cell in page("td")]
    allowed = {"table", "colgroup", "col", "thead", "tbody", "tr", "th", "td"}

    assert [[line] for line in lines] == [line.splitlines() for line in lines]
    assert expected == [*map(visible, paragraphs)]
    assert {one.name for one in page(True)} <= allowed
    assert expected == cells[::2]
    assert {"x"} == set(cells[1::2])


TYPED = (
    "-2", "a -2 b", "(-3)", "x-?y", "A-?", "a...b", "....", "a--b", "a---b", "~x", "1-2", "= x",
    "== y", "/ x: y", "+ x", "- x", "1. x", "2) z", "// c", "/* c */", "https://a.b", "–5",
    "*a* _b_", "<lab>", "@ref", "#let x = 1", "$x$", "a\\b", "\\", "[x]", "-->", "{{a}}", "a: b",
)  # fmt: skip


def printed(text):
    """The lines of a PDF of a Markdown text, without blanks."""
    source = rendered(text, "typst", *FILTERS)
    plain_template = '#let report-table(body) = body\n#set text(lang: "en")\n'
    pdf = typst.compile((plain_template + source).encode())
    lines = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    return [bare(line) for line in lines.splitlines()]


def bare(text):
    return re.sub(r"\s", "", text)


def test_what_a_person_typed_is_printed():
    """No minus, ellipsis, soft hyphen, heading or list is made of a title, nor of a cell's text."""
    lines = printed("\n\n".join(map(escape, TYPED)))
    cells = printed(pipe_table(["a", "b"], [[escape(text), "x"] for text in TYPED]))

    assert [] == [text for text in TYPED if bare(text) not in lines]
    assert [] == [text for text in TYPED if bare(text) + "x" not in cells]


def test_a_preview_for_jupyterlab():
    """JupyterLab shows texts and tables without the marks that only pandoc knows."""
    text = "## Of \\<b\\> {#name}\n\n:::: {.counted}\n**Value.** [61]{.figure}\\\nNo\n::::"
    cell = '[**[61]{.figure indicator="RRS-1[sex=F]"}**]{.status-met}'
    table = preview(pipe_table(["A"], [[cell]], numeric=[0]))

    assert "<h2>Of &lt;b&gt;</h2>\n<p><strong>Value.</strong> 61<br />\nNo</p>\n" == preview(text)
    assert ">A</th>" in table
    assert "><strong>61</strong></td>" in table
