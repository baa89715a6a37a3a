"""Report cells: what each cell of an executed notebook gives to the report, in order.

Nothing that a cell shows is lost silently. A picture or a table enters with its label, its caption
and its alternative text, or stops the build; what else cannot enter is told in a notice.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from nbformat import NotebookNode

from reports.render.dialect import FOR_ANALYSTS, LABEL, TABLE, CellOptions
from reports.render.outputs import MARKDOWN, PICTURES, NamedCell, Shown, quoted, tagged
from rrs_data.language.markdown import escape, pipe_table
from rrs_data.programme.faults import gather

LINES = {
    "figure": {
        "label": "#| label: fig-events",
        "caption": "#| fig-cap: What the picture says",
        "alternative text": "#| fig-alt: What it shows, in words and numbers",
    },
    "table": {"label": "#| label: tbl-events", "caption": "#| tbl-cap: What the table holds"},
}
"""What a figure and a table need, and the line of a cell that gives it."""

PHOTO = "image/jpeg"
"""A kind of picture in which a camera writes where it was taken."""

MOST_COLUMNS = 12
"""So many columns a table may have: of more, each is a few letters wide on paper."""

DRAWN = re.compile(r"<(Axes|Figure|matplotlib|seaborn)\b|<\w*Container\b|^Text\(")
"""What drawing returns and a last line repeats."""

WARNED = re.compile(r"^\S+:\d+: (?=\w+: )", re.MULTILINE)
FRAME = re.compile(r'<table[^>]*(class="dataframe|id="T_)')
"""A frame, or a styled one, as pandas writes it in HTML."""


class ReportCell(NamedCell):
    """The same, with what it gives to the report."""

    def outputs(self) -> list[Shown | str]:
        """What it shows, and notices of what the report does not show. Raises FaultsError."""
        node = self.cells[-1]
        if node.cell_type == "code":
            return self._of_code(node)
        if not node.source.strip() or tagged(node, FOR_ANALYSTS):
            return []
        if node.cell_type != "markdown":
            return [self.told("is a raw cell, which no report shows; make it a Markdown cell")]
        return [Shown(self, node.source)]

    def _of_code(self, node: NotebookNode) -> list[Shown | str]:
        try:
            options = CellOptions.of(node.source, self.language)
        except ValueError as error:
            said = f"`#|` lines that cannot be read: {error}"
            expected = "lines of `name: value`, as YAML; a text with a colon in quotation marks"
            raise self.refused(said, expected, "correct these lines") from None
        notices = map(self.told, options.ineffective())
        if options.hidden:
            return [*notices]
        checks = [partial(self._output, one, options) for one in node.outputs]
        found = [one for one in gather(*checks) if one is not None]
        labelled = any(isinstance(one, Shown) and one.label for one in found)
        lacking = self._lacking(node, "" if labelled else options.text("label"))
        return [*notices, *found, *lacking]

    def _lacking(self, node: NotebookNode, label: str) -> Iterator[str]:
        """Pictures and rows not shown, a label for nothing, loose numbers."""
        what, left_out = [node.metadata.get("rrs", {})], 0
        for one in node.outputs:
            given, table = one.get("metadata", {}).get("rrs"), one.get("data", {}).get(TABLE, {})
            what += [given or {}, table]
            left_out += 0 if given else table.get("left_out", 0)  # show(…) says so in the report
        lost, loose = (sum(one.get(name, 0) for one in what) for name in ("not-shown", "untraced"))
        if lost:
            mend = "end the cell with the figure, or begin it with `#| output: false`"
            yield self.told(f"draws a picture that is never shown; {mend}")
        elif label:
            yield self.told(f"has the label `{label}`, and shows nothing under it")
        if (columns := max(len((one.get("rows") or [()])[0]) for one in what)) > MOST_COLUMNS:
            yield self.told(f"shows a table of {columns} columns, too many for paper; choose some")
        if any(one.get("unstyled") for one in what):
            yield self.told("shows a Styler without its colours, bars and added rows; use words")
        if left_out:
            yield self.told(f"shows a frame without its last {left_out} rows; show fewer of them")
        if loose:
            lead = "1 number in {} leads" if loose == 1 else f"{loose} numbers in {{}} lead"
            mend = "report.figure(frame) gives a number the rows that it was counted from"
            yield f"{lead.format(self.name)} nowhere; {mend}."

    def _output(self, output: NotebookNode, options: CellOptions) -> Shown | str | None:
        if output.output_type == "stream":
            return self._stream(output, options)
        what = output.metadata.get("rrs")
        if not what:
            return self._own(output.data, options)
        text = str(output.data.get(MARKDOWN, ""))
        return replace(self, markdown=text, **what.get("written", {})).given(output.data, what)

    def _stream(self, output: NotebookNode, options: CellOptions) -> Shown | str | None:
        """What a cell printed: ``output: asis`` makes a text of it."""
        said = output.text.strip()
        if output.name == "stderr":
            mend = "mend it, or begin the cell with `#| warning: false`"
            did = f"gives the warning {quoted(WARNED.sub('', said))}; {mend}"
            return self.told(did) if said and options.values.get("warning", True) else None
        if options.values.get("output") == "asis":
            return Shown(self, output.text)
        did = f"prints {quoted(said)}, which is not in the report; show it with sentence(…)"
        return self.told(did) if said else None

    def given(self, data: Mapping[str, Any], what: Mapping[str, Any]) -> Shown | None:
        """What ``rrs_data`` shows: its captions are plain text."""
        role = what.get("role")
        if role == "text":
            return Shown(self, str(data[MARKDOWN]), heading=int(what.get("heading", 0)))
        if role not in LINES:  # the cover, or what goes into other files
            return None
        named = ("label", "alt", "marked", "narrow")
        texts = {name: what[name] for name in named if name in what}
        caption = escape(what.get("caption", ""))
        mend = "give show(…) a `label=`, a `caption=` and, for a picture, an `alt=`"
        return self._float(role, Shown(self, *_content(data), caption=caption, **texts), mend)

    def _own(self, data: Mapping[str, Any], options: CellOptions) -> Shown | str | None:
        """What an analyst's own cell shows: its captions are Markdown, as in Quarto."""
        content, kind = _content(data)
        label = options.text("label")
        if kind in PICTURES and kind != PHOTO:
            caption, alt = options.text("fig-cap"), options.text("fig-alt")
            return self._float("figure", Shown(self, content, kind, label, caption, alt))
        is_table = label.startswith("tbl-") or "tbl-cap" in options.values
        if TABLE in data or (kind == MARKDOWN and is_table):
            caption = options.text("tbl-cap")
            made = self._float("table", Shown(self, content, kind, label, caption))
            return made if data.get(TABLE, {"rows": 1})["rows"] else None
        return Shown(self, content) if kind == MARKDOWN else self._lost(data)

    def _lost(self, data: Mapping[str, Any]) -> str | None:
        """What no report can show. Raises FaultsError for a picture or a table."""
        if pictures := [kind for kind in data if kind.startswith("image/")]:
            mend = "save a chart as PNG, and put a photo into the narrative"
            raise self.refused(f"a picture of the kind {pictures[0]}", "SVG or PNG", mend)
        if FRAME.search(str(data.get("text/html", ""))):
            mend = "open_report(…) in a cell above makes every frame a table that a report can show"
            raise self.refused("a frame that was shown without a report", "an open report", mend)
        if kinds := [kind for kind in data if kind != "text/plain"]:
            shown = "HTML" if kinds[0] == "text/html" else f"an output of the kind {kinds[0]}"
            mend = "show it as a picture (PNG or SVG), a frame or a sentence(…)"
            return self.told(f"shows {shown}, which is not in the report; {mend}")
        plain = data.get("text/plain", "")
        mend = "show it with sentence(…), or end the line with a semicolon"
        did = f"ends with {quoted(plain)}, which is not in the report; {mend}"
        return None if DRAWN.search(plain) else self.told(did)

    def _float(self, role: str, shown: Shown, mend: str = "") -> Shown:
        """A numbered figure or table that has all it needs. Raises FaultsError."""
        label = shown.label
        fits = LABEL.fullmatch(label) and label.startswith("tbl-" if role == "table" else "fig-")
        has = {"label": fits, "caption": shown.caption, "alternative text": shown.alt}
        lacks = [name for name in LINES[role] if not has[name]]
        found = [f"the label “{label}”"] if label and "label" in lacks else []
        found += [f"no {name}" for name in lacks if name != "label" or not label]
        lines = "".join(f"\n              {LINES[role][name]}" for name in lacks)
        if lacks:
            needs = f"a {role} with {', '.join(LINES[role])}"
            mend = mend or f"begin the cell with these lines, or with `#| output: false`:{lines}"
            raise self.refused(f"a {role} with {', '.join(found)}", needs, mend)
        return shown


def _content(data: Mapping[str, Any]) -> tuple[str, str]:
    """What a report takes of an output, and its kind."""
    kind = next((one for one in (*PICTURES, TABLE, MARKDOWN) if one in data), "")
    if kind == TABLE:
        table = data[TABLE]
        return pipe_table(table["heads"], table["rows"], table["numeric"]), MARKDOWN
    return str(data.get(kind, "")), kind
