"""Files: those of a directory, of which nothing outside is read, or at an address; nothing hangs.

An address is never shown with its user and password.
"""

import os
import re
from collections.abc import Callable, Iterable, Iterator
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
    if data.startswith(bytes.fromhex("d0cf11e0a1b11ae1")):
        # An old Excel file, or the wrapping of a new one that has a password.
        return "encrypted" if "EncryptedPackage".encode("utf-16-le") in data else "XLS"
    return {b"PK\x03\x04": "XLSX", b"PAR1": "Parquet"}.get(data[:4], "CSV")


def files_of(address: str, names: Iterable[str]) -> list[File]:
    """The files of a path, or of an address: those in a directory, or the one that it names.

    A web server has no directory: it is asked for each of the ``names``. Raises Refusal.
    """
    if path := path_of(address):
        return _local_files(path)
    import fsspec  # slow to import, and seldom needed

    scheme, shown = address.partition("://")[0].lower(), shown_address(address).rstrip("/")
    with answering():
        system, path = fsspec.core.url_to_fs(address, **_options(scheme))
        if scheme in ("http", "https"):
            urls = _web_addresses(address, names)
            found = {one: shown_address(one) for one in urls if system.exists(one, strict=True)}
        else:
            entries, root = system.ls(path, detail=True), str(path).strip("/")
            own = sorted(one["name"] for one in entries if one["type"] == "file")
            found = {name: shown + name.strip("/").removeprefix(root) for name in own}
    if not found:
        raise Refusal("source-missing")
    return [_remote_file(system, one, shown) for one, shown in found.items()]


def descriptor_of(source: str | Path) -> File | None:
    """The ``datapackage.json`` in a directory or at an address, or beside a file.

    None where there is none; what is wrong with a source is found when its registers are read.
    """
    address, found = os.fspath(source), list[File]()
    with suppress(Refusal, OSError, ValueError):
        if path := path_of(address):
            address = os.fspath(path if path.is_dir() else path.parent)
        elif (parts := urlsplit(address)).path.lower().endswith(SUFFIXES):
            address = urlunsplit(parts._replace(path=parts.path.rpartition("/")[0]))
        if kind_of(address) != "database":
            found = files_of(address, [DESCRIPTOR])
    return next((file for file in found if file.name == DESCRIPTOR), None)


def _local_files(source: Path) -> list[File]:
    try:
        if not (source.is_dir() or source.is_file()):
            raise Refusal("no-source" if source.exists() else "source-missing")
        real = source.resolve(strict=True)
        found = sorted(source.iterdir()) if source.is_dir() else [source]
    except (OSError, ValueError) as error:
        raise Refusal("source-error", kind=type(error).__name__) from None
    root = real if source.is_dir() else real.parent
    return [File(one.name, shown_path(one), partial(read_inside, one, root)) for one in found]


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
    except (OSError, RuntimeError, ValueError) as error:
        reason = "no-access" if isinstance(error, PermissionError) else "read-error"
        raise Refusal(reason, kind=type(error).__name__) from None


# --- addresses -----------------------------------------------------------------------------------

ADDRESS = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*)://([^/?#]*)([^?#]*)(.*)", re.DOTALL)

FILE_SYSTEMS = ("s3", "https", "http", "memory")
"""The fsspec file systems that are read: they fetch bytes and nothing else. Others unpack, run
programs, cache files or wrap another address, and are refused."""

VARIABLE = "RRS_REGISTERS"  # the variable of the environment that holds an address with a password

SUFFIXES = (".csv", ".xlsx", ".parquet")


def kind_of(source: str) -> Literal["path", "files", "database"]:
    """Whether a source is a path (``file://`` too), files at an address, or a database."""
    if not source.strip():
        raise Refusal("source-missing")
    found = ADDRESS.match(source)
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


def path_of(source: str | Path) -> Path | None:
    """The path of a source that is one: ``/registers``, also of ``file:///registers``.

    What is wrong with an address is found when it is read.
    """
    text = os.fspath(source)
    with suppress(Refusal):
        if kind_of(text) == "path":
            return Path(unquote(urlsplit(text).path) if ADDRESS.match(text) else text)
    return None


def shown_address(source: str) -> str:
    """An address without user, password, query and fragment; its kind alone where in doubt."""
    if not (found := ADDRESS.fullmatch(source)):
        return plain(source)
    scheme, host, path, rest = found.groups()
    if "@" in path + rest:
        return f"{scheme.lower()}://…"
    return plain(f"{scheme.lower()}://{host.rpartition('@')[2]}{path}")


def hide(source: str | Path) -> str:
    """A source as a notebook may keep it; an address with a secret goes into the environment."""
    text = os.fspath(source)
    if not ADDRESS.match(text) or shown_address(text) == text:
        return text
    os.environ[VARIABLE] = text
    return f"${VARIABLE}"


def _options(scheme: str) -> dict[str, Any]:
    """How long a file system waits. Its instances are not shared: they keep what they have seen."""
    if scheme in ("http", "https"):
        import aiohttp

        reach, silent = limits.CONNECT_SECONDS, limits.SILENT_SECONDS
        wait = aiohttp.ClientTimeout(limits.ANSWER_SECONDS, sock_connect=reach, sock_read=silent)
        return {"client_kwargs": {"timeout": wait}, "skip_instance_cache": True}
    config = {"connect_timeout": limits.CONNECT_SECONDS, "read_timeout": limits.SILENT_SECONDS}
    once = {"retries": {"max_attempts": 1}}
    return {"config_kwargs": config | once, "skip_instance_cache": True}


def _web_addresses(address: str, names: Iterable[str]) -> list[str]:
    """The address of a file, or of the files of these ``names`` below another one."""
    parts = urlsplit(address)
    if parts.path.lower().endswith(SUFFIXES):
        return [address]
    paths = (f"{parts.path.rstrip('/')}/{name}" for name in names)
    return [urlunsplit(parts._replace(path=path)) for path in paths]


def _remote_file(system: Any, path: str, shown: str) -> File:
    def fetch() -> bytes:
        web, data = {"block_size": 0} if "://" in path else {}, bytearray()
        with answering(), system.open(path, "rb", **web) as stream:
            while piece := stream.read(limits.MIB):
                data += piece
                refuse_more("large", len(data), limits.FILE_BYTES)
        return bytes(data)

    return File(path.partition("?")[0].rstrip("/").rpartition("/")[2], shown, fetch)


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
        raise Refusal(reason, kind=type(error).__name__, seconds=limits.SILENT_SECONDS) from None
