"""Charting: charts from frames of figures, in the words and colours of the report."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from matplotlib.figure import Figure as Picture

from rrs_data.charts.bars import Write, stacked_bars
from rrs_data.language.language import NOTHING
from rrs_data.language.markdown import Figure
from rrs_data.report.desk import on_desk
from rrs_data.report.report import Report, capital
from rrs_data.report.tabular import MOST_ROWS, NamedValues, register_of, worded


def bars(frame: pd.Series | pd.DataFrame, totals: str | None = None) -> Picture:
    """Horizontal bars, one for each row of a frame; its columns follow each other in a bar.

    The column ``totals`` has the figures at the bars' ends, a column ``target`` what they are
    compared with. Categories with ``colours`` in the registers' schema look the same everywhere. Of
    one or two values :func:`show` makes a sentence.

        chart = bars(report.breakdown("participants", by=["age_band", "sex"]))
        chart.axes[0].set_xlim(0, 30)
    """
    report = on_desk()
    frame = frame.to_frame("") if isinstance(frame, pd.Series) else frame
    parts = frame.drop(columns=[totals, "target"], errors="ignore")
    if report.public:  # a bar without one of its parts would be too short
        whole = parts.astype(float).notna().all(axis=1)
        frame, parts = frame[whole], parts[whole]
    aims = frame.filter(items=["target"]).rename(columns={"target": report.t("target")})
    shown = worded(report, parts).rename(index=lambda name: capital(str(name)))
    own, ends = _colours(report, parts), list(frame.get(totals, ()))
    return stacked_bars(shown, report.language.number, own, ends, aims)


def _colours(report: Report, frame: pd.DataFrame) -> Sequence[str]:
    """The colours of a frame's columns, or of the bars of its only one."""
    column = NamedValues(report, frame.columns.name, frame.columns).column
    if column and column.colours:
        return [f"brand:{column.colours.get(str(one), 'not-recorded')}" for one in frame.columns]
    if len(frame.columns) > 1:
        return ()
    if str(frame.index.name).endswith("country"):
        return [f"brand:{'own' if at == report.country else 'primary'}" for at in frame.index]
    return ["brand:primary"] * len(frame)


def grid(
    report: Report,
    rows: Mapping[Any, object],
    keys: Mapping[str, str],
    name: str = "",
    write: Write | None = None,
) -> pd.DataFrame:
    """Figures by keys in which ``{0}`` stands for what each row puts there.

    ``write`` is for amounts, not for their ratios.
    """
    cells = [
        [report.figure(key.format(part), None if " / " in key else write) for key in keys.values()]
        for part in rows.values()
    ]
    return pd.DataFrame(cells, pd.Index(list(rows), name=name or None), list(keys), dtype=object)


def by_period(report: Report, keys: Mapping[str, str]) -> pd.DataFrame:
    """Figures of the years, quarters or halves up to the report's, under the heads of their keys.

    In a key stand ``{period}`` and the indicators' roles: ``{period}/{grants}``. Nothing where a
    role is nobody's, or the report's own period came to nothing.
    """
    roles = report.indicators.roles
    try:
        known = {head: key.format(period="{0}", **roles) for head, key in keys.items()}
    except KeyError:
        return pd.DataFrame()
    frame = grid(report, {report.short_name(one): one.name for one in report.periods}, known)
    told = frame if report.final else frame.tail(1)
    return frame if (told.astype(float) > 0).any(axis=None) else frame.head(0)


def listing(
    rows: pd.DataFrame, columns: Mapping[str, str], write: Write | None = None
) -> pd.DataFrame:
    """What is written of the rows of a register, under the heads of ``columns``.

    A column is one of the rows, by its name; or a figure, by its key with the row's values in
    braces, as ``write`` writes it. A column in which everything came to nothing is left
    out, as are the last rows of a long table: :func:`show` says how many.

        listing(grants, {"Purpose": "purpose", "Sum": "grants[grant_id={grant_id}].amount"})
    """
    report, shown = on_desk(), rows.head(MOST_ROWS)
    records, cells = shown.to_dict("records"), dict[str, list[str | Figure]]()
    for head, column in columns.items():
        if column in shown:
            named = NamedValues(report, column, shown[column], register_of(report, shown))
            cells[head] = list(map(named.text, named.content))
        elif not report.lacks(register_of(report, shown), column):
            cells[head] = [report.figure(column.format_map(record), write) for record in records]
    cells = {
        head: texts
        for head, texts in cells.items()
        if not records or any(one != NOTHING if isinstance(one, str) else one for one in texts)
    }
    frame = pd.DataFrame(cells, shown.index, dtype=object)
    frame.attrs["left_out"] = len(rows) - len(shown)
    return frame


def leading(report: Report, title: str, figures: pd.Series) -> str:
    """A chart's caption with the largest category, unless another has as much, and its figure."""
    first = figures[figures == figures.max()]
    if len(first) != 1 or len(figures) < 2:
        return title
    named = NamedValues(report, figures.index.name, first.index)
    return report.t(
        "{title}: “{category}” leads with {figure}",
        title=title,
        category=named.text(first.index[0]),
        figure=first.iloc[0],
    )


def compared(report: Report, role: str, finding: str) -> str:
    """A finding on the actual of a role, with the period before and the target where there are."""
    t, actual, target = report.t, report.actual(role), report.actual(role, ".target")
    before, known = report.previous, [finding]
    then = report.actual(role, scope=f"{before.name}/") if before else None
    if before and then:
        period = report.short_name(before)
        if actual == then:
            known.append(t("the same as before ({period})", period=period))
        elif actual > then:
            known.append(t("up from {number} ({period})", number=then, period=period))
        else:
            known.append(t("down from {number} ({period})", number=then, period=period))
    return "; ".join(known + ([t("target: {target}", target=target)] if target else []))


def parts(report: Report, role: str, by: str, *, shares: bool = False) -> str:
    """A breakdown of an indicator in words: “urban — 12, rural — 13”."""
    found, whole = report.breakdown(role, by), report.role(role)
    named = NamedValues(report, by, found.index)
    ends = [f" ({report.figure(f'{one.key} / {whole}').marked})" if shares else "" for one in found]
    return ", ".join(
        f"{named.text(category)} — {number.marked}{end}"
        for (category, number), end in zip(found.items(), ends, strict=True)
    )
