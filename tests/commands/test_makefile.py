"""The Makefile: its help, and how values reach the commands."""

import os
import re
import subprocess
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
MAKEFILE = (PROJECT / "Makefile").read_text(encoding="utf-8")
HOSTILE = "K G';\"`touch pwned`$(shell touch pwned)$$HOME & | > x \\"


@pytest.fixture
def echo(tmp_path: Path) -> Path:
    """Make an environment whose Python prints its arguments, one a line."""
    environment = tmp_path / "environment"
    (environment / "bin").mkdir(parents=True)
    python = environment / "bin/python"
    python.write_text('#!/bin/sh\nprintf "%s\\n" "$@"\n')
    python.chmod(0o755)
    (environment / "made-from-requirements.lock").touch()
    return environment


def make(*arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    """Run make in the project."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    return subprocess.run(
        ["make", "--no-print-directory", *arguments],
        cwd=PROJECT,
        env={**clean, **environment},
        capture_output=True,
        check=False,
        text=True,
        encoding="utf-8",
    )


def test_help_comes_first() -> None:
    """`make` alone shows the help and does nothing."""
    assert make().stdout == make("help").stdout != ""


def test_help_lists_every_target() -> None:
    """Whoever adds a target says what it does."""
    targets = re.findall(r"\n([a-z-]+):", MAKEFILE)
    shown = make("help").stdout

    assert {"report", "reports", "lab", "test", "lint", "format", "clean", "quarto"} <= set(targets)
    assert [
        name for name in targets if not re.search(rf"^  make {name} +\S", shown, re.MULTILINE)
    ] == []


def test_help_lists_every_option() -> None:
    """Whoever adds an option says what it is for."""
    listed = re.findall(r"^OPTIONS := ((?:.*\\\n)*.*)$", MAKEFILE, re.MULTILINE)[0]
    options = listed.replace("\\\n", " ").split()
    shown = make("help").stdout

    assert [name for name in options if f"\n  {name}=" not in shown] == []


def test_every_target_is_a_command_not_a_file() -> None:
    """The directory `reports` does not hide the target `reports`."""
    phony = re.findall(r"^TARGETS := ((?:.*\\\n)*.*)$", MAKEFILE, re.MULTILINE)[0].replace(
        "\\\n", " "
    )

    assert set(phony.split()) == set(re.findall(r"\n([a-z-]+):", MAKEFILE))


def test_values_are_passed_on(echo: Path) -> None:
    """Options that were given reach the command, and only those."""
    given = ["COUNTRY=KG", "YEAR=2014", "LANGUAGE=ru", "ENGINE=embedded"]
    done = make("report", f"ENVIRONMENT={echo}", *given)

    expected = ["-m", "reports", "report", "--language=ru", "--engine=embedded", "--", "KG", "2014"]
    assert done.stdout.splitlines() == expected


def test_missing_values_are_left_to_the_command(echo: Path) -> None:
    """The command knows what is allowed, so it is the one to complain."""
    done = make("report", f"ENVIRONMENT={echo}")

    assert done.stdout.splitlines() == ["-m", "reports", "report", "--", "", ""]


def test_the_language_of_the_desktop_is_not_the_reports(echo: Path) -> None:
    """LANGUAGE counts on the command line only: many desktops set it for their own purpose."""
    desktop = make("reports", f"ENVIRONMENT={echo}", LANGUAGE="en_US:en")
    asked = make("reports", f"ENVIRONMENT={echo}", "LANGUAGE=ru,en", LANGUAGE="en_US:en")

    assert desktop.stdout.splitlines() == ["-m", "reports", "all"]
    assert asked.stdout.splitlines() == ["-m", "reports", "all", "--language=ru,en"]


@pytest.mark.parametrize("option", ["COUNTRY", "OUTPUT", "LANGUAGE"])
def test_a_value_is_never_run(echo: Path, option: str) -> None:
    """Whatever stands in a value, neither make nor the shell reads it as theirs."""
    done = make("report", f"ENVIRONMENT={echo}", f"{option}={HOSTILE}")

    assert HOSTILE in done.stdout.replace(f"--{option.lower()}=", "").splitlines()
    assert not (PROJECT / "pwned").exists()


@pytest.mark.parametrize("readme", ["README.md", "README.ru.md"])
def test_the_readme_knows_every_option(readme: str) -> None:
    """Both READMEs document every option that `make help` shows."""
    text = (PROJECT / readme).read_text(encoding="utf-8")
    options = re.findall(r"\n  ([A-Z]+)=", make("help").stdout)

    assert [option for option in options if f"| `{option}=" not in text] == []
    assert len(options) > 8
