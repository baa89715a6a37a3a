"""Runs that fail: exit code 1, what failed and where, and everything else made."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from reports.project import ROOT
from tests.small_notebooks import all_parameters, code, markdown, record_cell, write_notebook


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> tuple[subprocess.CompletedProcess[str], Path]:
    """A report whose Russian notebook fails, in a place with spaces and Cyrillic letters."""
    directory = tmp_path_factory.mktemp("отчёт и пробел")
    cover = (
        "from IPython.display import display\n"
        "front = {'title': 'T', 'lang': 'en', 'cover': {'country': 'K'}, 'labels': {'page': 'P'}}\n"
        "meta = {'rrs': {'role': 'cover', 'front': front}}\n"
        "display({'text/markdown': 'T'}, raw=True, metadata=meta)"
    )
    failing = "print('на stdout')\nif language == 'ru':\n    raise ValueError('нет данных')"
    cells = [all_parameters(), markdown("# Отчёт"), code(failing), code(cover), record_cell("1")]
    notebook = write_notebook(directory / "notebooks" / "a.ipynb", *cells)
    result = subprocess.run(
        [sys.executable, "-m", "tests.driver", str(notebook), str(directory / "out")],
        cwd=ROOT,
        env=os.environ | {"LC_ALL": "C", "NO_COLOR": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return result, directory / "out"


def test_exit_code(run: tuple[subprocess.CompletedProcess[str], Path]) -> None:
    """A report that was not made in every language gives exit code 1, without a traceback."""
    result, _ = run

    assert 1 == result.returncode
    assert "Traceback" not in result.stderr


def test_failure_is_told(run: tuple[subprocess.CompletedProcess[str], Path]) -> None:
    """Standard error has the notebook, the cell, its heading, last lines, error and kept copy."""
    result, output = run
    wanted = [
        "KG 2014 ru was not made.",
        "notebooks/a.ipynb",
        "3 of 5",
        "Отчёт",
        "raise ValueError('нет данных')",
        "ValueError: нет данных",
        str(output / "_failed/KG/2014/rrs-KG-2014-ru.ipynb"),
    ]

    assert [] == [text for text in wanted if text not in result.stderr]


def test_other_language_is_made(run: tuple[subprocess.CompletedProcess[str], Path]) -> None:
    """The other language is made, and standard output says where it is."""
    result, output = run
    pdf = output / "KG/2014/rrs-KG-2014-en.pdf"

    assert (True, True) == (pdf.exists(), str(pdf) in result.stdout)
    assert "-ru." not in result.stdout


def test_steps_are_plain_lines(run: tuple[subprocess.CompletedProcess[str], Path]) -> None:
    """Where nobody watches, the steps that were done are plain lines on standard error."""
    result, _ = run

    assert "s  KG 2014 en: run the notebook\n" in result.stderr
    assert "\x1b" not in result.stderr + result.stdout
