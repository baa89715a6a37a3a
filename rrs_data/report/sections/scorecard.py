"""The scorecard: a few indicators, each with its target and where it stood the year before."""

import html
from collections.abc import Iterable, Iterator
from typing import Any

import pandas as pd

from rrs_data.language.language import NOTHING
from rrs_data.language.markdown import Figure, escape, markdown
from rrs_data.report.elements import Element, Text
from rrs_data.report.report import Report

OF_YEAR = "participants"
"""The role of who took part in a year: over the whole programme they are all since its start."""


def scorecard(report: Report, roles: Iterable[str], most: int = 6) -> pd.DataFrame:
    """The indicators of these roles that were promised or came to something, a row each.

    Those with a target come first. ``target``, its ``share`` that was reached, and ``before``, the
    year before, are figures without a value where there is none.
    """
    rows: dict[str, dict[str, Any]] = {}
    for role in roles:
        achieved = report.achieved(role)
        if not achieved or (report.final and role == OF_YEAR):
            continue
        if achieved.actual or achieved.target is not None:
            code, earlier = achieved.indicator.code, Figure(NOTHING, "", None)
            if achieved.previous is not None:
                earlier = report.figure(f"{int(report.year) - 1}/{code}")
            rows[role] = {
                "title": report.language.pick(achieved.indicator.title),
                "code": code,
                "actual": report.figure(code),
                "target": report.figure(f"{code}.target"),
                "share": report.figure(f"{code} / {code}.target"),
                "before": earlier,
                "status": achieved.status,
            }
    chosen = sorted(rows, key=lambda role: rows[role]["target"].value is None)[:most]
    return pd.DataFrame([rows[role] for role in chosen], chosen, dtype=object)


def tiles(report: Report, scores: pd.DataFrame) -> Element | None:
    """The rows of a scorecard as tiles; None where it has none."""
    if scores.empty:
        return None
    rows = [row for _, row in scores.iterrows()]  # to_dict would make plain numbers of figures
    tiled = ["\n\n".join(_tile(report, row)) for row in rows]
    shown = "".join(f"::: {{.tile}}\n{tile}\n:::\n" for tile in tiled)
    preview = [f"<li><b>{row['actual']}</b> {html.escape(row['title'])}</li>" for row in rows]
    return Text(f":::: {{.tiles}}\n{shown}::::", f"<ul>{''.join(preview)}</ul>")


def _tile(report: Report, row: pd.Series) -> Iterator[str]:
    """The actual, what it is, the target with how much of it was reached, and the year before."""
    yield row["actual"].cell
    yield rf"{escape(row['title'])} [\({escape(row['code'])}\)]{{.nowrap}}"
    if row["target"].value is not None:
        sentence = report.t("target {target} ({share})", target=row["target"], share=row["share"])
        known = row["status"] in ("met", "above", "below")
        text = markdown(sentence)
        yield f"[{text}]{{.status-{row['status']}}}" if known else text
    yield from _trend(report, row["actual"], row["before"])


def _trend(report: Report, actual: Figure, before: Figure) -> Iterator[str]:
    """How an actual compares with that of the year before, as Markdown."""
    if before.value is None:
        return
    year = int(report.year) - 1
    if actual > before:
        yield markdown(report.t("up from {number} in {year}", number=before, year=year))
    elif actual < before:
        yield markdown(report.t("down from {number} in {year}", number=before, year=year))
    else:
        yield markdown(report.t("as in {year}", year=year))
