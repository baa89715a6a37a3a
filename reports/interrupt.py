"""Interrupts: Ctrl-C and the signals that end a process, as one exception that unwinds cleanly."""

from __future__ import annotations

import logging
import signal
from types import FrameType

ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Interrupted(KeyboardInterrupt):
    """A signal asked the process to end. asyncio lets a KeyboardInterrupt through at once."""

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
    """Raise Interrupted at a signal that ends a process, unless the caller chose to ignore it."""
    for number in ENDING:
        if signal.getsignal(number) is not signal.SIG_IGN:  # as under nohup
            raise_at(number)


def raise_at(number: signal.Signals) -> None:
    """Raise Interrupted at a signal."""
    signal.signal(number, _raise)


def _raise(number: int, _frame: FrameType | None) -> None:
    """Only the first signal counts: the cleaning up after it must not be cut short."""
    for other in ENDING:
        signal.signal(other, signal.SIG_IGN)
    logging.getLogger("asyncio").disabled = True  # it would tell of the tasks that are cut short
    raise Interrupted(number)
