"""The floor: what cannot be saved, the time of the notebooks' own cells, of pandoc and of Typst."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from unittest import mock

from reports.pipeline.execute import execute
from reports.project.edition import Edition
from reports.project.paths import NOTEBOOK
from reports.render import embedded, parsed
from reports.render.engine import PageSource
from reports.render.prepared import prepare


def floor(reports: Iterable[Edition], registers: Path) -> dict[str, float]:
    """Seconds of each, over reports in both languages, one after the other."""
    seconds = {"cells": 0.0, "pandoc": 0.0, "typst": 0.0}

    def timed(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **named: Any) -> Any:
            start = time.perf_counter()
            try:
                return function(*arguments, **named)
            finally:
                seconds[name] += time.perf_counter() - start

        return call

    with (
        mock.patch.object(embedded, "run_pandoc", timed("pandoc", embedded.run_pandoc)),
        mock.patch.object(parsed, "run_pandoc", timed("pandoc", parsed.run_pandoc)),
        mock.patch("typst.compile", timed("typst", embedded.typst.compile)),
        tempfile.TemporaryDirectory() as temporary,
    ):
        for number, (report, language) in enumerate(
            (report, language) for report in reports for language in ("ru", "en")
        ):
            directory = Path(temporary, str(number))
            directory.mkdir()
            seconds["cells"] += _make(report, language, registers, directory)
    return {"seconds": sum(seconds.values()), **seconds}


def _make(report: Edition, language: str, registers: Path, directory: Path) -> float:
    """Make a report; returns the seconds of its cells."""
    executed = execute(
        NOTEBOOK,
        {
            "country": report.country,
            "year": report.year,
            "language": language,
            "registers": str(registers),
        },
        directory,
    )
    engine = embedded.EmbeddedEngine()
    engine.render(PageSource(prepare(executed), report.stem(language), directory), ("pdf", "html"))
    cells = (cell for cell in executed.cells if cell.cell_type == "code")
    return float(sum(cell.metadata.papermill.duration for cell in cells))
