"""Marks: numbers in a sentence that know their figure, until the sentence becomes Markdown.

A figure is a text like any other, so that it can be put into a sentence of either language. Two
characters that no text has stand around it; :func:`markdown` makes a span of them that both engines
know, :func:`plain` takes them out, as for an alternative text.
"""

from __future__ import annotations

import re
from typing import Literal, Self

from rrs_data.language.markdown import escape

OPEN, MIDDLE, CLOSE = "\ue000", "\ue001", "\ue002"
"""From Unicode's private use area: ``escape`` takes them out of whatever registers hold."""

BLANKS = tuple(" \n\t")

MARK = re.compile(f"{OPEN}([^{MIDDLE}=]*)=([^{MIDDLE}]*){MIDDLE}([^{CLOSE}]*){CLOSE}")
"""A figure in a sentence: its kind, its key and its text."""

Kind = Literal["indicator", "register"]
"""What counts a figure: an indicator's sheet, or a register's own rows."""


class Figure(str):
    """A number as the report shows it, which knows its ``key`` and its ``value``."""

    __slots__ = ("key", "value")

    key: str
    value: float | None

    def __new__(cls, text: str, key: str, value: float | None, kind: Kind = "register") -> Self:
        """A figure's text with its marks; what has no value has no marks."""
        marked = text if value is None else f"{OPEN}{kind}={key}{MIDDLE}{text}{CLOSE}"
        figure = super().__new__(cls, marked)
        figure.key = key
        figure.value = value
        return figure

    @property
    def number(self) -> float:
        """The value, or 0 where there is none."""
        return self.value or 0.0

    @property
    def text(self) -> str:
        """The number alone."""
        return plain(self)

    @property
    def cell(self) -> str:
        """The number as Markdown, for a table's cell."""
        return markdown(self)


def plain(text: str) -> str:
    """A text without its marks."""
    return MARK.sub(r"\3", text)


def markdown(text: str) -> str:
    """A text as Markdown, safe in every format, with a span for each figure."""
    pieces, end = [], 0
    for match in MARK.finditer(text):
        kind, key, shown = match.groups()
        span = f'[{escape(shown)}]{{.figure {kind}="{key}"}}'
        pieces += [_escaped(text[end : match.start()]), span]
        end = match.end()
    return "".join([*pieces, _escaped(text[end:])]).strip(" ")


def _escaped(text: str) -> str:
    """A stretch of a sentence as Markdown: the blanks at its ends belong to the sentence."""
    inner = escape(text)
    before = " " if text[:1] in BLANKS and inner else ""
    after = " " if text[-1:] in BLANKS else ""
    return f"{before}{inner}{after}"
