"""Any text comes out of pandoc as the same characters."""

import unicodedata

import pypandoc
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st

from rrs_data.language.markdown import UNSEEN, escape, pipe_table
from tests.conftest import FEW

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


few = settings(FEW, max_examples=15)


ALLOWED = {"table", "colgroup", "col", "thead", "tbody", "tr", "th", "td"}
"""What a table is made of: text becomes nothing else."""


def rendered(markdown, form):
    return str(pypandoc.convert_text(markdown, form, format="markdown", extra_args=["--wrap=none"]))


def visible(text):
    """A text without the characters that show nothing; all its blanks are one space."""
    shown = [
        " " if unicodedata.category(char) in ("Zl", "Zp") or char in "\t\n\v\f\r" else char
        for char in text
    ]
    return " ".join("".join(c for c in shown if unicodedata.category(c) not in UNSEEN).split())


@few
@given(st.lists(texts.filter(visible), min_size=20, max_size=40))
def test_paragraphs(given_texts):
    """Any text keeps every visible character and gains none, at the beginning of a line too."""
    paragraphs = rendered("\n\n".join(map(escape, given_texts)), "plain").split("\n\n")

    assert [visible(text) for text in given_texts] == [visible(text) for text in paragraphs]


@few
@given(st.lists(texts.filter(visible), min_size=20, max_size=40))
def test_cells(given_texts):
    """In a table's cell, too, any text stays text: no link, no emphasis, no second cell."""
    table = pipe_table(["a", "b"], [[escape(text), "x"] for text in given_texts])
    page = BeautifulSoup(rendered(table, "html"), "html.parser")
    cells = [visible(cell.get_text()) for cell in page("td")]

    assert {one.name for one in page(True)} <= ALLOWED
    assert [visible(text) for text in given_texts] == cells[::2]
    assert {"x"} == set(cells[1::2])


@few
@given(texts)
def test_one_line(text):
    """A text is one line without blanks around it, however it is written."""
    line = escape(text)

    assert [line] == (line.splitlines() or [""])
    assert line == line.strip(" ")
