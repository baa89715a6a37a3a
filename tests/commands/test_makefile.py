"""The Makefile: its help, and how values reach the commands."""

import os
import re

import pytest

from reports.pipeline.cli import parser
from tests.conftest import ROOT, ended

MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
HOSTILE = "K G';\"`touch pwned`$(shell touch pwned)$$HOME & | > x \\"


@pytest.fixture
def echo(tmp_path):
    """Make an environment whose Python prints its arguments, one a line."""
    environment = tmp_path / "environment"
    (environment / "bin").mkdir(parents=True)
    python = environment / "bin/python"
    python.write_text('#!/bin/sh\nprintf "%s\\n" "$@"\nenv | grep ^RRS_ | sort\n')
    python.chmod(0o755)
    (environment / "made-from-requirements.lock").touch()
    return environment


def make(*arguments, **environment):
    ours = ("MAKE", "RRS_")
    clean = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return ended(["make", "--no-print-directory", *arguments], env={**clean, **environment})


def test_help_lists_every_target_and_option():
    """Whoever adds one says what it is for; both READMEs document every option."""
    targets = re.findall(r"\n([a-z-]+):", MAKEFILE)
    listed = {
        name: words.replace("\\\n", " ").split()
        for name, words in re.findall(r"^(\w+) := ((?:.*\\\n)*.*)$", MAKEFILE, re.MULTILINE)
    }
    shown = make("help").stdout
    options = re.findall(r"\n  ([A-Z_]+)=", shown)

    assert make().stdout == shown  # `make` alone does nothing else
    assert {"report", "reports", "lab", "test", "lint", "format", "clean", "quarto"} <= set(targets)
    assert set(targets) == set(listed["TARGETS"])
    assert [] == [
        name for name in targets if not re.search(rf"^  make {name} +\S", shown, re.MULTILINE)
    ]
    assert set(listed["OPTIONS"]) <= set(options)
    for readme in ("README.md", "README.ru.md"):
        text = (ROOT / readme).read_text(encoding="utf-8")
        assert [] == [option for option in options if f"| `{option}=" not in text]


@pytest.mark.parametrize("given", [["COUNTRY=KG", "YEAR=2014"], ["LANGUAGE=ru,en"], []])
def test_values_are_passed_on(echo, given):
    """Through the environment; but many desktops set LANGUAGE there for a purpose of their own."""
    done = make("report", f"ENVIRONMENT={echo}", *given, LANGUAGE="en_US:en")

    assert done.stdout.splitlines() == ["-m", "reports", "report", *(f"RRS_{one}" for one in given)]


def test_the_lab_opens_a_notebook(echo):
    """The notebook and not the launcher; with options of one's own; as root too, which is said."""
    said = make("lab", f"ENVIRONMENT={echo}", "NOTEBOOK=brief", "ARGS=--no-browser").stdout

    assert "--LabApp.default_url=/lab/tree/notebooks/brief.ipynb\n" in said
    assert "\n--no-browser\n" in said
    assert (os.getuid() == 0) == ("\n--allow-root\n" in said) == ("==> You are root" in said)


@pytest.mark.parametrize("option", ["COUNTRY", "OUTPUT", "REGISTERS"])
def test_a_value_is_never_run(echo, option):
    """Whatever stands in a value, neither make nor the shell reads it as theirs."""
    given = f"{option}={HOSTILE}"
    on_the_line = make("report", f"ENVIRONMENT={echo}", given)
    in_the_environment = make("report", f"ENVIRONMENT={echo}", **{option: HOSTILE})

    assert f"RRS_{given}" in on_the_line.stdout.splitlines()
    assert f"RRS_{given}" in in_the_environment.stdout.splitlines()
    assert not (ROOT / "pwned").exists()


def test_every_command_is_a_target_and_in_the_readme():
    """All that `python -m reports` does, make offers under the same name, and the README says."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (commands,) = [
        action.choices for action in parser()._actions if isinstance(action.choices, dict)
    ]
    targets = re.findall(r"\n([a-z-]+):.*\n\t\$\(READY\) -m reports ([a-z-]+)\n", MAKEFILE)

    assert {(name, name) for name in commands} == set(targets)
    assert [name for name in commands if f"make {name}" not in readme] == []
