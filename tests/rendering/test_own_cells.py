"""An analyst's own cells: a notebook of plain pandas and matplotlib becomes a report."""

import re
import zipfile
from dataclasses import replace

import nbformat
import pypdf
import pytest
from nbformat.v4 import new_markdown_cell

from reports.pipeline.cli import main
from reports.pipeline.summary import summary_text
from tests.driver import made, request_of
from tests.rendering.conftest import opened, seen
from tests.small_notebooks import all_parameters, code, markdown, write_notebook

MONTHS = """#| label: fig-months
#| fig-cap: {en: Events by month, ru: Мероприятия по месяцам}
#| fig-alt: {en: Bars by month., ru: Столбцы по месяцам.}
events = report.rows("events")
by_month = events["end"].dt.month.value_counts().sort_index()
by_month.plot.bar()"""
TWICE = """#| label: fig-line
#| fig-cap: A line
#| fig-alt: One line.
import matplotlib.pyplot as plt
fig, axes = plt.subplots(layout="constrained")
axes.plot([1, 2], label="grants")
fig.legend()
fig"""
TABLE = """#| label: tbl-events
#| tbl-cap: {en: Two events, ru: Два мероприятия}
events[["start", "kind"]].head(2)"""
LABELLED = """own = report.figure(events[events["kind"] == "training"], label="own-trainings")
sentence({"en": "{n} held.", "ru": "Проведено: {n}."}, n=own)
show(events[["kind"]].head(1), label="tbl-own", caption=report.t("Never seen before"))"""
ANNEX = """from rrs_data.report.sections import reference_sheets
section(report.t("Figures counted from the registers"), *reference_sheets.of_registers(report))"""
CELLS = [
    markdown("# Networks\n\nSee @fig-months and @tbl-events."),
    new_markdown_cell("SECRET", metadata={"tags": ["for-analysts"]}),
    code("from rrs_data import *\nreport = open_report(country, year, language)"),
    code(MONTHS),
    code(TWICE),
    code(TABLE),
    code('sentence("{n} here.", n=report.figure(events))\nsentence("{n} there.", n=len(events))'),
    code("print(42)"),
    code("plt.plot([1])\nplt.close()"),
    code(LABELLED),
    code("section(report.t('Grants'))"),
    code(ANNEX),
]


@pytest.fixture(scope="session")
def outcome(engine, tmp_path_factory):
    """What the command makes of the notebook, in both languages."""
    directory = tmp_path_factory.mktemp("own")
    notebook = write_notebook(directory / "annual_report.ipynb", all_parameters(), *CELLS)
    request = replace(request_of(notebook, directory / "out"), formats=("html", "pdf", "docx"))
    ran, _ = made(request, engine)
    (outcome,) = ran.outcomes
    summary = " ".join(summary_text(ran, []).split())

    assert () == outcome.failures
    assert all(notice in summary for notice in outcome.notices)
    return outcome


@pytest.fixture
def files(outcome, language):
    """The files of the report in a language, by their endings."""
    return {file.suffix[1:]: file for file in outcome.files if file.stem.endswith(language)}


@pytest.fixture
def page(files):
    return opened(files["html"])


SAID = {
    "en": ["Figure 1. Events by month", "Figure 2. A line", "Table 1. Two events", "First day"],
    "ru": ["Рисунок 1. Мероприятия по месяцам", "Рисунок 2. A line", "Таблица 1. Два", "Вид"],
}
ALTS = {"en": ["Bars by month.", "One line."], "ru": ["Столбцы по месяцам.", "One line."]}


def test_pictures_and_frames_are_in_the_report(files, language, page):
    """Each once in every format, with number, caption and alternative text; tables have heads."""
    pages = [one.extract_text() for one in pypdf.PdfReader(files["pdf"]).pages]
    text = " ".join(" ".join(pages).split())
    with zipfile.ZipFile(files["docx"]) as word:
        document = word.read("word/document.xml").decode()

    assert ALTS[language] == [one["alt"] for one in page("img")]
    assert [] == [alt for alt in ALTS[language] if f'descr="{alt}"' not in document]
    assert [] == [said for said in SAID[language] if said not in seen(page) or said not in text]
    assert {"col", "row"} == {one["scope"] for one in page("th")}
    assert not re.search("SECRET|Grants|Гранты", seen(page))


def test_a_figure_of_a_cell_leads_to_how_it_was_counted(files, page, capsys):
    """In the page, and for ``make explain``, which without a made report says to make it."""
    output, said = files["html"].parents[2], []
    for figure, where in (("own-trainings", ""), ("own-trainings", "KG"), ("else", "")):
        main(["explain", "KG", "2014", figure, "--output", str(output / where)])
        said.append("".join(capsys.readouterr()))

    assert page.select("a[href='#explain-own-trainings']")
    assert page.select("#explain-own-trainings")
    assert said[0].startswith("own-trainings = 3\n")
    assert "      own = report.figure(events[events[" in said[0]
    assert "make it: make report COUNTRY=KG YEAR=2014" in said[1]
    assert "own-trainings" in said[2]


def test_what_is_not_in_the_report_is_told_once(outcome):
    """Both languages say the same of it."""
    told = [re.split("[,;]", notice)[0] for notice in outcome.notices]

    assert [
        "1 number in cell 8 “Networks” leads nowhere",
        "Cell 9 “Networks” prints “42”",
        "Cell 10 “Networks” draws a picture that is never shown",
    ] == [one for one in told if one.startswith(("Cell", "1 "))]
    assert "Not translated into ru" in told


def test_a_cover_and_the_figures_are_added(outcome, files, language, page):
    """A notebook that shows neither is a report under its first heading, with its record."""
    kept = nbformat.read(files["ipynb"], as_version=4)
    title = {"en": "Networks: Kyrgyzstan, 2014", "ru": "Networks: Кыргызстан, 2014"}[language]

    assert title in seen(page)
    assert kept.cells[-1].source.startswith("# Added when the report was made")
    assert {"achievements.csv", "achievements.json"} <= {file.name for file in outcome.files}
