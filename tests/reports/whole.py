"""Whole reports in process: the outputs of the notebook's own cells, without running a kernel."""

import json
import re

import IPython.display
import pytest
from matplotlib.figure import Figure

import rrs_data
from rrs_data.charts.bars import remember
from rrs_data.report import elements
from rrs_data.report.desk import put_on_desk
from rrs_data.report.sections import background, charting, network
from tests.conftest import ROOT

NOTEBOOK = ROOT / "notebooks" / "annual_report.ipynb"


def outputs_of(report):
    """All outputs of a report, in order; its pictures are left blank."""
    found = []

    def keep(data, *, raw, metadata):
        assert raw
        found.append((data, metadata["rrs"]))

    names = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(IPython.display, "display", keep)
        for module in (elements, background):
            patch.setattr(module, "svg", lambda _figure: "<svg/>")
        undraw(patch)
        patch.setattr(rrs_data, "open_report", lambda *_given, **_paths: report)
        put_on_desk(report)
        for cell in json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]:
            if cell["cell_type"] == "code":
                exec("".join(cell["source"]), names)  # noqa: S102 - the notebook's own cells
    return followed(found)


def followed(outputs):
    """The outputs without the titles of sections in which nothing stands, as a report has them."""
    kept = []
    for data, what in reversed(outputs):
        level, following = what.get("heading", 0), kept[-1][1] if kept else {"heading": 1}
        if not level or not 0 < following.get("heading", 0) <= level:
            kept.append((data, what))
    return kept[::-1]


def words_of(output):
    """Everything that a reader sees or hears of an output, as plain text."""
    data, what = output
    if what["role"] == "cover":
        texts = strings(what["front"])
    else:
        texts = [data.get("text/markdown", ""), what.get("caption", ""), what.get("alt", "")]
    text = "\n".join(texts)
    text = re.sub(r"\]\{[^}]*\}", "]", text)  # a span's attributes are no text
    text = re.sub(r" \{[#.][^}]*\}$", "", text, flags=re.MULTILINE)  # nor is a heading's name
    text = re.sub(r"^:{3,}.*$", "", text, flags=re.MULTILINE)
    return re.sub(r"\\(.)", r"\1", text)


def strings(content):
    """All texts of the front matter but codes."""
    if isinstance(content, dict):
        content = list(content.values())
    if isinstance(content, list):
        return [text for value in content for text in strings(value)]
    return [content] if isinstance(content, str) else []


def rows_of(table):
    """The cells of a pipe table without its rule; a bar with a backslash is no border."""
    head, _, *rows = table.splitlines()
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in (head, *rows)]


def undraw(patch):
    """Leave every picture blank; its alternative text and its figures stay as they are."""
    patch.setattr(
        charting,
        "stacked_bars",
        lambda frame, _write, _colours, totals, targets: remember(
            Figure(),
            frame,
            totals=totals,
            targets=targets,
            marks=(frame.astype(float) > 0).sum().sum(),
        ),
    )
    patch.setattr(network, "country_map", lambda *_given, **_named: Figure())
