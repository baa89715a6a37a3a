"""Ingredients: what a report is made from, by kind.

Not among them is what only names the making: the commit, and the hashes and lengths of whole
registers. A report that is kept names those that it was made from.
"""

from __future__ import annotations

import platform
import sysconfig
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from reports.pipeline.freshness.digests import Digests, digest_of, digests_of, files_below
from reports.pipeline.request import Request
from reports.project.edition import Edition
from reports.project.paths import PUBLISHED, REGISTERS, ROOT

Ingredients = Mapping[str, Digests]
"""Digests by kind and by name."""

PACKAGES = ("rrs_data", "reports")
LOCK = "requirements.lock"
KINDS = (
    "options",
    "engine",
    "registers",
    "parameters",
    "narrative",
    "publications",
    "notebook",
    "code",
    "environment",
)
"""In the order in which a person wants to know of them."""


def ingredients(request: Request, report: Edition, rows: Digests) -> Ingredients:
    """All that a report of a request is made from; ``rows`` are the digests of its rows."""
    params = request.params_directory
    return {
        "options": _options(request, report),
        "engine": {request.engine.describe(): ""},
        "registers": rows,
        "narrative": narrative(params, report),
        "publications": publications(request.published),
        **common(request.notebook, params),
    }


def common(notebook: Path, params: Path) -> Ingredients:
    """What is the same for all reports."""
    return {
        "parameters": digests_of(sorted(params.glob("*.yml")), params),
        "notebook": digests_of([notebook], notebook.parent),
        "code": code(),
        "environment": environment(),
    }


@cache
def code() -> Digests:
    """The code of both packages, templates, filters and texts; without the shipped registers."""
    files = (file for package in PACKAGES for file in files_below(ROOT / package))
    data = (REGISTERS, PUBLISHED)
    return digests_of((file for file in files if not any(map(file.is_relative_to, data))), ROOT)


@cache
def environment() -> Digests:
    """The interpreter, the lock file and the installed packages."""
    packages = Path(sysconfig.get_path("purelib")).glob("*.dist-info")
    installed = {path.name.removesuffix(".dist-info"): "" for path in packages}
    lock = digests_of([file for file in [ROOT / LOCK] if file.exists()], ROOT)
    return {"Python": platform.python_version(), **lock, **installed}


def narrative(params: Path, report: Edition) -> Digests:
    """What was written for a report."""
    directory = params / "narrative" / report.country / str(report.year)
    return digests_of(files_below(directory, ()), params)


def publications(directory: Path) -> Digests:
    """What was published: a report that would show another value is not made."""
    return digests_of(files_below(directory, ()), directory)


def _options(request: Request, report: Edition) -> Digests:
    """What was asked for, where it changes what is made; without a password."""
    from rrs_data.intake.hidden import hide

    values: dict[str, Any] = {
        "COUNTRY": report.country,
        "YEAR": report.year,
        "LANGUAGE": request.languages,
        "FORMAT": request.formats,
        "DONOR_MARK": request.donor_mark,
        "REGISTERS": hide(request.registers) if request.registers else None,
        "PARAMS": request.params,
        "illustrative": request.illustrative,
    }
    return {name: _plain(value) for name, value in values.items()}


def _plain(value: Any) -> str:
    """An option as a person would type it."""
    return ",".join(value) if isinstance(value, tuple) else "" if value is None else str(value)


def differences(before: Ingredients, after: Ingredients) -> list[tuple[str, list[str]]]:
    """The kinds that changed, each with what changed in it."""
    from reports.pipeline.freshness.digests import changed

    kinds: Iterable[str] = dict.fromkeys([*KINDS, *sorted(before), *sorted(after)])
    found = ((kind, changed(before.get(kind, {}), after.get(kind, {}))) for kind in kinds)
    return [(kind, things) for kind, things in found if things]


def whole(ingredients: Ingredients) -> str:
    """All of them as one digest."""
    return digest_of({kind: dict(things) for kind, things in ingredients.items()})
