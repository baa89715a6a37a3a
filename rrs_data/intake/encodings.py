"""Encodings: the bytes of a text file as UTF-8, whatever it was saved in."""

from __future__ import annotations

import codecs
import re
import struct

import numpy as np
import pyarrow as pa

from rrs_data.intake import limits
from rrs_data.intake.files import refuse_large
from rrs_data.intake.reading import Refusal

LOST = "\ufffd"
"""The sign that stands where letters were lost."""

RUSSIAN = re.compile("[А-Яа-яЁё«»„“”‘’–—…№\u00a0]")
"""What Russian text in Windows-1251 has above ASCII: letters, quotation marks, dashes."""

PLAUSIBLE = 0.8
"""The share of such characters from which text is taken for Windows-1251."""

CAPITAL_INSIDE = re.compile("[а-яё][А-ЯЁ]")
"""A small letter before a capital one: each of the two encodings reads so what is in the other."""

CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


def as_utf8(data: bytes) -> bytes:
    """The text as UTF-8 without a byte order mark.

    Taken are UTF-8, UTF-16 with its mark, Windows-1251 and KOI8-R. Where single bytes of a UTF-8
    text are damaged, U+FFFD stands for them. Raises Refusal for anything else.
    """
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise Refusal.unreadable("no-text", row=1)
    utf16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    data = data.removeprefix(codecs.BOM_UTF8)
    if not utf16 and is_utf8(data):
        return data
    refuse_large(len(data), limits.RECODED_BYTES)
    return data.decode("utf-16", "replace").encode() if utf16 else _mended(data)


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
    """Text that is not quite UTF-8: damaged in places, or in a Cyrillic encoding all over."""
    text = data.decode("utf-8", "replace")
    high = int(np.count_nonzero(np.frombuffer(data, np.uint8) >= 0x80))
    if text.count(LOST) * 2 <= high:
        return text.encode()
    return _cyrillic(data).encode()


def _cyrillic(data: bytes) -> str:
    """Text in Windows-1251, or in KOI8-R where the letters' case makes more sense so."""
    windows, koi8 = data.decode("cp1251", "replace"), data.decode("koi8-r")
    if len(CAPITAL_INSIDE.findall(koi8)) < len(CAPITAL_INSIDE.findall(windows)):
        return koi8
    high = sum(map(len, re.findall("[^\x00-\x7f]+", windows)))
    odd = CONTROL.search(windows) or re.search(LOST, windows)
    if odd or len(RUSSIAN.findall(windows)) < PLAUSIBLE * high:
        start = odd.start() if odd else _first_high(data)
        raise Refusal.unreadable("no-text", row=data.count(b"\n", 0, start) + 1)
    return windows


def _first_high(data: bytes) -> int:
    found = re.search(rb"[\x80-\xff]", data)
    return found.start() if found else 0
