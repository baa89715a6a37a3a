"""The prepared notebook and its dialect: what a notebook may show, and what is made of it."""

import copy
import re
from typing import Any

import nbformat
import pytest
import yaml
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell, new_output, new_raw_cell

from reports.project import ROOT
from reports.render.dialect import ATTRIBUTES, CELL_OPTIONS, DIVS, NOTEBOOK_ONLY, SPANS
from reports.render.prepared import achievements_record, clean_executed, prepare
from rrs_data.programme.faults import FaultsError
from tests.sample_notebook import (
    HOSTILE,
    SVG,
    code,
    cover,
    executed,
    figure,
    part,
    record,
    tagged,
)


def own(source: str, **data: str) -> NotebookNode:
    """An analyst's own cell that shows data."""
    kinds = {"svg": "image/svg+xml", "markdown": "text/markdown", "html": "text/html"}
    content = {kinds.get(name, "text/plain"): value for name, value in data.items()}
    return code(source, new_output("display_data", data=content))


def front_of(notebook: NotebookNode) -> Any:
    """The front matter that the cover of a notebook becomes."""
    return yaml.safe_load(prepare(notebook).notebook().cells[0].source.strip("-"))


NO_OUTPUTS = [
    (own("plot()", svg=SVG), "no label"),
    (own("#| label: fig-a\n#| fig-cap: A\nplot()", svg=SVG), "no alternative text"),
    (own("#| label: fig-a\n#| fig-alt: A\nplot()", svg=SVG), "no caption"),
    (own("df", html="<table></table>", plain="a"), "text/html and text/plain"),
    (own("#| code-fold: true\nx"), "`#| code-fold: True`"),
    (own("#| echo: true\nx"), "`#| echo: True`"),
    (own("#| label: [\nx"), "cannot be read"),
    (own("#| only words\nx"), "cannot be read"),
    (new_raw_cell("{=html}"), "a raw cell"),
    (code("t", part({"text/markdown": ""}, role="poem")), "the role `poem`"),
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
    (code("c", cover("en")), "2 covers"),
    (code("f", figure("fig-people", "Again")), "the label `fig-people` again"),
    (new_markdown_cell("::: {.note}\nA note"), "a div that is opened and not closed"),
    (new_markdown_cell("Swallowed"), ""),
]
"""Cells with texts that the engines would not render alike."""


@pytest.mark.parametrize("cells", [NO_OUTPUTS, NO_TEXTS])
def test_all_that_is_not_in_the_dialect_is_refused_together(
    cells: list[tuple[NotebookNode, str]],
) -> None:
    """Whatever one engine might render otherwise than the other stops the build, with its cell.

    Cells are counted as JupyterLab shows them, without the one that papermill puts in.
    """
    with pytest.raises(FaultsError) as error:
        prepare(executed("en", *(cell for cell, _ in cells)))
    told = [(fault.where, fault.found) for fault in error.value.faults]

    for number, (cell, expected) in enumerate(cells, 10):
        first = next((one for one in cell.source.splitlines() if not one.startswith("#|")), "")
        wheres = [where for where, found in told if expected in found]
        at = "the notebook" if "covers" in expected else f"the notebook, cell {number}, “{first}”"
        assert not expected or at in wheres, expected


def test_the_prepared_notebook_is_a_valid_one_with_the_same_bytes_again() -> None:
    """Two runs differ in times and random ids; what is rendered does not."""
    first, second = executed(), executed()
    second.cells[3].metadata["papermill"]["duration"] = 99
    one, other = prepare(first).notebook(), prepare(second).notebook()
    nbformat.validate(one)

    assert first.cells[0].id != second.cells[0].id
    assert nbformat.writes(one) == nbformat.writes(other)


def test_the_cover_becomes_front_matter_of_plain_text() -> None:
    """A title may hold any characters: in the front matter all of them are escaped."""
    notebook = executed("en")
    notebook.cells[2].outputs[0].metadata["rrs"]["front"]["title"] = HOSTILE
    title = front_of(notebook)["title"]

    assert HOSTILE.replace("\\", "") == title.replace("\\", "")
    assert "{{" not in title
    assert "<script" not in title.replace("\\<", "")


def test_the_cover_s_facts_keep_their_order_and_their_keys() -> None:
    """The cover begins with the period; what it marks is Markdown already, all else plain text."""
    notebook = executed("en")
    values = notebook.cells[2].outputs[0].metadata["rrs"]["front"]
    marked = r'[\$150\,400]{.figure register="programme.award.amount"}'
    values["marked"] = {"award": marked}
    values["cover"]["donor"] = "[9]{.figure}"
    facts = {fact["name"]: fact["value"] for fact in front_of(notebook)["rrs"]["facts"]}

    assert ["period", "implementer", "donor", "award", "edition"] == list(facts)
    assert marked == facts["award"]
    assert r"\[9\]\{\.figure\}" == facts["donor"]


def test_what_is_for_those_who_open_the_notebook_stays_there() -> None:
    """Streams, code and cells tagged `notebook-only` never enter a report."""
    stream = new_output("stream", name="stdout", text="SECRET")
    cells = [code("print()", stream), own("#| output: false\nx", plain="SECRET")]
    notes = new_markdown_cell("SECRET", metadata=tagged())
    returned = own("plot()", plain="[<matplotlib.lines.Line2D at 0x7f>]")

    assert "SECRET" not in str(prepare(executed("en", *cells, notes, returned)).notebook())


def test_an_analyst_may_use_quarto_s_own_options() -> None:
    """A labelled picture enters, its caption as Markdown; an address or a nickname is text."""
    source = "#| label: fig-own\n#| fig-cap: A *fine* one\n#| fig-alt: One bar\n#| echo: false\nx"
    words = new_markdown_cell("Write to argo@example.org or @argo; compare @fig-own.")
    *_, cell, text = prepare(executed("en", own(source, svg=SVG), words)).notebook().cells

    assert '#| label: "fig-own"\n#| fig-cap: "A *fine* one"\n#| fig-alt: "One bar"' == cell.source
    assert words.source == text.source


def test_the_kept_notebook_carries_no_times_and_no_random_ids() -> None:
    """The executed notebook beside a report has the same bytes at each run."""
    plain = {"text/plain": "<Figure at 0x7f00aa>"}
    warning = "/tmp/ipykernel_4711/123.py:3: UserWarning"
    cell = code(
        "x",
        new_output("execute_result", data=plain),
        new_output("stream", name="stderr", text=warning),
    )
    first, second = executed("en", cell), executed("en", copy.deepcopy(cell))
    kept = nbformat.writes(clean_executed(first))

    assert kept == nbformat.writes(clean_executed(second))
    assert not [word for word in ("papermill", "0x7f", "4711", "2026") if word in kept]
    assert "papermill" in first.metadata


def test_the_record_is_what_the_notebook_showed_once() -> None:
    """The data files beside a report come from its notebook, which has exactly one record."""
    assert {"country": "KG", "year": 2014, "achievements": []} == achievements_record(executed())
    for cells, count in ([], 0), ([code("r", record())] * 2, 2):
        notebook = executed("en")
        notebook.cells[-1:] = cells
        with pytest.raises(FaultsError, match=f"{count} outputs"):
            achievements_record(notebook)


def test_every_class_has_a_style_and_stands_in_the_guide() -> None:
    """Whatever the dialect allows looks like something, and is shown to who writes notebooks."""
    style = (ROOT / "reports" / "templates" / "style.css").read_text(encoding="utf-8")
    guide = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    names = [*CELL_OPTIONS, *DIVS, *SPANS, *ATTRIBUTES, NOTEBOOK_ONLY]

    assert set() == {*DIVS, *SPANS} - set(re.findall(r"\.([a-z-]+)", style))
    assert [] == [name for name in names if name not in guide]
