"""Packages: what a lock file asks for, what is there, and installing."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from reports.environment import packages, venv
from reports.environment.words import Failed
from tests.unit.environment.conftest import Environment

PROJECT = Path(__file__).parents[3]


def name_of(requirement: str) -> str:
    """The package of a requirement, without its extras and versions."""
    return re.split(r"[\[><=;]", requirement)[0]


def test_direct_requirements_are_those_of_pyproject() -> None:
    """What the lock file marks as asked for directly is what pyproject.toml lists."""
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = {name_of(line) for line in project["project"]["dependencies"]}
    dev = {name_of(line) for line in project["dependency-groups"]["dev"]}

    assert set(packages.direct(str(PROJECT / packages.RUNTIME))) == wanted
    assert set(packages.direct(str(PROJECT / packages.DEV))) == dev


@pytest.mark.parametrize("name", [packages.RUNTIME, packages.DEV])
def test_a_lock_file_names_no_host_and_no_place(name: str) -> None:
    """Every pin has hashes; no registry's address and no machine's path stands in the file."""
    text = (PROJECT / name).read_text(encoding="utf-8")
    pins = [block for block in text.split("\n") if "==" in block and not block.startswith(" ")]

    assert all(pin.endswith("\\") for pin in pins)
    assert "://" not in text
    assert str(PROJECT) not in text


def test_both_lock_files_pin_the_same_versions() -> None:
    """A package that stands in both lock files has one version."""
    pins = [
        {line.split("==")[0]: line for line in text.splitlines() if line[:1].isalnum()}
        for text in ((PROJECT / name).read_text() for name in (packages.RUNTIME, packages.DEV))
    ]
    both = set(pins[0]) & set(pins[1])

    assert [pins[0][name] for name in both] == [pins[1][name] for name in both]
    assert both


def test_a_failed_install_is_told_in_short(pretend_venv: Environment, root: Path) -> None:
    """The person sees pip's own errors and where the rest stands, not the rest."""
    pretend_venv("echo Collecting babel; echo 'ERROR: No matching distribution'; exit 1")
    venv.make_empty(str(root))

    with pytest.raises(Failed) as failed:
        packages.install(str(root / ".venv"), [str(root / packages.RUNTIME)])

    assert "ERROR: No matching distribution" in str(failed.value)
    assert "Collecting" not in str(failed.value)
    assert str(root / ".venv/install.log") in str(failed.value)


def test_the_path_file_leads_from_anywhere_to_the_checkout(root: Path, tmp_path: Path) -> None:
    """A Python reads the file, and finds what stands in the checkout, from another directory."""
    site = root / ".venv/lib/python3.12/site-packages"
    site.mkdir(parents=True)
    (root / "found_me.py").write_text("print('found')", encoding="utf-8")

    packages.write_path_file(str(root / ".venv"), str(root))

    code = "import site, sys; site.addsitedir(sys.argv[1]); import found_me"
    done = subprocess.run(
        [sys.executable, "-c", code, str(site)],
        cwd=tmp_path,
        capture_output=True,
        check=False,
        text=True,
    )
    assert done.stdout == "found\n"
    assert (site / "rrs_reports.pth").read_text(encoding="ascii") == "../../../..\n"
