"""The prepared notebook and its dialect: what a notebook may show, and what is made of it."""

import copy
import json
import re
from html import unescape
from typing import Any

import nbformat
import pytest
import yaml
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell, new_output, new_raw_cell

from reports.project.paths import ROOT
from reports.render.dialect import (
    ATTRIBUTES,
    CELL_OPTIONS,
    DIVS,
    NOTEBOOK_ONLY,
    SPANS,
    cell_options,
)
from reports.render.executed import achievements_record, clean_executed
from reports.render.outputs import attribute
from reports.render.prepared import prepare as prepare_document
from rrs_data.programme.faults import FaultsError
from tests.sample_notebook import (
    ALT,
    HOSTILE,
    SVG,
    code,
    cover,
    executed,
    figure,
    part,
    record,
    short_table,
    table,
    tagged,
    text,
)


def prepare(notebook: NotebookNode) -> NotebookNode:
    """The prepared notebook."""
    return prepare_document(notebook).notebook


def own(source: str, **data: str) -> NotebookNode:
    """An analyst's own cell that shows data."""
    kinds = {"svg": "image/svg+xml", "markdown": "text/markdown", "html": "text/html"}
    content = {kinds.get(name, "text/plain"): value for name, value in data.items()}
    return code(source, new_output("display_data", data=content))


def faults_of(*cells: NotebookNode) -> list[str]:
    """What is found when these cells are added to a sound notebook."""
    with pytest.raises(FaultsError) as error:
        prepare(executed("en", *cells))
    return [fault.found for fault in error.value.faults]


def front(prepared: NotebookNode) -> Any:
    """The front matter of a prepared notebook."""
    return yaml.safe_load(prepared.cells[0].source.strip("-"))


def test_the_prepared_notebook_is_a_valid_one() -> None:
    """Quarto gets a notebook that keeps to the format."""
    nbformat.validate(prepare(executed()))


def test_preparing_gives_the_same_bytes_again() -> None:
    """Two runs differ in times and random ids; what is rendered does not."""
    first, second = executed(), executed()
    second.cells[3].metadata["papermill"]["duration"] = 99

    assert first.cells[0].id != second.cells[0].id
    assert nbformat.writes(prepare(first)) == nbformat.writes(prepare(second))


def test_a_figure_becomes_a_cell_with_options_and_one_picture() -> None:
    """Both engines find label, caption and alternative text where Quarto looks for them."""
    cells = prepare(executed()).cells
    cell = next(cell for cell in cells if cell.source.startswith('#| label: "fig-people'))

    assert cell_options(cell.source) == {
        "label": "fig-people",
        "fig-cap": "Участники\\: больше женщин\\, чем мужчин",
        "fig-alt": attribute(ALT),
    }
    assert [{"image/svg+xml": SVG}] == [output.data for output in cell.outputs]


def test_a_table_stands_in_a_frame_that_is_named_for_a_screen_reader() -> None:
    """On a narrow screen a table scrolls; the frame takes the focus and says what it holds."""
    hostile = 'A "b" & <c>'
    prepared = prepare(executed("en", code("t", table("tbl-x", hostile, short_table()))))
    first = prepared.cells[-1].outputs[0].data["text/markdown"].splitlines()[0]

    expected = '::: {.table-frame role="region" tabindex="0" aria-label="A &#34;b&#34; &#38; '
    assert first == expected + '&#60;c&#62;"}'


def test_the_cover_becomes_front_matter_of_plain_text() -> None:
    """A title may hold any characters: in the front matter all of them are escaped."""
    notebook = executed("en")
    values = notebook.cells[2].outputs[0].metadata["rrs"]["front"]
    values["title"] = HOSTILE
    title = front(prepare(notebook))["title"]

    assert title.replace("\\", "") == HOSTILE.replace("\\", "")
    assert "{{" not in title
    assert "<script" not in title.replace("\\<", "")


def test_the_cover_s_facts_come_in_the_printed_order() -> None:
    """A notebook sorts names; the cover begins with the period all the same."""
    terms = [fact["term"] for fact in front(prepare(executed("en")))["rrs"]["facts"]]

    assert ["Reporting period", "Implementer", "Donor", "Award", "Edition"] == terms


def test_a_figure_on_the_cover_keeps_its_key() -> None:
    """What the cover marks is Markdown already; all else on it is plain text."""
    notebook = executed("en")
    values = notebook.cells[2].outputs[0].metadata["rrs"]["front"]
    marked = r'[\$150\,400]{.figure register="programme.award.amount"}'
    values["marked"] = {"award": marked}
    values["cover"]["donor"] = "[9]{.figure}"
    facts = {fact["name"]: fact["value"] for fact in front(prepare(notebook))["rrs"]["facts"]}

    assert marked == facts["award"]
    assert r"\[9\]\{\.figure\}" == facts["donor"]


def test_what_is_for_those_who_open_the_notebook_stays_there() -> None:
    """Streams, code and cells tagged `notebook-only` never enter a report."""
    stream = new_output("stream", name="stdout", text="SECRET")
    cells = [code("print()", stream), own("#| output: false\nx", plain="SECRET")]
    notes = new_markdown_cell("SECRET", metadata=tagged())
    returned = own("plot()", plain="[<matplotlib.lines.Line2D at 0x7f>]")

    assert "SECRET" not in str(prepare(executed("en", *cells, notes, returned)))


def test_an_analyst_may_use_quarto_s_own_options() -> None:
    """A labelled picture with caption and alternative text enters, its caption as Markdown."""
    source = "#| label: fig-own\n#| fig-cap: A *fine* one\n#| fig-alt: One bar\n#| echo: false\nx"
    cell = prepare(executed("en", own(source, svg=SVG))).cells[-1]

    assert cell_options(cell.source) == {
        "label": "fig-own",
        "fig-cap": "A *fine* one",
        "fig-alt": "One bar",
    }


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        (own("plot()", svg=SVG), "no label"),
        (own("#| label: fig-a\n#| fig-cap: A\nplot()", svg=SVG), "no alternative text"),
        (own("#| label: fig-a\n#| fig-alt: A\nplot()", svg=SVG), "no caption"),
        (own("#| label: tbl-a\n#| tbl-cap: A\ndf", markdown="words"), "not one Markdown table"),
        (own("df", html="<table></table>", plain="a"), "text/html and text/plain"),
        (own("#| code-fold: true\nx"), "`#| code-fold`"),
        (own("#| echo: true\nx"), "`#| echo: True`"),
        (own("#| label: [\nx"), "cannot be read"),
        (new_raw_cell("{=html}"), "a raw cell"),
        (new_markdown_cell("![a](b.png)"), "a picture in a text: b.png"),
        (new_markdown_cell("::: {.callout-note}\na\n:::"), "a div `.callout-note`"),
        (new_markdown_cell("[a]{.big}"), "a span `.big`"),
        (new_markdown_cell('[a]{.figure onclick="x"}'), "an attribute `onclick`"),
        (new_markdown_cell("See @fig-nowhere."), "`@fig-nowhere`"),
        (new_markdown_cell("{{< include /etc/passwd >}}"), "a shortcode"),
        (new_markdown_cell("---\nfilters: [x.lua]\n---"), "a YAML block with `filters`"),
        (new_markdown_cell("---\ntitle: Another\n---"), "a YAML block with `title`"),
        (new_markdown_cell("::: {.table-frame}\na\n:::"), "a div `.table-frame`"),
        (new_markdown_cell("::: {.cell}\na\n:::"), "a div `.cell`"),
        (new_markdown_cell("#### Deep"), "the heading “Deep” of level 4"),
        (code("t", part({"text/markdown": ""}, role="poem")), "the role `poem`"),
        (code("c", cover("en")), "2 covers"),
        (code("f", figure("fig-people", "Again")), "the label `fig-people` again"),
    ],
)
def test_what_is_not_in_the_dialect_is_refused(cell: NotebookNode, found: str) -> None:
    """Whatever one engine might render otherwise than the other stops the build."""
    assert found in "; ".join(faults_of(cell))


def test_a_div_that_is_not_closed_is_refused() -> None:
    """What it would swallow of the cells after it is named by the cell that opens it."""
    cells = [new_markdown_cell("::: {.note}\nA note"), new_markdown_cell("Swallowed")]
    with pytest.raises(FaultsError, match="opened and not closed") as error:
        prepare(executed("en", *cells))

    assert "the notebook, cell 10, “::: {.note}”" == error.value.faults[0].where


def test_a_fault_names_the_cell_as_jupyterlab_shows_it() -> None:
    """Cells are counted without the one that papermill puts in, and begin with their first line."""
    with pytest.raises(FaultsError) as error:
        prepare(executed("en", own("#| label: fig-a\nplot(people)", svg=SVG)))

    assert {"the notebook, cell 10, “plot(people)”"} == {f.where for f in error.value.faults}


def test_all_faults_of_a_notebook_come_together() -> None:
    """A person corrects a notebook once, not once per fault."""
    cells = [own("#| a: 1\n#| b: 2\nx"), own("plot()", svg=SVG), own("y", html="<p>")]

    assert len(faults_of(*cells)) == 6


def test_references_to_people_are_text() -> None:
    """Only `@fig-…` and `@tbl-…` refer to something; an address or a nickname is text."""
    prepare(executed("en", new_markdown_cell("Write to argo@example.org or @argo.")))


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


def test_the_record_is_what_the_notebook_showed() -> None:
    """The data files beside a report come from the report's own notebook."""
    assert achievements_record(executed()) == {"country": "KG", "year": 2014, "achievements": []}


def test_a_notebook_without_one_record_is_refused() -> None:
    """Neither no record nor two of them can be written as the report's data."""
    for cells, count in ([], 0), ([code("r", record())] * 2, 2):
        notebook = executed("en")
        notebook.cells[-1:] = cells
        with pytest.raises(FaultsError, match=f"{count} outputs"):
            achievements_record(notebook)


def test_captions_are_one_line_of_yaml() -> None:
    """A caption with line breaks and quotation marks cannot break out of its option."""
    prepared = prepare(executed("en", code("t", table("tbl-x", 'a\n#| "b"', short_table()))))
    option = prepared.cells[-1].source.splitlines()[1]

    caption = unescape(json.loads(option.removeprefix("#| tbl-cap: ")))
    assert 'a \\#\\| \\"b\\"' == caption


def test_text_outputs_keep_their_markdown() -> None:
    """What `rrs_data` wrote as Markdown reaches the engines as it is."""
    prepared = prepare(executed("en", code("t", text("**so** it is"))))

    assert prepared.cells[-1].source == "**so** it is"


def test_options_are_read_from_the_top_of_a_cell() -> None:
    """Options stand in the first lines of a cell; what comes after the code begins is a comment."""
    source = '#| label: fig-people\n#| fig-cap: "Люди: *много*"\nshow()\n#| echo: true'

    assert {"label": "fig-people", "fig-cap": "Люди: *много*"} == cell_options(source)


def test_a_cell_without_options_has_none() -> None:
    """A plain cell gives no options, and neither does an empty one."""
    assert [{}, {}, {}] == [cell_options(source) for source in ("", "show()", "# | label: x")]


@pytest.mark.parametrize("source", ["#| label: [", "#| only words", "#| - a list"])
def test_options_that_are_no_yaml_mapping_are_refused(source: str) -> None:
    """Lines that are not names with values cannot be options."""
    with pytest.raises(ValueError, match=r"\w"):
        cell_options(source)


def test_every_class_has_a_style() -> None:
    """Whatever the dialect allows looks like something on the screen."""
    style = (ROOT / "reports" / "templates" / "style.css").read_text(encoding="utf-8")
    styled = set(re.findall(r"\.([a-z-]+)", style))

    assert set() == {*DIVS, *SPANS} - styled


def test_the_guide_names_everything_that_the_dialect_has() -> None:
    """CONTRIBUTING.md shows the whole list to those who write notebooks."""
    guide = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    names = [*CELL_OPTIONS, *DIVS, *SPANS, *ATTRIBUTES, NOTEBOOK_ONLY]

    assert [] == [name for name in names if name not in guide]
