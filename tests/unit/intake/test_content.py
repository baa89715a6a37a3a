import pytest

from rrs_data.intake.content import content_of, expected_of


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("events.csv", "CSV"),
        ("Мероприятия.XLSX", "XLSX"),
        ("events.parquet", "Parquet"),
        ("events.tsv", "CSV"),
        ("events.xls", ""),
        ("events.ods", ""),
        ("~$events.xlsx", None),
        (".events.csv", None),
        ("README.md", None),
        ("csv", None),
    ],
)
def test_name_says_what_a_file_holds(name: str, expected: str | None) -> None:
    """What is no register's kind of file is passed over."""
    assert expected == expected_of(name)


@pytest.mark.parametrize(
    ("data", "content"),
    [
        (b"PK\x03\x04", "XLSX"),
        (b"PAR1", "Parquet"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"x", "XLS"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (b"a,b\n", "CSV"),
        (b"", "CSV"),
    ],
)
def test_first_bytes_say_what_a_file_is(data: bytes, content: str) -> None:
    """Whatever its name."""
    assert content == content_of(data)
