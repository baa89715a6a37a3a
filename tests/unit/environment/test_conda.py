"""An active conda environment, and whether it is ours."""

from collections.abc import Callable
from pathlib import Path

import pytest

from reports.environment import conda, packages
from tests.unit.environment.conftest import Script

LOCKS = [packages.RUNTIME]


@pytest.fixture
def activate(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: Script
) -> Callable[..., Path]:
    """Give a function that makes and activates an environment with the packages named."""

    def make(*distributions: str, python: str = "3.12") -> Path:
        prefix = tmp_path / "envs" / "rrs"
        site = prefix / f"lib/python{python}/site-packages"
        site.mkdir(parents=True)
        script(prefix / "bin/python", f'echo "$@" >> "{prefix}/calls"')
        for distribution in distributions:
            (site / f"{distribution}.dist-info").mkdir()
        monkeypatch.setenv("CONDA_PREFIX", str(prefix))
        monkeypatch.setenv("CONDA_DEFAULT_ENV", prefix.name)
        return prefix

    return make


OURS = ("babel-2.18.0", "pypandoc_binary-1.17")


def test_no_conda_no_word(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without conda there is neither an environment nor a reason to tell."""
    monkeypatch.delenv("CONDA_PREFIX", raising=False)

    assert conda.active(str(root)) == ("", "")


def test_ours_is_used(root: Path, activate: Callable[..., Path]) -> None:
    """An environment with every package that the project asks for is used."""
    prefix = activate(*OURS)

    assert conda.active(str(root)) == (str(prefix), "")


def test_base_is_passed_over(root: Path, activate: Callable[..., Path]) -> None:
    """An environment without them, such as an active base, is not, and the reason names one."""
    activate("conda-26.9", "babel-2.18.0")

    assert conda.active(str(root)) == ("", "it lacks pypandoc-binary")


def test_an_old_python_is_passed_over(root: Path, activate: Callable[..., Path]) -> None:
    """The packages do not help when the Python is too old."""
    activate(*OURS, python="3.10")

    assert conda.active(str(root)) == ("", "its Python is older than 3.11")


def test_a_broken_environment_is_passed_over(
    root: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """CONDA_PREFIX may point to what is no longer there."""
    monkeypatch.setenv("CONDA_PREFIX", str(tmp_path / "gone"))

    assert conda.active(str(root)) == ("", "it has no Python")


def test_using_it_takes_one_line(
    root: Path, activate: Callable[..., Path], capfd: pytest.CaptureFixture[str]
) -> None:
    """It is said which environment is used; nothing is installed; the checkout is importable."""
    prefix = activate(*OURS)

    python = conda.use(str(prefix), str(root), LOCKS)

    assert python == str(prefix / "bin/python")
    assert capfd.readouterr().err == f"==> Using the active conda environment rrs ({prefix})\n"
    assert not (prefix / "calls").exists()
    assert (prefix / "lib/python3.12/site-packages/rrs_reports.pth").exists()


def test_an_outdated_environment_is_named(
    root: Path, activate: Callable[..., Path], capfd: pytest.CaptureFixture[str]
) -> None:
    """Another version than the lock file pins is told, with the command that mends it."""
    prefix = activate("babel-2.10.0", "pypandoc_binary-1.17")

    conda.use(str(prefix), str(root), LOCKS)

    told = capfd.readouterr().err.splitlines()[1]
    assert "(babel)" in told
    assert "conda env update -f environment.yml" in told


def test_the_tools_for_tests_are_added(root: Path, activate: Callable[..., Path]) -> None:
    """`make test` installs what only tests need, and nothing else."""
    prefix = activate(*OURS)

    conda.use(str(prefix), str(root), [packages.RUNTIME, packages.DEV])

    called = (prefix / "calls").read_text(encoding="utf-8")
    assert packages.DEV in called
    assert packages.RUNTIME not in called
