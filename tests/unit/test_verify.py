"""Verification: what differs between two reports, and why."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from reports.archive.received import Received
from reports.archive.verify import DIFFERENT, IDENTICAL, SAME_FIGURES, compare

ASKED = {"country": "KG", "year": 2014, "language": "en"}
MADE = {
    "parameters": ASKED,
    "commit": "a" * 40,
    "engine": "embedded (Typst 0.15.2)",
    "packages": {"pandas": "3.1.0"},
    "registers": {"events": "b" * 64},
}


@pytest.fixture
def received(tmp_path: Path) -> object:
    """Makes a report as a file, with its lines and changes to its manifest."""

    def make(name: str, lines: list[str], **changes: Any) -> Received:
        path = tmp_path / f"{name}.html"
        manifest: Mapping[str, Any] = {**MADE, **changes}
        path.write_text("\n".join(lines) + str(manifest), encoding="utf-8")
        return Received(path, manifest, lines, ["“Summary”"] * len(lines))

    return make


def test_the_same_bytes(received: Any) -> None:
    """Equal files are identical, and nothing more is said."""
    verdict = compare(received("one", ["61 people"]), received("two", ["61 people"]))

    assert (IDENTICAL, ()) == (verdict.code, verdict.causes)
    assert "Identical" in str(verdict)


def test_another_figure(received: Any) -> None:
    """A figure that differs is told with its place, the words before it, was and now."""
    one = received("one", ["In the year, 75 people came."])
    verdict = compare(one, received("two", ["In the year, 72 people came."]))

    assert DIFFERENT == verdict.code
    assert "“Summary”: “In the year, …”: was 75, now 72" in str(verdict)


def test_other_programs(received: Any) -> None:
    """Versions and hashes in the text are no figures: they are causes."""
    changes = {"packages": {"pandas": "3.2.0"}, "registers": {"events": "c" * 64}}
    one = received("one", ["72 people", "pandas 3.1.0", f"Events {'b' * 16}…"])
    two = received("two", ["72 people", "pandas 3.2.0", f"Events {'c' * 16}…"], **changes)
    verdict = compare(one, two)

    assert SAME_FIGURES == verdict.code
    assert ("the package pandas is another: was 3.1.0, now 3.2.0") in verdict.causes
    assert any("the register events is another" in cause for cause in verdict.causes)


def test_a_figure_and_a_cause(received: Any) -> None:
    """Where registers changed, the figures that changed are told with the register's name."""
    one = received("one", ["72 people"])
    two = received("two", ["73 people"], registers={"events": "c" * 64})
    verdict = compare(one, two)

    assert DIFFERENT == verdict.code
    assert "What is known of the cause:" in str(verdict)


def test_words_are_no_figures(received: Any) -> None:
    """Words that differ, where nothing else is known to, do not hide behind equal figures."""
    one, two = received("one", ["72 men"]), received("two", ["72 women"])
    verdict = compare(one, two)

    assert SAME_FIGURES == verdict.code
