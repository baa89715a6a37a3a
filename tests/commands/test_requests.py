"""Requests with faults: exit code 2, one message with all of them, no kernel, no traceback."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from reports.project.paths import PARAMS, REGISTERS, ROOT

Run = subprocess.CompletedProcess[str]


@pytest.fixture
def refused(tmp_path: Path) -> Callable[..., str]:
    """Runs ``python -m reports`` on a request with faults and returns its message.

    Asserts what is the same for every fault: exit code, no traceback, nothing made, no kernel.
    """

    def run(*arguments: str) -> str:
        output, temporary = tmp_path / "out", tmp_path / "tmp"
        temporary.mkdir()
        given = arguments if "--output" in arguments else (*arguments, "--output", str(output))
        result = subprocess.run(
            [sys.executable, "-m", "reports", *given],
            cwd=ROOT,
            env=os.environ | {"TMPDIR": str(temporary), "LC_ALL": "C"},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

        assert (2, "") == (result.returncode, result.stdout)
        assert "Traceback" not in result.stderr
        assert (False, []) == (output.exists(), list(temporary.glob("rrs-kernel-*")))
        return result.stderr

    return run


@pytest.fixture
def params(tmp_path: Path) -> Path:
    """A copy of the parameters."""
    return Path(shutil.copytree(PARAMS, tmp_path / "params"))


@pytest.fixture
def registers(tmp_path: Path) -> Path:
    """A copy of the registers."""
    return Path(shutil.copytree(REGISTERS, tmp_path / "registers"))


def test_everything_wrong(refused: Callable[..., str], tmp_path: Path) -> None:
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
        "7 things are to be mended",
        "“Kyrgyzstan”",
        "COUNTRY=KG",
        "“2041”",
        "2013, 2014, 2015",
        "“de”",
        "ru, en",
        "“odt”",
        "pdf, html",
        "“quatro”",
        "ENGINE=quarto",
        "no registers",
        "REGISTERS=",
        "OUTPUT=",
    ]

    assert [] == [text for text in wanted if text not in message]


def test_year_before_the_country_joined(refused: Callable[..., str]) -> None:
    """A country is not reported on before it joined the programme."""
    message = refused("report", "AF", "2013")

    assert "“2013”" in message
    assert "2014, 2015" in message


def test_unreadable_params(refused: Callable[..., str], params: Path) -> None:
    """Parameters that are not YAML, or are not there, are named file by file."""
    (params / "indicators.yml").write_text("indicators: [", encoding="utf-8")
    (params / "published.yml").unlink()
    message = refused("report", "KG", "2014", "--params", str(params))

    assert "2 things are" in message
    assert str(params / "indicators.yml") in message
    assert str(params / "published.yml") in message


def test_missing_register_and_column(refused: Callable[..., str], registers: Path) -> None:
    """A missing register and a missing column are named, in one run."""
    (registers / "grants.csv").unlink()
    events = registers / "events.csv"
    text = events.read_text(encoding="utf-8")
    head, _, rows = text.partition("\n")
    assert "kind" in head
    events.write_text(head.replace("kind", "kindness") + "\n" + rows, encoding="utf-8")
    message = refused("report", "KG", "2014", "--registers", str(registers))

    assert [] == [text for text in ("grants.csv", "events.csv", "kind") if text not in message]


def test_nothing_given(refused: Callable[..., str]) -> None:
    """A report without country and year says that both are missing."""
    message = refused("report", "", "")

    assert ["COUNTRY", "YEAR"] == [
        line for line in message.splitlines() if line in ("COUNTRY", "YEAR")
    ]


def test_command_line(refused: Callable[..., str]) -> None:
    """An unknown option is told like any other fault."""
    assert "--langage" in refused("report", "KG", "2014", "--langage", "ru")
