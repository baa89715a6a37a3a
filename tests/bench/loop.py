"""The loop that a person would write: papermill as a command, then the render commands."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable
from pathlib import Path

from reports.project.edition import Edition
from reports.project.paths import NOTEBOOK
from reports.render.brand import copy_fonts
from reports.render.layout import REPORTS
from reports.render.programs import installed, pandoc_path
from tests.bench.measure import cost_of

READ = "--from=markdown-tex_math_dollars"
"""Tables are HTML here, and an amount in dollars beside another one would be a formula."""

COMPILE = (
    "import sys, typst; typst.compile(sys.argv[1], output=sys.argv[2], font_paths=[sys.argv[3]])"
)


def loop(
    reports: Iterable[Edition], registers: Path, output: Path
) -> tuple[dict[str, float], float]:
    """Run the loop over reports in both languages: seconds by command, and the peak of memory."""
    output.mkdir(parents=True)
    copy_fonts(output / "fonts")
    seconds: dict[str, float] = {}
    memory = 0.0
    for report in reports:
        for language in ("ru", "en"):
            for name, command in _commands(report, language, registers, output):
                cost = cost_of(command, NOTEBOOK.parent)
                seconds[name] = seconds.get(name, 0) + cost.seconds
                memory = max(memory, cost.memory)
    return seconds, memory


def _commands(
    report: Edition, language: str, registers: Path, output: Path
) -> Iterable[tuple[str, list[str]]]:
    """The commands for one report in one language."""
    stem = output / report.stem(language)
    python = [sys.executable, "-m"]
    given = {"country": report.country, "language": language, "registers": str(registers)}
    year = "-p" if report.year != "final" else "-r"
    parameters = [word for name, value in given.items() for word in ("-r", name, value)]
    run = [*python, "papermill", str(NOTEBOOK), f"{stem}.ipynb", "--no-progress-bar"]
    yield "papermill", [*run, "-k", "python3", *parameters, year, "year", str(report.year)]
    if quarto := next(installed("quarto"), None):
        for target in ("html", "typst"):
            yield (
                "quarto",
                [str(quarto), "render", f"{stem}.ipynb", "--to", target, "--no-execute"],
            )
        return
    yield (
        "nbconvert",
        [*python, "nbconvert", "--to", "markdown", "--no-input", f"{stem}.ipynb"],
    )
    pandoc, css = pandoc_path(), REPORTS / "templates" / "style.css"
    common = [pandoc, f"{stem}.md", READ, "--standalone", "--toc", f"--resource-path={output}"]
    yield "pandoc", [*common, "--embed-resources", f"--css={css}", "-o", f"{stem}.html"]
    yield "pandoc", [*common, "-o", f"{stem}.typ"]
    yield "typst", [sys.executable, "-c", COMPILE, f"{stem}.typ", f"{stem}.pdf", f"{output}/fonts"]


def timed_loop(reports: Iterable[Edition], registers: Path, output: Path) -> dict[str, float]:
    """The loop's seconds in all, and by command."""
    start = time.perf_counter()
    seconds, memory = loop(reports, registers, output)
    return {"seconds": time.perf_counter() - start, "memory": memory, **seconds}
