"""Cell options: the ``#|`` lines that a code cell begins with, as Quarto has them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from reports.render.dialect import CELL_OPTIONS, CHOICES, TEXTS

HEAD = re.compile(r"\s*(?:#\|.*\n?)*")
MARK = re.compile(r"^#\| ?", re.MULTILINE)
LANGUAGE = re.compile(r"[a-z]{2,3}")


class OptionsUnreadable(Exception):
    """The ``#|`` lines are not options; the message says what they are instead."""


@dataclass(frozen=True)
class CellOptions:
    """The options of one cell, in a report in ``language``."""

    values: Mapping[str, Any]
    language: str

    @classmethod
    def of(cls, source: str, language: str) -> CellOptions:
        """The options of a cell. Raises OptionsUnreadable."""
        head = HEAD.match(source)
        try:
            values = yaml.safe_load(MARK.sub("", head[0] if head else "")) or {}
        except yaml.YAMLError as error:
            raise OptionsUnreadable(" ".join(str(error).split())) from None
        if not isinstance(values, dict):
            raise OptionsUnreadable(str(values))
        options = cls({str(name): value for name, value in values.items()}, language)
        for name in TEXTS:
            options.text(name)
        return options

    @property
    def hidden(self) -> bool:
        """Whether the cell keeps what it shows out of the report."""
        return self.values.get("output") is False or self.values.get("include") is False

    @property
    def label(self) -> str:
        """The name of the figure or the table."""
        return str(self.values.get("label", ""))

    def text(self, name: str) -> str:
        """A caption or an alternative text in the report's language, else in its first language.

        Raises OptionsUnreadable.
        """
        given = self.values.get(name)
        if isinstance(given, Mapping):
            texts = {str(code): text for code, text in given.items()}
            whole = all(isinstance(text, str) and text.strip() for text in texts.values())
            if not texts or not whole or not all(map(LANGUAGE.fullmatch, texts)):
                raise OptionsUnreadable(
                    f"`{name}` is no text for each language, such as {{en: Events, ru: "
                    "Мероприятия}; a text with a comma needs quotation marks"
                )
            given = texts.get(self.language, next(iter(texts.values())))
        if isinstance(given, list):
            raise OptionsUnreadable(f"`{name}` is a list; there is one picture to a cell")
        return " ".join(str(given or "").split())

    def notices(self) -> Iterator[str]:
        """What of the options does nothing, and which text has no translation."""
        for name, value in self.values.items():
            if name not in CELL_OPTIONS or value not in CHOICES.get(name, [value]):
                yield f"has the option `#| {name}: {_written(value)}`, which does nothing here"
            elif isinstance(value, Mapping) and self.language not in value:
                text = self.text(name)
                yield f"has no `{self.language}` text in `#| {name}:`; “{text}” stands there"


def _written(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
