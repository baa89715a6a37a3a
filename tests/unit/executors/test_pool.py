"""The pool of workers on one machine."""

from __future__ import annotations

import io
import os
import signal
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from reports.pipeline.build import build
from reports.pipeline.executors import Pool
from reports.pipeline.outcome import Outcome
from reports.pipeline.progress import Lines, Progress
from reports.pipeline.request import Request
from reports.project.edition import Edition
from reports.render.engines import Source
from reports.render.engines.embedded import EmbeddedEngine
from tests.driver import PlainEngine, request_of
from tests.small_notebooks import COVER, all_parameters, record_cell, write_notebook


class DeadlyEngine(PlainEngine):
    """An engine that kills its process in Russian, so many times."""

    def __init__(self, marks: Path, times: int) -> None:
        """Count the deaths by files in a directory."""
        self.marks = marks
        self.times = times

    def write(self, source: Source, form: str) -> Path:
        """Kill the process, or write."""
        deaths = len(list(self.marks.iterdir()))
        if source.stem.endswith("ru") and deaths < self.times:
            (self.marks / str(deaths)).touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return super().write(source, form)


def made(request: Request, workers: int = 2) -> tuple[list[Outcome], Progress]:
    """What became of the reports of a request, and the steps that were done."""
    progress = Progress(Lines(io.StringIO()))
    return list(build(request, progress, Pool(workers, progress))), progress


def small(directory: Path, engine: Any = None) -> Request:
    """A request for a small report."""
    notebook = write_notebook(directory / "a.ipynb", all_parameters(), COVER, record_cell("1"))
    request = request_of(notebook, directory / "out")
    return replace(request, engine=engine or request.engine)


def files(directory: Path) -> dict[str, bytes]:
    """All files below a directory, by name."""
    return {
        str(path.relative_to(directory)): path.read_bytes()
        for path in directory.rglob("*")
        if path.is_file()
    }


def test_same_bytes_as_without_workers(tmp_path: Path) -> None:
    """Pages and PDFs that two workers made side by side have the bytes of those that one made."""
    request = small(tmp_path, EmbeddedEngine())
    outcomes, progress = made(request)
    alone = replace(request, output=tmp_path / "alone")
    build(alone, Progress(Lines(io.StringIO())))

    assert files(alone.output) == files(request.output)
    assert (request.output / "KG/2014/rrs-KG-2014-ru.pdf").read_bytes().startswith(b"%PDF")
    assert [()] == [outcome.failures for outcome in outcomes]
    assert ["KG 2014 en", "KG 2014 ru"] == sorted({s.subject for s in progress.steps[:4]})


@pytest.mark.parametrize(("times", "failed"), [(1, []), (2, ["KG 2014 ru"])])
def test_worker_is_killed(tmp_path: Path, times: int, failed: list[str]) -> None:
    """What a killed worker was at is done again; only what kills its worker again has failed."""
    (tmp_path / "marks").mkdir()
    request = small(tmp_path, DeadlyEngine(tmp_path / "marks", times))
    (outcome,), _ = made(request)

    assert failed == [failure.subject for failure in outcome.failures]
    assert (tmp_path / "out/KG/2014/rrs-KG-2014-en.pdf").exists()
    assert not list(request.output.glob(".scratch-*"))


def test_many_reports(tmp_path: Path) -> None:
    """With more reports than workers each is made whole, and outcomes are in the order asked."""
    reports = tuple(Edition("KG", year) for year in (2013, 2014, 2015))
    outcomes, _ = made(replace(small(tmp_path), reports=reports))

    assert list(reports) == [outcome.report for outcome in outcomes]
    assert [10, 10, 10] == [len(outcome.files) for outcome in outcomes]


def test_closed_early(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Workers that are no longer wanted clean up before they end."""
    temporary = Path(tempfile.mkdtemp(dir="/tmp"))
    monkeypatch.setenv("TMPDIR", str(temporary))
    request = small(tmp_path)
    progress = Progress(Lines(io.StringIO()))
    results = Pool(2, progress).run(_forever(request))
    next(results)
    used = list(temporary.iterdir())
    results.close()

    assert (True, []) == (bool(used), list(temporary.iterdir()))
    temporary.rmdir()


def _forever(request: Request) -> Any:
    """Batches without an end."""
    from reports.pipeline.task import Job, Task

    for number in range(1000):
        directory = request.output / str(number)
        directory.mkdir(parents=True)
        yield (Task(Job(request.reports[0], request, ""), ("en",), directory),)
