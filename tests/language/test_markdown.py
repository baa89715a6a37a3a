"""Text as Markdown, and tables."""

import pytest

from rrs_data.language.markdown import escape, pipe_table, preview, preview_table


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("<script>", r"\<script\>"),
        ("a | b", r"a \| b"),
        ("# $x$", r"\# \$x\$"),
        ("{{< x >}}", r"\{\{\< x \>\}\}"),
        ('=HYPERLINK("x")', r"\=HYPERLINK\(\"x\"\)"),
        ("«Ёлка» № 5 – “q”", "«Ёлка» № 5 – “q”"),
        ("  a\n\n b\t\u2028c ", "a b c"),
        ("a\u202eb\u200bc\x00d\ufeffe\ue000", "abcde"),
        ("1 206", "1 206"),
        ("", ""),
        (14, "14"),
        (None, "None"),
    ],
)
def test_escape(text: object, line: str) -> None:
    """Every mark of Markdown is a plain character, on one line, without characters unseen."""
    assert line == escape(text)


def test_pipe_table() -> None:
    """A table has its head, a rule that sets numbers to the right, and its rows."""
    head, rule, *rows = pipe_table(["Name", "n"], [["a", "1"], ["b", "2"]], numeric=[1]).split("\n")
    left, right = rule.strip("| ").split(" | ")

    assert "| Name | n |" == head
    assert ["| a | 1 |", "| b | 2 |"] == rows
    assert set(left) == {"-"}
    assert right.endswith("-:")


def test_widths() -> None:
    """A column with long cells is wider than one with short ones, and each has some width."""
    rule = pipe_table(["a", "b", "c"], [["x " * 40, "y", ""]]).split("\n")[1]
    widths = [len(dashes) for dashes in rule.strip("| ").split(" | ")]

    assert widths[0] > widths[1] >= 3
    assert widths[2] >= 3


def test_ragged_rows() -> None:
    """A row with another number of cells than the head is a mistake of the caller."""
    with pytest.raises(ValueError, match="zip"):
        pipe_table(["a", "b"], [["x"]])


def test_a_preview_for_jupyterlab() -> None:
    """JupyterLab shows texts and tables without the marks that only pandoc knows."""
    lines = ["## Of \\<b\\> {#name}", "", ":::: {.counted}"]
    lines += ['**Value.** [61]{.figure indicator="RRS-1"}\\', "No", "::::"]
    table = preview_table(["A"], [['**[61]{.figure indicator="RRS-1[sex=F]"}**']])

    assert "<h2>Of &lt;b&gt;</h2><p><b>Value.</b> 61<br>No</p>" == preview("\n".join(lines))
    assert "<table><tr><th>A</th></tr><tr><td><b>61</b></td></tr></table>" == table
