"""Remote files: those behind an fsspec address, fetched whole, within limits of size and time."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import fsspec

from rrs_data.intake import limits
from rrs_data.intake.addresses import address_of, shown_address
from rrs_data.intake.files import File, refuse_large
from rrs_data.intake.reading import Refusal
from rrs_data.intake.schema import DESCRIPTOR, Schema

SUFFIXES = (".csv", ".xlsx", ".parquet")

PIECE = 1 << 20
"""Bytes fetched in one go."""

GONE = (404, 410)
"""What a server answers when it has no such file."""

DENIED = (401, 403)
"""What a server answers when it wants another user or password."""


def remote_files(address: str, schema: Schema) -> list[File]:
    """The files of an address: of its directory, or the one that it names.

    A web server has no directory: there the registers' own names are asked for. Raises Refusal
    when the address cannot be read; no message holds a user, a password or a query.
    """
    scheme = address.partition("://")[0].lower()
    with _answering():
        system, path = fsspec.core.url_to_fs(address, **_options(scheme))
        if scheme in ("http", "https"):
            return _of_web(system, address, schema)
        entries = system.ls(path, detail=True)
    names = sorted(one["name"] for one in entries if one["type"] == "file")
    if not entries:
        raise Refusal("source-missing")
    shown = shown_address(address).rstrip("/")
    if [name.strip("/") for name in names] != [str(path).strip("/")]:
        return [_file(system, name, f"{shown}/{_last(name)}") for name in names]
    return [_file(system, names[0], shown)]


def _options(scheme: str) -> dict[str, Any]:
    """How long each file system waits. Instances are not shared: they keep what they have seen."""
    if scheme in ("http", "https"):
        import aiohttp

        wait = aiohttp.ClientTimeout(
            total=limits.ANSWER_SECONDS,
            sock_connect=limits.CONNECT_SECONDS,
            sock_read=limits.SILENT_SECONDS,
        )
        return {"client_kwargs": {"timeout": wait}, "skip_instance_cache": True}
    if scheme == "s3":
        config = {
            "connect_timeout": limits.CONNECT_SECONDS,
            "read_timeout": limits.SILENT_SECONDS,
            "retries": {"max_attempts": 1},
        }
        return {"config_kwargs": config, "skip_instance_cache": True}
    return {}


def _of_web(system: Any, address: str, schema: Schema) -> list[File]:
    """The file that an address names, or those of the registers that the server has."""
    if _last(address.partition("?")[0]).lower().endswith(SUFFIXES):
        return [_file(system, address, shown_address(address))]
    stems = [register.path.rpartition(".")[0] for register in schema.registers.values()]
    wanted = [(DESCRIPTOR,), *(tuple(f"{stem}{suffix}" for suffix in SUFFIXES) for stem in stems)]
    found = []
    for names in wanted:
        urls = (address_of(address, name) for name in names)
        found += [_file(system, url, shown_address(url)) for url in _first(system, urls)]
    if not found:
        raise Refusal("source-missing")
    return found


def _first(system: Any, urls: Iterator[str]) -> Iterator[str]:
    """The first of some addresses that a server has, if it has any."""
    for url in urls:
        try:
            with _answering(), system.open(url, "rb", block_size=0) as stream:
                stream.read(1)
        except Refusal as refusal:
            if refusal.rule != "source-missing":
                raise
        else:
            yield url
            return


def _file(system: Any, path: str, shown: str) -> File:
    return File(_last(path.partition("?")[0]), shown, partial(_fetch, system, path))


def _last(path: str) -> str:
    return path.rstrip("/").rpartition("/")[2]


def _fetch(system: Any, path: str) -> bytes:
    """All bytes of a file."""
    web = {"block_size": 0} if "://" in path else {}
    end = time.monotonic() + limits.ANSWER_SECONDS
    pieces: list[bytes] = []
    size = 0
    with _answering(), system.open(path, "rb", **web) as stream:
        while piece := stream.read(PIECE):
            size += len(piece)
            refuse_large(size, limits.FILE_BYTES)
            pieces.append(piece)
            if time.monotonic() > end:
                raise TimeoutError
    return b"".join(pieces)


@contextmanager
def _answering() -> Iterator[None]:
    """What goes wrong on the way becomes a Refusal without the text of the error.

    That text may hold the address with its password.
    """
    try:
        yield
    except Refusal:
        raise
    except Exception as error:  # noqa: BLE001  of whatever library the file system is made
        # fsspec says of everything that a web server does not answer that it is not there.
        raise _refusal(error.__cause__ or error) from None


def _refusal(error: BaseException) -> Refusal:
    """An error as what it means to the person who gave the address."""
    status = getattr(error, "status", None)
    if isinstance(error, FileNotFoundError) or status in GONE:
        return Refusal("source-missing")
    if isinstance(error, TimeoutError):
        return Refusal.unknown("address-silent", seconds=limits.SILENT_SECONDS)
    if isinstance(error, PermissionError) or status in DENIED:
        return Refusal.unknown("address-refused")
    return Refusal.unknown("address-failed", kind=type(error).__name__)
