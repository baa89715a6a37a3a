import pytest

from rrs_data.intake import limits
from rrs_data.intake.encodings import as_utf8, is_utf8
from rrs_data.intake.place import Refusal

TEXT = "Код,Название\n1,«Ёлка» — № 5\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16", "utf-16-le"])
def test_text_is_read_in_the_encodings_that_spreadsheets_write(encoding: str) -> None:
    """Without a byte order mark at its start."""
    mark = b"\xff\xfe" if encoding == "utf-16-le" else b""

    assert TEXT == as_utf8(mark + TEXT.encode(encoding)).decode()


def test_one_letter_of_windows_1251_is_enough() -> None:
    """A register in Latin letters may hold a single Russian one."""
    assert "a,й\n" == as_utf8("a,й\n".encode("cp1251")).decode()


def test_utf8_that_is_damaged_in_one_place_is_no_windows_1251() -> None:
    """The damaged letters are replaced by the sign of a loss, the others are kept."""
    damaged = TEXT.encode()[:-1] + b"\xd0\n"

    assert TEXT[:-1] + "\ufffd\n" == as_utf8(damaged).decode()


def test_lone_surrogate_is_damage() -> None:
    """Some programs write them; UTF-8 has none."""
    damaged = TEXT.encode() + b"\xed\xa0\x80"

    assert not is_utf8(damaged)
    assert as_utf8(damaged).decode().endswith("\ufffd")


@pytest.mark.parametrize(
    "data",
    [
        b"a,b\n\x98\x98,1\n",  # a byte that Windows-1251 does not have
        b"a,b\nsm\xf8rrebr\xf8d,\x8a\x8c\x9f\n",  # another code page
        b"a\n" + bytes(range(0x80, 0xFF)),
        "a,b\n".encode("utf-32"),
        b"\x00\x01\x02\xff",
    ],
)
def test_other_bytes_are_refused(data: bytes) -> None:
    """They are told, not read as some text or other."""
    with pytest.raises(Refusal) as caught:
        as_utf8(data)

    assert "file-unreadable" == caught.value.rule


def test_row_of_the_first_byte_that_is_no_text_is_told() -> None:
    """So that it can be found in a large file."""
    with pytest.raises(Refusal) as caught:
        as_utf8("а\nб\n".encode("cp1251") + b"\x98")

    assert 3 == caught.value.row


def test_large_file_is_not_converted(monkeypatch: pytest.MonkeyPatch) -> None:
    """A conversion needs the file's size several times over."""
    monkeypatch.setattr(limits, "RECODED_BYTES", 10)
    with pytest.raises(Refusal) as caught:
        as_utf8(TEXT.encode("cp1251"))

    assert "file-too-large" == caught.value.rule
    assert TEXT.encode() == as_utf8(TEXT.encode())
