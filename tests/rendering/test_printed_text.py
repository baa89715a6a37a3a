"""Text on paper: what a person typed is what is printed, whatever Typst would make of it."""

import io
import re

import pypandoc
import typst
from pypdf import PdfReader

from reports.project import ROOT
from rrs_data.language.markdown import escape, pipe_table

FILTER = ROOT / "reports" / "filters" / "report.lua"

TYPED = (
    "-2", "a -2 b", "(-3)", "x-?y", "A-?", "a...b", "....", "a--b", "a---b", "~x", "1-2", "= x",
    "== y", "/ x: y", "+ x", "- x", "1. x", "2) z", "// c", "/* c */", "https://a.b", "2014-12-01",
    "–5", "*a* _b_", "`r`", "<lab>", "@ref", "#let x = 1", "$x$", "a\\b", "\\", "[x]", "]", "-->",
    "=>", "->", "{{a}}", "f(x)=-1", "'q' \"z\"", "a: b",
)  # fmt: skip


def printed(markdown):
    """The lines of a PDF of a Markdown text, without blanks."""
    source = pypandoc.convert_text(
        markdown, "typst", format="markdown", extra_args=[f"--lua-filter={FILTER}"]
    )
    plain_template = '#let report-table(body) = body\n#set text(lang: "en")\n'
    pdf = typst.compile((plain_template + source).encode())
    text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    return [bare(line) for line in text.splitlines()]


def bare(text):
    return re.sub(r"\s", "", text)


def test_what_a_person_typed_is_printed():
    """No minus, ellipsis, soft hyphen, heading or list is made of a title, nor of a cell's text."""
    lines = printed("\n\n".join(map(escape, TYPED)))
    cells = printed(pipe_table(["a", "b"], [[escape(text), "x"] for text in TYPED]))

    assert [] == [text for text in TYPED if bare(text) not in lines]
    assert [] == [text for text in TYPED if bare(text) + "x" not in cells]
