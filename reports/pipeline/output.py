"""The output directory: a report's files appear in it together, or not at all.

A report's new directory is built in a scratch directory inside the output directory, thus on the
same file system, and then takes the place of the earlier one. What fails is kept apart, under
``_failed``.
"""

from __future__ import annotations

import ctypes
import fcntl
import hashlib
import os
import secrets
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from reports.project import Edition, OutputFailed

SCRATCH = ".scratch"
FAILED = "_failed"
AT_FDCWD, RENAME_EXCHANGE = -100, 2
"""From Linux's ``fcntl.h`` and ``fs.h``."""


@contextmanager
def scratch_of(output: Path) -> Iterator[Path]:
    """A directory of this run inside the output directory, which is made if it is not there.

    It is locked for as long as the run lives, however it ends: the system frees the lock of a dead
    process, so that the next run knows which directories nobody needs and removes them. That holds
    where process ids do not: between containers that share a directory. Raises OutputFailed.
    """
    with written_to(output):
        output.mkdir(parents=True, exist_ok=True)
        with locked(output):
            (output / SCRATCH).mkdir(exist_ok=True)
            _sweep(output)
            path = _new_directory(output / SCRATCH, "run")
            lock = _lock(path)
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)
        if lock is not None:
            os.close(lock)
        with suppress(OSError), locked(output):
            (output / SCRATCH).rmdir()  # unless another run is in it


def place(edition: Edition, output: Path, scratch: Path, build: Callable[[Path], None]) -> None:
    """Put a report in its place, all files at once; files of other names there stay.

    ``build`` puts new files into a directory that already has what is in place, under second names
    of the same files: it replaces them, and writes into none. Raises OutputFailed, and then the
    report's directory is as it was.
    """
    target = output / edition.directory
    with written_to(target), locked(output):
        new = _new_directory(scratch, edition.stem("new"))
        if target.is_dir():
            shutil.copytree(target, new, copy_function=_link, symlinks=True, dirs_exist_ok=True)
        build(new)
        target.parent.mkdir(parents=True, exist_ok=True)
        _swap(new, target)
        shutil.rmtree(new, ignore_errors=True)


def place_pages(make: Callable[[], Mapping[str, str]], output: Path, scratch: Path) -> None:
    """Write pages on what lies in the output directory, while no other run changes it.

    ``make`` gives each page's text by its name; a page is replaced whole. Raises OutputFailed.
    """
    with written_to(output), locked(output):
        for name, text in make().items():
            page = scratch / name
            page.write_text(text, encoding="utf-8")
            page.replace(output / name)


def sealed(text: str) -> str:
    """A page with its own checksum at its end."""
    return f"{text}<!-- {hashlib.sha256(text.encode()).hexdigest()} -->\n"


def is_whole(page: Path) -> bool:
    """Whether a sealed page is what was written."""
    try:
        text = page.read_bytes().decode()
    except (OSError, UnicodeDecodeError):
        return False
    return text == sealed(text[: text.rfind("<!-- ")])


def failed_path(edition: Edition, language: str, output: Path, ending: str) -> Path:
    """Where a failed notebook (``.ipynb``) or what was said of it (``.log``) is kept."""
    return output / FAILED / edition.directory / f"{edition.stem(language)}{ending}"


def keep_failed(files: Mapping[Path, bytes], scratch: Path) -> None:
    """Keep what tells of a failure, each file whole or not at all. Raises OutputFailed."""
    for path, content in files.items():
        with written_to(path.parent):
            path.parent.mkdir(parents=True, exist_ok=True)
            whole = scratch / path.name
            whole.write_bytes(content)
            whole.replace(path)


def forget_failures(edition: Edition, language: str, output: Path) -> None:
    """Remove what an earlier failure of a page kept, now that the page is made."""
    for ending in (".ipynb", ".log"):
        failed_path(edition, language, output, ending).unlink(missing_ok=True)
    directory = output / FAILED / edition.directory
    with suppress(OSError):  # other failures are in it
        for path in (directory, directory.parent, output / FAILED):
            path.rmdir()


@contextmanager
def locked(directory: Path) -> Iterator[None]:
    """One run at a time changes what lies in a directory."""
    handle = os.open(directory, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


@contextmanager
def written_to(directory: Path) -> Iterator[None]:
    """What the operating system refuses in this block is raised as OutputFailed."""
    try:
        yield
    except OSError as error:
        raise OutputFailed.from_os_error(directory, error) from error


def _sweep(output: Path) -> None:
    """Mend what killed runs left: directories that nobody needs, and swaps that were cut short."""
    for path in sorted((output / SCRATCH).iterdir()):
        lock = _lock(path)
        if lock is not None:
            shutil.rmtree(path, ignore_errors=True)
            os.close(lock)
    for aside in output.glob("*/.*.old"):
        target = aside.with_name(aside.name.removeprefix(".").removesuffix(".old"))
        if target.exists():
            shutil.rmtree(aside)
        else:
            aside.rename(target)


def _lock(path: Path) -> int | None:
    """The open, locked directory; None where it is another run's, or no directory."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError:
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        return None
    return handle


def _swap(new: Path, target: Path) -> None:
    """Put a directory in the place of another. The other ends in ``new``, or is removed."""
    if not target.exists():
        new.rename(target)
    elif not _exchange(new, target):
        aside = target.with_name(f".{target.name}.old")
        target.rename(aside)
        new.rename(target)
        shutil.rmtree(aside)


def _exchange(one: Path, other: Path) -> bool:
    """Swap two directories in one step that no kill can divide; False where that is not known."""
    renameat2 = getattr(ctypes.CDLL(None), "renameat2", None) if sys.platform == "linux" else None
    if renameat2 is None:
        return False
    one_name, other_name = os.fsencode(one), os.fsencode(other)
    return bool(renameat2(AT_FDCWD, one_name, AT_FDCWD, other_name, RENAME_EXCHANGE) == 0)


def _link(source: str, target: str) -> None:
    """A second name for a file that stays, or a copy where the file system has no such names."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def _new_directory(parent: Path, name: str) -> Path:
    """A directory that has not been there; others may read it, as far as the umask lets them."""
    path = parent / f"{name}-{secrets.token_hex(4)}"
    path.mkdir()
    return path
