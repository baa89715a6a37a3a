"""The crate: the same for the same files, whole, and without a clock."""

from __future__ import annotations

import json
from pathlib import Path

from reports.archive.crate import METADATA, content_name, write_crate
from reports.project.edition import Edition

MANIFEST = {
    "engine": "embedded (Typst 0.15.2)",
    "commit": "a" * 40 + " (with uncommitted changes)",
    "packages": {"python": "3.11.7", "typst": "0.15.2"},
    "parameters": {"country": "KG", "year": 2014, "language": "en"},
    "registers": {"events": "b" * 64},
    "parameter_files": {"programme.yml": "c" * 64},
}
RECORD = {"period": {"start": "2013-10-01", "end": "2014-09-30"}}


def crate(directory: Path) -> str:
    """The crate of a small report."""
    directory.mkdir()
    (directory / "rrs-KG-2014-en.pdf").write_bytes(b"1")
    (directory / "notes.txt").write_bytes(b"2")
    path = write_crate(Edition("KG", 2014), [MANIFEST], RECORD, directory, "ARGO")
    return path.read_text(encoding="utf-8")


def test_the_same_bytes(tmp_path: Path) -> None:
    """No clock and no path enter it."""
    one = crate(tmp_path / "one")

    assert one == crate(tmp_path / "two")
    assert str(tmp_path) not in one
    assert (tmp_path / "one" / METADATA).exists()


def test_what_it_tells(tmp_path: Path) -> None:
    """Outputs, inputs, parameters and programs stand in it; whether the tree was clean, too."""
    graph = {one["@id"]: one for one in json.loads(crate(tmp_path / "one"))["@graph"]}
    action = next(one for one in graph.values() if one["@type"] == "CreateAction")

    assert [{"@id": "rrs-KG-2014-en.pdf"}] == action["result"]
    assert "notes.txt" not in graph
    assert content_name("b" * 64) + "?name=events.csv" in graph
    assert "2014" == graph["#parameter-year"]["value"]
    assert "0.15.2" == graph["pkg:pypi/typst@0.15.2"]["softwareVersion"]
    assert MANIFEST["commit"] == graph["#rrs-reports"]["softwareVersion"]
    assert "2014-09-30" in graph["./"]["datePublished"]
