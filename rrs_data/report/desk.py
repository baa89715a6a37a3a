"""The desk: a report is opened, and what a notebook shows becomes a part of it, in its language.

Besides the package's own elements these are pictures of matplotlib, frames of pandas, and texts.
What a picture or a table lacks stops the build of the report, not the analyst.
"""

import os
import re
import sys
from collections.abc import Callable, Hashable, Mapping, Sequence
from contextlib import suppress
from functools import cache, partial
from html import escape as as_html
from pathlib import Path
from typing import Any

import pandas as pd
from matplotlib.figure import Figure as Picture
from pandas.io.formats.style import Styler

from rrs_data.charts.bars import drawn_from, narrow
from rrs_data.charts.colours import use_brand
from rrs_data.indicators.reconciliation import load_published, misnamed, uncounted
from rrs_data.indicators.sheets import load_indicators
from rrs_data.intake.descriptor import schema_of
from rrs_data.intake.files import VARIABLE
from rrs_data.intake.registers import Registers, load_registers
from rrs_data.intake.schema import Schema
from rrs_data.language.language import Language
from rrs_data.language.markdown import MARK, Figure, escape, with_marks
from rrs_data.programme.choices import checked_report, choice
from rrs_data.programme.faults import Fault, FaultsError, gather, raise_if_any
from rrs_data.programme.loading import load_programme
from rrs_data.programme.programme import Programme, Year
from rrs_data.report import wording
from rrs_data.report.elements import Chart, Element, Text
from rrs_data.report.report import Report
from rrs_data.report.tabular import TABLE, Frame, in_words, table_content, table_of

PROJECT = Path(__file__).resolve().parents[2]
"""Where registers, parameters and brand lie unless others are given."""

CALLS = (
    'report.rows("events") · report.evidence("{code}") · report.breakdown("{code}", by="…") · '
    'report.figure("{code}") · report.figure(frame, label="…") · report.t("…")'
)
"""What an analyst needs to know."""

LOOSE = re.compile(r"(?<![\w.,–-])(?!(?:19|20)\d\d\b)\d[\d\s.,]*(?![\w–-])")
"""A number in a text, but no year, and no part of a word such as an indicator's code."""

FEWEST_MARKS = 3
"""So many values a chart of the house shows at least: of fewer, a sentence says as much."""

Said = str | Mapping[str, str]
"""A text, or one for each language."""

_open: list[Report] = []
"""The report that was opened last."""


def open_report(  # noqa: PLR0913 - what a notebook is told, each by its name
    country: str,
    year: Year | str,
    language: str,
    *,
    period: str = "",
    registers: str | Path | None = None,
    params: str | Path | None = None,
    brand: str | Path | None = None,
    edition: str = "donor",
) -> Report:
    """Read and check all that a report needs; what is not given is the project's own.

    ``period`` is a quarter or a half of the year, such as ``"Q2"``; without it, it is the year.
    The ``edition`` is the donor's or "public". What is shown afterwards is in its language. Raises
    FaultsError with every fault of the choice, the parameters and the registers.

        report = open_report(country, year, language)
    """
    directory = Path(params or PROJECT / "params")
    source = registers or PROJECT / "rrs_data" / "registers"
    programme, indicators, published, loaded, (code, when), chosen, kind, _ = read_all(
        os.environ.get(VARIABLE, source) if source == f"${VARIABLE}" else source,
        directory,
        lambda own: checked_report(own, country, year, period),
        lambda own: choice("LANGUAGE", language or own.languages[0], *own.languages),
        lambda _: choice("EDITION", edition, "donor", "public"),
        lambda _: use_brand(Path(brand or PROJECT / "reports" / "_brand.yml")),
    )
    report = Report(
        programme=programme,
        indicators=indicators,
        published=published,
        registers=loaded,
        language=Language.of(programme, chosen),
        country=code,
        period=when,
        params=directory,
        public=kind == "public",
    )
    put_on_desk(report)
    return report


def read_all(source: str | Path, params: Path, *others: Callable[[Programme], Any]) -> list[Any]:
    """The programme, its indicators, what was published, and the registers; then all ``others``.

    Raises FaultsError with every fault of each; the registers are checked without the parameters
    where these are faulty. Then with what goes together in none of the two.
    """
    programme = cache(lambda: load_programme(params))
    sheets = cache(lambda: load_indicators(params, schema()))

    @cache
    def schema() -> Schema:
        with suppress(FaultsError):
            return schema_of(source, params, programme().languages)
        return schema_of(source, params)

    def registers() -> Registers:
        context = None
        with suppress(FaultsError):
            context = programme(), sheets().sheets
        return load_registers(source, context, schema())

    more = [partial(lambda other: other(programme()), one) for one in others]
    found = gather(programme, sheets, lambda: load_published(params), registers, *more)
    raise_if_any(
        [*misnamed(found[0], found[1], params, schema()), *uncounted(found[2], found[1], schema())]
    )
    return found


def put_on_desk(report: Report) -> None:
    """Show everything from now on as a part of this report.

    IPython shows pictures as the report has them, frames as its tables, the report as a page.
    """
    _open[:] = [report]
    ipython = sys.modules.get("IPython")
    if not (shell := ipython and ipython.get_ipython()):
        return
    from matplotlib_inline.backend_inline import set_matplotlib_formats

    set_matplotlib_formats("svg", metadata={"Date": None})  # type: ignore[no-untyped-call]
    from IPython.core.formatters import JSONFormatter  # where a cell runs, it is loaded already

    formatters = shell.display_formatter.formatters
    formatters["text/html"].for_type(Report, overview)
    named = {"format_type": TABLE, "print_method": "_repr_rrs_table_"}  # frames have no such method
    tables = formatters.setdefault(TABLE, JSONFormatter(parent=shell.display_formatter, **named))
    for kind in (pd.DataFrame, pd.Series, Styler):
        tables.for_type(kind, lambda frame: table_content(on_desk(), frame))
    # A figure in a frame is as the report has it, where pandas would write 40 as 40.0.
    pd.set_option(
        "display.float_format",
        lambda number: str(number if isinstance(number, Figure) else round(number, 6)),
    )


def overview(report: Report) -> str:
    """Country, period, registers with their rows, indicators with their values, what to call."""
    t, language, frames = report.t, report.language, report.registers.frames
    registers = {
        t("Register"): [wording.register_name(report, name) for name in frames],
        t("Rows"): [len(report.rows(name)) for name in frames],
        t("All rows"): [len(frame) for frame in frames.values()],
    }
    found = report.achievements.values()
    indicators = {
        t("Indicator"): [language.pick(one.indicator.title) for one in found],
        t("Actual"): [language.value(one.actual, one.indicator.unit) for one in found],
        t("Target"): [language.value(one.target, one.indicator.unit) for one in found],
    }
    both = pd.DataFrame(registers, list(frames)), pd.DataFrame(indicators, [*report.achievements])
    title = f"{report.name}, {report.period_name}: {language.span(report.period)}"
    calls = CALLS.format(code=next(iter(report.achievements), "…"))
    pieces = [as_html(title), *(one.to_html() for one in both), as_html(calls)]
    page = "<h3>{}</h3>{}{}<p><code>{}</code></p>".format(*pieces)
    return page.replace(' class="dataframe"', "")  # which says: a frame of the report


def on_desk() -> Report:
    """The report that was opened last. Raises FaultsError: none was."""
    if _open:
        return _open[0]
    mend = "open one first: report = open_report(country, year, language)"
    raise FaultsError([Fault("what is shown", "no report", "an open report", mend)])


def show(
    *shown: Any, label: str = "", caption: Said = "", alt: Said = "", bold: Sequence[Hashable] = ()
) -> None:
    """Show elements, pictures, frames and texts in the notebook and in the report.

    A picture needs a ``label`` (``fig-…``), a ``caption`` and an alternative text; a chart of the
    house says its own. A frame needs a label (``tbl-…``) and a caption; ``bold`` rows stand out.
    Texts may be given for each language: a mapping by their codes. What is None or has no rows is
    left out. Raises FaultsError: it is nothing that a report can show.

        show(by_age, label="tbl-age", caption=t("Participants by age"))
    """
    from IPython.display import display

    for one in shown:
        element = _element(one, label, _said(caption), _said(alt), bold)
        if element is not None:
            data, what = element.bundle()
            if _open and (lacking := list(_open[0].language.lacking)):
                what = what | {"untranslated": lacking}
                _open[0].language.lacking.clear()
            display(data, raw=True, metadata={"rrs": what})  # type: ignore[no-untyped-call]


def section(title: str, *shown: Any, name: str = "", evidence: bool = False) -> None:
    """Begin a section, with what stands in it or before it is shown; an empty one is left out.

    ``name`` is what links to the section call it. Sections of ``evidence`` stand in a second file,
    to which the report's figures lead.

        section(t("Grants"))
        show(grants, label="tbl-grants", caption=t("Grants awarded, {period_name}"))
    """
    if not shown or any(one is not None for one in shown):
        marks = [*([f"#{name}"] if name else []), *([".evidence"] if evidence else [])]
        attributes = f" {{{' '.join(marks)}}}" if marks else ""
        show(Text(f"# {escape(title)}{attributes}", more={"heading": 1}), *shown)


def sentence(text: Said, **values: Any) -> None:
    """Show a sentence with figures in its fields, which lead to how they were counted.

    A number that is not a figure is reported when the report is made. Raises FaultsError: a field
    has no value, or a figure a format.

        sentence(t("{n} grants were awarded."), n=report.figure(grants))
    """
    try:
        filled = _said(text).format(**with_marks(on_desk().words | values))
    except (KeyError, IndexError, ValueError) as error:
        found = f"no value for {{{error.args[0]}}}" if isinstance(error, KeyError) else str(error)
        mend = 'as in sentence("{n} came.", n=report.figure(…)), where a figure takes no format'
        raise FaultsError([Fault(f"the sentence “{text}”", found, "a value", mend)]) from None
    show(filled)


def _element(
    shown: Any, label: str, caption: str, alt: str, bold: Sequence[Hashable]
) -> Element | None:
    """What something is in the report. Raises FaultsError: it is nothing that can stand there."""
    if isinstance(shown, str | Figure):
        text = shown.marked if isinstance(shown, Figure) else shown
        loose = len(LOOSE.findall(MARK.sub("", text)))
        shown = Text(Text.plain(text).markdown, more={"untraced": loose} if loose else {})
    if shown is None or hasattr(shown, "bundle"):
        element: Element | None = shown
        return None if element == Text("") else element
    if isinstance(shown, Picture):
        return _chart(shown, label, caption, alt)
    if isinstance(shown, Frame):
        return table_of(on_desk(), shown, label, caption, bold)
    kinds = "an element, a figure of matplotlib, a DataFrame, a Series, a Styler or a text"
    mend = "show a picture's figure (`axes.figure`), and a number in a sentence(…)"
    raise FaultsError([Fault("show(…)", f"{type(shown).__name__}", kinds, mend)])


def _chart(picture: Picture, label: str, caption: str, alt: str) -> Chart | Text | None:
    """A picture, and of a chart of the house what it shows; pyplot shall not show it once more."""
    if pyplot := sys.modules.get("matplotlib.pyplot"):
        pyplot.close(picture)
    drawn = drawn_from(picture)
    if drawn is None:
        return Chart(label, caption, alt, picture)
    report, marks = on_desk(), 0 if drawn.frame.empty else drawn.marks
    words = alt or (in_words(report, caption, drawn) if marks else "")
    if marks < FEWEST_MARKS:
        picture.clear()  # or else it would be told that it was never shown
        return Text.plain(words) if marks else None
    source = wording.counted_from(report, [one.key for one in drawn.figures], sheets=True)
    return Chart(label, caption, words, picture, drawn.figures, source, narrow(picture))


def _said(text: Said) -> str:
    """A text, or that of the report's language."""
    return text if isinstance(text, str) else on_desk().language.pick(text)
