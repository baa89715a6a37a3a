"""Markup: the elements of an XML part as they come, without a tree and without entities."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol
from xml.parsers import expat

from rrs_data.intake import reasons
from rrs_data.intake.place import Refusal


class Handler(Protocol):
    """What listens to the elements of a part."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins; its name is without a prefix."""

    def text(self, text: str) -> None:
        """Text within an element."""

    def end(self) -> None:
        """The part is at its end."""


class Markup:
    """Reads a part piece by piece and tells a handler what is in it.

    Entities are not declared in any spreadsheet, and whoever declares them wants them expanded
    without end, or to name another file: a part with a document type is refused.
    """

    def __init__(self, part: str, handler: Handler | None) -> None:
        """A reader for a part; without a handler it is only checked to be well-formed."""
        self._part, self._handler = part, handler
        # Whatever a part declares: the reader of sheets takes everything for UTF-8.
        self._parser = expat.ParserCreate("UTF-8")
        self._parser.buffer_text = True
        self._parser.StartDoctypeDeclHandler = self._refuse
        if handler:
            self._parser.StartElementHandler = _without_prefix(handler)
            self._parser.CharacterDataHandler = handler.text

    def feed(self, piece: bytes) -> None:
        """Read on. Raises Refusal where the part is no XML."""
        try:
            self._parser.Parse(piece, False)
        except expat.ExpatError as error:
            raise self._broken(error) from None

    def close(self) -> None:
        """The part is at its end. Raises Refusal where it ends too early."""
        try:
            self._parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise self._broken(error) from None
        if self._handler:
            self._handler.end()

    def _broken(self, error: expat.ExpatError) -> Refusal:
        kind = f"{self._part[:60]}: {expat.errors.messages[error.code]}"
        return Refusal.unreadable(reasons.NO_WORKBOOK, kind=kind)

    def _refuse(self, *_: object) -> None:
        raise Refusal.unreadable(reasons.DOCTYPE, part=self._part[:60])


def _without_prefix(handler: Handler) -> Callable[[str, dict[str, str]], None]:
    start = handler.start

    def started(name: str, attributes: dict[str, str]) -> None:
        start(name[name.rfind(":") + 1 :], attributes)

    return started
