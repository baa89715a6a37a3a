"""Progress and its displays."""

import io
import re

import pytest

from reports.pipeline.progress import Step, as_line, showing


class Terminal(io.StringIO):
    """A stream that a person watches."""

    def isatty(self) -> bool:
        """Yes."""
        return True


def run(stream: io.StringIO) -> list[Step]:
    """One step that succeeds, shown in a stream."""
    with showing(stream) as progress:
        progress.expect(1)
        with progress.step("run the notebook", "KG 2014 ru"):
            pass
    return progress.steps


def test_plain_lines() -> None:
    """Where nobody watches, each step that is done is one plain line."""
    stream = io.StringIO()
    run(stream)

    assert re.fullmatch(r" +0\.0 s  KG 2014 ru: run the notebook\n", stream.getvalue())


def test_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal the step is shown while it runs, and stays as a line when it is done."""
    monkeypatch.setenv("TERM", "xterm")
    stream = Terminal()
    run(stream)

    assert "0.0 s  KG 2014 ru: run the notebook" in stream.getvalue()
    assert "\x1b[" in stream.getvalue()


def test_no_color(monkeypatch: pytest.MonkeyPatch) -> None:
    """NO_COLOR is honoured."""
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("NO_COLOR", "1")
    stream = Terminal()
    run(stream)

    assert [] == re.findall(r"\x1b\[[0-9;]*3[0-9][0-9;]*m", stream.getvalue())


def test_terminal_that_cannot_move(monkeypatch: pytest.MonkeyPatch) -> None:
    """A dumb terminal gets plain lines."""
    monkeypatch.setenv("TERM", "dumb")
    stream = Terminal()
    run(stream)

    assert "\x1b" not in stream.getvalue()


def test_forced_colours_make_no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """FORCE_COLOR, which build servers set, brings no moving line into a log."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    stream = io.StringIO()
    run(stream)

    assert "\x1b" not in stream.getvalue()


def test_failed_step_is_not_done() -> None:
    """A step that raises is neither called done nor timed."""
    stream = io.StringIO()
    with pytest.raises(ZeroDivisionError), showing(stream) as progress:  # noqa: SIM117
        with progress.step("render", "KG 2014 ru"):
            raise ZeroDivisionError

    assert ("", []) == (stream.getvalue(), progress.steps)


def test_steps_keep_their_seconds() -> None:
    """Each step's seconds are kept for the summary."""
    assert ["run the notebook"] == [step.name for step in run(io.StringIO())]


def test_seconds_line_up() -> None:
    """Seconds stand under each other."""
    lines = [as_line(Step("a", "b", seconds)) for seconds in (1.0, 100.04)]

    assert ["   1.0 s  a: b", " 100.0 s  a: b"] == lines
