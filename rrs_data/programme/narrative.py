"""Narrative: what a person writes for a report, in Markdown files beside the parameters.

``params/narrative/KG/2014/challenges.ru.md`` holds the challenges of Kyrgyzstan in 2014 in
Russian. Every file is optional: what is missing is left out of the report, never filled in.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from rrs_data.programme.faults import Fault, FaultsError
from rrs_data.programme.programme import Year

TOPICS = ("challenges", "success-story", "plan")
"""What a person may write about, in the report's order."""

DEMONSTRATION = "<!-- demonstration -->"
"""The first line of a text that was invented for the demonstration registers."""


@dataclass(frozen=True)
class Narrative:
    """The texts of one report in one language.

    A text that was invented for the demonstration registers counts as not written in a report
    from other registers: ``illustrative`` says whether the report's registers are invented too.
    """

    params: Path
    country: str
    year: Year
    language: str
    illustrative: bool

    def path(self, topic: str) -> Path:
        """Where the text on a topic stands."""
        directory = self.params / "narrative" / self.country / str(self.year)
        return directory / f"{topic}.{self.language}.md"

    def text(self, topic: str) -> str | None:
        """The text on a topic, its headings below the section's own; None where there is none.

        Raises FaultsError when the file is not text in UTF-8.
        """
        path = self.path(topic)
        if not path.is_file():
            return None
        try:
            text = path.read_text(encoding="utf-8-sig").strip()
        except (OSError, UnicodeDecodeError) as error:
            fault = Fault(str(path), str(error), "Markdown in UTF-8", "save the file as UTF-8")
            raise FaultsError([fault]) from None
        if text.startswith(DEMONSTRATION) and not self.illustrative:
            return None
        return _below_section(text.removeprefix(DEMONSTRATION).strip()) or None

    def missing(self) -> list[Path]:
        """The files that could be written for the report and are not."""
        return [self.path(topic) for topic in TOPICS if self.text(topic) is None]


def _below_section(text: str) -> str:
    """Headings one level down, if the text begins with those of a section."""
    if not re.search(r"^# ", text, flags=re.MULTILINE):
        return text
    return re.sub(r"^(#{1,5}) ", r"#\1 ", text, flags=re.MULTILINE)
