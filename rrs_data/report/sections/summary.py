"""The summary: key figures, and sentences made from them."""

from __future__ import annotations

import html

from rrs_data.indicators.achievements import Achievement
from rrs_data.language.markdown import escape
from rrs_data.language.marks import Figure
from rrs_data.report.parts import Part, Text
from rrs_data.report.report import Report, capital, small
from rrs_data.report.sections.tracking import deviation

KEY_INDICATORS = ("RRS-1", "RRS-3", "RRS-6", "RRS-9", "RRS-15", "RRS-16")
"""In the tiles; over the whole programme the first, unique people of the year, is the second."""

FEW = 20
"""People below which a rise or fall in per cent would say more than it knows."""


def key_figures(report: Report) -> Part | None:
    """A strip of the figures that matter most; what came to nothing is left out."""
    tiles = [
        (achievement, _tile_label(report, achievement))
        for code in KEY_INDICATORS[report.final :]
        if (achievement := report.achievements.get(code)) and achievement.actual
    ]
    if not tiles:
        return None
    markdown = "\n".join(
        f"::: {{.tile}}\n{figure(report, achievement).cell}\n\n{escape(label)}\n:::\n"
        for achievement, label in tiles
    )
    preview = "".join(
        f"<li><b>{html.escape(figure(report, achievement).text)}</b> {html.escape(label)}</li>"
        for achievement, label in tiles
    )
    return Text(f":::: {{.tiles}}\n{markdown}::::", f"<ul>{preview}</ul>")


def figure(report: Report, achievement: Achievement) -> Figure:
    """An achievement's actual value, so that it can be followed."""
    return report.figure(achievement.indicator.code)


def _tile_label(report: Report, achievement: Achievement) -> str:
    n, number = report.n, achievement.actual or 0
    match achievement.indicator.code:
        case "RRS-1":
            return n(
                "CSO representative in regional events",
                "CSO representatives in regional events",
                number,
            )
        case "RRS-3":
            return n(
                "CSO representative since the start", "CSO representatives since the start", number
            )
        case "RRS-6":
            return n(
                "organization used services and trainings",
                "organizations used services and trainings",
                number,
            )
        case "RRS-9":
            return n("person trained", "people trained", number)
        case "RRS-15":
            return n(
                "pair of countries whose CSOs met", "pairs of countries whose CSOs met", number
            )
        case _:
            return report.t("women among the participants")


def highlights(report: Report) -> Part | None:
    """What happened in the year, in a few sentences."""
    sentences = [
        sentence
        for make in (_reach, _growth, _services, _training, _targets)
        if (sentence := make(report))
    ]
    return Text.plain(*sentences) if sentences else _nothing(report)


def _nothing(report: Report) -> Part:
    sentence = report.t(
        "The registers hold no activities of {place} {in_year}.",
        place=report.of_place,
        in_year=report.in_year(),
    )
    return Text.plain(sentence)


def _reach(report: Report) -> str | None:
    people, new = report.figure("RRS-1"), report.figure("RRS-2")
    if not people.value:
        return None
    sentence = report.n(
        "{In_year}, {n} CSO representative from {place} took part in regional events",
        "{In_year}, {n} CSO representatives from {place} took part in regional events",
        people,
        In_year=capital(report.in_year()),
        place=report.of_place,
    )
    return sentence + _first_time(report, people, new) + "."


def _first_time(report: Report, people: Figure, new: Figure) -> str:
    if not new.value or report.final:
        return ""
    if new.value == people.value:
        return report.n(", for the first time", ", all of them for the first time", people)
    return report.n(", {n} of them for the first time", ", {n} of them for the first time", new)


def _growth(report: Report) -> str | None:
    """How the year compares with the one before."""
    achievement = report.achievement("RRS-1")
    now, before = achievement.actual, achievement.previous
    if not now or not before or not isinstance(report.year, int):
        return None
    earlier = report.figure(f"{report.year - 1}/RRS-1")
    if before < FEW:
        return report.n(
            "{In_year} it was {n} person.",
            "{In_year} it was {n} people.",
            earlier,
            In_year=capital(report.in_year(report.year - 1)),
        )
    values = {
        "share": report.figure(
            f"RRS-1 ~ {report.year - 1}/RRS-1", lambda share: report.language.percent(abs(share))
        ),
        "in_year": report.in_year(report.year - 1),
        "before": earlier,
    }
    if now == before:
        return report.t("That is as many as {in_year}.", **values)
    if now > before:
        return report.t("That is {share} more than {in_year} ({before}).", **values)
    return report.t("That is {share} less than {in_year} ({before}).", **values)


def _services(report: Report) -> str | None:
    number = report.figure("RRS-6")
    if not number.value:
        return None
    return report.n(
        "Since the start of the programme {n} organization has used services and trainings.",
        "Since the start of the programme {n} organizations have used services and trainings.",
        number,
    )


def _training(report: Report) -> str | None:
    trained = report.figure("RRS-9")
    if not trained.value:
        return None
    return report.n("{n} person was trained.", "{n} people were trained.", trained)


def _targets(report: Report) -> str | None:
    """How many indicators are where they were promised to be, and which are not."""
    promised = [a for a in report.achievements.values() if a.target is not None]
    if not promised:
        return None
    met = report.figure("indicators[promised=true][status=met]")
    sentences = []
    if met.value:
        sentences.append(
            report.n(
                "{n} indicator of {total} with a target is within {threshold} of it.",
                "{n} indicators of {total} with a target are within {threshold} of it.",
                met,
                total=report.figure("indicators[promised=true]"),
                threshold=report.figure("programme.deviation_threshold"),
            )
        )
    above, below = (
        ", ".join(_off_target(report, a) for a in promised if a.status == status)
        for status in ("above", "below")
    )
    if above:
        sentences.append(report.t("Above target: {indicators}.", indicators=above))
    if below:
        sentences.append(report.t("Below target: {indicators}.", indicators=below))
    return " ".join(sentences)


def _off_target(report: Report, achievement: Achievement) -> str:
    """An indicator by its title, its code, and how far it lies from its target."""
    code = achievement.indicator.code
    title = small(report.language.pick(achievement.indicator.title))
    if achievement.deviation is None:
        return f"{title} ({code})"
    return f"{title} ({code}, {deviation(report, code)})"
