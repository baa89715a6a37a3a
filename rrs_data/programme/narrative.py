"""Narrative: what a person writes for a report, in Markdown files beside the parameters.

``params/narrative/KG/2014/challenges.ru.md`` holds the challenges of Kyrgyzstan in 2014 in
Russian. Every file is optional: what is missing is left out of the report, never filled in.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from rrs_data.programme.faults import Fault, FaultsError, raise_if_any
from rrs_data.programme.manuscript import Manuscript, Passage
from rrs_data.programme.programme import Year

TOPICS = ("challenges", "success-story", "plan")
"""What a person may write about, in the report's order."""

DEVIATIONS = "deviations"
"""Where the reasons for deviations stand, below the codes of their indicators."""

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

    @property
    def directory(self) -> Path:
        """Where the texts of the report stand, in all languages, with their pictures."""
        return self.params / "narrative" / self.country / str(self.year)

    def path(self, topic: str) -> Path:
        """Where the text on a topic stands."""
        return self.directory / f"{topic}.{self.language}.md"

    def name(self, path: Path) -> str:
        """A file's name in the report, where it must not say on which machine it lay."""
        return path.relative_to(self.params).as_posix()

    def pieces(self, topic: str) -> list[Passage]:
        """The text on a topic, divided where a picture stands; empty where there is none.

        Headings come out below the section's own. Raises FaultsError with everything that the
        report could not show as it was meant, by file and line.
        """
        manuscript = self._manuscript(topic)
        raise_if_any([*manuscript.faults()] if manuscript else [])
        return [*manuscript.pieces(topic)] if manuscript else []

    def text(self, topic: str) -> str | None:
        """The text on a topic as one piece; None where there is none. Raises FaultsError."""
        return "\n\n".join(one.markdown for one in self.pieces(topic)) or None

    def missing(self) -> list[Path]:
        """The files that could be written for the report and are not."""
        return [self.path(topic) for topic in TOPICS if not self._manuscript(topic)]

    def faults(self) -> Iterator[Fault]:
        """What is wrong with any of the texts."""
        for topic in (*TOPICS, DEVIATIONS):
            if manuscript := self._manuscript(topic):
                yield from manuscript.faults()

    def unused(self, shown: Collection[str], languages: Iterable[str]) -> list[str]:
        """The files that no section of the report shows, by their names.

        ``shown`` are the texts that the report does show; those of its other languages, and the
        pictures in them, are theirs to show.
        """
        texts = {*shown, *(self.name(self.path(topic)) for topic in (*TOPICS, DEVIATIONS))}
        others = tuple(f".{code}.md" for code in languages if code != self.language)
        files = sorted(path for path in self.directory.rglob("[!.]*") if path.is_file())
        read = [path.read_text("utf-8", "replace") for path in files if path.suffix == ".md"]
        names = {self.name(path) for path in files if not any(path.name in text for text in read)}
        return sorted(name for name in names - texts if not name.endswith(others))

    def _manuscript(self, topic: str) -> Manuscript | None:
        """The file on a topic, unless it is empty or only for the demonstration registers."""
        path = self.path(topic)
        if not path.is_file():
            return None
        try:
            text = path.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            fault = Fault(str(path), str(error), "Markdown in UTF-8", "save the file as UTF-8")
            raise FaultsError([fault]) from None
        if text.lstrip().startswith(DEMONSTRATION):
            if not self.illustrative:
                return None
            text = re.sub(re.escape(DEMONSTRATION), "", text, count=1)
        return Manuscript(path, text) if text.strip() else None
