"""The output: a report's files appear in its directory together, or not at all.

A report's new directory is built in a scratch directory inside the output directory, thus on the
same file system, and then takes the place of the earlier one. What fails is kept apart, under
``_failed``.

Where the output is an address (``s3://…``), what lies there of the reports that are asked for is
copied to a directory of this machine first, so that the same rule decides what is kept: by content.
Then what was made is sent, each file whole. Nothing is ever removed there, but the checksums of
files that are all being replaced.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from reports.project import DRAFT, Edition, written_to
from rrs_data.programme.faults import Fault, FaultsError

SCRATCH = ".scratch"
FAILED = "_failed"


def takes_files(output: Path) -> None:
    """Try whether the directory, or the nearest above it, takes files. Raises FaultsError."""
    nearest = next(path for path in (output, *output.parents) if path.exists())
    with written_to(nearest), tempfile.TemporaryFile(dir=nearest):
        pass


@contextmanager
def scratch_of(output: Path) -> Iterator[Path]:
    """A directory of this run inside the output directory, which is made if it is not there.

    Runs share a lock on the directory around it for as long as they live, however they end: the
    system frees the lock of a dead process, so that the next run knows what nobody needs and
    removes it. That holds where process ids do not: between containers that share a directory.
    Raises FaultsError.
    """
    around = output / SCRATCH
    with written_to(output):
        output.mkdir(parents=True, exist_ok=True)
        with locked(output):
            around.mkdir(exist_ok=True)
            alive = os.open(around, os.O_RDONLY)
            _sweep(output, alive)
            fcntl.flock(alive, fcntl.LOCK_SH)
            path = Path(tempfile.mkdtemp(prefix="run-", dir=around))
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)
        os.close(alive)
        with suppress(OSError), locked(output):
            around.rmdir()  # unless another run is in it


def place(new: Path, target: Path, output: Path, seal: Callable[[], None]) -> None:
    """Put a report's new directory in its place, all files at once.

    Files of other names there stay: they are copied, then ``seal`` is called; but a draft goes
    with the report, and the report with a draft. Raises FaultsError, and then the report's
    directory is as it was; a run that is killed between the two renamings is mended by the next.
    """
    names = [file.name for file in new.iterdir()]
    pages = {_page_of(name): DRAFT in name for name in names if not name.endswith(".ipynb")}
    with written_to(target), locked(output):
        if target.is_dir():
            shutil.copytree(
                target,
                new,
                ignore=lambda _, old: [
                    name
                    for name in old
                    if name in names or pages.get(_page_of(name)) == (DRAFT not in name)
                ],
                symlinks=True,
                dirs_exist_ok=True,
            )
        seal()
        target.parent.mkdir(parents=True, exist_ok=True)
        aside = target.with_name(f".{target.name}.old")
        if target.exists():
            target.rename(aside)
        new.rename(target)
        shutil.rmtree(aside, ignore_errors=True)


def _page_of(name: str) -> str:
    """A file's name without its ending, the same for a draft; kept notebooks are of no page."""
    return name if name.endswith(".ipynb") else name.replace(DRAFT, "").partition(".")[0]


def failed_path(edition: Edition, language: str, output: Path, ending: str) -> Path:
    """Where a failed notebook (``.ipynb``) or what was said of it (``.log``) is kept."""
    return output / FAILED / edition.directory / f"{edition.stem(language)}{ending}"


def forget_failures(edition: Edition, language: str, output: Path) -> None:
    """Remove what an earlier failure of a page kept, now that the page is made."""
    for ending in (".ipynb", ".log"):
        failed_path(edition, language, output, ending).unlink(missing_ok=True)
    with suppress(OSError):  # other failures are in it
        os.removedirs(output / FAILED / edition.directory)


@contextmanager
def locked(directory: Path) -> Iterator[None]:
    """One run at a time changes what lies in a directory."""
    handle = os.open(directory, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _sweep(output: Path, alive: int) -> None:
    """Mend what killed runs left: swaps that were cut short, and, if none lives, directories."""
    for aside in output.glob("*/.*.old"):
        target = aside.with_name(aside.name.removeprefix(".").removesuffix(".old"))
        if target.exists():
            shutil.rmtree(aside)
        else:
            aside.rename(target)
    with suppress(BlockingIOError):
        fcntl.flock(alive, fcntl.LOCK_EX | fcntl.LOCK_NB)
        for path in (output / SCRATCH).iterdir():
            shutil.rmtree(path, ignore_errors=True)


@contextmanager
def files_at(address: str) -> Iterator[Any]:
    """The file system below an address. What fails in this block is raised as FaultsError.

    The address is shown without its password, and not what was said if that may repeat it.
    """
    try:
        from fsspec.core import url_to_fs
        from fsspec.implementations.dirfs import DirFileSystem

        system, root = url_to_fs(address)
        system.invalidate_cache()
        yield DirFileSystem(root.rstrip("/"), system)
    except Exception as error:  # noqa: BLE001 - each kind of store has errors of its own
        from rrs_data.intake.files import shown_address

        shown = shown_address(address)
        found = f"{type(error).__name__}{f': {error}' if shown == address else ''}"
        mend = "allow reading and writing there, and run again: what was sent is whole"
        expected = "an address that can be read and written"
        raise FaultsError([Fault(f"OUTPUT, {shown}", found, expected, mend)]) from None


def sizes_of(files: Any, below: str = "") -> dict[str, int]:
    """The files at an address by their names below it, with their sizes."""
    try:
        found = files.find(below, detail=True)
    except FileNotFoundError:
        return {}
    return {name.lstrip("/"): int(info["size"]) for name, info in found.items()}


def fetch(address: str, editions: Iterable[Edition], output: Path) -> None:
    """Copy what lies at an address of some reports into a directory. Raises FaultsError."""
    with files_at(address) as files:
        for edition in editions:
            for name in sizes_of(files, edition.directory.as_posix()):
                path = output / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(files.cat_file(name))


def send(files: Any, contents: Mapping[str, bytes]) -> None:
    """Write files, in their order, below an address.

    The checksums there hold at every moment: while a report's files are replaced, there are only
    those of what stays as it is.
    """
    from reports.archive.record import SUMS

    for name, data in contents.items():
        if name.endswith(SUMS):
            with suppress(FileNotFoundError):
                old, new = files.cat_file(name), data.splitlines(keepends=True)
                if stay := [line for line in old.splitlines(keepends=True) if line in new]:
                    files.pipe_file(name, b"".join(stay))
                else:
                    files.rm_file(name)  # an empty list would fail `sha256sum --check`
    for name, data in contents.items():
        files.makedirs(name.rpartition("/")[0], exist_ok=True)
        files.pipe_file(name, data)
