"""From a request to reports in their places, with small notebooks and a plain engine; drafts."""

import json
import re
import shutil
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import nbformat
import pandas as pd
import pytest

from reports.archive.publish import freeze
from reports.pipeline.summary import summary_text
from reports.project import Edition
from reports.render.engine import remove_dead_links
from reports.render.programs import RenderError
from rrs_data import FaultsError
from rrs_data.programme.programme import FINAL
from rrs_data.report.sections.background import cover, written
from tests.conftest import PARAMS
from tests.driver import PlainEngine, made, only, request_of, small_request
from tests.small_notebooks import COVER, all_parameters, code, record_cell, write_notebook

FILES = [
    *("SHA256SUMS", "achievements.csv", "achievements.json", "ro-crate-metadata.json"),
    *(f"rrs-KG-2014-{code}.{form}" for code in ("en", "ru") for form in ("html", "ipynb", "pdf")),
]


@dataclass(frozen=True)
class BrokenEngine(PlainEngine):
    error: Exception

    def write(self, document, file, form):
        if file.stem.endswith("ru"):
            raise self.error
        return super().write(document, file, form)


def names(output):
    """The files of the report KG 2014 that a reader sees."""
    return sorted(path.name for path in (output / "KG/2014").glob("[!.]*"))


@pytest.fixture(scope="module")
def request_(tmp_path_factory):
    return small_request(tmp_path_factory.mktemp("build"), languages=("ru", "en"))


@pytest.fixture(scope="module")
def whole(request_):
    """What became of its report, in both languages."""
    return only(request_)


def test_files(whole, request_):
    """A report has its languages in all formats, the executed notebooks, and the figures once."""
    directory = request_.output / "KG/2014"
    record = json.loads((directory / "achievements.json").read_text(encoding="utf-8"))
    rows = pd.read_csv(directory / "achievements.csv")

    assert FILES == names(request_.output) == sorted(path.name for path in whole.files)
    assert () == whole.failures
    assert [".stamp.json"] == [path.name for path in request_.output.rglob(".*")]
    assert [1] == [entry["actual"] for entry in record["achievements"]] == rows["actual"].tolist()


def test_executed_notebook(whole, request_):
    """The kept notebook was run with the report's parameters, and holds no path of this machine."""
    path = request_.output / "KG/2014/rrs-KG-2014-en.ipynb"
    values = {}
    exec(nbformat.read(path, 4).cells[1].source, values)  # noqa: S102 (the cell that was injected)

    assert ("KG", 2014, "en") == (values["country"], values["year"], values["language"])
    assert "plain 1.0" == values["provenance"]["engine"]
    assert "registers" not in values
    assert str(request_.output.parent) not in path.read_text(encoding="utf-8")


def test_a_run_for_one_page_leaves_the_others(whole, request_, tmp_path):
    """A run for one language and format leaves the other files of the report as they are."""
    output = Path(shutil.copytree(request_.output, tmp_path / "out"))

    def times():
        return {path.name: path.stat().st_mtime_ns for path in (output / "KG/2014").iterdir()}

    before = times()
    outcome = only(replace(request_, output=output, languages=("en",), formats=("html",)))
    changed = {name for name, _ in times().items() - before.items()}

    assert {path.name for path in outcome.files} == changed & {*FILES}
    assert FILES == names(output)


def test_changed_figures_are_told(tmp_path):
    """A report that is made again says which inputs had changed, and which figures with them."""
    request = small_request(tmp_path)
    told = [only(request).figures]
    ran, _ = made(small_request(tmp_path, actual="1234"))
    told += [ran.outcomes[0].figures, only(request).figures]

    assert [(), ("RRS-1 1 → 1,234",), ()] == told
    assert "notebooks: annual_report.ipynb; RRS-1 1 → 1,234." in summary_text(ran, [])


@pytest.mark.parametrize(
    ("error", "said", "logged"),
    [
        (RenderError("Typst refused it.", "line 1\nline 2"), "Typst refused it.", "line 1"),
        (ValueError("a fault of ours"), "ValueError: a fault of ours", "Traceback"),
    ],
)
def test_failing_engine(tmp_path, error, said, logged):
    """The other language is made, earlier files stay; the log is kept until the report is made."""
    request = small_request(tmp_path, languages=("ru", "en"))
    earlier = request.output / "KG/2014/rrs-KG-2014-ru.pdf"
    earlier.parent.mkdir(parents=True)
    earlier.write_text("earlier")
    outcome = only(request, BrokenEngine(error))
    log = request.output / "_failed/KG/2014/rrs-KG-2014-ru.log"

    assert (True, True) == (said in outcome.failures[0].message, logged in log.read_text())
    assert f"    kept:     {log}\n" in str(outcome.failures[0])
    assert log.with_suffix(".ipynb").exists()
    assert "earlier" == earlier.read_text()
    assert [name for name in FILES if "-ru." not in name or ".pdf" in name] == names(request.output)

    assert () == only(request).failures
    assert not (request.output / "_failed").exists()


def test_full_disk(tmp_path):
    """It is told, with the way out; no report is there."""
    request = small_request(tmp_path, languages=("ru",))
    message = only(request, BrokenEngine(OSError(28, "No space left"))).failures[0].message

    assert "found:    No space left" in message
    assert "make room" in message
    assert not (request.output / "KG").exists()


def test_languages_with_different_figures(tmp_path):
    """Languages that do not have the same figures are an error, and nothing is put in place."""
    actual = "1 if language == 'ru' else 2"
    request = small_request(tmp_path, languages=("ru", "en"), actual=actual)

    assert re.search(r"RRS-1, actual\n.*en: 2\n.*ru: 1", only(request).failures[0].message)
    assert [] == list(request.output.iterdir())


PAGES = (".html", ".pdf")
MISSING = "narrative/KG/2014/plan.en.md"


@pytest.fixture
def drafted(tmp_path):
    """Makes a report whose English cover says which texts are missing; its outcome, the summary."""

    def make(*missing):
        listed = f"'missing': {list(missing)!r} if language == 'en' else [], 'lang'"
        cover = code(COVER["source"].replace("'lang'", listed))
        notebook = write_notebook(tmp_path / "nb", all_parameters(), cover, record_cell("1"))
        ran, _ = made(request_of(notebook, tmp_path / "out"))
        return ran.outcomes[0], summary_text(ran, [])

    return make


def test_a_draft_is_told_by_its_name_until_it_is_whole(drafted, tmp_path):
    """The summary names the file to write; once it is written, the report takes its place."""
    draft, said = drafted(MISSING)
    whole, _ = drafted()

    assert f"The report is a draft until somebody writes {MISSING}." in said
    assert {"en-draft.html", "en-draft.pdf", "ru.html", "ru.pdf"} == {
        file.name.removeprefix("rrs-KG-2014-") for file in draft.files if file.suffix in PAGES
    }
    assert [] == list((tmp_path / "out").rglob("*draft*"))
    assert len(draft.files) == len(whole.files)


def test_a_draft_is_not_published(drafted, tmp_path):
    """The file that says it is a draft is named."""
    drafted(MISSING)
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
