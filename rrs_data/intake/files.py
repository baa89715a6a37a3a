"""Files: those of a directory, opened so that nothing outside it is read and nothing hangs."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from rrs_data.intake import limits, reasons
from rrs_data.intake.place import Refusal, plain

Reader = Callable[[], bytes]


@dataclass(frozen=True)
class File:
    """A file of a source: its bare name, how findings call it, and how to get its bytes.

    ``read`` raises Refusal. ``folder`` says that it is no file but a directory.
    """

    name: str
    shown: str
    read: Reader


def local_files(source: Path) -> list[File]:
    """The files of a directory, by name; or the one file that was given.

    Raises Refusal when there is no such directory or file.
    """
    try:
        if source.is_dir():
            root = source.resolve(strict=True)
            names = sorted(entry.name for entry in os.scandir(source))
            return [_file(source / name, root) for name in names]
        if source.is_file():
            real = source.resolve(strict=True)
            return [File(source.name, shown_path(source), lambda: read_inside(real, real.parent))]
        kind = "source-unknown" if source.exists() else "source-missing"
    except (OSError, ValueError) as error:
        reason = reasons.READ_ERROR.details(kind=type(error).__name__)
        raise Refusal("source-unknown", reason) from None
    raise Refusal(kind, reasons.NO_FILE.details())


def _file(path: Path, root: Path) -> File:
    return File(path.name, shown_path(path), lambda: read_inside(path, root))


def shown_path(path: Path) -> str:
    """A path as findings show it: on one line, with bytes that are no text written out."""
    return plain(os.fsencode(path).decode("utf-8", "backslashreplace"))


def read_inside(path: Path, root: Path) -> bytes:
    """The bytes of a file that lies within a directory, links followed.

    Raises Refusal for a link that leads out, for directories, pipes and devices, and for a file
    that is too large or may not be read.
    """
    try:
        real = path.resolve(strict=True)
        if not real.is_relative_to(root):
            raise Refusal("file-outside")
        # A pipe would keep whoever opens it waiting; a link put there since is not followed.
        descriptor = os.open(real, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(descriptor, "rb") as stream:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode):
                raise Refusal.unreadable(reasons.NO_FILE)
            refuse_large(status.st_size)
            return refuse_large_data(stream.read(limits.FILE_BYTES + 1))
    except PermissionError:
        raise Refusal.unreadable(reasons.NO_ACCESS) from None
    except IsADirectoryError:
        raise Refusal.unreadable(reasons.NO_FILE) from None
    except (OSError, RuntimeError, ValueError) as error:
        raise Refusal.unreadable(reasons.READ_ERROR, kind=type(error).__name__) from None


def refuse_large(size: int) -> None:
    """Raise Refusal for a file of more bytes than are taken in."""
    if size > limits.FILE_BYTES:
        most = reasons.Most.mib(limits.FILE_BYTES)
        raise Refusal.too_large(reasons.LARGE, most, size=size // limits.MIB)


def refuse_large_data(data: bytes) -> bytes:
    """The same bytes, if they are not too many."""
    refuse_large(len(data))
    return data
