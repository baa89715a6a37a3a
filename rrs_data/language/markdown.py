"""Markdown: text from registers, figures in sentences and tables as safe pandoc Markdown.

A figure is a number that knows its text. In a sentence two characters that no text has stand around
it; :func:`markdown` makes a span of them that both engines know, :func:`plain` takes them out, as
for an alternative text.
"""

import math
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from typing import Literal, Self

import mistune

PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
"""ASCII punctuation: pandoc takes a backslash before any of it."""

BLANKS = re.compile("[\t\n\v\f\r \u2028\u2029]+")
UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn")
"""Unicode categories that show nothing: control and direction marks, lone surrogates."""

JOINERS = "\u200c\u200d"
"""They show nothing themselves, but shape the letters of a word that they stand in."""

LINE = 112
"""The dashes of a table's rule: beyond pandoc's 72 columns they are the columns' widths.

It is also about how many letters a line of a table holds on paper.
"""

LONGEST = 45
"""Letters of a cell after which its column gets no wider; a longer word is broken."""

HEADING = re.compile(r"^(#{1,6} .*?) \{#[^}]*\}$")
"""A heading with a name."""

SPAN = re.compile(r"\[((?:[^\[\]\\]|\\.)*)\]\{[^}]*\}")
"""A marked span: the text between its brackets is what a reader sees."""

OPEN, MIDDLE, CLOSE = "\ue000", "\ue001", "\ue002"
"""From Unicode's private use area: ``escape`` takes them out of whatever registers hold."""

MARK = re.compile(f"{OPEN}([^{MIDDLE}=]*)=([^{MIDDLE}]*){MIDDLE}([^{CLOSE}]*){CLOSE}")
"""A figure in a sentence: its kind, its key and its text."""

Kind = Literal["indicator", "register"]
"""What counts a figure: an indicator's sheet, a register's own rows, or a notebook's frame."""


def escape(text: object) -> str:
    """Any text as the same characters in Markdown, on one line.

    A title may hold ``<script>``, ``#``, ``$``, ``|`` or ``{{< >}}`` and still comes out as these
    characters. Characters that show nothing and can only mislead are left out.
    """
    return _inline(str(text)).strip(" ")


def _inline(text: str) -> str:
    """The same with the blanks at its ends, which belong to the sentence that it is a part of."""
    line = BLANKS.sub(" ", text)
    if not line.isprintable():
        line = "".join(
            char
            for char, before, after in zip(line, f" {line}", f"{line[1:]} ", strict=False)
            if unicodedata.category(char) not in UNSEEN
            or (char in JOINERS and before.isalpha() and after.isalpha())
        )
    return PUNCTUATION.sub(r"\\\1", line)


class Figure(float):
    """A number as the report writes it, which knows its ``key`` and its ``value``.

    It computes as any number; what is computed from it is a plain number without a key. Without a
    ``value`` it is not a number, and no condition holds of it. ``noted`` is called when its text is
    asked for, so that the report's record holds what was written.
    """

    __slots__ = ("_noted", "_text", "key", "kind", "value")

    key: str
    value: float | None
    kind: Kind
    _text: str
    _noted: Callable[[], None] | None

    def __new__(
        cls,
        text: str,
        key: str,
        value: float | None,
        kind: Kind = "register",
        noted: Callable[[], None] | None = None,
    ) -> Self:
        """A number with its text in the report's language."""
        figure = super().__new__(cls, math.nan if value is None else value)
        figure._text, figure._noted = text, noted
        figure.key, figure.value, figure.kind = key, value, kind
        return figure

    def __getnewargs__(self) -> tuple[str, str, float | None, Kind]:  # type: ignore[override]
        """What a copy is made from."""
        return self._text, self.key, self.value, self.kind

    def __getstate__(self) -> None:
        """Nothing else: a copy notes nothing."""

    def __bool__(self) -> bool:
        """Whether there is a value other than zero."""
        return bool(self.value)

    def __str__(self) -> str:
        """The number as the report writes it: ``1,206`` or ``56 %``."""
        return self.text

    __repr__ = __str__

    def __format__(self, form: str) -> str:
        """The same, or as a plain number where a form for numbers is given: ``{figure:.1f}``."""
        numeric = re.search(r"[,.eEfFgGn%]", form)
        return format(float(self) if numeric else self.text, form)

    @property
    def text(self) -> str:
        """The number as the report writes it."""
        if self._noted and self.value is not None:
            self._noted()
        return self._text

    @property
    def marked(self) -> str:
        """The text with its marks, for a sentence; what has no value has no marks."""
        if self.value is None:
            return self.text
        return f"{OPEN}{self.kind}={self.key}{MIDDLE}{self.text}{CLOSE}"

    @property
    def cell(self) -> str:
        """The number as Markdown, for a table's cell."""
        return markdown(self.marked)


def with_marks(values: Mapping[str, object]) -> dict[str, object]:
    """Values for the fields of a sentence: figures with their marks, others as they are."""
    return {
        name: value.marked if isinstance(value, Figure) else value for name, value in values.items()
    }


def plain(text: str) -> str:
    """A text without its marks."""
    return MARK.sub(r"\3", text)


def markdown(text: str) -> str:
    """A text as Markdown, safe in every format, with a span for each figure."""
    pieces, end = [], 0
    for match in MARK.finditer(text):
        kind, key, shown = match.groups()
        span = f'[{escape(shown)}]{{.figure {kind}="{key}"}}'
        pieces += [_inline(text[end : match.start()]), span]
        end = match.end()
    return "".join([*pieces, _inline(text[end:])]).strip(" ")


def pipe_table(
    heads: Sequence[str], rows: Sequence[Sequence[str]], numeric: Sequence[int] = ()
) -> str:
    """A pipe table of cells that are Markdown already; ``numeric`` columns are set to the right."""
    rule = [
        "-" * width + (":" if column in numeric else "")
        for column, width in enumerate(_widths(heads, rows))
    ]
    return "\n".join("| " + " | ".join(line) + " |" for line in [heads, rule, *rows])


def _widths(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[int]:
    """The columns' shares of the line: first room for the longest word, then for long cells."""
    columns = [[_shown(cell) for cell in cells] for cells in zip(heads, *rows, strict=True)]
    words = [max(len(word) for cell in cells for word in cell.split(" ")) for cells in columns]
    least = [min(longest, LONGEST) + 2 for longest in words]
    longest = [min(max(map(len, cells[1:]), default=0), LONGEST) for cells in columns]
    wants = [max(0, want + 2 - need) for want, need in zip(longest, least, strict=True)]
    spare = max(0, LINE - sum(least))
    extra = [spare * want / (sum(wants) or 1) for want in wants]
    return [max(3, round(need + more)) for need, more in zip(least, extra, strict=True)]


def preview(markdown: str) -> str:
    """Markdown as HTML for JupyterLab, which does not know the marks that pandoc knows."""
    lines = [line for line in _unmarked(markdown).splitlines() if not line.startswith(":::")]
    return str(HTML("\n".join(HEADING.sub(r"\1", line) for line in lines)))


HTML = mistune.create_markdown(plugins=["table"])


def _unmarked(text: str) -> str:
    inner = SPAN.sub(r"\1", text)
    return text if inner == text else _unmarked(inner)


def _shown(cell: str) -> str:
    return _unmarked(cell).replace("**", "").replace("\\", "")
