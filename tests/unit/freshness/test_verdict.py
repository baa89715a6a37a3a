"""Whether reports are kept or made again, and why."""

from __future__ import annotations

import io
import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from reports.pipeline import task
from reports.pipeline.build import build
from reports.pipeline.freshness import ingredients
from reports.pipeline.freshness.digests import changed
from reports.pipeline.outcome import Outcome
from reports.pipeline.progress import Lines, Progress
from reports.pipeline.request import Request
from reports.project.edition import Edition
from tests.conftest import PARAMS
from tests.driver import PlainEngine, request_of
from tests.small_notebooks import COVER, all_parameters, code, record_cell, write_notebook


def rows(digest: str) -> Any:
    """The digests of the rows of any report."""
    return lambda _report: {"events": digest, "people": "the same"}


def made(request: Request) -> Outcome:
    """What becomes of the only report of a request."""
    (outcome,) = build(request, Progress(Lines(io.StringIO())))
    return outcome


class OtherEngine(PlainEngine):
    """A newer engine."""

    def describe(self) -> str:
        """Its version."""
        return "plain 2.0"


@pytest.fixture(scope="module")
def request_(tmp_path_factory: pytest.TempPathFactory) -> Request:
    """A request for a report in one language, after it was made."""
    directory = tmp_path_factory.mktemp("freshness")
    params = directory / "params"
    (params / "narrative/KG/2014").mkdir(parents=True)
    shutil.copy(PARAMS / "programme.yml", params)
    notebook = write_notebook(directory / "a.ipynb", all_parameters(), COVER, record_cell("1"))
    request = request_of(notebook, directory / "out", ["en"])
    request = replace(request, params=params, rows=rows("before"))
    assert made(request).why == "not made before"
    return request


def test_kept(request_: Request, monkeypatch: pytest.MonkeyPatch) -> None:
    """A report of which nothing has changed is kept; no kernel starts."""
    monkeypatch.setattr(task, "execute", lambda *_, **__: pytest.fail("a notebook was run"))
    outcome = made(request_)

    assert (True, (), "") == (outcome.kept, outcome.failures, outcome.why)
    assert 7 == len([file for file in outcome.files if file.exists()])


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"rows": rows("after")}, "registers: events"),
        ({"engine": OtherEngine()}, "engine: plain 1.0 (gone), plain 2.0 (new)"),
        ({"formats": ("pdf",)}, "options: FORMAT"),
        ({"donor_mark": False}, "options: DONOR_MARK"),
    ],
)
def test_reasons(request_: Request, tmp_path: Path, changes: Mapping[str, Any], why: str) -> None:
    """A report is made again when what it is made from has changed, and the reason is told."""
    request = replace(request_, output=tmp_path / "out")
    made(request)
    outcome = made(replace(request, **changes))

    assert (False, why) == (outcome.kept, outcome.why)


def test_changed_files(request_: Request, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Parameters, narrative, the notebook, the code and the files that were made all count."""
    request = replace(request_, output=tmp_path / "out")
    made(request)
    assert request.params
    with (request.params / "programme.yml").open("a") as file:
        file.write("# Another comment.\n")
    (request.params / "narrative/KG/2014/plan.en.md").write_text("A plan.")
    write_notebook(request.notebook, all_parameters(), COVER, code("x = 1"), record_cell("1"))
    first = made(request).why
    pdf = tmp_path / "out/KG/2014/rrs-KG-2014-en.pdf"
    pdf.write_text("tampered")
    second = made(request).why
    monkeypatch.setattr(ingredients, "code", lambda: {"rrs_data/a.py": "other"})
    third = made(request)

    assert (
        "parameters: programme.yml; narrative: narrative/KG/2014/plan.en.md (new); "
        "notebook: a.ipynb"
    ) == first
    assert "changed since it was made: KG/2014/rrs-KG-2014-en.pdf" == second
    assert third.why.startswith("code: ")
    assert "code: rrs_data/a.py (new)" in third.changes


def test_failed_reports_are_made_again(request_: Request, tmp_path: Path) -> None:
    """A report that failed is not taken for made."""
    cells = [all_parameters(), code("assert False"), COVER, record_cell("1")]
    notebook = write_notebook(tmp_path / "b.ipynb", *cells)
    request = replace(request_, output=tmp_path / "out", notebook=notebook)

    assert [1, 1] == [len(made(request).failures) for _ in range(2)]


def test_other_reports_do_not_count(request_: Request, tmp_path: Path) -> None:
    """Each report has its own rows: a change that touches one leaves the other."""
    reports = (Edition("KG", 2014), Edition("KG", 2015))
    request = replace(request_, output=tmp_path / "out", reports=reports)
    build(request, Progress(Lines(io.StringIO())))
    touched = replace(
        request, rows=lambda report: rows("before" if report.year == 2014 else "after")(report)
    )
    outcomes = build(touched, Progress(Lines(io.StringIO())))

    assert [True, False] == [outcome.kept for outcome in outcomes]


def test_changed_names() -> None:
    """What is new or gone is told from what is other."""
    assert ["a (gone)", "b", "d (new)"] == changed(
        {"a": "1", "b": "1", "c": "1"}, {"b": "2", "c": "1", "d": "1"}
    )
