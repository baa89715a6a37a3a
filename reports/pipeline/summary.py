"""The summary: what a run made and where it lies, for the person who started it."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from pathlib import Path

from reports.pipeline.outcome import Failure, Outcome
from reports.pipeline.progress import Step
from reports.pipeline.request import Request

WIDTH = 100
SHOWN = 6
"""How many missing narrative files are named before the rest is only counted."""


def summary_text(
    request: Request,
    outcomes: Sequence[Outcome],
    steps: Sequence[Step],
    index: Path | None = None,
) -> str:
    """What was made, with which engine, in how many seconds, and what nobody has written yet.

    ``index`` is the page that lists all reports of the output directory.
    """
    made = [outcome for outcome in outcomes if outcome.files and not outcome.kept]
    several = len(request.reports) > 1
    return "\n".join(
        [
            *([outcomes_table(outcomes)] if several else map(_files, outcomes)),
            *(line for outcome in outcomes if request.explain for line in _explained(outcome)),
            *([f"All reports: {shown(index)}"] if index else []),
            f"Engine: {request.engine.describe()}.",
            *(_paragraph(notice) for notice in request.notices),
            _times(steps),
            *_not_written(made),
        ]
    )


def failures_text(outcomes: Sequence[Outcome], others: Sequence[Failure] = ()) -> str:
    """What failed, each with its message and a blank line before it; empty if nothing did.

    ``others`` are failures that belong to no single report.
    """
    failures = [*(failure for outcome in outcomes for failure in outcome.failures), *others]
    return "".join(
        f"\n{failure.subject} was not made.\n{failure.message}\n" for failure in failures
    )


def shown(path: Path) -> str:
    """A path as a person would type it here: relative where it lies below this directory."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


def outcomes_table(outcomes: Sequence[Outcome]) -> str:
    """What became of each report, a line each: made and why, kept, or failed and where."""
    rows = [(str(outcome.report), *_became(outcome)) for outcome in outcomes]
    width = max(len(name) for name, _, _ in rows)
    return "\n".join(f"{name:{width}}  {word:6}  {more}".rstrip() for name, word, more in rows)


def _became(outcome: Outcome) -> tuple[str, str]:
    if outcome.failures:
        return "failed", "; ".join(_failed(failure) for failure in outcome.failures)
    return ("kept", "") if outcome.kept else ("made", outcome.why)


def _failed(failure: Failure) -> str:
    """Where a failure happened, and where more is told of it."""
    kept = shown(failure.kept) if failure.kept else ""
    return ", ".join(filter(None, [failure.subject, failure.place, kept]))


def _explained(outcome: Outcome) -> list[str]:
    """What changed since a report was made, a line each."""
    if outcome.kept:
        return [f"{outcome.report} is kept: nothing that it is made from has changed."]
    changes = outcome.changes or (outcome.why,)
    return [f"{outcome.report} was made, because of:", *(f"  {change}" for change in changes)]


def _files(outcome: Outcome) -> str:
    if not outcome.files:
        return f"{outcome.report}: nothing was made."
    kept = " (kept: nothing that it is made from has changed)" if outcome.kept else ""
    lines = [f"{outcome.report}:{kept}", *(f"  {shown(file)}" for file in outcome.files)]
    return "\n".join(lines)


def _times(steps: Sequence[Step]) -> str:
    """The seconds of each kind of step, all reports together."""
    totals: dict[str, float] = {}
    for step in steps:
        totals[step.name] = totals.get(step.name, 0.0) + step.seconds
    kinds = ", ".join(f"{name} {seconds:.1f}" for name, seconds in totals.items())
    return _paragraph(f"Seconds: {kinds}; together {sum(totals.values()):.1f}.")


def _not_written(outcomes: Sequence[Outcome]) -> list[str]:
    """The narrative files that could be there, as one short paragraph."""
    paths = dict.fromkeys(path for outcome in outcomes for path in outcome.missing)
    if not paths:
        return []
    names = [shown(path) for path in paths][:SHOWN]
    if len(paths) > SHOWN:
        names.append(f"and {len(paths) - SHOWN} more")
    start = "Left out of the report, because nobody has written it yet"
    return [_paragraph(f"{start}: {', '.join(names)}.")]


def _paragraph(text: str) -> str:
    return textwrap.fill(text, WIDTH, break_long_words=False, break_on_hyphens=False)
