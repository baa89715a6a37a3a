"""An analyst's own cells: a notebook of plain pandas and matplotlib becomes a report."""

from dataclasses import replace

import nbformat
import pypdf
import pytest

from reports.pipeline.summary import summary_text
from tests.driver import made, request_of
from tests.rendering.conftest import HtmlPage
from tests.small_notebooks import all_parameters, code, markdown, write_notebook

OPENED = "from rrs_data import open_report\nreport = open_report(country, year, language)"
MONTHS = """#| label: fig-months
#| fig-cap: {en: Events by month, ru: Мероприятия по месяцам}
#| fig-alt: {en: Bars by month., ru: Столбцы по месяцам.}
import pandas as pd
by_month = pd.DataFrame({"events": [1, 4]}, index=["March", "May"])
by_month.plot.bar()"""
TWICE = """#| label: fig-line
#| fig-cap: A line
#| fig-alt: One line.
import matplotlib.pyplot as plt
fig, axes = plt.subplots(layout="constrained")
axes.plot([1, 2], label="grants")
fig.legend()
fig"""
CELLS = [
    markdown("# Networks\n\nSee @fig-months."),
    markdown("SECRET") | {"metadata": {"tags": ["for-analysts"]}},
    code(OPENED),
    code(MONTHS),
    code(TWICE),
    code("print(42)"),
    code("plt.plot([1])\nplt.close()"),
]


@pytest.fixture(scope="session")
def outcome(engine, tmp_path_factory):
    """What the command makes of the notebook, in both languages."""
    directory = tmp_path_factory.mktemp("own")
    notebook = write_notebook(directory / "annual_report.ipynb", all_parameters(), *CELLS)
    request = replace(request_of(notebook, directory / "out"), formats=("html", "pdf", "docx"))
    ran, _ = made(request, engine)
    assert ran.outcomes[0].failures == ()
    assert all(
        notice in " ".join(summary_text(ran, []).split()) for notice in ran.outcomes[0].notices
    )
    return ran.outcomes[0]


def made_file(outcome, language, ending):
    return next(file for file in outcome.files if file.name.endswith(f"{language}.{ending}"))


CAPTIONS = {
    "en": ["Figure 1. Events by month", "Figure 2. A line"],
    "ru": ["Рисунок 1. Мероприятия по месяцам", "Рисунок 2. A line"],
}
ALTS = {"en": ["Bars by month.", "One line."], "ru": ["Столбцы по месяцам.", "One line."]}


def test_the_page_shows_each_picture_once(outcome, language):
    """With number, caption and alternative text in the report's language."""
    page = HtmlPage(made_file(outcome, language, "html").read_text(encoding="utf-8"))

    assert ALTS[language] == page.attributes("img", "alt")
    assert all(caption in page.text for caption in CAPTIONS[language])
    assert "SECRET" not in page.source


def test_so_does_the_pdf(outcome, language):
    """Whose alternative texts are its structure's."""
    pdf = pypdf.PdfReader(made_file(outcome, language, "pdf"))
    text = " ".join(" ".join(page.extract_text() for page in pdf.pages).split())

    assert all(caption in text for caption in CAPTIONS[language])


def test_what_is_not_in_the_report_is_told_once(outcome):
    """Both languages say the same of it."""
    told = [notice.split(",")[0].split(";")[0] for notice in outcome.notices]

    assert [
        "Cell 7 “Networks” prints “42”",
        "Cell 8 “Networks” draws a picture that is never shown",
    ] == told


def test_a_cover_and_the_figures_are_added(outcome, language):
    """A notebook that shows neither is a report under its first heading, with its record."""
    page = HtmlPage(made_file(outcome, language, "html").read_text(encoding="utf-8"))
    kept = nbformat.read(made_file(outcome, language, "ipynb"), as_version=4)
    title = {"en": "Networks: Kyrgyzstan, 2014", "ru": "Networks: Кыргызстан, 2014"}[language]

    assert title in page.text
    assert kept.cells[-1].source.startswith("# Added when the report was made")
    assert {"achievements.csv", "achievements.json"} <= {file.name for file in outcome.files}
