"""Elements of the report, as outputs of the notebook."""

from typing import Any

import IPython.display
import pytest
from matplotlib.figure import Figure

from rrs_data.report.elements import Chart, Cover, Record, Table, Text, section, show, svg

Shown = list[tuple[dict[str, Any], dict[str, Any]]]


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> Shown:
    """What is displayed: data and metadata."""
    found: Shown = []

    def keep(data: dict[str, Any], *, raw: bool, metadata: dict[str, Any]) -> None:
        assert raw
        found.append((data, metadata))

    monkeypatch.setattr(IPython.display, "display", keep)
    return found


def figure() -> Figure:
    """A small picture."""
    drawn = Figure(figsize=(2, 1))
    drawn.add_subplot().plot([1, 2], [3, 4], marker="o")
    return drawn


def test_text() -> None:
    """A text is Markdown; plain sentences are escaped and stand in one paragraph."""
    data, what = Text.plain("One.", "*Two.*").bundle()

    assert r"One\. \*Two\.\*" == data["text/markdown"]
    assert {"role": "text"} == what
    assert "text/html" not in data


def test_note() -> None:
    """A note is set apart, and its preview cannot run anything."""
    data, _ = Text.note("<b>").bundle()

    assert "::: {.note}\n\\<b\\>\n:::" == data["text/markdown"]
    assert "&lt;b&gt;" in data["text/html"]
    assert "<b>" not in data["text/html"]


def test_table() -> None:
    """A table says its label and caption beside its cells."""
    data, what = Table("tbl-a", "Caption", ["h"], [["c"]]).bundle()

    assert {"role": "table", "label": "tbl-a", "caption": "Caption"} == what
    assert data["text/markdown"].startswith("| h |\n")


def test_chart() -> None:
    """A chart is SVG with a caption and a text for those who do not see it."""
    data, what = Chart("fig-a", "Caption", 'Alt "x" <y>', figure()).bundle()

    assert "<svg" in data["image/svg+xml"]
    assert {"role": "figure", "label": "fig-a", "caption": "Caption", "alt": 'Alt "x" <y>'} == what
    assert 'alt="Alt &quot;x&quot; &lt;y&gt;"' in data["text/html"]


def test_same_picture_same_bytes() -> None:
    """A picture drawn twice is the same file, without a date and without letters to be found."""
    one, other = svg(figure()), svg(figure())

    assert one == other
    assert "<dc:date>" not in one
    assert "<text" not in one


def test_cover() -> None:
    """The cover carries the front matter, and shows title and facts."""
    front = {"title": "A #1", "cover": {"country": "KG"}}
    data, what = Cover(front).bundle()

    assert {"role": "cover", "front": front} == what
    assert "# A \\#1\n\nKG" == data["text/markdown"]


def test_record() -> None:
    """The record is data that the report does not show."""
    content = {"achievements": [1, 2]}
    data, what = Record(content).bundle()

    assert {"role": "achievements"} == what
    assert (content, "2 achievements") == (data["application/json"], data["text/plain"])


def test_show(shown: Shown) -> None:
    """Every part is one output that says what it is; what is None is left out."""
    show(Text("a"), None, Text("b"))

    assert ["a", "b"] == [data["text/markdown"] for data, _ in shown]
    assert [{"rrs": {"role": "text"}}] * 2 == [metadata for _, metadata in shown]


def test_section(shown: Shown) -> None:
    """A section is its title and its parts."""
    section("A * b", Text("x"), None)
    section("Below", Text("y"), level=2)

    expected = ["# A \\* b", "x", "## Below", "y"]
    assert expected == [data["text/markdown"] for data, _ in shown]


def test_section_without_parts(shown: Shown) -> None:
    """A section without any part is left out, title and all."""
    section("Nothing", None, None)
    section("Nothing")

    assert [] == shown
