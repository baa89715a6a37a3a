"""The prepared notebook and its dialect: what a notebook may show, and what is made of it."""

import copy
import re

import nbformat
import pytest
import yaml
from nbformat.v4 import new_markdown_cell, new_output, new_raw_cell

from reports.project import ROOT
from reports.render.dialect import ALLOWED, CELL_OPTIONS, FOR_ANALYSTS, TABLE
from reports.render.prepared import clean_executed, prepare
from rrs_data.programme.faults import FaultsError
from tests.rendering.conftest import render_sample
from tests.sample_notebook import HOSTILE, SVG, code, cover, executed, figure

MARKDOWN, PLAIN, PNG = "text/markdown", "text/plain", "image/png"
WIDGET = "application/vnd.jupyter.widget-view+json"
SMALL_TABLE = {"heads": ["Month", "Events"], "rows": [["May", "4"]], "numeric": [1], "untraced": 1}


def own(source, **data):
    """An analyst's own cell that shows data."""
    kinds = {"svg": "image/svg+xml", "markdown": MARKDOWN, "html": "text/html", "plain": PLAIN}
    content = {kinds.get(name, name): value for name, value in data.items()}
    return code(source, new_output("display_data", data=content))


FRAME = '<table class="dataframe"></table>'
ONE_LINE = "#| label: fig-a\n#| fig-cap: A\n#| fig-alt: {}\nx"
TWICE = code("x", *(new_output("display_data", data={PNG: one}) for one in ("YQ==", "Yg==")))

NO_OUTPUTS = [
    (own("plot()", svg=SVG), "a figure with no label, no caption, no alternative text"),
    (own("#| label: fig-a\n#| fig-cap: A\nplot()", svg=SVG), "a figure with no alternative text"),
    (own("#| label: a\n#| fig-cap: A\n#| fig-alt: A\nplot()", svg=SVG), "with the label “a”"),
    (own("#| label: tbl-a\ndf", **{TABLE: SMALL_TABLE}), "a table with no caption"),
    (own("df", html=FRAME, plain="a"), "a frame that was shown without a report"),
    (own("photo", **{"image/gif": "/9j"}), "a picture of the kind image/gif"),
    (TWICE, "a figure with no label"),
    (own("#| label: [\nx"), "cannot be read"),
    (own("#| only words\nx"), "cannot be read"),
    (own(ONE_LINE.format("{en: Women, men, ru: Ж}"), svg=SVG), "`fig-alt` is no text for each"),
    (own(ONE_LINE.format("[A, B]"), svg=SVG), "`fig-alt` is a list"),
]
"""Cells that show what no report can have."""

NO_TEXTS = [
    (own("#| label: tbl-a\n#| tbl-cap: A\ndf", markdown="words"), "not one Markdown table"),
    (new_markdown_cell("![a](b.png)"), "a picture in a text: b.png"),
    (new_markdown_cell("::: {.callout-note}\na\n:::"), "the div `callout-note`"),
    (new_markdown_cell("::: {.table-frame}\na\n:::"), "the div `table-frame`"),
    (new_markdown_cell("[a]{.big}"), "the span `big`"),
    (new_markdown_cell('[a]{.figure onclick="x"}'), "the attribute `onclick`"),
    (new_markdown_cell("See @fig-nowhere."), "`@fig-nowhere`"),
    (new_markdown_cell("{{< include /etc/passwd >}}"), "a shortcode"),
    (new_markdown_cell("---\nfilters: [x.lua]\n---"), "a YAML block with `filters`"),
    (new_markdown_cell("#### Deep"), "the heading “Deep” of level 4"),
    (code("c", cover("en")), "2 outputs with the role `cover`"),
    (code("f", figure("fig-people", "Again")), "the label `fig-people` again"),
    (new_markdown_cell("::: {.note}\nA note"), "a div that is opened and not closed"),
    (new_markdown_cell("Swallowed"), ""),
]
"""Cells with texts that the engines would not render alike."""


@pytest.mark.parametrize("cells", [NO_OUTPUTS, NO_TEXTS])
def test_all_that_is_not_in_the_dialect_is_refused_together(cells):
    """Whatever one engine might render otherwise stops the build; cells count as in JupyterLab."""
    with pytest.raises(FaultsError) as error:
        prepare(executed("en", *(cell for cell, _ in cells)))
    told = [(fault.where, fault.found) for fault in error.value.faults]

    for number, (cell, expected) in enumerate(cells, 10):
        first = next((one for one in cell.source.splitlines() if not one.startswith("#|")), "")
        wheres = [where for where, found in told if expected in found]
        at = ("the notebook", "") if "outputs" in expected else (f"cell {number}, ", f"“{first}”")
        assert not expected or any(all(word in one for word in at) for one in wheres), expected
    assert ("\n              #| label: fig-events" in str(error.value)) == (cells is NO_OUTPUTS)


TROUBLE = ["::: {.note}\nA note", "::: {#tbl-a .cell}\n:::", "#### Deep"]


@pytest.mark.parametrize("markdown", TROUBLE)
def test_each_engine_refuses_what_is_not_in_the_dialect(engine, tmp_path, markdown):
    """It is told as such also where pandoc fails on it, and no file is made."""
    cells = [new_markdown_cell(markdown), new_markdown_cell("Next")]
    with pytest.raises(FaultsError, match="cell 10"):
        render_sample(engine, "en", tmp_path, "html", cells=cells)

    assert [] == list(tmp_path.glob("*.html"))


def printed(text, name="stdout"):
    return new_output("stream", name=name, text=text)


WARNING = "/tmp/ipykernel_1/2.py:3: UserWarning: empty\n  plot()"
WIDE = {"heads": 13 * ["A"], "rows": [13 * ["1"]], "numeric": []}
TABLED, LED = "#| label: tbl-{}\n#| tbl-cap: A\ndf", SMALL_TABLE | {"untraced": 0}
PLOTTED = "#| label: fig-a\n#| fig-cap: {en: A, kk: Б}\n#| fig-alt: A\nplot()"
NOTICES = [
    (code("print(42)", printed("42\n")), "prints “42”, which is not in the report; show it with"),
    (own("40 + 2", plain="42"), "ends with “42”, which is not in the report; show it with"),
    (own("show", html="<b>a</b>", plain="HTML"), "shows HTML, which is not in the report; show it"),
    (own("w", **{WIDGET: {}, PLAIN: "w"}), f"shows an output of the kind {WIDGET}, which"),
    (code("plot()", printed(WARNING, "stderr")), "gives the warning “UserWarning: empty plot()”;"),
    (code("#| label: fig-a\nplot()"), "has the label `fig-a`, and shows nothing under it"),
    (code("#| code-fold: true\nx"), "has the option `#| code-fold: true`, which does nothing"),
    (code("#| echo: true\nx"), "has the option `#| echo: true`, which does nothing"),
    (own(TABLED.format("a"), **{TABLE: LED | {"left_out": 9}}), "shows a frame without its last 9"),
    (new_raw_cell("{=html}"), "is a raw cell, which no report shows"),
    (own(PLOTTED, svg=SVG), "has no `ru` text in `#| fig-cap:`; “A” stands there"),
    (own(TABLED.format("b"), **{TABLE: LED | {"rows": []}}), "has the label `tbl-b`, and shows"),
    (own(TABLED.format("c"), **{TABLE: LED | {"unstyled": True}}), "shows a Styler without its"),
    (own(TABLED.format("d"), **{TABLE: WIDE}), "shows a table of 13 columns, too many"),
]
"""Cells that do what the report does not show, and what is said of it."""


def test_nothing_that_a_cell_shows_is_lost_without_a_word():
    """What cannot stand in a report is told, with the cell's number and heading."""
    notices = prepare(executed("ru", *(cell for cell, _ in NOTICES))).notices
    start = [f"Cell {number} “Региональный уровень” " for number in range(10, 10 + len(NOTICES))]

    assert len(start) == len(notices)
    for notice, begins, (_, expected) in zip(notices, start, NOTICES, strict=True):
        assert notice.startswith(begins + expected)


def test_what_drawing_returns_and_what_is_hidden_is_not_told():
    """Plotting gives back axes, and an option that hides something means it."""
    silent = [
        own("plot()", plain="[<matplotlib.lines.Line2D>]"),
        own("df.hist()", plain="array([[<Axes: >]], dtype=object)"),
        own("#| output: false\n5", plain="5"),
        own("#| include: false\nplot()", svg=SVG),
        code("#| warning: false\nplot()", printed("w", "stderr")),
        code("", printed("\n")),
    ]
    prepared = prepare(executed("en", *silent))

    assert ((), prepare(executed("en")).text) == (prepared.notices, prepared.text)


def test_the_cover_becomes_front_matter():
    """It begins with the period; what the cover marks is Markdown already, all else is escaped."""
    notebook = executed("en")
    values = notebook.cells[2].outputs[0].metadata["rrs"]["front"]
    marked = r'[\$150\,400]{.figure register="programme.award.amount"}'
    values |= {"title": HOSTILE, "marked": {"award": marked}}
    values["cover"]["donor"] = "[9]{.figure}"
    front = next(yaml.safe_load_all(prepare(notebook).text))
    facts = {fact["name"]: fact["value"] for fact in front["rrs"]["facts"]}

    assert HOSTILE.replace("\\", "") == front["title"].replace("\\", "")
    assert "{{" not in front["title"]
    assert "<script" not in front["title"].replace("\\<", "")
    assert ["period", "implementer", "donor", "award", "edition", "due", "mark"] == list(facts)
    assert marked == facts["award"]
    assert r"\[9\]\{\.figure\}" == facts["donor"]


def test_an_analyst_may_use_quarto_s_own_options():
    """A picture's caption is Markdown; ``output: asis`` makes text of prints, and @argo is text."""
    source = "#| label: fig-own\n#| fig-cap: A *fine* one\n#| fig-alt: One bar\n#| echo: false\nx"
    words = new_markdown_cell("Write to argo@example.org or @argo; compare @fig-own.")
    shown = code("#| output: asis\nprint()", printed("*So*\n"))
    prepared = prepare(executed("en", own(source, svg=SVG), words, shown))
    *_, figure, text, printed_text = prepared.outputs

    assert ("fig-own", "A *fine* one", "One bar") == (figure.label, figure.caption, figure.alt)
    assert (words.source, "*So*\n", ()) == (text.markdown, printed_text.markdown, prepared.notices)


def test_no_bytes_depend_on_times_and_random_ids():
    """What is rendered, and the executed notebook that is kept, are the same at each run."""
    html = '<table id="T_4711a">#T_4711a_row0'
    cells = [
        own("x", plain="<Figure at 0x7f00aa>", html=html),
        code("y", printed("/tmp/ipykernel_4711/123.py:3: UserWarning", "stderr")),
    ]
    first, second = executed("en", *cells), executed("en", *copy.deepcopy(cells))
    kept = nbformat.writes(clean_executed(first))

    assert first.cells[0].id != second.cells[0].id
    assert prepare(executed()).text == prepare(executed()).text
    assert kept == nbformat.writes(clean_executed(second))
    assert not [word for word in ("papermill", "0x7f", "4711", "2026") if word in kept]


def test_every_class_has_a_style_and_stands_in_the_guide():
    """Whatever the dialect allows looks like something, and is shown to who writes notebooks."""
    style = (ROOT / "reports" / "templates" / "style.css").read_text(encoding="utf-8")
    guide = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    classes = {*ALLOWED["div"], *ALLOWED["span"]}
    names = [*CELL_OPTIONS, *classes, *ALLOWED["attribute"], FOR_ANALYSTS]

    assert set() == classes - set(re.findall(r"\.([a-z-]+)", style))
    assert [] == [name for name in names if name not in guide]
