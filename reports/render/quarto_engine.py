"""Quarto: the engine of choice where a new enough one is installed, and the choice itself."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

import yaml

from reports.render.engine import Book, EmbeddedEngine, lay_out
from reports.render.prepared import PreparedDocument
from reports.render.programs import RenderError, installed, run
from rrs_data.programme.faults import Fault, FaultsError

OLDEST, OLDEST_TYPST = "1.10.17", "0.15"
"""Before them a PDF is either PDF/A or PDF/UA, and cannot carry the report's data."""

ANSWER_SECONDS = 60.0
RENDER_SECONDS = 300.0

COLOURS = re.compile(r"\x1b\[[0-9;]*m")
WARNING = re.compile(r"^\W*WARN(ING)?\b|^The following string was found", re.MULTILINE)
"""How Quarto, its filters and pandoc begin a warning."""

TOOL_MISSING = re.compile(r"^.*\b(verapdf is not|typst-gather)\b.*$", re.MULTILINE)
"""Warnings of programs for checks of Quarto's own, which say nothing of the document."""

OUTPUT = "_output"
MEND = (
    "`make quarto` tries to install it; conda's environment.yml brings it; "
    "ENGINE=embedded does without it"
)


class NotUsable(Exception):
    """A Quarto that was found but cannot be used; the message says why."""


@dataclass(frozen=True)
class QuartoEngine(EmbeddedEngine):
    """Renders with ``quarto render``, PDF and HTML in one call.

    Word comes from the embedded engine: Quarto's own has tables around tables, no fields in its
    captions, and pictures without alternative texts.
    """

    executable: Path
    versions: str

    @classmethod
    def at(cls, executable: Path, *, seconds: float = ANSWER_SECONDS) -> Self:
        """The Quarto at a path. Raises NotUsable: too old, broken, or it does not answer."""
        version = _version(executable, seconds, OLDEST)
        pandoc = _version(executable, seconds, "0", "pandoc")
        typst = _version(executable, seconds, OLDEST_TYPST, "typst")
        return cls(executable, f"Quarto {version} (pandoc {pandoc}, Typst {typst})")

    def describe(self) -> str:
        """The engine with the versions of its programs."""
        return self.versions

    def render(
        self, document: PreparedDocument, books: Sequence[Book], directory: Path
    ) -> list[Path]:
        """The same with Quarto: Word apart, all other files of a book from one call of it."""
        word = [replace(book, formats=["docx"]) for book in books if "docx" in book.formats]
        made = super().render(document, word, directory)  # and the text is held against the dialect
        for book in books:
            own = replace(book, formats=[name for name in book.formats if name != "docx"])
            made += self._render(document, own, directory) if own.formats else []
        return made

    def _render(self, document: PreparedDocument, book: Book, directory: Path) -> Iterator[Path]:
        """Call Quarto in a directory of the book's own. Raises RenderError."""
        home = directory / "quarto" / book.stem
        lay_out(document, [book], home)
        project = {"render": [f"{book.stem}.md"], "output-dir": OUTPUT}
        text = yaml.safe_dump(book.settings() | {"project": project}, allow_unicode=True)
        (home / "_quarto.yml").write_text(text, encoding="utf-8")
        (home / f"{book.stem}.md").write_text(document.text, encoding="utf-8")
        log = self._called(home, str(int(document.timestamp.timestamp())))
        for name in book.formats:
            file = home / OUTPUT / f"{book.stem}.{name}"
            if not file.is_file() or not file.stat().st_size:
                ended = f"Quarto ended well but did not make {file.name}; its last words:"
                raise RenderError(ended, log)
            yield file.replace(directory / file.name)

    def _called(self, home: Path, epoch: str) -> str:
        """All that ``quarto render`` says, in a directory. Raises RenderError."""
        code, said = run(
            [str(self.executable), "render"],
            seconds=RENDER_SECONDS,
            directory=home,
            TYPST_FONT_PATHS=str((home / "fonts").absolute()),
            SOURCE_DATE_EPOCH=epoch,
        )
        log = COLOURS.sub("", said)
        if code != 0:
            ended = f"failed with exit code {code}"
            if code is None:
                ended = f"was still rendering after {RENDER_SECONDS:g} seconds"
            raise RenderError(f"{self.describe()} {ended}; its last words:", log)
        said = TOOL_MISSING.sub("", log)
        if warning := WARNING.search(said):  # the report would be wrong somewhere
            message = f"{self.describe()} warned, so the report would not be as it should be:"
            raise RenderError(message, "\n".join(said[warning.start() :].splitlines()[:10]))
        return log


def choose_engine(wish: str = "auto") -> tuple[EmbeddedEngine, list[str]]:
    """The engine for ``auto``, ``quarto`` or ``embedded``, and what the person should be told.

    A Quarto that is too old or broken is named and passed over. Raises FaultsError when Quarto is
    asked for and there is none that can be used.
    """
    notices: list[str] = []
    for executable in installed("quarto") if wish != "embedded" else ():
        try:
            return QuartoEngine.at(executable), notices
        except NotUsable as error:
            notices.append(f"The Quarto at {executable} {error}.")
    if wish == "quarto":
        found = " ".join(notices) or "no Quarto beside this Python or on the PATH"
        raise FaultsError([Fault("ENGINE", found, f"Quarto {OLDEST} or newer", MEND)])
    return EmbeddedEngine(), [f"{notice} It is passed over." for notice in notices]


def _version(executable: Path, seconds: float, oldest: str, *program: str) -> str:
    """The version of Quarto, or of a program inside it. Raises NotUsable."""
    command = [*program, "--version"]
    asked = " ".join(["quarto", *command])
    try:
        code, output = run([str(executable), *command], seconds=seconds)
    except OSError as error:
        raise NotUsable(f"cannot be started: {error.strerror or error}") from None
    if code is None:
        raise NotUsable(f"did not answer `{asked}` within {seconds:g} seconds")
    said = COLOURS.sub("", output).strip()
    found = re.search(r"^(?:\w+ )?(\d+(?:\.\d+)+)", said)
    if code or not found:
        last = said.splitlines()[-1][:100] if said else "nothing"
        raise NotUsable(f"does not work: `{asked}` said “{last}”")
    given, needed = ([int(number) for number in one.split(".")] for one in (found[1], oldest))
    if given < needed:
        old = "has too old a Typst" if program else "is too old"
        raise NotUsable(f"{old}: {found[1]}, and the report needs {oldest} or newer")
    return found[1]
