"""From a request to reports in their places, with small notebooks and an engine of our own."""

import csv
import io
import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest import mock

import nbformat
import pytest

from reports.pipeline import build as module
from reports.pipeline import task
from reports.pipeline.build import build, count_steps
from reports.pipeline.outcome import Outcome
from reports.pipeline.progress import Lines, Progress
from reports.pipeline.request import Request
from reports.render.engines import RenderError, Source
from tests.driver import PlainEngine, request_of
from tests.small_notebooks import (
    COVER,
    all_parameters,
    code,
    markdown,
    record_cell,
    write_notebook,
)

FILES = [
    "SHA256SUMS",
    "achievements.csv",
    "achievements.json",
    "ro-crate-metadata.json",
    *(f"rrs-KG-2014-{name}" for name in ("en.html", "en.ipynb", "en.pdf")),
    *(f"rrs-KG-2014-{name}" for name in ("ru.html", "ru.ipynb", "ru.pdf")),
]


class BrokenEngine(PlainEngine):
    """An engine that fails in Russian."""

    def __init__(self, error: Exception) -> None:
        """Fail with this error."""
        self.error = error

    def write(self, source: Source, form: str) -> Path:
        """Fail in Russian."""
        if source.stem.endswith("ru"):
            raise self.error
        return super().write(source, form)


def made_by(request: Request) -> tuple[Outcome, list[str]]:
    """What became of the only report of a request, and the steps that were done."""
    progress = Progress(Lines(io.StringIO()))
    (outcome,) = build(request, progress)
    return outcome, [f"{step.subject}: {step.name}" for step in progress.steps]


def names(output: Path) -> list[str]:
    """The files of the report KG 2014."""
    return sorted(path.name for path in (output / "KG/2014").glob("*"))


def hidden(output: Path) -> list[Path]:
    """What a build must not leave."""
    return list(output.rglob(".*"))


@pytest.fixture(scope="module")
def request_(tmp_path_factory: pytest.TempPathFactory) -> Request:
    """A request for a small report, after it was made."""
    directory = tmp_path_factory.mktemp("build")
    notebook = write_notebook(directory / "a.ipynb", all_parameters(), COVER, record_cell("1"))
    return request_of(notebook, directory / "out")


@pytest.fixture(scope="module")
def made(request_: Request) -> tuple[Outcome, list[str]]:
    """The small report."""
    return made_by(request_)


@pytest.fixture
def failing(tmp_path: Path) -> Callable[..., Request]:
    """Makes a request whose notebook, or engine, fails in Russian."""

    def make(source: str = "", engine: Any = None) -> Request:
        cells = [all_parameters(), markdown("# Head"), code(source), COVER, record_cell("1")]
        request = request_of(write_notebook(tmp_path / "a.ipynb", *cells), tmp_path / "out")
        return replace(request, engine=engine or request.engine)

    return make


def test_files(made: tuple[Outcome, list[str]], request_: Request) -> None:
    """A report has its languages in all formats, the executed notebooks, and the figures."""
    outcome, _ = made

    assert FILES == names(request_.output) == sorted(path.name for path in outcome.files)
    assert ((), []) == (outcome.failures, hidden(request_.output))


def test_steps(made: tuple[Outcome, list[str]], request_: Request) -> None:
    """Languages are made one after the other in the order asked for; all steps were foreseen."""
    _, steps = made
    expected = [
        "KG 2014 ru: run the notebook",
        "KG 2014 ru: render",
        "KG 2014 en: run the notebook",
        "KG 2014 en: render",
        "KG 2014: put the files in place",
    ]

    assert (expected, len(expected)) == (steps, count_steps(request_))


def test_figures(made: tuple[Outcome, list[str]], request_: Request) -> None:
    """The figures are written once for both languages, as JSON and CSV."""
    directory = request_.output / "KG/2014"
    record = json.loads((directory / "achievements.json").read_text(encoding="utf-8"))
    text = (directory / "achievements.csv").read_text(encoding="utf-8-sig")

    assert [1] == [entry["actual"] for entry in record["achievements"]]
    assert ["1"] == [row["actual"] for row in csv.DictReader(io.StringIO(text))]


def test_executed_notebook(made: tuple[Outcome, list[str]], request_: Request) -> None:
    """The kept notebook was run with the report's parameters, and holds no path of this machine."""
    path = request_.output / "KG/2014/rrs-KG-2014-en.ipynb"
    cell = nbformat.read(path, as_version=4).cells[1]
    values: dict[str, Any] = {}
    exec(cell.source, values)  # noqa: S102 (the cell that was injected)

    assert ("KG", 2014, "en") == (values["country"], values["year"], values["language"])
    assert "plain 1.0" == values["provenance"]["engine"]
    assert "registers" not in values
    assert str(request_.output.parent) not in path.read_text(encoding="utf-8")


def test_missing_narrative(made: tuple[Outcome, list[str]]) -> None:
    """What nobody has written yet is named once."""
    outcome, _ = made

    assert outcome.missing == tuple(dict.fromkeys(outcome.missing))


def test_second_run_with_one_format(made: object, request_: Request) -> None:
    """A run for one language and format leaves the other files of the report as they are."""
    before = {name: (request_.output / "KG/2014" / name).stat().st_ino for name in FILES}
    outcome, _ = made_by(replace(request_, languages=("en",), formats=("html",)))
    after = {name: (request_.output / "KG/2014" / name).stat().st_ino for name in FILES}
    changed = {name for name in FILES if before[name] != after[name]}

    assert changed == {path.name for path in outcome.files}
    assert FILES == names(request_.output)


def test_given_directories_reach_the_notebook(request_: Request) -> None:
    """Registers and parameters that a person gave are injected as they were given."""
    job = task.Job(request_.reports[0], replace(request_, registers=Path("/r")), commit="")

    assert "/r" == task._parameters(job, "ru")["registers"]
    assert "params" not in task._parameters(job, "ru")


def test_failing_cell(failing: Callable[..., Request]) -> None:
    """If a cell fails in one language, the other is made, and the earlier files stay."""
    request = failing("if language == 'ru': raise KeyError('x')")
    earlier = request.output / "KG/2014/rrs-KG-2014-ru.pdf"
    earlier.parent.mkdir(parents=True)
    earlier.write_text("earlier")
    outcome, _ = made_by(request)

    assert ["KG 2014 ru"] == [failure.subject for failure in outcome.failures]
    assert "KeyError: 'x'" in outcome.failures[0].message
    assert "earlier" == earlier.read_text()
    assert [name for name in FILES if "-ru." not in name or ".pdf" in name] == names(request.output)
    assert (request.output / "_failed/KG/2014/rrs-KG-2014-ru.ipynb").exists()


@pytest.mark.parametrize(
    ("error", "said", "logged"),
    [
        (RenderError("Typst refused it.", "line 1\nline 2"), "Typst refused it.", "line 1"),
        (ValueError("a fault of ours"), "ValueError: a fault of ours", "Traceback"),
    ],
)
def test_failing_engine(
    failing: Callable[..., Request], error: Exception, said: str, logged: str
) -> None:
    """If one language cannot be rendered, its log and notebook are kept, and the other is made."""
    request = failing(engine=BrokenEngine(error))
    outcome, _ = made_by(request)
    log = request.output / "_failed/KG/2014/rrs-KG-2014-ru.log"

    assert (True, True) == (said in outcome.failures[0].message, logged in log.read_text())
    assert str(log) in outcome.failures[0].message
    assert log.with_suffix(".ipynb").exists()
    assert [name for name in FILES if "-ru." not in name] == names(request.output)


def test_mended_failure_is_forgotten(failing: Callable[..., Request]) -> None:
    """When a report is made at last, what its failure kept is removed."""
    request = failing(engine=BrokenEngine(RenderError("No.")))
    made_by(replace(request, languages=("ru",)))
    kept = (request.output / "_failed").exists()
    made_by(replace(request, languages=("ru",), engine=PlainEngine()))

    assert (True, False) == (kept, (request.output / "_failed").exists())


def test_not_in_the_dialect(failing: Callable[..., Request]) -> None:
    """A notebook that shows what engines do not support fails with the cell that does."""
    request = failing("from IPython.display import HTML\nHTML('<table></table>')")
    outcome, _ = made_by(replace(request, languages=("en",)))

    assert ["KG 2014 en"] == [failure.subject for failure in outcome.failures]
    assert "cell 3" in outcome.failures[0].message
    assert [] == names(request.output)


def test_languages_with_different_figures(tmp_path: Path) -> None:
    """Languages that do not have the same figures are an error, and nothing is put in place."""
    cells = [all_parameters(), COVER, record_cell("1 if language == 'ru' else 2")]
    request = request_of(write_notebook(tmp_path / "a.ipynb", *cells), tmp_path / "out")
    outcome, _ = made_by(request)

    assert "RRS-1, actual: ru 1, en 2" in outcome.failures[0].message
    assert [] == list(request.output.iterdir())


def test_other_reports_are_made(failing: Callable[..., Request]) -> None:
    """A report that fails does not stop the next."""
    request = failing("assert year != 2014")
    first, second = request.reports[0], replace(request.reports[0], year=2015)
    request = replace(request, reports=(first, second), languages=("en",))
    outcomes = build(request, Progress(Lines(io.StringIO())))

    assert [(1, 0), (0, 7)] == [(len(one.failures), len(one.files)) for one in outcomes]


FULL = OSError(28, "No space left on device")


@pytest.mark.parametrize(
    ("where", "what", "error"),
    [
        (module, "write_record", FULL),
        (task, "execute", FULL),
        (task, "prepare", shutil.Error([("a", "b", str(FULL)), ("c", "d", str(FULL))])),
    ],
)
def test_full_disk(request_: Request, made: object, where: Any, what: str, error: OSError) -> None:
    """A disk that is full is told as such, and the earlier files stay."""

    def full(*_: object, **__: object) -> None:
        raise error

    with mock.patch.object(where, what, full):
        outcome, _ = made_by(replace(request_, languages=("en",)))

    assert "could not be written" in outcome.failures[0].message
    assert "No space left on device" in outcome.failures[0].message
    assert ((), FILES) == (outcome.files, names(request_.output))
