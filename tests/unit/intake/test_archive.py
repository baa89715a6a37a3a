import io
import zipfile
from pathlib import Path

import pytest

from rrs_data.intake import limits
from rrs_data.intake.archive import copy_parts
from rrs_data.intake.place import Refusal
from tests.small_files import HEADER, PRIZE, rewritten, workbook

BOOK = workbook({"prizes": [HEADER, PRIZE]})

LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;">]><sst>&c;</sst>"""

STRANGER = b"""<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/passwd">]>
<sst>&a;</sst>"""


def refusal(data: bytes, tmp_path: Path) -> Refusal:
    """Why a workbook is not copied."""
    with pytest.raises(Refusal) as caught:
        copy_parts(data, tmp_path / "copy.xlsx")
    return caught.value


def with_part(name: str, content: bytes, kind: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The workbook with one more part."""
    stream = io.BytesIO(BOOK)
    with zipfile.ZipFile(stream, "a", kind) as archive:
        archive.writestr(name, content)
    return stream.getvalue()


def test_only_parts_with_cells_are_copied(tmp_path: Path) -> None:
    """Pictures, programs and what has a strange name stay where they are."""
    data = with_part("xl/vbaProject.bin", b"x")
    copy_parts(data, tmp_path / "copy.xlsx")
    with zipfile.ZipFile(tmp_path / "copy.xlsx") as copy:
        names = copy.namelist()

    assert "xl/worksheets/sheet1.xml" in names
    assert "xl/vbaProject.bin" not in names


def test_part_with_a_path_upwards_is_written_nowhere(tmp_path: Path) -> None:
    """Parts are never unpacked to files."""
    inside = tmp_path / "inside"
    inside.mkdir()
    copy_parts(with_part("../outside.xml", b"<a/>"), inside / "copy.xlsx")

    assert [inside] == list(tmp_path.iterdir())
    assert ["copy.xlsx"] == [path.name for path in inside.iterdir()]


@pytest.mark.parametrize("content", [LAUGHS, STRANGER])
def test_entities_are_refused(content: bytes, tmp_path: Path) -> None:
    """Neither expanded nor fetched."""
    found = refusal(rewritten(BOOK, sharedStrings=lambda _: content), tmp_path)

    assert "file-unreadable" == found.rule
    assert "entities" in str(found.details["reason_en"])


def test_part_that_unpacks_to_many_times_its_size_is_refused(tmp_path: Path) -> None:
    """Long before it is unpacked whole."""
    bomb = b"<worksheet>" + b" " * (limits.RATIO_FROM * 4)
    found = refusal(rewritten(BOOK, sheet1=lambda _: bomb), tmp_path)

    assert "file-too-large" == found.rule
    assert limits.RATIO_FROM * 3 > (tmp_path / "copy.xlsx").stat().st_size


def test_part_that_is_larger_than_it_says_is_refused(tmp_path: Path) -> None:
    """The size in the archive's list counts for nothing."""
    made = rewritten(BOOK, sheet1=lambda xml: xml + b" " * 100_000)
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    lied = made.replace(size.to_bytes(4, "little"), (size - 50_000).to_bytes(4, "little"))

    assert lied != made
    assert "file-unreadable" == refusal(lied, tmp_path).rule


def test_all_parts_together_have_a_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Many small parts make a large workbook too."""
    monkeypatch.setattr(limits, "UNPACKED_BYTES", 3_000)

    assert "file-too-large" == refusal(BOOK, tmp_path).rule


def test_many_parts_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before the list of them is read."""
    monkeypatch.setattr(limits, "MEMBERS", 3)

    assert "file-too-large" == refusal(BOOK, tmp_path).rule


def test_large_workbook_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By its size on the disk."""
    monkeypatch.setattr(limits, "WORKBOOK_BYTES", 100)

    assert "file-too-large" == refusal(BOOK, tmp_path).rule


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04 and nothing more",
        BOOK[: len(BOOK) // 2],
        BOOK[:-30],
        with_part("xl/Workbook.xml", b"<a/>"),
        with_part("xl/more.xml", b"<a/>", zipfile.ZIP_BZIP2),
        rewritten(BOOK, workbook=lambda _: b"<workbook><sheets/></workbook>"),
        rewritten(BOOK, workbook=lambda xml: xml[:100]),
        rewritten(BOOK, workbook=lambda xml: xml.replace(b'r:id="', b'x:id="z" r:id="')),
        rewritten(BOOK, sheet1=lambda xml: xml.replace(b"</row>", b"")),
        rewritten(BOOK, sheet1=lambda xml: xml.replace(b"<row", b"\xff<row")),
    ],
    ids=[
        "magic",
        "half",
        "tail",
        "twice",
        "packing",
        "sheets",
        "cut",
        "relations",
        "nesting",
        "bytes",
    ],
)
def test_what_is_no_sound_workbook_is_refused(data: bytes, tmp_path: Path) -> None:
    """With a finding and without a traceback."""
    assert "file-unreadable" == refusal(data, tmp_path).rule


@pytest.mark.parametrize("encoding", [b"oTF-8", b"UTF-16", b"cp037"])
def test_encoding_that_a_part_declares_does_not_matter(encoding: bytes, tmp_path: Path) -> None:
    """Two readers that believe it in two ways would see two sheets."""
    made = rewritten(BOOK, sheet1=lambda xml: xml.replace(b'"UTF-8"', b'"' + encoding + b'"'))

    assert 1 == copy_parts(made, tmp_path / "copy.xlsx").scans["xl/worksheets/sheet1.xml"].last_row


def test_part_with_a_password_is_refused(tmp_path: Path) -> None:
    """As a workbook with a password."""
    marked = bytearray(BOOK)
    at = marked.find(b"PK\x01\x02")
    marked[at + 8] |= 1

    assert "a workbook with a password" == refusal(bytes(marked), tmp_path).details["reason_en"]


@pytest.mark.parametrize("target", ["xl/worksheets/sheet1.xml", "../xl/worksheets/sheet1.xml"])
def test_sheet_whose_part_is_in_doubt_has_no_scan(target: str, tmp_path: Path) -> None:
    """Its reader might open another part than the one that was looked through."""
    made = rewritten(
        BOOK, **{"workbook.xml": lambda xml: xml.replace(b"worksheets/sheet1.xml", target.encode())}
    )
    parts = copy_parts(made, tmp_path / "copy.xlsx")

    assert parts.scan("rId1") is None
    assert copy_parts(BOOK, tmp_path / "copy.xlsx").scan("rId1") is not None
