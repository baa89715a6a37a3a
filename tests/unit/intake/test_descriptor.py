import json

import pytest

from rrs_data.intake import limits
from rrs_data.intake.descriptor import leads_out, read_descriptor
from rrs_data.intake.files import File
from tests.small_files import told


def file_of(data: bytes) -> File:
    """A descriptor."""
    return File("datapackage.json", "registers/datapackage.json", lambda: data)


def test_descriptor_is_read() -> None:
    """With a byte order mark too."""
    assert ({"illustrative": True}, []) == read_descriptor(
        file_of(b'\xef\xbb\xbf{"illustrative": true}')
    )


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"7", b"\xff", b"[" * 100_000, b'{"a": NaN'])
def test_broken_descriptor_is_told(data: bytes) -> None:
    """It counts as none."""
    descriptor, findings = read_descriptor(file_of(data))

    assert {} == descriptor
    assert [("descriptor-broken", 0)] == told(findings)


def test_large_descriptor_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is not parsed."""
    monkeypatch.setattr(limits, "DESCRIPTOR_BYTES", 10)

    assert [("descriptor-broken", 0)] == told(read_descriptor(file_of(b'{"a": "bcdefgh"}'))[1])


def test_paths_that_lead_out_are_told() -> None:
    """Whatever shape the resources have."""
    resources = [
        {"path": "events.csv"},
        {"path": ["../people.csv", "/etc/passwd"]},
        {"path": 7},
        {},
        "x",
        None,
    ]
    _, findings = read_descriptor(file_of(json.dumps({"resources": resources}).encode()))

    assert ["../people.csv", "/etc/passwd"] == [finding.value for finding in findings]
    assert [] == read_descriptor(file_of(b'{"resources": {"path": "/x"}}'))[1]


@pytest.mark.parametrize("path", ["../a", "a/../../b", "/a", "..\\a", "C:\\a", "https://h/a"])
def test_path_upwards_or_elsewhere_leads_out(path: str) -> None:
    """In the way of any system."""
    assert leads_out(path)
    assert not leads_out("a..csv")
