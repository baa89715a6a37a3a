"""From a request to reports in their places, with small notebooks and an engine of our own."""

import json
import re
import shutil
from dataclasses import dataclass, replace
from pathlib import Path

import nbformat
import pandas as pd
import pytest

from reports.pipeline.summary import summary_text
from reports.render.programs import RenderError
from tests.driver import PlainEngine, made, only, small_request

FILES = [
    *("SHA256SUMS", "achievements.csv", "achievements.json", "ro-crate-metadata.json"),
    *(f"rrs-KG-2014-{code}.{form}" for code in ("en", "ru") for form in ("html", "ipynb", "pdf")),
]


@dataclass(frozen=True)
class BrokenEngine(PlainEngine):
    error: Exception

    def write(self, source, form):
        if source.stem.endswith("ru"):
            raise self.error
        return super().write(source, form)


def names(output):
    """The files of the report KG 2014 that a reader sees."""
    return sorted(path.name for path in (output / "KG/2014").glob("[!.]*"))


@pytest.fixture(scope="module")
def request_(tmp_path_factory):
    return small_request(tmp_path_factory.mktemp("build"), languages=("ru", "en"))


@pytest.fixture(scope="module")
def run(request_):
    ran, steps = made(request_)
    return ran.outcomes[0], steps


def test_files(run, request_):
    """A report has its languages in all formats, the executed notebooks, and the figures once."""
    directory = request_.output / "KG/2014"
    record = json.loads((directory / "achievements.json").read_text(encoding="utf-8"))
    rows = pd.read_csv(directory / "achievements.csv")

    assert FILES == names(request_.output) == sorted(path.name for path in run[0].files)
    assert () == run[0].failures
    assert [".stamp.json"] == [path.name for path in request_.output.rglob(".*")]
    assert [1] == [entry["actual"] for entry in record["achievements"]] == rows["actual"].tolist()


def test_executed_notebook(run, request_):
    """The kept notebook was run with the report's parameters, and holds no path of this machine."""
    path = request_.output / "KG/2014/rrs-KG-2014-en.ipynb"
    values = {}
    exec(nbformat.read(path, 4).cells[1].source, values)  # noqa: S102 (the cell that was injected)

    assert ("KG", 2014, "en") == (values["country"], values["year"], values["language"])
    assert "plain 1.0" == values["provenance"]["engine"]
    assert "registers" not in values
    assert str(request_.output.parent) not in path.read_text(encoding="utf-8")


def test_a_run_for_one_page_leaves_the_others(run, request_, tmp_path):
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
        (OSError(28, "No space left on device"), "make room", "No space left on device"),
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


def test_languages_with_different_figures(tmp_path):
    """Languages that do not have the same figures are an error, and nothing is put in place."""
    actual = "1 if language == 'ru' else 2"
    request = small_request(tmp_path, languages=("ru", "en"), actual=actual)

    assert re.search(r"RRS-1, actual\n.*en: 2\n.*ru: 1", only(request).failures[0].message)
    assert [] == list(request.output.iterdir())
