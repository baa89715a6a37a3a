"""Highlights: key figures, a scorecard with targets, and the sentences of the summary."""

from collections.abc import Iterable, Iterator
from typing import Any

import pandas as pd

from rrs_data.indicators.achievements import Achievement
from rrs_data.language.language import NOTHING
from rrs_data.language.markdown import Figure, escape, markdown
from rrs_data.report.elements import Element, Text
from rrs_data.report.report import Report, capital, small
from rrs_data.report.sections.tracking import deviation

FEW = 20
"""People below which a rise or fall in per cent would say more than it knows."""


OF_YEAR = "participants"
"""The role of who took part in a year: over the whole programme they are all since its start."""


def key_figures(report: Report) -> Element | None:
    """A strip of the figures that matter most; what came to nothing is left out."""
    return _strip(
        [report.actual(role).cell, escape(label)]
        for role, found in _labels(report).items()
        for label in found
    )


def _strip(tiles: Iterable[Iterable[str]]) -> Element | None:
    """Tiles of a few paragraphs each, which are Markdown; None where there are none."""
    paragraphs = [list(tile) for tile in tiles]
    if not paragraphs:
        return None
    shown = "".join("::: {.tile}\n" + "\n\n".join(tile) + "\n:::\n" for tile in paragraphs)
    return Text(f":::: {{.tiles}}\n{shown}::::")


def _labels(report: Report) -> dict[str, list[str]]:
    """The tiles' labels by the indicators' roles; over the whole programme not of one period."""
    mention, actual = report.mention, report.actual
    labels = {
        "participants_since_start": mention(
            "CSO representative since the start",
            "CSO representatives since the start",
            actual("participants_since_start"),
        ),
        "organisations_served": mention(
            "organization used services and trainings",
            "organizations used services and trainings",
            actual("organisations_served"),
        ),
        "people_trained": mention("person trained", "people trained", actual("people_trained")),
        "pairs_of_countries": mention(
            "pair of countries whose CSOs met",
            "pairs of countries whose CSOs met",
            actual("pairs_of_countries"),
        ),
        "women": [report.t("women among the participants")] if actual("women").value else [],
    }
    if report.final:
        return labels
    of_year = mention(
        "CSO representative in regional events",
        "CSO representatives in regional events",
        actual("participants"),
    )
    return {"participants": of_year, **labels}


def scorecard(report: Report, roles: Iterable[str], most: int = 6) -> pd.DataFrame:
    """The indicators of these roles that were promised or came to something, a row each.

    Those with a target come first. ``target``, its ``share`` that was reached, and ``before``, the
    period before, are figures without a value where there is none.
    """
    rows: dict[str, dict[str, Any]] = {}
    for role in roles:
        achieved = report.achieved(role)
        if not achieved or (report.final and role == OF_YEAR):
            continue
        if achieved.actual or achieved.target is not None:
            code, earlier = achieved.indicator.code, Figure(NOTHING, "", None)
            if report.previous and achieved.previous is not None:
                earlier = report.figure(f"{report.previous.name}/{code}")
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
    """The rows of a scorecard as tiles, with target and trend."""
    return _strip(_tile(report, row) for _, row in scores.iterrows())


def _tile(report: Report, row: pd.Series) -> Iterator[str]:
    """The actual, what it is, the target with how much of it was reached, and the past."""
    yield row["actual"].cell
    yield rf"{escape(row['title'])} [\({escape(row['code'])}\)]{{.nowrap}}"
    if row["target"].value is not None:
        sentence = report.t("target {target} ({share})", target=row["target"], share=row["share"])
        known = row["status"] in ("met", "above", "below")
        text = markdown(sentence)
        yield f"[{text}]{{.status-{row['status']}}}" if known else text
    yield from _trend(report, row["actual"], row["before"])


def _trend(report: Report, actual: Figure, before: Figure) -> Iterator[str]:
    """How an actual compares with that of the period before, as Markdown."""
    if before.value is None or not report.previous:
        return
    values: dict[str, Any] = {"number": before, "period": report.short_name(report.previous)}
    if actual > before:
        yield markdown(report.t("up from {number} in {period}", **values))
    elif actual < before:
        yield markdown(report.t("down from {number} in {period}", **values))
    else:
        yield markdown(report.t("as in {period}", **values))


def sentences(report: Report, most: int | None = None) -> Element:
    """What happened in the period, in a few sentences: the first ``most`` of them."""
    found = [
        *_reach(report),
        *_growth(report),
        *report.mention(
            "Since the start of the programme {n} organization has used services and trainings.",
            "Since the start of the programme {n} organizations have used services and trainings.",
            report.actual("organisations_served"),
        ),
        *report.mention(
            "{n} person was trained.", "{n} people were trained.", report.actual("people_trained")
        ),
        *_targets(report),
    ]
    nothing = report.t("The registers hold no activities of {area} {in_period}.")
    return Text.plain(*(found[:most] or [nothing]))


def _reach(report: Report) -> list[str]:
    people, new = report.actual("participants"), report.actual("new_participants")
    sentence = report.mention(
        "{In_period}, {n} CSO representative from {area} took part in regional events",
        "{In_period}, {n} CSO representatives from {area} took part in regional events",
        report.actual("participants"),
    )
    if sentence and new.value and not report.final:
        sentence.append(
            report.n(", for the first time", ", all of them for the first time", people)
            if new.value == people.value
            else report.n(
                ", {n} of them for the first time", ", {n} of them for the first time", new
            )
        )
    return ["".join([*sentence, "."])] if sentence else []


def _growth(report: Report) -> Iterator[str]:
    """How the period compares with the one before."""
    achievement, last = report.achieved("participants"), report.previous
    if not achievement or not last:
        return
    now, before, code = achievement.actual, achievement.previous, achievement.indicator.code
    if not now or not before:
        return
    earlier = report.figure(f"{last.name}/{code}")
    if before < FEW:
        yield report.n(
            "{In_period} it was {n} person.",
            "{In_period} it was {n} people.",
            earlier,
            In_period=capital(report.in_period(last)),
        )
        return
    share = report.figure(
        f"{code} ~ {last.name}/{code}", lambda share: report.language.percent(abs(share))
    )
    values: dict[str, Any] = {
        "share": share,
        "in_period": report.in_period(last),
        "before": earlier,
    }
    if now == before:
        yield report.t("That is as many as {in_period}.", **values)
    elif now > before:
        yield report.t("That is {share} more than {in_period} ({before}).", **values)
    else:
        yield report.t("That is {share} less than {in_period} ({before}).", **values)


def _targets(report: Report) -> Iterator[str]:
    """How many indicators reached their targets, and which did not."""
    promised = [a for a in report.achievements.values() if a.target is not None]
    if not promised:
        return
    met = report.figure("indicators[promised=true][status=met]")
    if met.value:
        yield report.n(
            "{n} indicator of {total} with a target is within {threshold} of it.",
            "{n} indicators of {total} with a target are within {threshold} of it.",
            met,
            total=report.figure("indicators[promised=true]"),
            threshold=report.figure("programme.deviation_threshold"),
        )
    above, below = (
        ", ".join(_off_target(report, a) for a in promised if a.status == status)
        for status in ("above", "below")
    )
    if above:
        yield report.t("Above target: {indicators}.", indicators=above)
    if below:
        yield report.t("Below target: {indicators}.", indicators=below)


def _off_target(report: Report, achievement: Achievement) -> str:
    """An indicator by its title, its code, and how far it lies from its target."""
    code = achievement.indicator.code
    title = small(report.language.pick(achievement.indicator.title))
    if achievement.deviation is None:
        return f"{title} ({code})"
    return f"{title} ({code}, {deviation(report, code, f'{code}.target').marked})"
