"""The desk: a report is opened, and IPython shows what belongs to it as the report does."""

import sys
from html import escape
from pathlib import Path
from typing import Any

import pandas as pd
from IPython.core.formatters import JSONFormatter
from pandas.io.formats.style import Styler

from rrs_data.charts.colours import use_brand
from rrs_data.indicators.reconciliation import uncounted
from rrs_data.indicators.sheets import load_indicators
from rrs_data.intake.registers import load_registers
from rrs_data.intake.schema import load_schema
from rrs_data.language.language import Language
from rrs_data.language.markdown import Figure
from rrs_data.programme.faults import Fault, FaultsError, gather, raise_if_any
from rrs_data.programme.programme import Year, checked_request, load_programme
from rrs_data.programme.published import load_published
from rrs_data.report import wording
from rrs_data.report.elements import Bundle
from rrs_data.report.report import Report, context_of
from rrs_data.report.tabular import table_content

PROJECT = Path(__file__).resolve().parents[2]
"""Where registers, parameters and brand lie unless others are given."""

TABLE = "application/vnd.rrs.table+json"
"""The representation of a frame from which the report's table is made."""

CALLS = (
    'report.rows("events") · report.evidence("{code}") · report.breakdown("{code}", by="…") · '
    'report.figure("{code}") · report.figure(frame, label="…") · report.t("…")'
)
"""What an analyst needs to know."""

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
    formatters = shell.display_formatter.formatters
    formatters["text/html"].for_type(Report, overview)
    named = {"format_type": TABLE, "print_method": "_repr_rrs_table_"}  # frames have no such method
    tables = formatters.setdefault(TABLE, JSONFormatter(parent=shell.display_formatter, **named))
    for kind in (pd.DataFrame, pd.Series, Styler):
        tables.for_type(kind, lambda frame: table_content(on_desk(), frame))
    pd.set_option("display.float_format", _as_written)


def _as_written(number: float) -> str:
    """A number in a frame: a figure as the report has it, where pandas would write 40 as 40.0."""
    return str(number if isinstance(number, Figure) else round(number, 6))


def overview(report: Report) -> str:
    """Country, period, registers with their rows, indicators with their values, what to call."""
    t, language, counts = report.t, report.language, report.figures.counts
    registers = {
        name: {
            t("Register"): wording.register_name(report, name),
            t("Rows"): len(counts.of_register(name, report.country, report.period).counted),
            t("All rows"): len(frame),
        }
        for name, frame in report.registers.frames.items()
    }
    indicators = {
        code: {
            t("Indicator"): language.pick(one.indicator.title),
            t("Actual"): language.value(one.actual, one.indicator.unit),
            t("Target"): language.value(one.target, one.indicator.unit),
        }
        for code, one in report.achievements.items()
    }
    tables = [pd.DataFrame.from_dict(each, "index").to_html() for each in (registers, indicators)]
    title = f"{report.name}, {report.year_name}: {language.span(report.period)}"
    calls = CALLS.format(code=next(iter(indicators), "…"))
    pieces = [f"<h3>{escape(title)}</h3>", *tables, f"<p><code>{escape(calls)}</code></p>"]
    return "".join(pieces).replace(' class="dataframe"', "")  # which says: a frame of the report


def on_desk() -> Report:
    """The report that was opened last. Raises FaultsError: none was."""
    if _open:
        return _open[0]
    mend = 'open one first: report = open_report("KG", 2014, "en")'
    raise FaultsError([Fault("what is shown", "no report", "an open report", mend)])


def untranslated() -> Bundle:
    """The texts since the last time that the report's language lacks."""
    lacking = _open[0].language.lacking if _open else {}
    texts = list(lacking)
    lacking.clear()
    return {"untranslated": texts} if texts else {}
