"""Archive: the XML parts of a workbook, copied into a plain archive that holds what it says.

A workbook's own archive may lie: about sizes, with parts that unpack without end, or twice with the
same name. So it is not given to the reader of sheets. Its parts are unpacked here once, within
limits, looked through, and written anew without compression; the reader gets the copy.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from rrs_data.intake import limits, reasons
from rrs_data.intake.markup import Markup
from rrs_data.intake.place import Refusal
from rrs_data.intake.sheetxml import SharedTexts, SheetScan, Targets, Workbook

WORKBOOK = "xl/workbook.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"
TEXTS = "xl/sharedStrings.xml"
EXTERNAL = "xl/externallinks/"

PASSED_OVER = (EXTERNAL, "xl/drawings/", "xl/charts/", "xl/pivotcache/", "xl/media/", "customxml/")
"""Parts that hold no cells. They are not copied."""

PIECE = 1 << 18
"""Bytes unpacked in one go."""


@dataclass
class Parts:
    """What is in a workbook: its sheets in order, what was seen in each, links to others."""

    workbook: Workbook = field(default_factory=Workbook)
    targets: Targets = field(default_factory=Targets)
    texts: SharedTexts = field(default_factory=SharedTexts)
    scans: dict[str, SheetScan] = field(default_factory=dict)
    external: bool = False

    def scan(self, relation: str) -> SheetScan | None:
        """What was seen in the sheet of a relation; None where it has no part."""
        target = self.targets.paths.get(relation, "")
        return self.scans.get(target.casefold())


def copy_parts(data: bytes, copy: Path) -> Parts:
    """Write the XML parts of a workbook to ``copy`` and say what is in them.

    Raises Refusal for what is no workbook, has a password, is a bomb or declares entities.
    """
    if len(data) > limits.WORKBOOK_BYTES:
        most = reasons.Most.mib(limits.WORKBOOK_BYTES)
        raise Refusal.too_large(reasons.LARGE, most, size=len(data) // limits.MIB)
    try:
        with zipfile.ZipFile(BytesIO(_few_parts(data))) as archive:
            members = list(_members(archive))
            parts = Parts(external=any(_lower(one).startswith(EXTERNAL) for one in members))
            with zipfile.ZipFile(copy, "w") as into:
                _copy(archive, [one for one in members if _has_cells(one)], into, parts)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as error:
        raise Refusal.unreadable(reasons.NO_WORKBOOK, kind=type(error).__name__) from None
    if not parts.workbook.sheets:
        raise Refusal.unreadable(reasons.NO_SHEET)
    return parts


def _few_parts(data: bytes) -> bytes:
    """The same bytes, unless so many parts are listed that the list alone fills the memory."""
    if (parts := data.count(b"PK\x01\x02")) > limits.MEMBERS:
        most = reasons.Most(f"{limits.MEMBERS} parts", f"{limits.MEMBERS} частей")
        raise Refusal.too_large(reasons.MANY_PARTS, most, parts=parts)
    return data


def _members(archive: zipfile.ZipFile) -> Iterator[zipfile.ZipInfo]:
    """The parts, each name once, none of them packed in a way that no spreadsheet uses."""
    seen: set[str] = set()
    for one in archive.infolist():
        if one.flag_bits & 1:
            raise Refusal.unreadable(reasons.ENCRYPTED)
        if _lower(one) in seen or one.compress_type not in (
            zipfile.ZIP_STORED,
            zipfile.ZIP_DEFLATED,
        ):
            raise zipfile.BadZipFile
        seen.add(_lower(one))
        yield one


def _lower(one: zipfile.ZipInfo) -> str:
    return one.filename.casefold()


def _has_cells(one: zipfile.ZipInfo) -> bool:
    name = _lower(one)
    return name.endswith((".xml", ".rels")) and not name.startswith(PASSED_OVER)


def _copy(
    archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], into: zipfile.ZipFile, parts: Parts
) -> None:
    """Copy the parts; the texts that sheets share come first, for their lengths are needed."""
    room = limits.UNPACKED_BYTES
    for one in sorted(members, key=lambda one: (_lower(one) != TEXTS.casefold(), one.filename)):
        reader = _reader(one, parts)
        with archive.open(one) as source, into.open(one.filename, "w", force_zip64=True) as target:
            unpacked = 0
            while piece := source.read(PIECE):
                unpacked += len(piece)
                room -= len(piece)
                _refuse_bomb(one, unpacked, room)
                reader.feed(piece)
                target.write(piece)
        reader.close()


def _refuse_bomb(one: zipfile.ZipInfo, unpacked: int, room: int) -> None:
    most = reasons.Most.mib(limits.UNPACKED_BYTES)
    ratio = unpacked // max(1, one.compress_size)
    if room < 0:
        raise Refusal.too_large(reasons.UNPACKED, most)
    if unpacked > limits.RATIO_FROM and ratio > limits.RATIO:
        most = reasons.Most(f"{limits.RATIO} times", f"в {limits.RATIO} раз")
        raise Refusal.too_large(reasons.BOMB, most, ratio=ratio, part=one.filename[:60])


def _reader(one: zipfile.ZipInfo, parts: Parts) -> Markup:
    """What looks through a part."""
    name = _lower(one)
    if name == WORKBOOK:
        return Markup(one.filename, parts.workbook)
    if name == RELATIONS.casefold():
        return Markup(one.filename, parts.targets)
    if name == TEXTS.casefold():
        return Markup(one.filename, parts.texts)
    if name.startswith("xl/") and name.endswith(".xml") and "/_rels/" not in name:
        scan = parts.scans[name] = SheetScan(parts.texts)
        return Markup(one.filename, scan)
    return Markup(one.filename, None)
