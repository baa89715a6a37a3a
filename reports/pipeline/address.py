"""Addresses: outputs at ``s3://…`` and the like, written from what a run made.

What lies there of the reports that are asked for is copied here first, so that the same rule
decides what is kept as in a directory: by content. Then what was made is sent, each file whole, a
report's stamp after its files, and last the list of all reports that lie there, those of other
machines too. Nothing is ever removed there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reports.pipeline.cache import STAMP, without_password
from reports.project import Edition, OutputFailed

if TYPE_CHECKING:
    from reports.pipeline.index import Store


class AddressFailed(OutputFailed):
    """An address could not be read or written; the message shows it without its password."""

    def __init__(self, address: str, error: Exception) -> None:
        """Keep the address and what was said of it, without what may be secret in either."""
        shown = without_password(address)
        said = f"{type(error).__name__}: {error}".replace(address, shown)
        for secret in address.removeprefix(shown.partition("://")[0] + "://").split("@")[:-1]:
            for part in (secret, *secret.split(":")):
                said = said.replace(part, "…") if part else said
        super().__init__(Path(shown), said)
        self.address = shown

    def __str__(self) -> str:
        """The message for a terminal."""
        return (
            f"The reports at {self.address} could not be read or written: {self.reason}\n"
            "    to mend:  allow reading and writing there, and run again: what was sent is whole"
        )


def fetch(address: str, editions: Iterable[Edition], output: Path) -> None:
    """Copy what lies at an address of some reports into a directory. Raises AddressFailed."""
    with _opened(address) as (system, root):
        for edition in editions:
            for name in _sizes(system, root, edition.directory.as_posix()):
                path = output / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(system.cat_file(f"{root}/{name}"))


def send(address: str, files: Iterable[Path], output: Path) -> None:
    """Send files of an output directory, a report's stamp last. Raises AddressFailed."""
    with _opened(address) as (system, root):
        for file in sorted(files, key=lambda path: path.name == STAMP):
            _put(system, f"{root}/{file.relative_to(output).as_posix()}", file.read_bytes())


def send_pages(address: str, pages: Mapping[str, str]) -> None:
    """Send pages by their names. Raises AddressFailed."""
    with _opened(address) as (system, root):
        for name, text in pages.items():
            _put(system, f"{root}/{name}", text.encode())


@contextmanager
def store_at(address: str) -> Iterator[Store]:
    """All reports that lie at an address. Raises AddressFailed."""
    from reports.pipeline.index import Store

    with _opened(address) as (system, root):
        yield Store(_sizes(system, root), lambda name: bytes(system.cat_file(f"{root}/{name}")))


@contextmanager
def _opened(address: str) -> Iterator[tuple[Any, str]]:
    """The file system of an address and the path there; what fails is told without a password."""
    try:
        from fsspec.core import url_to_fs

        system, root = url_to_fs(address)
        system.invalidate_cache()
        yield system, root.rstrip("/")
    except Exception as error:  # noqa: BLE001 - each kind of store has errors of its own
        raise AddressFailed(address, error) from None


def _sizes(system: Any, root: str, below: str = "") -> dict[str, int]:
    """The files at an address by their names below it, with their sizes."""
    try:
        found = system.find(f"{root}/{below}".rstrip("/"), detail=True)
    except FileNotFoundError:
        return {}
    return {name[len(root) + 1 :]: int(info["size"]) for name, info in found.items()}


def _put(system: Any, target: str, data: bytes) -> None:
    system.makedirs(target.rpartition("/")[0], exist_ok=True)
    system.pipe_file(target, data)
