"""Showing: what a notebook shows becomes a part of the report, in its language.

Besides the package's own elements these are pictures of matplotlib, frames of pandas, and texts.
"""

import re
import sys
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from matplotlib.figure import Figure as Picture

from rrs_data.charts.bars import drawn_from
from rrs_data.language.markdown import MARK, Figure, escape
from rrs_data.programme.faults import Fault, FaultsError, raise_if_any
from rrs_data.report import wording
from rrs_data.report.desk import TABLE, on_desk, untranslated
from rrs_data.report.elements import Bundle, Chart, Element, Table, Text
from rrs_data.report.report import Report
from rrs_data.report.sources import counted_by, counted_from, in_words
from rrs_data.report.tabular import Frame, TableContent, table_content

LABEL = re.compile(r"(fig|tbl)-[a-z0-9]+(-[a-z0-9]+)*")
LOOSE = re.compile(r"(?<![\w.,–-])\d[\d\s.,]*(?![\w–-])")
"""A number in a text, but none that is a part of a word, such as an indicator's code."""

YEAR = re.compile(r"(19|20)\d\d")

Said = str | Mapping[str, str]
"""A text, or one for each language."""


@dataclass(frozen=True)
class FrameTable(Table):
    """A frame as a table: its rows have heads where its index names them."""

    content: TableContent | None = None

    def bundle(self) -> tuple[Bundle, Bundle]:
        """The table, and what the report makes its own from."""
        data, what = super().bundle()
        return data | ({TABLE: asdict(self.content)} if self.content else {}), what


@dataclass(frozen=True)
class Heading(Text):
    """A section's title, which the report leaves out where nothing follows below it."""

    level: int = 1

    def bundle(self) -> tuple[Bundle, Bundle]:
        """The title for the report."""
        data, what = super().bundle()
        return data, what | {"heading": self.level}


@dataclass(frozen=True)
class Sentence(Text):
    """A sentence in which so many numbers lead to no rows."""

    untraced: int = 0

    def bundle(self) -> tuple[Bundle, Bundle]:
        """The sentence for the report."""
        data, what = super().bundle()
        return data, what | ({"untraced": self.untraced} if self.untraced else {})


def show(
    *shown: Any, label: str = "", caption: Said = "", alt: Said = "", bold: Sequence[Hashable] = ()
) -> None:
    """Show elements, pictures, frames and texts in the notebook and in the report.

    A picture needs a ``label`` (``fig-…``), a ``caption`` and an alternative text; a chart of the
    house says its own. A frame needs a label (``tbl-…``) and a caption; ``bold`` rows stand out.
    Texts may be given for each language: ``{"en": …, "ru": …}``. What is None or has no rows is
    left out. Raises FaultsError.

        show(by_age, label="tbl-age", caption=t("Participants by age"))
    """
    from IPython.display import display

    for one in shown:
        element = _element(one, ShowOptions(label, _said(caption), _said(alt), bold))
        if element is not None:
            data, what = element.bundle()
            display(data, raw=True, metadata={"rrs": what | untranslated()})  # type: ignore[no-untyped-call]


def section(title: str, *shown: Any, level: int = 1, name: str = "") -> None:
    """Begin a section, with what stands in it or before it is shown; an empty one is left out.

    ``name`` is what links to the section call it.

        section(t("Grants"))
        show(grants, label="tbl-grants", caption=t("Grants awarded, {year_name}"))
    """
    if not shown or any(one is not None for one in shown):
        identifier = f" {{#{name}}}" if name else ""
        show(Heading(f"{'#' * level} {escape(title)}{identifier}", level=level), *shown)


def sentence(text: str, **values: Any) -> None:
    """Show a sentence with figures in its fields, which lead to how they were counted.

    A number that is not a figure is reported when the report is made. Raises FaultsError.

        sentence(t("{n} grants were awarded."), n=report.figure(grants))
    """
    try:
        filled = on_desk().t(text, **values) if values else text
    except KeyError as error:
        given = ", ".join(values) or "none"
        raise FaultsError(
            [Fault(f"the sentence “{text}”", f"no value for {{{error.args[0]}}}", given, "add it")]
        ) from None
    numbers = [
        one for one in LOOSE.findall(MARK.sub("", filled)) if not YEAR.fullmatch(one.strip())
    ]
    show(Sentence(Text.plain(filled).markdown, untraced=len(numbers)))


@dataclass(frozen=True)
class ShowOptions:
    """What a picture or a frame is shown with."""

    label: str
    caption: str
    alt: str
    bold: Sequence[Hashable]

    def check(self, what: str, prefix: str, *names: str) -> None:
        """Everything is there that a picture or a frame needs. Raises FaultsError."""
        needs = {
            "label": f"`{prefix}-`, then small letters and digits with hyphens",
            "caption": "a sentence that says what it shows",
            "alt": "what it shows, for those who do not see it",
        }
        given = {name: str(getattr(self, name)) for name in ("label", *names)}
        fits = LABEL.fullmatch(self.label) and self.label.startswith(f"{prefix}-")
        lacking = [
            name for name, text in given.items() if not text or (name == "label" and not fits)
        ]
        raise_if_any(
            [
                Fault(
                    f"show(…) of {what}",
                    f"the {name} “{given[name]}”" if given[name] else f"no {name}",
                    needs[name],
                    f"give show(…) a `{name}=`",
                )
                for name in lacking
            ]
        )


def _element(shown: Any, options: ShowOptions) -> Element | None:
    """What something is in the report. Raises FaultsError: it is nothing that can stand there."""
    if shown is None or hasattr(shown, "bundle"):
        element: Element | None = shown
        return element
    if isinstance(shown, str | Figure):
        return Text.plain(shown.marked if isinstance(shown, Figure) else shown)
    if isinstance(shown, Picture):
        return _chart(shown, options)
    if isinstance(shown, Frame):
        return _table(shown, options)
    kinds = "an element, a figure of matplotlib, a DataFrame, a Series, a Styler or a text"
    mend = "show a picture's figure (`axes.figure`), and a number in a sentence(…)"
    raise FaultsError([Fault("show(…)", f"{type(shown).__name__}", kinds, mend)])


def _chart(picture: Picture, options: ShowOptions) -> Chart | None:
    """A picture with what it needs; pyplot shall not show it once more."""
    if pyplot := sys.modules.get("matplotlib.pyplot"):
        pyplot.close(picture)
    drawn = drawn_from(picture)
    if drawn is None:
        options.check("a picture", "fig", "caption", "alt")
        return Chart(options.label, options.caption, options.alt, picture)
    if drawn.frame.empty:
        return None
    options.check("a chart", "fig", "caption")
    report, keys = on_desk(), [one.key for one in drawn.figures]
    alt = options.alt or in_words(report, options.caption, drawn)
    source = counted_by(report, keys) or counted_from(report, keys)
    return Chart(options.label, options.caption, alt, picture, drawn.figures, source)


def _table(frame: Frame, options: ShowOptions) -> FrameTable | None:
    report = on_desk()
    content = table_content(report, frame, options.bold)
    if not content.rows:
        return None
    styled = str(getattr(frame, "caption", None) or "")
    options = replace(options, caption=options.caption or styled)
    options.check("a frame", "tbl", "caption")
    source = counted_from(report, content.registers)
    if content.left_out:
        source = f"{source} {_left_out(report, content, options.label)}".strip()
    cells = content.heads, content.rows, content.numeric
    return FrameTable(options.label, options.caption, *cells, source, content)


def _left_out(report: Report, content: TableContent, label: str) -> str:
    """How many rows of a register a table leaves out.

    Raises FaultsError: they are no register's, so that nobody would find them.
    """
    if not content.register:
        found, most = len(content.rows) + content.left_out, len(content.rows)
        mend = f"show a part of it: frame.head({most})"
        raise FaultsError([Fault(f"the table {label}", f"{found} rows", f"{most} at most", mend)])
    sentence = report.n(
        "{n} more row is left out; all rows are in the register “{register}” ({file}).",
        "{n} more rows are left out; all rows are in the register “{register}” ({file}).",
        content.left_out,
        register=wording.register_name(report, content.register),
        file=report.registers.schema.registers[content.register].path,
    )
    return f"[{escape(sentence)}]{{.source}}"


def _said(text: Said) -> str:
    """A text, or that of the report's language. Raises FaultsError: there is none."""
    if isinstance(text, str):
        return text
    code = on_desk().language.code
    if code not in text:
        mend = f'add "{code}": …'
        found = f"a text in {', '.join(text)}"
        raise FaultsError([Fault("show(…)", found, f"one in {code} too", mend)])
    return text[code]
