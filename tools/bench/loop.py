"""The loop that a person would write: papermill as a command, then the render commands."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from reports.project import ANNUAL_REPORT, NOTEBOOKS, ROOT, Edition
from reports.render.programs import installed, pandoc_path
from tools.bench.measure import Cost, cost_of

READ = "--from=markdown-tex_math_dollars"
"""Tables are HTML here, and an amount in dollars beside another one would be a formula."""

COMPILE = "import sys, typst; typst.compile(sys.argv[1], output=sys.argv[2])"


def loop(reports: Iterable[Edition], registers: Path, output: Path) -> dict[str, Cost]:
    """Run the loop over reports in both languages: what each kind of command cost."""
    output.mkdir(parents=True)
    costs: dict[str, Cost] = {}
    for report in reports:
        for language in ("ru", "en"):
            for name, command in _commands(report, language, registers, output):
                costs[name] = costs.get(name, Cost()) + cost_of(command, NOTEBOOKS)
    return costs


def _commands(
    report: Edition, language: str, registers: Path, output: Path
) -> Iterator[tuple[str, list[str]]]:
    """The commands for one report in one language."""
    stem, python = output / report.stem(language), [sys.executable, "-m"]
    given = {"country": report.country, "language": language, "registers": str(registers)}
    words = [word for name, value in given.items() for word in ("-r", name, value)]
    words += ["-r" if report.year == "final" else "-p", "year", str(report.year)]
    notebook = str(NOTEBOOKS / f"{ANNUAL_REPORT}.ipynb")
    run = [*python, "papermill", notebook, f"{stem}.ipynb", "--no-progress-bar"]
    yield "papermill", [*run, "-k", "python3", *words]
    if quarto := next(installed("quarto"), None):
        for target in ("html", "typst"):
            render = [str(quarto), "render", f"{stem}.ipynb", "--to", target, "--no-execute"]
            yield "quarto", render
        return
    yield "nbconvert", [*python, "nbconvert", "--to=markdown", "--no-input", f"{stem}.ipynb"]
    css = ROOT / "reports" / "templates" / "style.css"
    common = [pandoc_path(), f"{stem}.md", READ, "--standalone", "--toc"]
    common.append(f"--resource-path={output}")
    yield "pandoc", [*common, "--embed-resources", f"--css={css}", "-o", f"{stem}.html"]
    yield "pandoc", [*common, "-o", f"{stem}.typ"]
    yield "typst", [sys.executable, "-c", COMPILE, f"{stem}.typ", f"{stem}.pdf"]
