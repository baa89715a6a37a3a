"""A report that owes a text is a draft, and says so wherever somebody meets it."""

import re
import shutil
from datetime import date

import pytest

from reports.archive.publish import freeze
from reports.pipeline.summary import summary_text
from reports.project import Edition
from reports.render.engine import remove_dead_links
from rrs_data import FaultsError
from rrs_data.programme.programme import FINAL
from rrs_data.report.sections.background import cover, written
from tests.conftest import PARAMS
from tests.driver import made, request_of
from tests.small_notebooks import COVER, all_parameters, code, record_cell, write_notebook

MISSING = "narrative/KG/2014/plan.en.md"


@pytest.fixture
def run(tmp_path):
    """Makes a report whose English cover says which texts are missing; its outcome, the summary."""

    def make(*missing):
        listed = f"'missing': {list(missing)!r} if language == 'en' else [], 'lang'"
        cover = code(COVER["source"].replace("'lang'", listed))
        notebook = write_notebook(tmp_path / "nb", all_parameters(), cover, record_cell("1"))
        ran, _ = made(request_of(notebook, tmp_path / "out"))
        return ran.outcomes[0], summary_text(ran, [])

    return make


def pages(outcome):
    return [file.name for file in outcome.files if file.suffix in (".pdf", ".html")]


def test_a_draft_is_told_by_its_name_until_it_is_whole(run, tmp_path):
    """The summary names the file to write; once it is written, the report takes its place."""
    draft, said = run(MISSING)
    whole, _ = run()

    assert f"The report is a draft until somebody writes {MISSING}." in said
    assert [f"rrs-KG-2014-en-draft.{form}" for form in ("html", "pdf")] == pages(draft)[:2]
    assert [f"rrs-KG-2014-ru.{form}" for form in ("html", "pdf")] == pages(draft)[2:]
    assert [] == list((tmp_path / "out").rglob("*draft*"))
    assert 4 == len(pages(whole))


def test_a_draft_is_not_published(run, tmp_path):
    """The file that says it is a draft is named."""
    run(MISSING)
    day, published = date(2014, 12, 29), tmp_path / "published"

    with pytest.raises(FaultsError, match=r"rrs-KG-2014-en-draft\.html, a draft"):
        freeze(Edition("KG", 2014), tmp_path / "out", published, day, lambda *_: {})


def test_a_language_that_is_a_draft_is_found_from_the_other(tmp_path):
    """A link leads to the file that was made, by whichever name; one to no file is taken out."""
    page = tmp_path / "page.html"
    links = ["#one", "https://example.org/", "rrs-KG-2014-en.html", "rrs-KG-2014-fr.html"]
    page.write_text("".join(f'<li><a href="{one}">One</a></li>\n' for one in links), "utf-8")
    remove_dead_links(page, ["rrs-KG-2014-en-draft.html"])
    left = re.findall('href="(.*?)"', page.read_text(encoding="utf-8"))

    assert [*links[:2], "rrs-KG-2014-en-draft.html"] == left


@pytest.mark.parametrize(
    ("asked", "brief", "owed"),
    [
        (("KG", 2014), False, ["challenges", "success-story", "plan", "deviations"]),
        (("TM", 2014), False, ["challenges", "plan"]),
        (("KG", "final"), False, ["challenges", "success-story", "deviations"]),
        (("KG", 2014), True, ["deviations"]),
    ],
)
def test_what_a_report_owes(report_of, tmp_path, asked, brief, owed):
    """Its cover is a draft's while texts are missing, and says which; a brief owes only reasons."""
    params = shutil.copytree(PARAMS, tmp_path / "params", ignore=lambda *_: ["narrative"])
    front = cover(report_of(*asked, params=params), brief=brief).bundle()[1]["front"]
    files = [f"narrative/{asked[0]}/{asked[1]}/{topic}.en.md" for topic in owed]

    assert files == front["missing"]
    assert front["title"].startswith("Draft: ")
    assert front["cover"]["draft"].startswith("not written yet: ")


def test_the_demonstration_owes_nothing(report_of, programme):
    """Its texts are there for every yearly and final report, in both languages; figures too."""
    for country in [*programme.countries, "ALL"]:
        for year in [*programme.years_of(country), FINAL]:
            for language in programme.languages:
                report = report_of(country, year, language)
                owed = programme.owed(country, report.period)
                texts = [written(report, topic) for topic in owed]
                shown = [one.bundle()[0].get("text/markdown", "") for own in texts for one in own]

                assert all(texts), str(report)
                assert [] == re.findall(r"(?<!\])\{.*", "\n".join(shown)), str(report)
    assert [] == programme.owed("KG", programme.period(2014, "Q2"))
