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
    """Runs the command line on a request with faults: its message; nothing is begun or made."""

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


def test_everything_wrong(refused, tmp_path):
    """All faults come at once: what was given, what is allowed, and how to mend it."""
    (tmp_path / "file").write_text("")
    words = ["--language", "de", "--format", "odt", "--engine", "quatro"]
    places = ["--registers", str(tmp_path / "no registers"), "--output", str(tmp_path / "file/out")]
    message = refused("report", "Kyrgyzstan", "2041", *words, *places)
    wanted = [
        *("7 things are to be mended", "“Kyrgyzstan”", "COUNTRY=KG", "“2041”", "2013, 2014, 2015"),
        *("“de”", "ru, en", "“odt”", "pdf, html", "“quatro”", "ENGINE=quarto"),
        *("no registers", "REGISTERS=", "OUTPUT="),
    ]

    assert [] == [text for text in wanted if text not in message]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["--workers", "0"], ["1 to 999, such as WORKERS=2"]),
        (["--cluster", "somewhere"], ["CLUSTER=local"]),
        (["--cluster", "tcp://127.0.0.1:1"], ["start the scheduler"]),
        (["--strict", "yes"], ["STRICT\n    found:    “yes”\n    expected: one of 1, 0"]),
        (["--donor-mark", "no"], ["DONOR_MARK\n"]),
        (["--force", "2"], ["FORCE\n"]),
        (["--langage", "ru"], ["see python -m reports --help"]),
        ([], ["\nCOUNTRY\n", "\nYEAR\n"]),
        # It is said which notebooks there are; one of another directory is none of them.
        (
            ["--notebook", "anual_report,/tmp/annual_report.ipynb"],
            ["2 things are", "one of annual_report", "did you mean NOTEBOOK=annual_report?"],
        ),
    ],
)
def test_options(refused, given, said, monkeypatch):
    """Each option says what is allowed; one that there is not is an error, and none at all."""
    quick = partial(distributed.Client, timeout=1)
    monkeypatch.setattr(distributed, "Client", lambda at, **_: quick(at, set_as_default=False))
    message = refused("report", *(["KG", "2014"] if given else ["", ""]), *given)

    assert [] == [one for one in [*",".join(given[1:]).split(","), *said] if one not in message]


def test_a_notebook_without_the_parameters(refused, tmp_path, monkeypatch):
    """What a run sets, the notebook's first cell must name: papermill would only warn."""
    notebook = write_notebook(tmp_path / "nb/visit.ipynb", parameters(country="KG", year=1))
    monkeypatch.setattr(request, "NOTEBOOKS", notebook.parent)
    message = refused("report", "KG", "2014", "--notebook", "visit")

    assert "does not set language, provenance" in message


def test_a_missing_reason_stops_a_report_but_not_a_draft(refused, tmp_path):
    """An indicator that is off its target needs a written reason, in each language."""
    params = Path(shutil.copytree(PARAMS, tmp_path / "params"))
    reasons = params / "narrative/KG/2014/deviations.en.md"
    reasons.unlink()
    message = refused("report", "KG", "2014", "--language", "en", "--params", str(params))

    assert "a reason where the deviation is beyond 10%" in message
    assert str(reasons) in message
    assert "STRICT=0 makes a draft" in message


def test_options_from_the_environment(refused, monkeypatch):
    """What is not given is taken from the environment, where make puts it."""
    for name, value in {"COUNTRY": "Kazakstan", "YEAR": "2014", "ENGINE": "quatro"}.items():
        monkeypatch.setenv(f"RRS_{name}", value)
    message = refused("report", "", "", "--engine", "embeded")

    assert "COUNTRY=KZ" in message
    assert "embeded" in message
    assert "quatro" not in message
