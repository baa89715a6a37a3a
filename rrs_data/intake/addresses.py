"""Addresses: what kind a source is of, and how it is shown where its password must not be."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Literal
from urllib.parse import unquote, urlsplit, urlunsplit

from rrs_data.intake.reading import Refusal, plain

SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*)://")

FILE_SYSTEMS = ("s3", "https", "http", "memory")
"""The fsspec file systems that are read: they fetch bytes and nothing else. Others unpack, run
programs, cache files or wrap another address, and are refused."""

VARIABLE = "RRS_REGISTERS"
"""The variable of the environment that holds an address with a password."""

HIDDEN = f"${VARIABLE}"
"""What stands for it in a notebook's parameters."""

Kind = Literal["path", "files", "database"]


def kind_of(source: str) -> Kind:
    """Whether a source is a path, an address of files, or a database.

    ``file://`` is a path. Raises Refusal for nothing, an address in another, and a broken one.
    """
    if not source.strip():
        raise Refusal("source-missing")
    found = SCHEME.match(source)
    if "::" in source and ("://" in source or not Path(source).exists()):
        raise Refusal.unknown("address-chained")
    if not found or found[1].lower() == "file":
        return "path"
    if found[1].lower() not in FILE_SYSTEMS:
        return "database"
    try:
        urlsplit(source)
    except ValueError:
        raise Refusal.unknown("address-broken") from None
    return "files"


def local_path(source: str) -> Path:
    """The path of a source that is one; ``file:///registers`` is ``/registers``."""
    if SCHEME.match(source):
        return Path(unquote(urlsplit(source).path))
    return Path(source)


def shown_address(source: str) -> str:
    """An address without user, password, query and fragment.

    Where it could be read in two ways, as with a password that holds a slash, only its kind is
    shown.
    """
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


def address_of(directory: str, name: str) -> str:
    """The address of a file in a directory that is an address; a query stays at the end."""
    parts = urlsplit(directory)
    return urlunsplit(parts._replace(path=f"{parts.path.rstrip('/')}/{name}"))


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
