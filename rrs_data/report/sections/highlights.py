"""Highlights: the figures that matter most with their targets, and the summary's sentences."""

from collections.abc import Iterable, Iterator
from typing import Any

from rrs_data.indicators.achievements import Achievement
from rrs_data.language.markdown import escape, markdown
from rrs_data.report.elements import Element, Text
from rrs_data.report.report import Report, capital, small
from rrs_data.report.sections.tracking import deviation

FEW = 20
"""People below which a rise or fall in per cent would say more than it knows."""


OF_PERIOD = "participants"
"""The role of who took part in a period: over the whole programme they are all since its start."""


def tiles(report: Report, roles: Iterable[str], most: int = 6) -> Element | None:
    """The first indicators of these roles that were promised or came to something, as tiles.

    Those with a target come first, with how much of it was reached; then what was before.
    """
    left_out = OF_PERIOD if report.final else ""
    known = [report.achieved(role) for role in roles if role != left_out]
    found = [one for one in known if one and (one.actual or one.target is not None)]
    chosen = sorted(found, key=lambda one: one.target is None)[:most]
    paragraphs = ["\n\n".join(_tile(report, one)) for one in chosen]
    shown = "".join(f"::: {{.tile}}\n{tile}\n:::\n" for tile in paragraphs)
    return Text(f":::: {{.tiles}}\n{shown}::::") if shown else None


def _tile(report: Report, one: Achievement) -> Iterator[str]:
    """The actual, what it is, the target with how much of it was reached, and what was before."""
    code, status = one.indicator.code, one.status
    yield (actual := report.figure(code)).cell
    title = report.language.pick(one.indicator.title)
    yield rf"{escape(title)} [\({escape(code)}\)]{{.nowrap}}"
    if one.target is not None:
        target, share = report.figure(f"{code}.target"), report.figure(f"{code} / {code}.target")
        text = markdown(report.t("target {target} ({share})", target=target, share=share))
        yield f"[{text}]{{.status-{status}}}" if status in ("met", "above", "below") else text
    if report.previous and one.previous is not None:
        before = report.figure(f"{report.previous.name}/{code}")
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
            "{n} organization has used services and trainings since the program began.",
            "{n} organizations have used services and trainings since the program began.",
            report.actual("organisations_served"),
        ),
        *report.mention(
            "{n} person was trained.", "{n} people were trained.", report.actual("people_trained")
        ),
        *_targets(report),
    ]
    dated = {one.name for one in report.registers.schema.registers.values() if one.date}
    if not found and not any(map(report.value, dated - {"finance"})):
        found.append(report.t("The registers hold no activities of {area} {in_period}."))
    return Text.plain(*found[:most])


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
            "{In_period}, {n} person took part.",
            "{In_period}, {n} people took part.",
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
            "{n} of {total} indicators with a target is within {threshold} of it.",
            "{n} of {total} indicators with a target are within {threshold} of it.",
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
