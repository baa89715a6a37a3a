"""Showing: what a notebook shows becomes a part of the report, in its language.

Besides the package's own elements these are pictures of matplotlib, frames of pandas, and texts.
What a picture or a table lacks stops the build of the report, not the analyst.
"""

import re
import sys
from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from matplotlib.figure import Figure as Picture

from rrs_data.charts.bars import drawn_from
from rrs_data.language.markdown import MARK, Figure, escape, with_marks
from rrs_data.programme.faults import Fault, FaultsError
from rrs_data.report import wording
from rrs_data.report.desk import TABLE, on_desk, untranslated
from rrs_data.report.elements import Chart, Element, Table, Text
from rrs_data.report.frames import refuse
from rrs_data.report.sources import counted_by, counted_from, in_words
from rrs_data.report.tabular import Frame, table_content

LOOSE = re.compile(r"(?<![\w.,–-])(?!(?:19|20)\d\d\b)\d[\d\s.,]*(?![\w–-])")
"""A number in a text, but no year, and no part of a word such as an indicator's code."""

Said = str | Mapping[str, str]
"""A text, or one for each language."""


def show(
    *shown: Any, label: str = "", caption: Said = "", alt: Said = "", bold: Sequence[Hashable] = ()
) -> None:
    """Show elements, pictures, frames and texts in the notebook and in the report.

    A picture needs a ``label`` (``fig-…``), a ``caption`` and an alternative text; a chart of the
    house says its own. A frame needs a label (``tbl-…``) and a caption; ``bold`` rows stand out.
    Texts may be given for each language: ``{"en": …, "ru": …}``. What is None or has no rows is
    left out. Raises FaultsError: it is nothing that a report can show.

        show(by_age, label="tbl-age", caption=t("Participants by age"))
    """
    from IPython.display import display

    for one in shown:
        element = _element(one, label, _said(caption), _said(alt), bold)
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
        text = f"{'#' * level} {escape(title)}{identifier}"
        show(Text(text, more={"heading": level}), *shown)


def sentence(text: Said, **values: Any) -> None:
    """Show a sentence with figures in its fields, which lead to how they were counted.

    A number that is not a figure is reported when the report is made. Raises FaultsError: a field
    has no value.

        sentence(t("{n} grants were awarded."), n=report.figure(grants))
    """
    try:
        filled = _said(text).format(**with_marks(on_desk().words | values))
    except KeyError as error:
        found = f"no value for {{{error.args[0]}}}"
        mend = f"give it: sentence(…, {error.args[0]}=report.figure(…))"
        raise FaultsError([Fault(f"the sentence “{text}”", found, "a value", mend)]) from None
    loose = len(LOOSE.findall(MARK.sub("", filled)))
    show(Text(Text.plain(filled).markdown, more={"untraced": loose} if loose else {}))


def _element(
    shown: Any, label: str, caption: str, alt: str, bold: Sequence[Hashable]
) -> Element | None:
    """What something is in the report. Raises FaultsError: it is nothing that can stand there."""
    if shown is None or hasattr(shown, "bundle"):
        element: Element | None = shown
        return element
    if isinstance(shown, str | Figure):
        return Text.plain(shown.marked if isinstance(shown, Figure) else shown)
    if isinstance(shown, Picture):
        return _chart(shown, label, caption, alt)
    if isinstance(shown, Frame):
        return _table(shown, label, caption, bold)
    kinds = "an element, a figure of matplotlib, a DataFrame, a Series, a Styler or a text"
    mend = "show a picture's figure (`axes.figure`), and a number in a sentence(…)"
    raise FaultsError([Fault("show(…)", f"{type(shown).__name__}", kinds, mend)])


def _chart(picture: Picture, label: str, caption: str, alt: str) -> Chart | None:
    """A picture, and of a chart of the house what it shows; pyplot shall not show it once more."""
    if pyplot := sys.modules.get("matplotlib.pyplot"):
        pyplot.close(picture)
    drawn = drawn_from(picture)
    if drawn is None:
        return Chart(label, caption, alt, picture)
    if drawn.frame.empty:
        return None
    report, keys = on_desk(), [one.key for one in drawn.figures]
    source = counted_by(report, keys) or counted_from(report, keys)
    words = alt or in_words(report, caption, drawn)
    return Chart(label, caption, words, picture, drawn.figures, source)


def _table(frame: Frame, label: str, caption: str, bold: Sequence[Hashable]) -> Table | None:
    report = on_desk()
    content = table_content(report, frame, bold)
    if not content["rows"]:
        return None
    source, register = counted_from(report, content["keys"]), content["register"]
    if content["left_out"]:
        sentence = report.n(
            "{n} more row is left out; all rows are in the register “{register}” ({file}).",
            "{n} more rows are left out; all rows are in the register “{register}” ({file}).",
            content["left_out"],
            register=wording.register_name(report, register),
            file=report.registers.schema.registers[register].path,
        )
        source = f"{source} [{escape(sentence)}]{{.source}}".strip()
    caption = caption or str(getattr(frame, "caption", None) or "")
    cells = content["heads"], content["rows"], content["numeric"]
    return Table(label, caption, *cells, source, {TABLE: content})


def _said(text: Said) -> str:
    """A text, or that of the report's language. Raises FaultsError: there is none."""
    if isinstance(text, str):
        return text
    code = on_desk().language.code
    if code not in text:
        raise refuse("the text's languages", code, text, f"add “{code}”: …")
    return text[code]
