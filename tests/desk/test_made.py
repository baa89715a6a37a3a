"""Made: an analyst's own cells go through the making of a report, in both languages."""

import io
import json
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from pypdf import PdfReader

from reports.pipeline.explain_figure import answer
from reports.pipeline.run import run_request
from reports.pipeline.summary import showing
from rrs_data import FaultsError
from tests.driver import request_of
from tests.small_notebooks import all_parameters, code, write_notebook

OPEN = """
from rrs_data import Record, open_report, section, sentence, show
from rrs_data.report.sections import background, reference_sheets
report = open_report(country, year, language)
show(background.cover(report))
section(report.t("Summary"))
"""
SENTENCE = """
participants = report.evidence("participants", one_per="person_id")
rural = participants[participants["place"] == "rural"]
rural_figure = report.figure(rural, label="rural-people")
sentence({"en": "{n} of {all} live in villages; {x} do not.", "ru": "{n} из {all}; {x}."},
         n=rural_figure, all=report.figure(participants), x=19)
"""
CHART = """
#| label: fig-own
#| fig-cap: {en: People by age, ru: Люди по возрасту}
#| fig-alt: {en: Bars by age, ru: Столбцы по возрасту}
participants.groupby("age_band", observed=False).size().plot.bar();
"""
FRAME = """
#| label: tbl-own
#| tbl-cap: {en: By sex, ru: По полу}
participants.groupby("sex", observed=False).size()
"""
SHOWN = """
show(report.breakdown("participants", by="sex"), label="tbl-shown", caption=report.t("People"))
section(report.t("Grants"))
"""
ANNEX = """
section(report.t("Figures counted from the registers"), *reference_sheets.of_registers(report))
show(Record(report.record()))
"""


@pytest.fixture(scope="module")
def outcome(tmp_path_factory):
    """A report of such a notebook in English and Russian, as HTML and PDF."""
    directory = tmp_path_factory.mktemp("desk")
    cells = [
        code(one.strip())
        for one in (OPEN, SENTENCE, CHART, FRAME, SHOWN, "print(42)\nreport", ANNEX)
    ]
    notebook = write_notebook(directory / "nb/annual_report.ipynb", all_parameters(), *cells)
    with showing(io.StringIO()) as progress:
        (made,) = run_request(request_of(notebook, directory / "out"), progress).outcomes
    return made


def file_of(outcome, name):
    return next(Path(file) for file in outcome.files if str(file).endswith(name))


@pytest.mark.parametrize("language", ["en", "ru"])
def test_cells_stand_in_the_report(outcome, language):
    """Sentence, chart and frames, in the language, with links to how each was counted."""
    page = BeautifulSoup(file_of(outcome, f"{language}.html").read_text("utf-8"), "html.parser")
    text = "".join(
        PdfReader(file_of(outcome, f"{language}.pdf")).pages[n].extract_text() for n in (1, 2)
    )
    link = page.select_one('a.figure[data-indicator="rural-people"]')
    captions = [one.get_text() for one in page.select("figcaption")]
    words = {"en": ["Women", "People by age"], "ru": ["Женщины", "Люди по возрасту"]}[language]

    assert link
    assert ("42", "#explain-rural-people") == (link.get_text(), link["href"])
    assert "participants[participants" in page.select_one("#explain-rural-people").get_text()
    assert any(words[1] in caption for caption in captions)
    assert [words[0]] * 2 == [
        one.get_text() for one in page.select("td, th") if one.get_text() == words[0]
    ]
    assert words[1] in re.sub(r"\s+", " ", text)
    assert not [one for one in page.select("h1") if one.get_text().endswith(("Grants", "Гранты"))]


def test_the_rest_is_told(outcome):
    """Numbers that lead nowhere, what is printed, and texts without a translation."""
    told = "\n".join(outcome.notices)

    assert () == outcome.failures
    assert re.search(r"1 number in cell 3 .*leads nowhere", told)
    assert re.search(r"3 numbers in cell 5 .*lead nowhere", told)
    assert "prints “42”" in told
    assert "shows HTML" in told
    assert re.search("Not translated into ru, so they stand in another language: .*“People”", told)


def test_its_figures_are_explained(outcome):
    """``make explain`` tells the rows and the code; without a made report it says to make it."""
    record = file_of(outcome, "achievements.json")
    options = ("period", "language", "format", "rows", "registers", "params", "notebook", "output")
    asked = {
        **dict.fromkeys(options, ""),
        "country": "KG",
        "year": "2014",
        "figure": "rural-people",
    }
    text = answer({**asked, "output": str(record.parents[2])})
    as_json = json.loads(answer({**asked, "output": str(record.parents[2]), "format": "json"}))
    with pytest.raises(FaultsError, match="make it: make report COUNTRY=KG YEAR=2014"):
        answer({**asked, "output": str(record.parent)})
    with pytest.raises(FaultsError, match="one of counted-1-1, rural-people"):
        answer({**asked, "output": str(record.parents[2]), "figure": "else"})

    assert text.startswith("rural-people = 42\n")
    assert "      rural = participants[participants[" in text
    assert 42 == len(as_json["terms"][0]["registers"]["attendances"]["counted"])
