"""The output directory: a report's files appear in it together, or not at all.

A report is built in a scratch directory inside the output directory, thus on the same file
system, and its whole directory is then exchanged with the earlier one. What fails is kept apart,
under ``_failed``.
"""

from __future__ import annotations

import ctypes
import fcntl
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path

from reports.archive.checksums import SUMS
from reports.pipeline.scratch import scratch_directory, sweep
from reports.project.edition import Edition
from reports.project.errors import OutputFailed

SCRATCH = ".scratch"
SEAL = SUMS
FAILED = "_failed"
AT_FDCWD, RENAME_EXCHANGE = -100, 2
"""From Linux's ``fcntl.h`` and ``fs.h``."""


def open_output(output: Path) -> None:
    """Make the output directory, and mend what killed runs left in it. Raises OutputFailed."""
    with _told(output):
        output.mkdir(parents=True, exist_ok=True)
        sweep(output, SCRATCH)
        with _locked(output):
            for aside in output.glob("*/.*.old"):
                _finish_swap(aside)


def scratch(output: Path) -> AbstractContextManager[Path]:
    """A directory to build one report in, on the output's file system."""
    return scratch_directory(output, SCRATCH)


def place(
    files: Iterable[Path],
    report: Edition,
    output: Path,
    scratch: Path,
    seal: Callable[[Path], Path] | None = None,
) -> tuple[Path, ...]:
    """Move files into the report's directory, all at once; files of other names there stay.

    ``scratch`` is the directory of this build; ``seal`` writes one more file, about all that the
    directory then holds. Returns where the files are now. Raises OutputFailed, and then the
    report's directory is as it was.
    """
    target, new = output / report.directory, scratch / "new"
    with _told(target), _locked(output):
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.is_dir():
            shutil.copytree(target, new, copy_function=_link, symlinks=True)
        else:
            new.mkdir()
        names = [file.replace(new / file.name).name for file in files]
        if seal:
            (new / SEAL).unlink(missing_ok=True)  # it may be the second name of the one in place
            names.append(seal(new).name)
        _swap(new, target)
    return tuple(target / name for name in names)


def place_pages(make: Callable[[], Mapping[str, str]], output: Path) -> None:
    """Write pages on what lies in the output directory, while no other run changes it.

    ``make`` gives each page's text by its name; a page is replaced whole. Raises OutputFailed.
    """
    with _told(output), scratch(output) as directory, _locked(output):
        for name, text in make().items():
            page = directory / name
            page.write_text(text, encoding="utf-8")
            page.replace(output / name)


def failed_path(report: Edition, language: str, output: Path, ending: str) -> Path:
    """Where a failed notebook (``.ipynb``) or what was said of it (``.log``) is kept."""
    return output / FAILED / report.directory / f"{report.stem(language)}{ending}"


def keep(file: Path, kept: Path) -> None:
    """Copy a file out of its scratch directory, whole or not at all."""
    partial = kept.with_name(f".{kept.name}.{os.getpid()}")
    with _told(kept.parent):
        kept.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, partial)
        partial.replace(kept)


def forget_failures(report: Edition, language: str, output: Path) -> None:
    """Remove what an earlier failure of a report kept, now that the report is made."""
    for ending in (".ipynb", ".log"):
        failed_path(report, language, output, ending).unlink(missing_ok=True)
    directory = output / FAILED / report.directory
    with suppress(OSError):  # other failures are in it
        for path in (directory, directory.parent, output / FAILED):
            path.rmdir()


def _swap(new: Path, target: Path) -> None:
    """Put a directory in the place of another. The other ends in ``new``, or is removed."""
    if not target.exists():
        new.rename(target)
    elif not _exchange(new, target):
        aside = target.with_name(f".{target.name}.old")
        target.rename(aside)
        new.rename(target)
        shutil.rmtree(aside)


def _finish_swap(aside: Path) -> None:
    """A kill came between the two renames of a swap, or before the old directory was removed."""
    target = aside.with_name(aside.name.removeprefix(".").removesuffix(".old"))
    if target.exists():
        shutil.rmtree(aside)
    else:
        aside.rename(target)


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


@contextmanager
def _locked(directory: Path) -> Iterator[None]:
    """One run at a time changes what lies in a directory."""
    handle = os.open(directory, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


@contextmanager
def _told(place: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise OutputFailed.from_os_error(place, error) from error
