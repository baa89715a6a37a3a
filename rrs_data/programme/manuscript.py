"""Manuscript: one file of the narrative, held against what a report can show, line by line.

A report of several texts is one document, so what a text says of itself (the level of its first
heading, the numbers of its footnotes) is made to fit there.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from rrs_data.programme.faults import Fault, FaultsError
from rrs_data.programme.photos import read_photo

CODE = re.compile(r" {0,3}(```|~~~)")
HEADING = re.compile(r"(#{1,6}) (.*)")
UNDERLINE = re.compile(r"(=+|-{3,})\s*")
PICTURE = re.compile(r'!\[(?P<alt>[^\]]*)\]\(<?(?P<file>.+?)>?(?:\s+"(?P<caption>[^"]*)")?\)')
NOTE = re.compile(r"\[\^([^\]\s]+)\]")
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(<?([^)\s>]*)")
DEFINITION = re.compile(r" {0,3}\[[^\]^][^\]]*\]:")

ADDRESSES = ("https://", "http://", "mailto:", "#")
FIRST_LEVEL = 2
"""The level of a text's highest heading in the report: that above it is the section's own."""


@dataclass(frozen=True)
class Passage:
    """A stretch of a text, with the line of the file in which it begins."""

    line: int
    markdown: str


@dataclass(frozen=True)
class Photo:
    """A picture that stands alone between two stretches of a text."""

    line: int
    path: Path
    name: str
    alt: str
    caption: str
    markdown: str


@dataclass(frozen=True)
class Manuscript:
    """A text and the file that it stands in."""

    path: Path
    text: str

    @cached_property
    def lines(self) -> list[tuple[int, str, bool]]:
        """The lines with their numbers, and whether each is prose and not code."""
        found, fence = [], ""
        for number, line in enumerate(self.text.splitlines(), 1):
            mark = CODE.match(line)
            if mark and (not fence or mark[1] == fence):
                fence = "" if fence else mark[1]
            found.append((number, line, not (fence or mark)))
        return found

    @property
    def prose(self) -> Iterator[tuple[int, str]]:
        """The lines that are not code, with their numbers."""
        return ((number, line) for number, line, is_prose in self.lines if is_prose)

    @property
    def pictures(self) -> set[Path]:
        """The files of the pictures, there or not."""
        found = (PICTURE.finditer(line) for _, line in self.prose)
        return {self.path.parent / one["file"] for matches in found for one in matches}

    def faults(self) -> Iterator[Fault]:
        """Everything that the report could not show as it was meant, in the order of the lines."""
        level, before = FIRST_LEVEL - 1, ""
        for number, line in self.prose:
            heading = HEADING.match(line)
            if heading:
                deepest, level = level + 1, len(heading[1]) + self._shift
                if level > deepest:
                    expected = "a heading at most one level below the last"
                    mend = f"write {'#' * (deepest - self._shift)} {heading[2]}"
                    yield self._fault(number, f"the heading “{line}”", expected, mend)
            yield from self._line_faults(number, line, before)
            before = line
        yield from self._note_faults()

    def _line_faults(self, number: int, line: str, before: str) -> Iterator[Fault]:
        alone = PICTURE.fullmatch(line.strip())
        if alone:
            yield from self._picture_faults(number, alone)
        elif "![" in line:
            mend = "put it between two empty lines, as ![what it shows](photo.jpg)"
            yield self._fault(number, f"“{line.strip()}”", "a picture on a line of its own", mend)
        for link in LINK.finditer(line):
            if not link[1].lower().startswith(ADDRESSES):
                expected = f"an address that begins with {', '.join(ADDRESSES)}"
                yield self._fault(number, f"a link to “{link[1]}”", expected, "correct the address")
        if DEFINITION.match(line):
            mend = "write it where it is used, as [text](https://…)"
            yield self._fault(number, f"“{line}”", "a link with its address behind it", mend)
        if UNDERLINE.fullmatch(line) and before.strip() and "|" not in before:
            mend = f"write ## {before.strip()}"
            yield self._fault(
                number, f"an underlined heading, “{before}”", "a heading with #", mend
            )

    def _picture_faults(self, number: int, picture: re.Match[str]) -> Iterator[Fault]:
        if not picture["alt"].strip():
            mend = f"write ![what it shows]({picture['file']})"
            found = f"the picture “{picture['file']}” without an alternative text"
            yield self._fault(number, found, "words for those who cannot see it", mend)
        try:
            read_photo(self.path.parent, picture["file"])
        except FaultsError as error:
            (fault,) = error.faults
            yield self._fault(number, fault.found, fault.expected, fault.mend)

    def _note_faults(self) -> Iterator[Fault]:
        """Footnotes are referred to, and have a text, once."""
        used: dict[str, int] = {}
        texts: dict[str, int] = {}
        for number, line in self.prose:
            for note in NOTE.finditer(line):
                is_text = not note.start() and line[note.end() :].startswith(":")
                (texts if is_text else used).setdefault(note[1], number)
        for name, number in used.items():
            if name not in texts:
                mend = f"write it below, on a line that begins with [^{name}]:"
                yield self._fault(number, f"the footnote “[^{name}]”", "one with a text", mend)
        for name, number in texts.items():
            if name not in used:
                expected, mend = "one that a sentence refers to", "refer to it, or leave it out"
                yield self._fault(number, f"the footnote “[^{name}]:”", expected, mend)

    def _fault(self, number: int, found: str, expected: str, mend: str) -> Fault:
        return Fault(f"{self.path}, line {number}", found, expected, mend)

    @property
    def _shift(self) -> int:
        """How far headings move, so that the highest comes below the section's own."""
        levels = [len(heading[1]) for _, line in self.prose if (heading := HEADING.match(line))]
        return FIRST_LEVEL - min(levels, default=FIRST_LEVEL)

    def pieces(self, name: str) -> Iterator[Passage | Photo]:
        """The text, divided at its pictures; ``name`` tells its footnotes from another text's."""
        passage: list[str] = []
        photos = 0
        for number, line, is_prose in [*self.lines, (len(self.lines) + 1, "", False)]:
            picture = PICTURE.fullmatch(line.strip()) if is_prose else None
            if picture or number > len(self.lines):
                yield from _passage(number, passage)
                passage = []
            if picture:
                photos += 1
                path, alt = self.path.parent / picture["file"], " ".join(picture["alt"].split())
                caption = picture["caption"] or alt
                yield Photo(number, path, f"{name}-{photos}", alt, caption, line)
            else:
                passage.append(self._fitted(line, name) if is_prose else line)

    def _fitted(self, line: str, name: str) -> str:
        """A line with its heading's level and its footnotes' names as the report has them."""
        line = NOTE.sub(rf"[^{name}-\1]", line)
        heading = HEADING.match(line)
        return f"{'#' * min(len(heading[1]) + self._shift, 6)} {heading[2]}" if heading else line


def _passage(end: int, lines: list[str]) -> Iterator[Passage]:
    """Lines that end before a line of the file as a passage, unless they are empty."""
    markdown = "\n".join(lines)
    if markdown.strip():
        blank = len(markdown) - len(markdown.lstrip("\n"))
        yield Passage(end - len(lines) + blank, markdown.strip("\n").rstrip())
