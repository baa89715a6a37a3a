"""Interrupts: Ctrl-C and the signals that end a process, as one exception that unwinds cleanly.

The exception may be raised between any two steps of the program. What must not come apart, such as
making a directory or a process and remembering that it is to be undone, is done while signals are
held.
"""

from __future__ import annotations

import logging
import signal
import sys
import threading
from types import FrameType, TracebackType

ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
SOON = 0.01
"""Seconds after which a signal is raised again that was raised where nothing can be."""


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


class held:  # noqa: N801 - used like a function
    """A block that a signal does not cut short: it is raised when the outermost block ends.

    For what takes a moment. Signals come to the main thread: in others it does nothing.
    """

    depth = 0
    waiting: int | None = None

    def __enter__(self) -> None:
        """From now on signals wait."""
        if _in_main_thread():
            held.depth += 1

    def __exit__(
        self,
        _type: type[BaseException] | None,
        _error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        """Raise Interrupted if a signal came in the meantime."""
        if _in_main_thread():
            held.depth -= 1
            if not held.depth and held.waiting is not None:
                number, held.waiting = held.waiting, None
                raise Interrupted(number)


def watch() -> None:
    """Raise Interrupted at a signal that ends a process, unless the caller chose to ignore it."""
    sys.unraisablehook = _raise_again
    for number in ENDING:
        if signal.getsignal(number) is not signal.SIG_IGN:  # as under nohup
            raise_at(number)


def ignore() -> None:
    """Let no signal end what is left to do."""
    for number in ENDING:
        signal.signal(number, signal.SIG_IGN)


def raise_at(number: signal.Signals) -> None:
    """Raise Interrupted at a signal."""
    signal.signal(number, interrupt)


def interrupt(number: int, _frame: FrameType | None = None) -> None:
    """Raise Interrupted, at once or when signals are no longer held.

    Only the first signal counts: the cleaning up after it must not be cut short.
    """
    ignore()
    logging.getLogger("asyncio").disabled = True  # it would tell of the tasks that are cut short
    if held.depth:
        held.waiting = number
    else:
        raise Interrupted(number)


def _raise_again(unraisable: sys.UnraisableHookArgs) -> None:
    """Python forgets what is raised while it frees an object: raise it again, elsewhere."""
    error = unraisable.exc_value
    if not isinstance(error, Interrupted):
        sys.__unraisablehook__(unraisable)
        return
    number = error.number
    signal.signal(signal.SIGALRM, lambda _number, frame: interrupt(number, frame))
    signal.setitimer(signal.ITIMER_REAL, SOON)


def _in_main_thread() -> bool:
    return threading.current_thread() is threading.main_thread()
