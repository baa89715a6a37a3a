"""Provenance: what made a report, in words that are the same at each run of the same things.

No clock, no user, no machine and no path: they would change the bytes and tell nobody anything.
"""

from __future__ import annotations

import os
import platform
import subprocess
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from reports.project.edition import Edition

PACKAGES = (
    "pandas",
    "numpy",
    "matplotlib",
    "babel",
    "papermill",
    "nbclient",
    "ipykernel",
    "nbconvert",
    "pypandoc_binary",
    "typst",
)
"""The packages whose versions can change a figure or a page."""


def provenance(report: Edition, language: str, engine: str, commit: str) -> dict[str, Any]:
    """The notebook's parameter ``provenance``."""
    return {
        "engine": engine,
        "commit": commit,
        "packages": package_versions(),
        "parameters": {"country": report.country, "year": report.year, "language": language},
    }


@cache
def package_versions() -> dict[str, str]:
    """Python's version and those of the main packages that are installed."""
    versions = {"python": platform.python_version()}
    for package in PACKAGES:
        try:
            versions[package] = version(package)
        except PackageNotFoundError:
            continue
    return versions


def commit_of(root: Path, *, apart_from: Path) -> str:
    """The commit of a checkout, and whether it has changes apart from a directory of outputs.

    Empty where there is no git, or ``root`` is not a checkout's own top.
    """
    if _git(root, "rev-parse", "--show-prefix") != "":
        return ""
    commit = _git(root, "rev-parse", "--verify", "HEAD") or ""
    changed = _git(root, "status", "--porcelain", "--", ".", *_without(root, apart_from))
    return f"{commit} (with uncommitted changes)" if commit and changed else commit


def _without(root: Path, directory: Path) -> list[str]:
    if not directory.is_relative_to(root) or directory == root:
        return []
    return [f":(exclude,literal){directory.relative_to(root)}"]


def _git(root: Path, *arguments: str) -> str | None:
    """What git answers, or None. Not misled by the variables that git sets for its hooks."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    command = ["git", "-C", str(root), *arguments]
    try:
        answer = subprocess.run(
            command,
            env=env | {"GIT_OPTIONAL_LOCKS": "0"},
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            check=True,
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    return answer.stdout.strip()
