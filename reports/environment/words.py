"""What the set-up says to the person: progress, and the two ways in which it stops."""

import sys


class Lacking(Exception):
    """Something the machine lacks; the text says what, and how to mend it (exit code 2)."""


class Failed(Exception):
    """A step that did not work; the text says which, and where its log is (exit code 1)."""


def say(text: str) -> None:
    """Tell a line of progress on standard error, at once."""
    sys.stderr.write("==> {}\n".format(text))
    sys.stderr.flush()
