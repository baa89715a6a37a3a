"""Narrative: what a person writes for a report, in Markdown files beside the parameters.

``params/narrative/XA/2014/challenges.ru.md`` holds the challenges of a country in 2014 in
Russian. Every file is optional: what is missing is left out of the report, never filled in.

A report of several texts is one document, so what a text says of itself (the level of its first
heading, the numbers of its footnotes) is made to fit there. What a camera wrote into a picture's
file (the place, the time, the owner) does not leave this machine: the picture is drawn anew from
its pixels alone, in a size for print.
"""

import io
import re
import warnings
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from PIL import Image, ImageOps

from rrs_data.programme.faults import Fault, FaultsError, raise_if_any
from rrs_data.programme.loading import load_yaml

TOPICS = ("challenges", "success-story", "plan")
"""What a person may write about, in the report's order."""

DEVIATIONS = "deviations"
"""Where the reasons for deviations stand, below the codes of their indicators."""
TEXTS = (*TOPICS, DEVIATIONS)

DEMONSTRATION = "<!-- demonstration -->"
"""The first line of a text that was invented for the demonstration registers."""

HEADING = r"^(?P<level>#{1,6})(?= )"
NOTE = r"(?P<text>^(?=\[\^[^\]\s]+\]:))?\[\^(?P<note>[^\]\s]+)\]"
PICTURE = r'^!\[(?P<alt>.*?)\]\(<?(?P<file>.+?)>?(?:\s+"(?P<caption>.*?)")?\)[ \t]*$'

REFUSED = load_yaml(Path(__file__).with_name("refused_in_texts.yml").read_text(encoding="utf-8"))

FORMATS = {"PNG": "image/png", "JPEG": "image/jpeg", "WEBP": "image/jpeg"}
"""The formats that are read, and the kind of picture that each becomes.

Pillow tries one after the other; before it tries one that it does not know yet it imports all.
"""
DOTS_PER_INCH, LARGEST = 200, (1340, 940)
"""170 by 119 millimetres on paper: a page's width, half of its height."""

UNREADABLE = (OSError, SyntaxError, ValueError, RuntimeWarning, Image.DecompressionBombError)
"""What Pillow raises for a file that is broken, no picture, or of some 90 megapixels."""


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
class Narrative:
    """The texts of one report in one language.

    A text that was invented for the demonstration registers counts as not written in a report
    from other registers: ``illustrative`` says whether the report's registers are invented too.
    ``period`` is the name of the report's: ``2014-Q2``.
    """

    params: Path
    country: str
    period: str
    language: str
    illustrative: bool

    @property
    def directory(self) -> Path:
        """Where the texts of the report stand, in all languages, with their pictures."""
        return self.params / "narrative" / self.country / self.period

    def path(self, topic: str) -> Path:
        """Where the text on a topic stands."""
        return self.directory / f"{topic}.{self.language}.md"

    def name(self, topic: str) -> str:
        """The name of that file in the report, which must not say on which machine it lay."""
        return self.path(topic).relative_to(self.params).as_posix()

    def pieces(self, topic: str) -> list[Passage]:
        """The text on a topic, divided where a picture stands; empty where there is none.

        Headings come out below the section's own. Raises FaultsError with everything that the
        report could not show as it was meant, by file and line.
        """
        path, text = self.path(topic), self.written(topic)
        raise_if_any([*faults_in(path, text)])
        return [*_divided(_fitted(text, topic), path.parent, topic)]

    def faults(self) -> Iterator[Fault]:
        """What is wrong with any of the texts."""
        for topic in TEXTS:
            yield from faults_in(self.path(topic), self.written(topic))

    def unused(self, shown: Collection[str], languages: Iterable[str]) -> list[str]:
        """The files that no section of the report shows, by their names.

        ``shown`` are the texts that the report does show; those of its other languages, and the
        pictures in them, are theirs to show.
        """
        texts = {*shown, *map(self.name, TEXTS)}
        others = tuple(f".{code}.md" for code in languages if code != self.language)
        files = sorted(path for path in self.directory.rglob("[!.]*") if path.is_file())
        read = [path.read_text("utf-8", "replace") for path in files if path.suffix == ".md"]
        left = [path for path in files if not any(path.name in text for text in read)]
        names = {path.relative_to(self.params).as_posix() for path in left}
        return sorted(name for name in names - texts if not name.endswith(others))

    def written(self, topic: str) -> str:
        """The text on a topic as it was written; empty where none is, or not for these registers.

        Raises FaultsError: it is no text in UTF-8.
        """
        path = self.path(topic)
        if not path.is_file():
            return ""
        try:
            text = path.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            fault = Fault(str(path), str(error), "Markdown in UTF-8", "save the file as UTF-8")
            raise FaultsError([fault]) from None
        if text.lstrip().startswith(DEMONSTRATION):
            text = text.replace(DEMONSTRATION, "", 1) if self.illustrative else ""
        return text if text.strip() else ""


def faults_in(path: Path, text: str) -> Iterator[Fault]:
    """Everything in a file's text that the report could not show as it was meant."""

    def where(match: re.Match[str]) -> str:
        return f"{path}, line {_line(text, match.start())}"

    for one in REFUSED:
        for match in _found(one["pattern"], text):
            found = one["found"].format(it=match["it"])
            yield Fault(where(match), found, one["expected"], one["mend"])
    for picture in _found(PICTURE, text):
        try:
            read_photo(path.parent, picture["file"])
        except FaultsError as error:
            yield replace(error.faults[0], where=where(picture))
    notes = _found(NOTE, text)
    texts = {note["note"] for note in notes if note["text"] is not None}
    others = {note["note"] for note in notes if note["text"] is None}
    for note in notes:
        if note["note"] in texts ^ others:
            mend = f"write a line that begins with {note[0]}: and refer to it"
            expected = "a text and a reference to it"
            yield Fault(where(note), f"the footnote “{note[0]}” alone", expected, mend)


def _fitted(text: str, name: str) -> str:
    """A text for the report: its headings below the section's, its footnotes with its name."""
    levels = [len(one["level"]) for one in _found(HEADING, text)]
    shift = 2 - min(levels, default=2)  # the level above is the section's own

    def fitted(match: re.Match[str]) -> str:
        if match["level"]:
            return "#" * min(len(match["level"]) + shift, 6)
        return f"[^{name}-{match['note']}]"

    return re.sub(f"{HEADING}|{NOTE}", fitted, text, flags=re.MULTILINE)


def _divided(text: str, directory: Path, name: str) -> Iterator[Passage]:
    at = 0
    for number, picture in enumerate([*_found(PICTURE, text), None], 1):
        if stretch := text[at : picture.start() if picture else None].strip():
            yield Passage(_line(text, text.index(stretch, at)), stretch)
        if picture:
            path, at = directory / picture["file"], picture.end()
            line, alt = _line(text, picture.start()), " ".join(picture["alt"].split())
            yield Photo(line, picture[0], path, f"{name}-{number}", alt, picture["caption"] or alt)


def _found(pattern: str, text: str) -> list[re.Match[str]]:
    return list(re.finditer(pattern, text, re.MULTILINE))


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1


def read_photo(directory: Path, name: str) -> tuple[str, bytes]:
    """The kind of a picture below a directory, and its bytes. Raises FaultsError: there is none."""
    path = directory / name
    try:
        if not path.resolve().is_relative_to(directory.resolve()):
            raise ValueError("it lies elsewhere")
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(path, formats=tuple(FORMATS)) as picture:
                kind = FORMATS[str(picture.format)]
                return kind, _drawn(picture, kind)
    except UNREADABLE as error:
        found = f"the picture “{name}”: {getattr(error, 'strerror', None) or error}"
        expected = "a JPEG, PNG or WebP picture beside the text"
        mend = "add the picture there, correct its name, or save it as JPEG or PNG"
        raise FaultsError([Fault(str(directory), found, expected, mend)]) from None


def _drawn(picture: Image.Image, kind: str) -> bytes:
    upright = ImageOps.exif_transpose(picture)
    upright.thumbnail(LARGEST, Image.Resampling.LANCZOS)
    upright = upright.convert("RGBA" if kind == "image/png" else "RGB")
    plain = Image.new(upright.mode, upright.size)
    plain.paste(upright)
    file = io.BytesIO()
    plain.save(file, kind.removeprefix("image/"), quality=85, dpi=(DOTS_PER_INCH, DOTS_PER_INCH))
    return file.getvalue()
