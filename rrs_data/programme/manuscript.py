"""Manuscript: one file of the narrative, held against what a report can show, line by line.

A report of several texts is one document, so what a text says of itself (the level of its first
heading, the numbers of its footnotes) is made to fit there.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from rrs_data.programme.faults import Fault, FaultsError
from rrs_data.programme.parameters import load_yaml
from rrs_data.programme.photos import read_photo

HEADING = r"^(?P<level>#{1,6})(?= )"
NOTE = r"(?P<text>^(?=\[\^[^\]\s]+\]:))?\[\^(?P<note>[^\]\s]+)\]"
PICTURE = r'^!\[(?P<alt>.*?)\]\(<?(?P<file>.+?)>?(?:\s+"(?P<caption>.*?)")?\)[ \t]*$'

REFUSED = load_yaml(Path(__file__).with_name("refused_in_texts.yml").read_text(encoding="utf-8"))
FIRST_LEVEL = 2
"""The level of a text's highest heading in the report: that above it is the section's own."""


@dataclass(frozen=True)
class Passage:
    """A stretch of a text, with the line of the file in which it begins."""

    line: int
    markdown: str


@dataclass(frozen=True)
class Photo(Passage):
    """A picture that stands alone between two stretches of a text."""

    path: Path
    name: str
    alt: str
    caption: str


@dataclass(frozen=True)
class Manuscript:
    """A text and the file that it stands in."""

    path: Path
    text: str

    def faults(self) -> Iterator[Fault]:
        """Everything that the report could not show as it was meant."""
        for one in REFUSED:
            for match in _found(one["pattern"], self.text):
                found = one["found"].format(it=match["it"])
                yield Fault(self._where(match), found, one["expected"], one["mend"])
        for picture in _found(PICTURE, self.text):
            try:
                read_photo(self.path.parent, picture["file"])
            except FaultsError as error:
                yield replace(error.faults[0], where=self._where(picture))
        notes = _found(NOTE, self.text)
        texts = {note["note"] for note in notes if note["text"] is not None}
        others = {note["note"] for note in notes if note["text"] is None}
        for note in notes:
            if note["note"] in texts ^ others:
                mend = f"write a line that begins with {note[0]}: and refer to it"
                expected = "a text and a reference to it"
                yield Fault(self._where(note), f"the footnote “{note[0]}” alone", expected, mend)

    def _where(self, match: re.Match[str]) -> str:
        return f"{self.path}, line {_line(self.text, match.start())}"

    def pieces(self, name: str) -> Iterator[Passage]:
        """The text, divided at its pictures; ``name`` tells its footnotes from another text's."""
        levels = [len(one["level"]) for one in _found(HEADING, self.text)]
        shift = FIRST_LEVEL - min(levels, default=FIRST_LEVEL)

        def fitted(match: re.Match[str]) -> str:
            if match["level"]:
                return "#" * min(len(match["level"]) + shift, 6)
            return f"[^{name}-{match['note']}]"

        text, at = re.sub(f"{HEADING}|{NOTE}", fitted, self.text, flags=re.MULTILINE), 0
        for number, picture in enumerate(_found(PICTURE, text), 1):
            yield from _passage(text, at, picture.start())
            line, path = _line(text, picture.start()), self.path.parent / picture["file"]
            alt, at = " ".join(picture["alt"].split()), picture.end()
            yield Photo(line, picture[0], path, f"{name}-{number}", alt, picture["caption"] or alt)
        yield from _passage(text, at, len(text))


def _found(pattern: str, text: str) -> list[re.Match[str]]:
    return list(re.finditer(pattern, text, re.MULTILINE))


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1


def _passage(text: str, start: int, end: int) -> Iterator[Passage]:
    """A stretch of a text, unless it is empty."""
    if stretch := text[start:end].strip():
        yield Passage(_line(text, text.index(stretch, start)), stretch)
