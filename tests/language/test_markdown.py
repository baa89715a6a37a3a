"""Markdown: text from registers stays text, tables keep their shape, figures are marked."""

import pytest

from rrs_data.language.markdown import (
    CLOSE,
    MIDDLE,
    OPEN,
    Figure,
    escape,
    markdown,
    pipe_table,
    plain,
    preview,
)


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
        (f"{OPEN}RRS 1{MIDDLE} 61{CLOSE}", "RRS 1 61"),
        (None, "None"),
    ],
)
def test_escape(text, line):
    """Every mark of Markdown is a plain character, on one line, without characters unseen."""
    assert line == escape(text)


def test_pipe_table():
    """A table has its head, a rule that sets numbers to the right, and its rows."""
    head, rule, *rows = pipe_table(["Name", "n"], [["a", "1"], ["b", "2"]], numeric=[1]).split("\n")
    left, right = rule.strip("| ").split(" | ")

    assert "| Name | n |" == head
    assert ["| a | 1 |", "| b | 2 |"] == rows
    assert (set("-"), True) == (set(left), right.endswith("-:"))
    with pytest.raises(ValueError, match="zip"):
        pipe_table(["a", "b"], [["x"]])


def test_widths():
    """A column with long cells is wider than one with short ones, and each has some width."""
    rule = pipe_table(["a", "b", "c"], [["x " * 40, "y", ""]]).split("\n")[1]
    widths = [len(dashes) for dashes in rule.strip("| ").split(" | ")]

    assert widths[0] > widths[1] >= 3
    assert widths[2] >= 3


def test_a_preview_for_jupyterlab():
    """JupyterLab shows texts and tables without the marks that only pandoc knows."""
    lines = ["## Of \\<b\\> {#name}", "", ":::: {.counted}"]
    lines += ['**Value.** [61]{.figure indicator="RRS-1"}\\', "No", "::::"]
    cell = '[**[61]{.figure indicator="RRS-1[sex=F]"}**]{.status-met}'
    shown, table = preview("\n".join(lines)), preview(pipe_table(["A"], [[cell]], numeric=[0]))

    assert "<h2>Of &lt;b&gt;</h2>\n<p><strong>Value.</strong> 61<br />\nNo</p>\n" == shown
    assert ">A</th>" in table
    assert "><strong>61</strong></td>" in table


def test_figures_in_text():
    """A figure in a sentence or a cell says what counted it; a dash leads nowhere."""
    sentence = f"Of them {Figure('61', 'RRS-1[sex=F]', 61.0, 'indicator').marked} came."

    assert r'Of them [61]{.figure indicator="RRS-1[sex=F]"} came\.' == markdown(sentence)
    assert "Of them 61 came." == plain(sentence)
    assert '[30]{.figure register="events"}' == Figure("30", "events", 30.0).cell
    assert "—" == Figure("—", "RRS-1.target", None).cell
