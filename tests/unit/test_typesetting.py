"""Typst in a process of its own: what it says comes back, and what kills it kills nothing else."""

from __future__ import annotations

import os
import signal
from datetime import UTC, datetime
from pathlib import Path

import pytest

from reports.render.engines import RenderError
from reports.render.engines.typesetting import Typesetting
from reports.render.fonts import copy_fonts


class Deadly(Typesetting):
    """Work that kills its process."""

    def make_here(self) -> None:
        """Kill this process."""
        os.kill(os.getpid(), signal.SIGKILL)


class Full(Typesetting):
    """Work for which there is no room."""

    def make_here(self) -> None:
        """Find the disk full."""
        raise OSError(28, "No space left on device")


def work(directory: Path, kind: type[Typesetting] = Typesetting, text: str = "Text") -> Typesetting:
    """A small document."""
    copy_fonts(directory / "fonts")
    source = directory / "a.typ"
    title = '#set document(title: "T")\n#set text(font: "Source Sans Pro", lang: "en")\n'
    source.write_text(title + text, encoding="utf-8")
    target = directory / "a.pdf"
    day = datetime(2015, 9, 30, tzinfo=UTC)
    return kind(source, target, directory, directory / "fonts", ("ua-1",), day)


def test_pdf(tmp_path: Path) -> None:
    """The PDF is there, and has the bytes of one that was made in this process."""
    whole = work(tmp_path)
    whole.make()
    apart = whole.target.read_bytes()
    whole.make_here()

    assert apart == whole.target.read_bytes()
    assert {"a.pdf", "a.typ", "fonts"} == {path.name for path in tmp_path.iterdir()}


def test_error(tmp_path: Path) -> None:
    """What Typst says of a source comes back, with its place."""
    with pytest.raises(RenderError, match=r"a\.pdf.*unknown variable: nothing") as error:
        work(tmp_path, text="#nothing").make()
    assert "a.typ:3" in error.value.log


def test_no_room(tmp_path: Path) -> None:
    """A full disk is told as what it is."""
    with pytest.raises(OSError, match="No space left on device"):
        work(tmp_path, Full).make()


def test_killed(tmp_path: Path) -> None:
    """What brings the process down is a report that was not made, and no more."""
    with pytest.raises(RenderError, match=r"broke down over a\.pdf") as error:
        work(tmp_path, Deadly).make()
    assert "SIGKILL" in error.value.log
