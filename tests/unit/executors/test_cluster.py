"""Tasks on a Dask cluster."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest

from reports.pipeline.build import build
from reports.pipeline.executors.cluster import Cluster, perform_elsewhere, unpack
from reports.pipeline.freshness.digests import digest_of
from reports.pipeline.freshness.ingredients import code
from reports.pipeline.progress import Lines, Progress
from reports.pipeline.task import Job, Task
from reports.project.edition import Edition
from tests.small_notebooks import COVER, all_parameters, record_cell, write_notebook
from tests.small_notebooks import code as cell
from tests.unit.executors.test_pool import DeadlyEngine, files, small


def progress() -> Progress:
    """Progress that nobody sees."""
    return Progress(Lines(io.StringIO()))


def test_worker_that_dies(tmp_path: Path) -> None:
    """What a dying worker was at is done by another, and all reports have the bytes of before."""
    (tmp_path / "marks").mkdir()
    request = small(tmp_path, DeadlyEngine(tmp_path / "marks", 1))
    request = replace(request, reports=(Edition("KG", 2014), Edition("KG", 2015)))
    build(replace(request, output=tmp_path / "alone", engine=small(tmp_path).engine), progress())
    outcomes = build(request, progress(), Cluster("local", progress(), 2))

    assert [(), ()] == [outcome.failures for outcome in outcomes]
    assert 1 == len(list((tmp_path / "marks").iterdir()))
    assert files(tmp_path / "alone") == files(request.output)


def test_failures_come_back(tmp_path: Path) -> None:
    """What a worker keeps of a failure comes back with it, and is named where it is then."""
    cells = [all_parameters(), cell("1/0"), COVER, record_cell("1")]
    request = replace(small(tmp_path), notebook=write_notebook(tmp_path / "b.ipynb", *cells))
    task = Task(Job(request.reports[0], request, ""), ("en",), tmp_path / "scratch")
    (delivery,) = perform_elsewhere((task,), digest_of(dict(code())))
    result = unpack(task, delivery)
    kept = request.output / "_failed/KG/2014/rrs-KG-2014-en.ipynb"

    assert [kept] == [failure.kept for failure in result.failures]
    assert str(kept) in result.failures[0].message
    assert kept.exists()


def test_other_code(tmp_path: Path) -> None:
    """A worker with another version of the project makes nothing."""
    request = small(tmp_path)
    task = Task(Job(request.reports[0], request, ""), ("en",), tmp_path)

    with pytest.raises(ValueError, match="another version of the project"):
        perform_elsewhere((task,), "other")
