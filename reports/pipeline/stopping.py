"""Stopping: Ctrl-C and the signals that end a process, as one exception that unwinds cleanly."""

from __future__ import annotations

import os
import signal
import threading
from types import FrameType

ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
LATEST = 15.0
"""Seconds after which a run that was told to stop is gone, whatever holds it up: what it leaves
then, the next run removes, as after ``kill -9``."""


class Stopped(KeyboardInterrupt):
    """A signal asked the process to end."""

    def __init__(self, number: int) -> None:
        """``number`` is the signal's."""
        super().__init__(number)
        self.number = number

    @property
    def exit_code(self) -> int:
        """What a shell expects: 130 after Ctrl-C, 143 after SIGTERM, 129 after SIGHUP."""
        return 128 + self.number

    def __str__(self) -> str:
        """The message for a terminal."""
        return (
            f"Stopped by {signal.Signals(self.number).name}. What was being made left nothing "
            "behind; earlier files are as they were."
        )


def watch() -> None:
    """Raise Stopped at the first signal that ends a process, unless the caller ignores it."""
    for number in ENDING:
        if signal.getsignal(number) is not signal.SIG_IGN:  # as under nohup
            signal.signal(number, _stop)


def ignore() -> None:
    """Let no signal end what is left to do."""
    for number in ENDING:
        signal.signal(number, signal.SIG_IGN)


def _stop(number: int, _frame: FrameType | None) -> None:
    """Only the first signal counts: the cleaning up after it must not be cut short."""
    ignore()
    latest = threading.Timer(LATEST, os._exit, [128 + number])
    latest.daemon = True
    latest.start()
    raise Stopped(number)
