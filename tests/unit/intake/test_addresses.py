from pathlib import Path

import pytest

from rrs_data.intake.addresses import beside, kind_of, local_path, shown_address
from rrs_data.intake.place import Refusal


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("registers", "path"),
        ("/a/b", "path"),
        ("file:///a/b", "path"),
        ("s3://bucket/registers", "files"),
        ("HTTPS://host/registers", "files"),
        ("sqlite:///registers.db", "database"),
        ("postgresql+psycopg://host/db", "database"),
    ],
)
def test_source_is_a_path_an_address_or_a_database(source: str, kind: str) -> None:
    """By what stands before ://."""
    assert kind == kind_of(source)


@pytest.mark.parametrize(
    "source", ["zip::https://host/a.zip", "simplecache::s3://b/a", "https://h/a::file:///etc"]
)
def test_address_in_another_is_refused(source: str) -> None:
    """It could unpack, cache, or lead back to this machine."""
    with pytest.raises(Refusal) as caught:
        kind_of(source)

    assert "source-unknown" == caught.value.rule


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("https://user:secret@host/a/b?token=secret#secret", "https://host/a/b"),
        ("https://user:sec@ret@host:8080/a", "https://host:8080/a"),
        ("https://user:se/cret@host/a", "https://…"),
        ("https://user:se?cret@host/a", "https://…"),
        ("https://host/a?mail=me@home", "https://…"),
        ("s3://key:secret@bucket/a", "s3://bucket/a"),
        ("postgresql://user:secret@host/db?password=secret", "postgresql://host/db"),
        ("sqlite:////data/registers.db", "sqlite:////data/registers.db"),
        ("registers", "registers"),
    ],
)
def test_address_is_shown_without_its_secrets(source: str, shown: str) -> None:
    """Neither user and password nor the query."""
    assert shown == shown_address(source)


def test_path_of_a_file_address() -> None:
    """With its blanks."""
    assert Path("/my registers") == local_path("file:///my%20registers")


def test_file_beside_keeps_the_query() -> None:
    """A signed address goes on with its signature."""
    assert "https://host/a/events.csv?sig=1" == beside("https://host/a/?sig=1", "events.csv")
