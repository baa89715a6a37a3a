"""Received files: a report's manifest and text, read back from a page."""

from __future__ import annotations

from pathlib import Path

import pytest

from reports.archive.received import embed_manifest, read_received
from rrs_data.programme.faults import FaultsError

MANIFEST = {"parameters": {"country": "KG"}, "registers": {"events": "</script>"}}

PAGE = """<html><head><title>No text</title><style>p { top: 1px }</style></head><body>
<h1>Summary</h1><p>Of them <a>61</a> came.</p>
<table><tr><td>1</td><td>2</td></tr></table><img alt="3 bars" src="data:x">
</body></html>"""


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """A page with a manifest in it."""
    path = tmp_path / "report.html"
    path.write_text(PAGE, encoding="utf-8")
    embed_manifest(path, MANIFEST)
    return path


def test_a_manifest_is_read_back(page: Path) -> None:
    """Whatever stands in a manifest comes back, and cannot end its element."""
    assert read_received(page).manifest == MANIFEST
    assert 1 == page.read_text(encoding="utf-8").count("</script>")


def test_the_text_of_a_page(page: Path) -> None:
    """Text comes block by block, with where it stands; titles, styles and scripts are no text."""
    found = read_received(page)

    assert ["Summary", "Of them 61 came.", "1", "2", "3 bars"] == list(found.lines)
    assert "“Summary”" == found.places[1]
    assert ["picture 1"] == list(found.pictures)


def test_a_page_of_somebody_else(tmp_path: Path) -> None:
    """A page without a manifest is none of ours."""
    path = tmp_path / "other.html"
    path.write_text(PAGE, encoding="utf-8")
    with pytest.raises(FaultsError, match="without a manifest"):
        read_received(path)


def test_a_manifest_that_says_nothing(tmp_path: Path) -> None:
    """A manifest without parameters and registers is none."""
    path = tmp_path / "empty.html"
    path.write_text(PAGE, encoding="utf-8")
    embed_manifest(path, {})
    with pytest.raises(FaultsError, match="does not say"):
        read_received(path)
