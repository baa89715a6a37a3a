"""Highlights: the figures that matter most with their targets, and the summary's sentences."""

import re
from collections.abc import Iterable, Iterator

from rrs_data.indicators.achievements import Achievement, written_reasons
from rrs_data.language.markdown import escape, markdown
from rrs_data.report.elements import Element, Text
from rrs_data.report.report import Report
from rrs_data.report.sections.tracking import marked_deviation, of_few

SENTENCE = re.compile(r"(?<=[.!?]) (?=[^\W\d_a-zа-яё«“])")
"""Where a sentence of a written reason ends."""

MARKS = re.compile(r"\[([^\]]*)\]\([^)]*\)|[*_`]")
"""A link and the marks of emphasis, which a line of the summary leaves out."""

WITH_TARGET = "indicators[promised=true]"
"""The key of the indicators with a target."""


def tiles(report: Report, roles: Iterable[str], most: int = 6) -> Element | None:
    """The first indicators of these roles that were promised or came to something, as tiles.

    Those with a target come first, with how much of it was reached; then what was before.
    """
    left_out = "participants" if report.final else ""  # they are all since the start, another role
    known = [one for role in roles if role != left_out and (one := report.achieved(role))]
    found = [one for one in known if one.actual or (one.target is not None and not one.hidden)]
    chosen = sorted(found, key=lambda one: one.target is None)[:most]
    paragraphs = ["\n\n".join(_tile(report, one)) for one in chosen]
    shown = "".join(f"::: {{.tile}}\n{tile}\n:::\n" for tile in paragraphs)
    return Text(f":::: {{.tiles}}\n{shown}::::") if shown else None


def _tile(report: Report, one: Achievement) -> Iterator[str]:
    """The actual, what it is, the target with how much of it was reached, and what was before."""
    code = one.indicator.code
    yield f"{report.figure(code).cell} {_spark(report, one)}".strip()
    title = report.language.pick(one.indicator.title)
    yield f"{escape(title)} [{escape(code)}]{{.code}}"
    if few := of_few(report, one):
        yield few
    if one.target is not None:
        target, share = report.figure(f"{code}.target"), report.figure(f"{code} / {code}.target")
        text = markdown(report.t("target {target} ({share})", target=target, share=share))
        yield f"[{text}]{{.status-{one.status}}}" if one.actual is not None else text
    if report.previous and one.previous:
        before = report.figure(f"{report.previous.name}/{code}")
        period = report.short_name(report.previous)
        yield markdown(report.t("{head}: {text}", head=period, text=before))


def _spark(report: Report, one: Achievement) -> str:
    """A small bar for each period so far whose value is known, and a line where the target is."""
    found = [report.value(f"{each.name}/{one.indicator.code}") for each in report.periods]
    values = [value for value in found if value is not None]
    if len(values) < 2 or not any(values):
        return ""
    heights = " ".join(f"{value:.4g}" for value in values)
    goal = "" if one.target is None or report.final else f' goal="{one.target:.4g}"'
    return f'[]{{.spark values="{heights}"{goal}}}'


def result(report: Report) -> tuple[str, list[tuple[str, str]]]:
    """What the cover says of the period: a sentence, and a few numbers with what they count."""
    roles = "organisations_served", "people_trained", "attendances", "grants", "recognition"
    t, pick = report.t, report.language.pick
    known = [one for role in roles if (one := report.achieved(role)) and one.actual]
    found = [(report.figure(one.indicator.code).marked, pick(one.indicator.title)) for one in known]
    reached, promised = report.figure(f"{WITH_TARGET}[favourable=true]"), report.figure(WITH_TARGET)
    spent, approved = report.figure("finance.spent"), report.figure("finance.approved")
    more = []
    if promised:
        text = t("{number} of {total}", number=reached, total=promised)
        more.append((text, t("indicators on target or better")))
    if spent and approved:
        text = t("spent of {approved} approved for the period", approved=approved)
        more.append((spent.marked, text))
    return _headline(report), [*found[:1], *more, *found[1:]][:3]


def _headline(report: Report) -> str:
    """The period's result in one sentence: who met whom, or what else is first to be told."""
    people, events = report.actual("participants"), report.actual("participants", ".event_id")
    countries = report.actual("pairs_of_countries")
    if report.regional and people:
        countries = report.actual("participants", ".person.country")
    if not (people and countries and events):
        return next(iter(_sentences(report)), "")
    met = {
        "countries": report.n("from {n} country", "from {n} countries", countries),
        "events": report.n("at {n} regional event", "at {n} regional events", events),
    }
    if report.regional:
        return report.n(
            "{n} CSO representative {countries} met others {events}.",
            "{n} CSO representatives {countries} met {events}.",
            people,
            **met,
        )
    return report.n(
        "{n} CSO representative from {area} met colleagues {countries} {events}.",
        "{n} CSO representatives from {area} met colleagues {countries} {events}.",
        people,
        **met,
    )


def sentences(report: Report, most: int | None = None) -> Element:
    """What happened in the period, in a few sentences: the first ``most`` of them."""
    return Text.plain(*_sentences(report)[:most])


def _sentences(report: Report) -> list[str]:
    guests, hosted = report.actual("guests"), []
    if guests and not report.regional:
        hosted = report.mention(
            "{n} event {in_area} hosted {guests}.",
            "{n} events {in_area} hosted {guests}.",
            report.actual("events_hosted"),
            guests=report.n("{n} guest from abroad", "{n} guests from abroad", guests),
        )
    found = [
        *_reach(report),
        *hosted,
        *report.mention(
            "Since the program began, {n} organization has used services and trainings.",
            "Since the program began, {n} organizations have used services and trainings.",
            report.actual("organisations_served"),
        ),
        *report.mention(
            "{n} person was trained.", "{n} people were trained.", report.actual("people_trained")
        ),
        *report.mention(
            "{n} grant was awarded to organizations of {area}: {amount}.",
            "{n} grants were awarded to organizations of {area}: {amount}.",
            report.actual("grants"),
            amount=report.actual("grants_amount"),
        ),
        *report.mention(
            "On target or better: {n} of {total} indicators.",
            "On target or better: {n} of {total} indicators.",
            report.figure(f"{WITH_TARGET}[favourable=true]"),
            total=report.figure(WITH_TARGET),
        ),
    ]
    dated = {one.name for one in report.registers.schema.registers.values() if one.date}
    if not found and not any(map(report.value, dated - {"finance"})):
        found.append(report.t("The registers hold no activities of {area} {in_period}."))
    return found


def _reach(report: Report) -> list[str]:
    people, new = report.actual("participants"), report.actual("new_participants")
    sentence = report.mention(
        "{In_period}, {n} CSO representative from {area} took part in regional events",
        "{In_period}, {n} CSO representatives from {area} took part in regional events",
        people,
    )
    if sentence and new and not report.final:
        sentence.append(
            report.n(", for the first time", ", all of them for the first time", people)
            if new == people
            else report.t(", {n} of them for the first time", n=new)
        )
    return ["".join([*sentence, "."])] if sentence else []


def off_target(report: Report) -> Text | None:
    """What is off its target, and why in a line each: the first sentence of the written reason."""
    t, reasons, items = report.t, written_reasons(report.narrative), []
    for one in [each for each in report.achievements.values() if each.off_target]:
        title = escape(report.language.pick(one.indicator.title))
        reason = reasons.get(one.indicator.code, t("No reason written yet."))
        first = SENTENCE.split(MARKS.sub(r"\1", " ".join(reason.split())))[0]
        off = f"**{title}** {marked_deviation(report, one)}"
        items.append(f"- {off} [{escape(first)}]{{.reason}}")
    lead = f"::: {{.lead-in}}\n**{escape(t('Off target, and why'))}**\n:::"
    return Text("\n".join([lead, "", *items])) if items else None
