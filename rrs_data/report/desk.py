"""The desk: a report is opened, and what a notebook shows becomes a part of it.

Besides the package's own elements these are figures of matplotlib and frames of pandas. What is
shown is in the language of the report that was opened last.
"""

import re
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pandas as pd
from IPython.core.formatters import JSONFormatter
from matplotlib.figure import Figure as Picture
from pandas.io.formats.style import Styler
from traitlets import ObjectName, Unicode

from rrs_data.charts.bars import drawn_from
from rrs_data.charts.colours import use_brand
from rrs_data.indicators.reconciliation import uncounted
from rrs_data.indicators.sheets import load_indicators
from rrs_data.intake.registers import load_registers
from rrs_data.intake.schema import load_schema
from rrs_data.language.language import Language
from rrs_data.language.markdown import MARK, Figure, escape
from rrs_data.programme.faults import Fault, FaultsError, gather, raise_if_any
from rrs_data.programme.programme import Year, checked_request, load_programme
from rrs_data.programme.published import load_published
from rrs_data.report.elements import Bundle, Chart, Element, Table, Text
from rrs_data.report.overview import overview
from rrs_data.report.report import Report, context_of
from rrs_data.report.running_code import remember_cell
from rrs_data.report.tabular import Frame, table_content

PROJECT = Path(__file__).resolve().parents[2]
"""Where registers, parameters and brand lie unless others are given."""

TABLE = "application/vnd.rrs.table+json"
"""The representation of a frame from which the report's table is made."""

LABEL = re.compile(r"(fig|tbl)-[a-z0-9]+(-[a-z0-9]+)*")
LOOSE = re.compile(r"(?<![\w.,–-])\d[\d\s.,]*(?![\w–-])")
"""A number in a text, but none that is a part of a word, such as an indicator's code."""

YEAR = re.compile(r"(19|20)\d\d")

Said = str | Mapping[str, str]
"""A text, or one for each language."""

_open: list[Report] = []
"""The report that was opened last."""


def open_report(
    country: str,
    year: Year | str,
    language: str,
    *,
    registers: str | Path | None = None,
    params: str | Path | None = None,
    brand: str | Path | None = None,
) -> Report:
    """Read and check all that a report needs; what is not given is the project's own.

    What is shown afterwards is in its language. Raises FaultsError with every fault of the choice,
    the parameters and the registers.

        report = open_report("KG", 2014, "en")
    """
    directory = Path(params or PROJECT / "params")
    source = registers or PROJECT / "rrs_data" / "registers"
    try:
        programme, indicators, published, _ = gather(
            lambda: load_programme(directory),
            lambda: load_indicators(directory),
            lambda: load_published(directory),
            lambda: use_brand(Path(brand or PROJECT / "reports" / "_brand.yml")),
        )
        raise_if_any([*uncounted(published, indicators, load_schema())])
        code, when, (chosen,) = checked_request(programme, country, year, language, most=1)
    except FaultsError as error:
        faults = error.faults
        gather(lambda: raise_if_any(faults), lambda: load_registers(source))
        raise
    loaded = load_registers(source, context_of(programme, indicators))
    report = Report(
        programme=programme,
        indicators=indicators,
        published=published,
        registers=loaded,
        language=Language(chosen),
        country=code,
        period=programme.period(when),
        params=directory,
    )
    put_on_desk(report)
    return report


def put_on_desk(report: Report) -> None:
    """Show everything from now on as a part of this report."""
    _open[:] = [report]
    ipython = sys.modules.get("IPython")
    if shell := ipython and ipython.get_ipython():
        _set_up(shell)


def _set_up(shell: Any) -> None:
    """Let IPython show pictures as the report has them, frames as its tables, reports as a page."""
    from matplotlib_inline.backend_inline import set_matplotlib_formats

    set_matplotlib_formats("svg", metadata={"Date": None})  # type: ignore[no-untyped-call]
    if remember_cell not in shell.events.callbacks["pre_run_cell"]:
        shell.events.register("pre_run_cell", remember_cell)
    formatters = shell.display_formatter.formatters
    formatters["text/html"].for_type(Report, overview)
    tables = formatters.setdefault(TABLE, TableFormatter(parent=shell.display_formatter))
    for kind in (pd.DataFrame, pd.Series, Styler):
        tables.for_type(kind, lambda frame: asdict(table_content(on_desk(), frame)))


class TableFormatter(JSONFormatter):
    """IPython's formatter of frames as tables of the report."""

    format_type = Unicode(TABLE)
    print_method = ObjectName("_repr_rrs_table_")


def on_desk() -> Report:
    """The report that was opened last. Raises FaultsError: none was."""
    if _open:
        return _open[0]
    mend = 'open one first: report = open_report("KG", 2014, "en")'
    raise FaultsError([Fault("what is shown", "no report", "an open report", mend)])


@dataclass(frozen=True)
class FrameTable(Table):
    """A frame as a table: its rows have heads where its index names them."""

    row_heads: int = 0
    untraced: int = 0

    def bundle(self) -> tuple[Bundle, Bundle]:
        """The table, and what the report makes its own from."""
        data, what = super().bundle()
        names = ("heads", "rows", "numeric", "row_heads", "untraced")
        data[TABLE] = {name: getattr(self, name) for name in names} | {"left_out": 0}
        return data, what | _untraced(self.untraced)


@dataclass(frozen=True)
class Sentence(Text):
    """A sentence in which so many numbers lead to no rows."""

    untraced: int = 0

    def bundle(self) -> tuple[Bundle, Bundle]:
        """The sentence for the report."""
        data, what = super().bundle()
        return data, what | _untraced(self.untraced)


def _untraced(number: int) -> Bundle:
    return {"untraced": number} if number else {}


def show(*shown: Any, label: str = "", caption: Said = "", alt: Said = "") -> None:
    """Show elements, pictures, frames and texts in the notebook and in the report.

    A picture needs a ``label`` (``fig-…``), a ``caption`` and an alternative text; a chart of the
    house says its own. A frame needs a label (``tbl-…``) and a caption. Texts may be given for each
    language: ``{"en": …, "ru": …}``. What is None is left out. Raises FaultsError.

        show(by_age, label="tbl-age", caption=t("Participants by age"))
    """
    from IPython.display import display

    for one in shown:
        if one is not None:
            data, what = _element(one, label, _said(caption), _said(alt)).bundle()
            what |= _untranslated()
            display(data, raw=True, metadata={"rrs": what})  # type: ignore[no-untyped-call]


def section(title: str, *shown: Any, level: int = 1, name: str = "") -> None:
    """Show a section under its title; one without anything is left out, title and all.

    ``name`` is what links to the section call it.

        section(t("Grants"), table_of_grants)
    """
    if any(one is not None for one in shown):
        identifier = f" {{#{name}}}" if name else ""
        show(Text(f"{'#' * level} {escape(title)}{identifier}"), *shown)


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


def _element(shown: Any, label: str, caption: str, alt: str) -> Element:
    """What something is in the report. Raises FaultsError: it is nothing that can stand there."""
    if isinstance(shown, str):
        return Text.plain(shown)
    if isinstance(shown, Figure):
        return Text.plain(shown.marked)
    if isinstance(shown, Picture):
        return _chart(shown, label, caption, alt)
    if isinstance(shown, Frame):
        return _table(shown, label, caption)
    if hasattr(shown, "bundle"):
        element: Element = shown
        return element
    kinds = "an element, a figure of matplotlib, a DataFrame, a Series, a Styler or a text"
    mend = "show a picture's figure (`axes.figure`), and a number in a sentence(…)"
    raise FaultsError([Fault("show(…)", f"{type(shown).__name__}", kinds, mend)])


def _chart(picture: Picture, label: str, caption: str, alt: str) -> Chart:
    """A picture with what it needs; pyplot shall not show it once more."""
    if pyplot := sys.modules.get("matplotlib.pyplot"):
        pyplot.close(picture)
    alt = alt or str(getattr(picture, "alt", ""))
    _complete("a picture", "fig", {"label": label, "caption": caption, "alt": alt})
    return Chart(label, caption, alt, picture)


def _table(frame: Frame, label: str, caption: str) -> FrameTable:
    caption = caption or str(getattr(frame, "caption", None) or "")
    _complete("a frame", "tbl", {"label": label, "caption": caption})
    content = table_content(on_desk(), frame)
    if content.left_out:
        found, most = len(content.rows) + content.left_out, len(content.rows)
        mend = f"show a part of it: frame.head({most})"
        raise FaultsError([Fault(f"the table {label}", f"{found} rows", f"{most} at most", mend)])
    return FrameTable(
        label,
        caption,
        content.heads,
        content.rows,
        content.numeric,
        row_heads=content.row_heads,
        untraced=content.untraced,
    )


def _complete(what: str, prefix: str, given: Mapping[str, str]) -> None:
    """Everything that a picture or a frame needs is there. Raises FaultsError."""
    needs = {
        "label": f'label="{prefix}-…", small letters and digits with hyphens',
        "caption": "caption=…, a sentence that says what it shows",
        "alt": "alt=…, what it shows, for those who do not see it",
    }
    fits = LABEL.fullmatch(given["label"]) and given["label"].startswith(prefix)
    lacking = [name for name, text in given.items() if not text or (name == "label" and not fits)]
    where = f"show(…) of {what}"
    raise_if_any(
        [
            Fault(
                where,
                f"{name} “{given[name]}”" if given[name] else f"no {name}",
                needs[name],
                f"add {name}=…",
            )
            for name in lacking
        ]
    )


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


def _untranslated() -> Bundle:
    """The texts since the last time that the report's language lacks."""
    texts = _open[0].language.take_untranslated() if _open else []
    return {"untranslated": texts} if texts else {}
