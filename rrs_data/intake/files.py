"""Files: those of a directory, opened so that nothing outside it is read and nothing hangs."""

import os
import stat
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePath

from rrs_data.intake import limits
from rrs_data.intake.reading import Refusal, plain, refuse_more

BY_SUFFIX = {
    **dict.fromkeys((".csv", ".tsv", ".txt"), "CSV"),
    **dict.fromkeys((".xlsx", ".xlsm"), "XLSX"),
    ".parquet": "Parquet",
    **dict.fromkeys((".xls", ".xlsb", ".ods"), ""),
}
"""What files of each kind of name hold; nothing for those that are not read."""

COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")
"""An old Excel file, or the wrapping of a new one that has a password."""

PASSWORD = "EncryptedPackage".encode("utf-16-le")


@dataclass(frozen=True)
class File:
    """A file of a source: its bare name, how findings call it, and what gets its bytes."""

    name: str
    shown: str
    read: Callable[[], bytes]

    @property
    def suffix(self) -> str:
        """The ending of its name, in small letters."""
        return PurePath(self.name).suffix.lower()

    @property
    def expected(self) -> str | None:
        """What its name says that it contains; nothing for old formats, None for other files."""
        return None if self.name.startswith((".", "~$")) else BY_SUFFIX.get(self.suffix)

    def content(self) -> bytes:
        """Its bytes. Raises Refusal where they are not what the name says, or nothing at all."""
        if not self.expected:
            raise Refusal.unreadable("old-format", suffix=self.suffix)
        if not (data := self.read()):
            raise Refusal.unreadable("empty")
        if (content := content_of(data)) == "encrypted":
            raise Refusal.unreadable("encrypted")
        if content != self.expected:
            raise Refusal.unreadable("other-content", name=self.expected, content=content)
        return data


def content_of(data: bytes) -> str:
    """What bytes are; everything that is not known is taken for text."""
    if data.startswith(COMPOUND):
        return "encrypted" if PASSWORD in data else "XLS"
    return {b"PK\x03\x04": "XLSX", b"PAR1": "Parquet"}.get(data[:4], "CSV")


def local_files(source: Path) -> list[File]:
    """The files of a directory, by name, or the one file that was given. Raises Refusal."""
    try:
        if not (source.is_dir() or source.is_file()):
            rule = "source-unknown" if source.exists() else "source-missing"
            raise Refusal(rule, Refusal.unknown("no-file").details)
        real = source.resolve(strict=True)
        found = sorted(source.iterdir()) if source.is_dir() else [source]
    except (OSError, ValueError) as error:
        raise Refusal.unknown("read-error", kind=type(error).__name__) from None
    root = real if source.is_dir() else real.parent
    return [File(path.name, shown_path(path), partial(read_inside, path, root)) for path in found]


def shown_path(path: Path) -> str:
    """A path as findings show it: on one line, with bytes that are no text written out."""
    return plain(os.fsencode(path).decode("utf-8", "backslashreplace"))


def read_inside(path: Path, root: Path) -> bytes:
    """The bytes of a regular file, links within the directory followed. Raises Refusal."""
    try:
        real = path.resolve(strict=True)
        if not real.is_relative_to(root):
            raise Refusal("file-outside")
        # A pipe would keep whoever opens it waiting; a link put there since is not followed.
        descriptor = os.open(real, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(descriptor, "rb") as stream:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode):
                raise Refusal.unreadable("no-file")
            refuse_more("large", status.st_size, limits.FILE_BYTES)
            data = stream.read(limits.FILE_BYTES + 1)
    except PermissionError:
        raise Refusal.unreadable("no-access") from None
    except IsADirectoryError:
        raise Refusal.unreadable("no-file") from None
    except (OSError, RuntimeError, ValueError) as error:
        raise Refusal.unreadable("read-error", kind=type(error).__name__) from None
    refuse_more("large", len(data), limits.FILE_BYTES)
    return data
