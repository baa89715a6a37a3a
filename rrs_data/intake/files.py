"""Files: those of a directory, of which nothing outside is read, or at an address; nothing hangs.

An address is never shown with its user and password.
"""

import os
import re
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePath
from typing import Any, Literal
from urllib.parse import unquote, urlsplit, urlunsplit

from rrs_data.intake import limits
from rrs_data.intake.raw import Refusal, plain, refuse_more
from rrs_data.intake.schema import DESCRIPTOR

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
            raise Refusal("old-format", suffix=self.suffix)
        if not (data := self.read()):
            raise Refusal("empty")
        if (content := content_of(data)) == "encrypted":
            raise Refusal("encrypted")
        if content != self.expected:
            raise Refusal("other-content", name=self.expected, content=content)
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
            raise Refusal("no-source" if source.exists() else "source-missing")
        real = source.resolve(strict=True)
        found = sorted(source.iterdir()) if source.is_dir() else [source]
    except (OSError, ValueError) as error:
        raise Refusal("source-error", kind=type(error).__name__) from None
    root = real if source.is_dir() else real.parent
    return [File(path.name, shown_path(path), partial(read_inside, path, root)) for path in found]


def descriptor_of(source: str | Path) -> File | None:
    """The ``datapackage.json`` in a directory or at an address, or beside a file.

    None where there is none; what is wrong with a source is found when its registers are read.
    """
    address, found = os.fspath(source), list[File]()
    with suppress(Refusal, OSError, ValueError):
        if kind_of(address) == "path":
            path = local_path(address)
            found = local_files(path if path.is_dir() else path.parent)
        elif kind_of(address) == "files":
            parts = urlsplit(address)
            if parts.path.lower().endswith(SUFFIXES):
                parts = parts._replace(path=parts.path.rpartition("/")[0])
            found = remote_files(urlunsplit(parts), [[DESCRIPTOR]])
    return next((file for file in found if file.name == DESCRIPTOR), None)


def shown_path(path: Path) -> str:
    """A path as findings show it: on one line, with bytes that are no text written out."""
    return plain(os.fsencode(path).decode("utf-8", "backslashreplace"))


def read_inside(path: Path, root: Path) -> bytes:
    """The bytes of a regular file, links within the directory followed. Raises Refusal."""
    try:
        real = path.resolve(strict=True)
        if not real.is_relative_to(root):
            raise Refusal("file-outside")
        if not real.is_file():  # a pipe would keep whoever opens it waiting
            raise Refusal("no-file")
        refuse_more("large", real.stat().st_size, limits.FILE_BYTES)
        return real.read_bytes()
    except PermissionError:
        raise Refusal("no-access") from None
    except (OSError, RuntimeError, ValueError) as error:
        raise Refusal("read-error", kind=type(error).__name__) from None


# --- addresses -----------------------------------------------------------------------------------

SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*)://")

FILE_SYSTEMS = ("s3", "https", "http", "memory")
"""The fsspec file systems that are read: they fetch bytes and nothing else. Others unpack, run
programs, cache files or wrap another address, and are refused."""

VARIABLE = "RRS_REGISTERS"  # the variable of the environment that holds an address with a password
HIDDEN = f"${VARIABLE}"  # what stands for it in a notebook's parameters

SUFFIXES = (".csv", ".xlsx", ".parquet")


def kind_of(source: str) -> Literal["path", "files", "database"]:
    """Whether a source is a path (``file://`` too), files at an address, or a database."""
    if not source.strip():
        raise Refusal("source-missing")
    found = SCHEME.match(source)
    if "::" in source and ("://" in source or not Path(source).exists()):
        raise Refusal("address-chained")
    if not found or found[1].lower() == "file":
        return "path"
    if found[1].lower() not in FILE_SYSTEMS:
        return "database"
    try:
        urlsplit(source)
    except ValueError:
        raise Refusal("address-broken") from None
    return "files"


def local_path(source: str) -> Path:
    """The path of a source that is one; ``file:///registers`` is ``/registers``."""
    return Path(unquote(urlsplit(source).path) if SCHEME.match(source) else source)


def shown_address(source: str) -> str:
    """An address without user, password, query and fragment; its kind alone where in doubt."""
    found = SCHEME.match(source)
    if not found:
        return plain(source)
    scheme, rest = found[1].lower(), source[found.end() :]
    host = re.split(r"[/?#]", rest, maxsplit=1)[0]
    tail = rest[len(host) :]
    if "@" in tail:
        return f"{scheme}://…"
    path = re.split(r"[?#]", tail, maxsplit=1)[0]
    return plain(f"{scheme}://{host.rpartition('@')[2]}{path}")


def hide(source: str | Path) -> str:
    """A source as a notebook may keep it; an address with a secret goes into the environment."""
    text = os.fspath(source)
    if not SCHEME.match(text) or shown_address(text) == text:
        return text
    os.environ[VARIABLE] = text
    return HIDDEN


def reveal(source: str | Path) -> str | Path:
    """The source that was meant."""
    return os.environ.get(VARIABLE, "") if source == HIDDEN else source


def remote_files(address: str, names: Iterable[Sequence[str]]) -> list[File]:
    """The files of an address; a web server has no directory, and is asked for files of any name.

    Of each sequence of ``names`` the first file counts that is there. Raises Refusal.
    """
    import fsspec  # slow to import, and seldom needed

    scheme = address.partition("://")[0].lower()
    with answering():
        system, path = fsspec.core.url_to_fs(address, **_options(scheme))
        if scheme in ("http", "https"):
            return _of_web(system, address, names)
        entries = system.ls(path, detail=True)
    names = sorted(one["name"] for one in entries if one["type"] == "file")
    if not entries:
        raise Refusal("source-missing")
    shown = shown_address(address).rstrip("/")
    alone = [name.strip("/") for name in names] == [str(path).strip("/")]
    return [
        _file(system, name, shown if alone else f"{shown}/{name.rpartition('/')[2]}")
        for name in names
    ]


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


def _of_web(system: Any, address: str, wanted: Iterable[Sequence[str]]) -> list[File]:
    """The file that an address names, or those that the server has."""
    parts = urlsplit(address)
    if parts.path.lower().endswith(SUFFIXES):
        return [_file(system, address, shown_address(address))]
    found = []
    for names in wanted:
        for name in names:
            path = f"{parts.path.rstrip('/')}/{name}"
            url = urlunsplit(parts._replace(path=path))
            try:
                with answering(), system.open(url, "rb", block_size=0) as stream:
                    stream.read(1)
            except Refusal as refusal:
                if refusal.rule != "source-missing":
                    raise
                continue
            found.append(_file(system, url, shown_address(url)))
            break
    if not found:
        raise Refusal("source-missing")
    return found


def _file(system: Any, path: str, shown: str) -> File:
    name = path.partition("?")[0].rstrip("/").rpartition("/")[2]
    return File(name, shown, partial(_fetch, system, path))


def _fetch(system: Any, path: str) -> bytes:
    """All bytes of a file."""
    web = {"block_size": 0} if "://" in path else {}
    end = time.monotonic() + limits.ANSWER_SECONDS
    data = bytearray()
    with answering(), system.open(path, "rb", **web) as stream:
        while piece := stream.read(limits.MIB):
            data += piece
            refuse_more("large", len(data), limits.FILE_BYTES)
            if time.monotonic() > end:
                raise TimeoutError
    return bytes(data)


@contextmanager
def answering(failed: str = "address-failed") -> Iterator[None]:
    """What goes wrong becomes a Refusal without the error's text, which may hold a password."""
    try:
        yield
    except Refusal:
        raise
    except Exception as raised:  # noqa: BLE001  of whatever library the file system is made
        # fsspec says of everything that a web server does not answer that it is not there.
        error = raised.__cause__ or raised
        status, reason = getattr(error, "status", None), failed
        if isinstance(error, FileNotFoundError) or status in (404, 410):
            reason = "source-missing"
        elif isinstance(error, TimeoutError):
            reason = "address-silent"
        elif isinstance(error, PermissionError) or status in (401, 403):
            reason = "address-refused"
        kind, seconds = type(error).__name__, limits.SILENT_SECONDS
        raise Refusal(reason, kind=kind, seconds=seconds) from None
