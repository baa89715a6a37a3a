"""Narrative: what a person writes for a report, in Markdown files beside the parameters.

``params/narrative/KG/2014/challenges.ru.md`` holds the challenges of Kyrgyzstan in 2014 in
Russian. Every file is optional: what is missing is left out of the report, never filled in.
"""

from __future__ import annotations

from pathlib import Path

TOPICS = ("challenges", "success-story", "plan")
"""What a person may write about, in the report's order."""


def path_of(params: Path, country: str, year: int, topic: str, language: str) -> Path:
    """Where the text on a topic stands."""
    return params / "narrative" / country / str(year) / f"{topic}.{language}.md"


def missing(params: Path, country: str, year: int, language: str) -> list[Path]:
    """The files that could be written for a report and are not."""
    paths = [path_of(params, country, year, topic, language) for topic in TOPICS]
    return [path for path in paths if not path.is_file()]


def read(params: Path, country: str, year: int, topic: str, language: str) -> str | None:
    """The text on a topic, or None where there is none."""
    path = path_of(params, country, year, topic, language)
    text = path.read_text(encoding="utf-8-sig").strip() if path.is_file() else ""
    return text or None
