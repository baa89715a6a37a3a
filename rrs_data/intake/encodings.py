"""Encodings: the bytes of a text file as UTF-8, whatever it was saved in."""

from __future__ import annotations

import codecs
import re
import struct

import numpy as np
import pyarrow as pa

from rrs_data.intake import limits, reasons
from rrs_data.intake.place import Refusal

LOST = "\ufffd"
"""The sign that stands where letters were lost."""

RUSSIAN = re.compile("[А-Яа-яЁё«»„“”‘’–—…№\u00a0]")
"""What Russian text in Windows-1251 has above ASCII: letters, quotation marks, dashes."""

PLAUSIBLE = 0.8
"""The share of such characters from which text is taken for Windows-1251."""

CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


def as_utf8(data: bytes) -> bytes:
    """The text as UTF-8 without a byte order mark.

    Taken are UTF-8, UTF-16 with its mark, and Windows-1251. Where single bytes of a UTF-8 text are
    damaged, U+FFFD stands for them. Raises Refusal for anything else.
    """
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise Refusal.unreadable(reasons.NO_TEXT, row=1)
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _recoded(data).decode("utf-16", "replace").encode()
    data = data.removeprefix(codecs.BOM_UTF8)
    return data if is_utf8(data) else _mended(_recoded(data))


def is_utf8(data: bytes) -> bool:
    """Whether bytes are UTF-8; surrogates are not. Asked of Arrow, which copies nothing."""
    ends = pa.py_buffer(struct.pack("=qq", 0, len(data)))
    binary = pa.Array.from_buffers(pa.large_binary(), 1, [None, ends, pa.py_buffer(data)])
    try:
        binary.cast(pa.large_string())
    except pa.ArrowInvalid:
        return False
    return True


def _mended(data: bytes) -> bytes:
    """Text that is not quite UTF-8: damaged in places, or Windows-1251 all over."""
    text = data.decode("utf-8", "replace")
    high = int(np.count_nonzero(np.frombuffer(data, np.uint8) >= 0x80))
    if text.count(LOST) * 2 <= high:
        return text.encode()
    return _windows_1251(data).encode()


def _windows_1251(data: bytes) -> str:
    try:
        text = data.decode("cp1251")
    except UnicodeDecodeError as error:
        raise _no_text(data, error.start) from None
    high = sum(map(len, re.findall("[^\x00-\x7f]+", text)))
    control = CONTROL.search(text)
    if control or len(RUSSIAN.findall(text)) < PLAUSIBLE * high:
        raise _no_text(data, control.start() if control else _first_high(data))
    return text


def _first_high(data: bytes) -> int:
    found = re.search(rb"[\x80-\xff]", data)
    return found.start() if found else 0


def _no_text(data: bytes, place: int) -> Refusal:
    row = data.count(b"\n", 0, place) + 1
    return Refusal.unreadable(reasons.NO_TEXT, row=row)


def _recoded(data: bytes) -> bytes:
    """The same bytes, if there are not too many of them to be converted."""
    if len(data) > limits.RECODED_BYTES:
        most = reasons.Most.mib(limits.RECODED_BYTES)
        raise Refusal.too_large(reasons.LARGE, most, size=len(data) // limits.MIB)
    return data
