"""Elements of the report, as outputs of the notebook."""

import IPython.display
import pytest
from matplotlib.figure import Figure

from rrs_data import Chart, Text, section, show
from rrs_data.report import desk


@pytest.fixture
def shown(monkeypatch):
    """What is displayed: data and metadata."""
    found = []

    def keep(data, *, raw, metadata):
        assert raw
        found.append((data, metadata))

    monkeypatch.setattr(IPython.display, "display", keep)
    monkeypatch.setattr(desk, "_open", [])  # elements need no report, whatever was open before
    return found


def figure():
    drawn = Figure(figsize=(2, 1))
    drawn.add_subplot().plot([1, 2], [3, 4], marker="o")
    return drawn


def test_text():
    """Plain sentences are escaped and stand in one paragraph; a note's preview runs nothing."""
    data, what = Text.plain("One.", "*Two.*").bundle()
    note, _ = Text.note("<b>").bundle()

    assert (r"One\. \*Two\.\*", {"role": "text"}) == (data["text/markdown"], what)
    assert "text/html" not in data
    assert "::: {.note}\n\\<b\\>\n:::" == note["text/markdown"]
    assert "<p>&lt;b&gt;</p>" in note["text/html"]


def test_chart():
    """A chart is SVG with a caption and a text for those who do not see it."""
    data, what = Chart("fig-a", "Caption", 'Alt "x" <y>', figure()).bundle()

    assert "<svg" in data["image/svg+xml"]
    assert {"role": "figure", "label": "fig-a", "caption": "Caption", "alt": 'Alt "x" <y>'} == what
    assert 'alt="Alt &quot;x&quot; &lt;y&gt;"' in data["text/html"]


def test_show(shown):
    """Every element is one output that says what it is; what is None is left out.

    A section is its title and its elements; one without any is left out, title and all. A title
    alone begins a section: the report has it if something follows.
    """
    show(Text("a"), None)
    section("A * b", Text("x"), None)
    section("Below", Text("y"), level=2, name="here")
    section("Nothing", None)
    section("Begun")

    expected = ["a", "# A \\* b", "x", "## Below {#here}", "y", "# Begun"]
    assert expected == [data["text/markdown"] for data, _ in shown]
    assert {"rrs": {"role": "text"}} == shown[0][1]
    assert {"rrs": {"role": "text", "heading": 1}} == shown[-1][1]
