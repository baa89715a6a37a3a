"""``python -m reports``: make annual reports, and stop cleanly when told to.

Ctrl-C and the signals that end a process are one exception, which unwinds what was begun.
"""

import os
import signal
import sys
import threading
from collections.abc import Sequence
from types import FrameType

from reports.pipeline import cli

ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
LATEST = 15.0
"""Seconds after which a run that was told to stop is gone, whatever holds it up: what it leaves
then, the next run removes, as after ``kill -9``."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command: its exit code, or 130 after Ctrl-C, 143 after SIGTERM, 129 after SIGHUP."""
    try:
        for number in ENDING:
            if signal.getsignal(number) is not signal.SIG_IGN:  # as under nohup
                signal.signal(number, _stop)
        code = cli.main(arguments)
    except KeyboardInterrupt as stopped:
        number = signal.Signals(*stopped.args or [signal.SIGINT])
        left = "What was being made left nothing behind; earlier files are as they were."
        print(f"Stopped by {number.name}. {left}", file=sys.stderr)
        code = 128 + number
    _ignore()  # all is done and reported: a signal that comes now has nothing to end
    return code


def _ignore() -> None:
    for number in ENDING:
        signal.signal(number, signal.SIG_IGN)


def _stop(number: int, _frame: FrameType | None) -> None:
    """Only the first signal counts: the cleaning up after it must not be cut short."""
    _ignore()
    latest = threading.Timer(LATEST, os._exit, [128 + number])
    latest.daemon = True
    latest.start()
    raise KeyboardInterrupt(number)


if __name__ == "__main__":
    raise SystemExit(main())
