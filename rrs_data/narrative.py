"""Narrative: what a person writes for a report, in Markdown files beside the parameters.

``params/narrative/KG/2014/challenges.ru.md`` holds the challenges of Kyrgyzstan in 2014 in
Russian. Every file is optional: what is missing is left out of the report, never filled in.
"""

from __future__ import annotations

import re
from pathlib import Path

from rrs_data.faults import Fault, FaultsError
from rrs_data.periods import Year

TOPICS = ("challenges", "success-story", "plan")
"""What a person may write about, in the report's order."""


def path_of(params: Path, country: str, year: Year, topic: str, language: str) -> Path:
    """Where the text on a topic stands."""
    return params / "narrative" / country / str(year) / f"{topic}.{language}.md"


def missing(params: Path, country: str, year: Year, language: str) -> list[Path]:
    """The files that could be written for a report and are not."""
    paths = [path_of(params, country, year, topic, language) for topic in TOPICS]
    return [path for path in paths if not path.is_file()]


def read(params: Path, country: str, year: Year, topic: str, language: str) -> str | None:
    """The text on a topic, its headings below the section's own; None where there is no text.

    Raises FaultsError when the file is not text in UTF-8.
    """
    path = path_of(params, country, year, topic, language)
    if not path.is_file():
        return None
    try:
        text = path.read_text(encoding="utf-8-sig").strip()
    except (OSError, UnicodeDecodeError) as error:
        fault = Fault(str(path), str(error), "Markdown in UTF-8", "save the file as UTF-8")
        raise FaultsError([fault]) from None
    return _below_section(text) or None


def _below_section(text: str) -> str:
    """Headings one level down, if the text begins with those of a section."""
    if not re.search(r"^# ", text, flags=re.MULTILINE):
        return text
    return re.sub(r"^(#{1,5}) ", r"#\1 ", text, flags=re.MULTILINE)
