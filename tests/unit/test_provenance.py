"""What made a report."""

import subprocess
from pathlib import Path

import pytest

from reports.archive.provenance import commit_of, package_versions, provenance
from reports.project.edition import Edition


def git(root: Path, *arguments: str) -> str:
    """Run git as somebody."""
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    command = ["git", "-C", str(root), *identity, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout with one commit."""
    root = tmp_path / "project"
    root.mkdir()
    (root / "file").write_text("1")
    git(root, "init", "-q")
    git(root, "add", ".")
    git(root, "commit", "-qm", "One")
    return root


def test_clean_checkout(checkout: Path) -> None:
    """A clean checkout is known by its commit."""
    assert git(checkout, "rev-parse", "HEAD") == commit_of(checkout, apart_from=checkout / "out")


@pytest.mark.parametrize("change", ["file", "new", "sub/new"])
def test_changes_are_told(checkout: Path, change: str) -> None:
    """A changed or a new file is told, because the commit alone did not make the report."""
    (checkout / change).parent.mkdir(exist_ok=True)
    (checkout / change).write_text("2")

    assert commit_of(checkout, apart_from=checkout / "out").endswith("(with uncommitted changes)")


def test_outputs_are_no_changes(checkout: Path) -> None:
    """What the reports wrote does not count."""
    (checkout / "reports/_output [1]").mkdir(parents=True)
    (checkout / "reports/_output [1]/a.pdf").write_text("")

    assert "changes" not in commit_of(checkout, apart_from=checkout / "reports/_output [1]")


def test_no_git(tmp_path: Path) -> None:
    """Without git there is no commit to name."""
    assert "" == commit_of(tmp_path, apart_from=tmp_path / "out")


def test_another_projects_checkout(checkout: Path) -> None:
    """A copy inside another project's checkout does not take that project's commit."""
    (checkout / "copy").mkdir()

    assert "" == commit_of(checkout / "copy", apart_from=checkout / "out")


def test_git_hooks_variables_do_not_mislead(
    checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The commit is that of the project, also when another project's hook calls."""
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))

    assert commit_of(checkout, apart_from=checkout / "out")


def test_same_each_time() -> None:
    """Provenance holds what made the report, and nothing of when, where and by whom."""
    found = provenance(Edition("KG", 2014), "ru", "embedded (pandoc 3.9)", "abc")

    assert {"engine", "commit", "packages", "parameters"} == found.keys()
    assert {"country": "KG", "year": 2014, "language": "ru"} == found["parameters"]


def test_main_packages() -> None:
    """The packages that can change a figure or a page are named with their versions."""
    assert {"python", "pandas", "papermill", "typst"} <= package_versions().keys()
