"""Requests with faults: exit code 2, one message with all of them, no kernel, no traceback."""

import shutil
from functools import partial
from pathlib import Path
from unittest import mock

import distributed
import pytest

from reports.pipeline import request, workers
from reports.pipeline.cli import main
from reports.project import PARAMS
from tests.small_notebooks import parameters, write_notebook


@pytest.fixture
def refused(tmp_path, capsys):
    """Runs the command line on a request with faults and returns its message.

    Asserts what is the same for every fault: exit code, no traceback, nothing made, nothing begun.
    """

    def run(*arguments):
        output = tmp_path / "out"
        given = arguments if "--output" in arguments else (*arguments, "--output", str(output))
        with mock.patch.object(workers, "on_this_machine", side_effect=AssertionError("begun")):
            code = main(given)
        printed = capsys.readouterr()

        assert (2, "", False) == (code, printed.out, output.exists())
        assert "Traceback" not in printed.err
        return printed.err

    return run


@pytest.fixture
def params(tmp_path):
    return Path(shutil.copytree(PARAMS, tmp_path / "params"))


def test_everything_wrong(refused, tmp_path):
    """All faults come at once: what was given, what is allowed, and how to mend it."""
    (tmp_path / "file").write_text("")
    options = {
        "--language": "de",
        "--format": "odt",
        "--engine": "quatro",
        "--registers": str(tmp_path / "no registers"),
        "--output": str(tmp_path / "file" / "out"),
    }
    arguments = [word for option in options.items() for word in option]
    message = refused("report", "Kyrgyzstan", "2041", *arguments)
    wanted = [
        *("7 things are to be mended", "“Kyrgyzstan”", "COUNTRY=KG", "“2041”", "2013, 2014, 2015"),
        *("“de”", "ru, en", "“odt”", "pdf, html", "“quatro”", "ENGINE=quarto"),
        *("no registers", "REGISTERS=", "OUTPUT="),
    ]

    assert [] == [text for text in wanted if text not in message]


@pytest.mark.parametrize(
    ("option", "given", "said"),
    [
        ("--workers", "0", "WORKERS=2"),
        ("--cluster", "somewhere", "CLUSTER=local"),
        ("--cluster", "tcp://127.0.0.1:1", "start the scheduler"),
        ("--strict", "yes", "STRICT\n    found:    “yes”\n    expected: one of 1, 0"),
        ("--donor-mark", "no", "DONOR_MARK\n"),
        ("--force", "2", "FORCE\n"),
        ("--langage", "ru", "see python -m reports --help"),
    ],
)
def test_options(refused, option, given, said, monkeypatch):
    """Each option says what is allowed; one that there is not is an error as any other."""
    quick = partial(distributed.Client, timeout=1)
    monkeypatch.setattr(distributed, "Client", lambda at, **_: quick(at, set_as_default=False))
    message = refused("report", "KG", "2014", option, given)

    assert said in message
    assert given in message


def test_nothing_given(refused):
    """A report without country and year says that both are missing."""
    message = refused("report", "", "")

    assert ["COUNTRY", "YEAR"] == [
        line for line in message.splitlines() if line in ("COUNTRY", "YEAR")
    ]


def test_a_notebook_without_the_parameters(refused, tmp_path, monkeypatch):
    """What a run sets, the notebook's first cell must name: papermill would only warn."""
    notebook = write_notebook(tmp_path / "nb/visit.ipynb", parameters(country="KG", year=1))
    monkeypatch.setattr(request, "NOTEBOOKS", notebook.parent)
    message = refused("report", "KG", "2014", "--notebook", "visit")

    assert "does not set language, provenance" in message


def test_a_notebook_that_is_not_there(refused):
    """It is said which notebooks there are; one of another directory is none of them."""
    message = refused("report", "KG", "2014", "--notebook", "anual_report,/tmp/annual_report.ipynb")

    assert "2 things are to be mended" in message
    assert "one of annual_report" in message
    assert "did you mean NOTEBOOK=annual_report?" in message


def test_a_missing_reason_stops_a_report_but_not_a_draft(refused, params):
    """An indicator that is off its target needs a written reason, in each language."""
    reasons = params / "narrative/KG/2014/deviations.en.md"
    reasons.unlink()
    message = refused("report", "KG", "2014", "--language", "en", "--params", str(params))

    assert "a reason where the deviation is beyond 10%" in message
    assert str(reasons) in message
    assert "STRICT=0 makes a draft" in message


def test_options_from_the_environment(refused, monkeypatch):
    """What is not given is taken from the environment, where make puts it."""
    monkeypatch.setenv("RRS_COUNTRY", "Kazakstan")
    monkeypatch.setenv("RRS_YEAR", "2014")
    monkeypatch.setenv("RRS_ENGINE", "quatro")
    message = refused("report", "", "", "--engine", "embeded")

    assert "COUNTRY=KZ" in message
    assert "embeded" in message
    assert "quatro" not in message
