"""The floor: what cannot be saved, the time of the notebooks' own cells, of pandoc and of Typst."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from unittest import mock

import typst
from IPython.core.interactiveshell import InteractiveShell

from reports.pipeline.page import RENDER, RUN, Page, advance
from reports.pipeline.request import checked, read_content
from reports.project import Given
from reports.render import dialect

PARTS: tuple[tuple[str, Any, str], ...] = (
    ("cells", InteractiveShell, "run_cell"),
    ("pandoc", dialect, "run_pandoc"),
    ("typst", typst, "compile"),
)


def floor(given: Given, scratch: Path, most: int | None = None) -> dict[str, float]:
    """Seconds of each, over the pages of a request, made one after the other in this process."""
    request, _ = read_content(checked(given))
    seconds = {"cells": 0.0, "pandoc": 0.0, "typst": 0.0}
    own = request.editions[:most]
    pages = [Page(request, one, code) for one in own for code in request.languages]
    with ExitStack() as patched:
        for name, owner, function in PARTS:
            timed = _timed(seconds, name, getattr(owner, function))
            patched.enter_context(mock.patch.object(owner, function, timed))
        for number, page in enumerate(pages):
            made = page
            for step in (RUN, RENDER):
                home = scratch / f"{number} {step}"
                home.mkdir(parents=True)
                made = made if made.done else advance(made, home)
            if made.failure:
                raise RuntimeError(str(made.failure))
    return seconds


def _timed(
    seconds: dict[str, float], name: str, function: Callable[..., Any]
) -> Callable[..., Any]:
    def call(*arguments: Any, **named: Any) -> Any:
        start = time.perf_counter()
        try:
            return function(*arguments, **named)
        finally:
            seconds[name] += time.perf_counter() - start

    return call
