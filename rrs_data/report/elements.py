"""Elements: what a notebook shows, in a form that JupyterLab and the report both understand.

Each element is displayed as one output whose metadata says under ``rrs`` what it is: ``cover``,
``text``, ``table``, ``figure`` or ``achievements``. The report is made from these outputs and from
nothing else. ``text/html`` beside them is for JupyterLab alone.
"""

from __future__ import annotations

import base64
import html
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import matplotlib as mpl
from matplotlib.figure import Figure

from rrs_data.charts.colours import DARK
from rrs_data.language.markdown import Figure as Number
from rrs_data.language.markdown import escape, markdown, pipe_table, plain, preview

END = "</style>"
"""Where matplotlib's own rules of a picture end."""

WRITTEN: dict[Any, Any] = {"svg.hashsalt": "rrs", "svg.fonttype": "path"}
WRITTEN |= {"figure.autolayout": False, "figure.constrained_layout.use": False}
"""How a picture is written. It is laid out already: with a layout matplotlib draws it twice."""

Bundle = dict[str, Any]


class Element(Protocol):
    """Something that stands in the report."""

    def bundle(self) -> tuple[Bundle, Bundle]:
        """The output's data by MIME type, and what it is."""


@dataclass(frozen=True)
class Text:
    """Markdown that is safe already.

        show(Text("**Note.** Only events that have ended are counted."))

    ``more`` is what the report is told of it besides.
    """

    markdown: str
    more: Bundle = field(default_factory=dict)

    @classmethod
    def plain(cls, *sentences: str) -> Text:
        """A paragraph of sentences that are not Markdown; their figures are marked."""
        return cls(markdown(" ".join(sentences)))

    @classmethod
    def note(cls, *sentences: str) -> Text:
        """A paragraph set apart as a quiet note."""
        return cls(f"::: {{.note}}\n{markdown(' '.join(sentences))}\n:::")

    @classmethod
    def bullets(cls, texts: Iterable[str], lead: str = "") -> Text:
        """A list of sentences that are not Markdown, below one that leads to it."""
        items = "\n".join(f"- {markdown(text)}" for text in texts)
        return cls(f"::: {{.lead-in}}\n{markdown(lead)}\n:::\n\n{items}" if lead else items)

    def bundle(self) -> tuple[Bundle, Bundle]:
        """Markdown for the report."""
        data = {"text/markdown": self.markdown, "text/plain": self.markdown}
        return data | {"text/html": preview(self.markdown)}, {"role": "text", **self.more}


@dataclass(frozen=True)
class Table:
    """A table with a number and a caption. Cells are Markdown; ``numeric`` columns go right.

    ``source`` says in Markdown where figures come from that no indicator counts; ``more`` are other
    representations, ``what`` is what the report is told of it besides.

        show(Table("tbl-days", "Days", ["Event", "Days"], [["School", "5"]], numeric=[1]))
    """

    label: str
    caption: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    numeric: Sequence[int] = ()
    source: str = ""
    more: Bundle = field(default_factory=dict)
    what: Bundle = field(default_factory=dict)

    def bundle(self) -> tuple[Bundle, Bundle]:
        """A pipe table for the report."""
        table = pipe_table(self.heads, self.rows, self.numeric)
        data = {
            "text/markdown": table,
            "text/plain": f"{plain(self.caption)}\n\n{table}",
            "text/html": f"<p><b>{html.escape(plain(self.caption))}</b></p>" + preview(table),
            **self.more,
        }
        what = {"role": "table", "label": self.label, **self.what}
        return data, what | _caption(self.caption, self.source)


@dataclass(frozen=True)
class Chart:
    """A chart with a number and a caption. ``alt`` says in words what the chart shows.

    ``figures`` are the numbers in the picture, which cannot lead anywhere: ``source`` says in
    Markdown where they come from; ``narrow`` is the same chart for a narrow screen.

        show(Chart("fig-age", "People by age", "Bars by age band", bars(by_age)))
    """

    label: str
    caption: str
    alt: str
    figure: Figure
    figures: Sequence[Number] = ()
    source: str = ""
    narrow: Figure | None = None

    def bundle(self) -> tuple[Bundle, Bundle]:
        """An SVG picture for the report; the same bytes for the same figure."""
        picture, alt = svg(self.figure), plain(self.alt)
        source = base64.b64encode(picture.encode()).decode()
        preview = (
            f'<figure><img alt="{html.escape(alt)}" '
            f'src="data:image/svg+xml;base64,{source}">'
            f"<figcaption>{html.escape(plain(self.caption))}</figcaption></figure>"
        )
        data = {"image/svg+xml": picture, "text/html": preview, "text/plain": alt}
        what: Bundle = {"role": "figure", "label": self.label, "alt": alt}
        if self.narrow:
            what["narrow"] = svg(self.narrow)
        if self.figures:
            what["figures"] = {one.key: one.text for one in self.figures}
        return data, what | _caption(self.caption, self.source)


@dataclass(frozen=True)
class Output:
    """An element that is ready: its ``data`` by MIME type, and ``what`` it is."""

    data: Bundle
    what: Bundle

    def bundle(self) -> tuple[Bundle, Bundle]:
        """Both as they are."""
        return self.data, self.what


def _caption(caption: str, source: str) -> dict[str, str]:
    """A caption as plain text, and as Markdown in which figures are marked."""
    marked = f"{markdown(caption)} {source}".strip()
    return {"caption": plain(caption), **({"marked": marked} if marked != escape(caption) else {})}


def svg(figure: Figure) -> str:
    """A figure as SVG: letters as outlines, ids from a fixed salt, no date.

    Where the page is dark the brand's colours are those for it; Typst passes such rules over.
    """
    file, layout = io.StringIO(), figure.get_layout_engine()
    if layout:  # with the renderer that is quicker to measure letters than that for SVG
        layout.execute(figure)
    try:
        with mpl.rc_context(WRITTEN):
            figure.set_layout_engine(None)
            figure.savefig(file, format="svg", metadata={"Date": None})
    finally:
        if layout:
            figure.set_layout_engine(layout)
    picture = file.getvalue()
    for step in ("L ", "C ", "Q ", "M ", "z"):  # paths without line breaks
        picture = picture.replace(f" \n{step}", step.strip())
    used = {part: {one[:7] for one in picture.split(f"{part}: ")} for part in ("fill", "stroke")}
    rules = "".join(
        f'[style*="{part}: {light}"]{{{part}:{dark}!important}}'
        for light, dark in DARK.items()
        for part, colours in used.items()
        if light in colours
    )
    dark = f"@media screen and (prefers-color-scheme: dark){{{rules}}}</style>" if rules else END
    return picture.replace(END, dark, 1)
