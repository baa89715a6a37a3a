"""Background: the cover, what the programme is, what people wrote for the report."""

import base64
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, NamedTuple

from matplotlib.figure import Figure as Picture

from rrs_data.indicators.achievements import reasons_owed, written_reasons
from rrs_data.language.language import own_name
from rrs_data.language.markdown import escape, markdown, plain
from rrs_data.programme.narrative import DEVIATIONS, Photo, read_photo
from rrs_data.report.elements import Bundle, Cover, Element, Text
from rrs_data.report.report import Report, capital

KEY = re.compile(r"(?<!\])\{([A-Z0-9][^{}\s]*)\}")
"""A figure in a text that a person wrote; behind a bracket stand attributes of Markdown."""

OF_A_COVER = ("number", "award", "contact", "due", "edition")
"""Facts for which the head of a brief has no room."""


class CoverResult(NamedTuple):
    """What a period came to: a sentence, and a few numbers, each with what it counts."""

    headline: str
    figures: Sequence[tuple[str, str]]


def cover(
    report: Report,
    *,
    kind: str = "",
    brief: bool = False,
    donor_mark: bool = True,
    result: CoverResult | None = None,
    picture: Picture | None = None,
) -> Cover:
    """The cover and the words that the page around the text needs.

    It persuades by the ``result`` and a ``picture``; without a result the country stands in its
    place. ``kind`` is what it is called if not by its period: annual, quarterly, final. A ``brief``
    has a head in place of a cover, no contents and no numbered headings. ``donor_mark`` prints the
    donor's marking; the donor may waive it for safety in a country.
    """
    t, pick, programme = report.t, report.language.pick, report.programme
    missing = _missing(report, brief=brief)
    title, year = _kind(report, kind, draft=bool(missing)), report.short_name(report.period)
    due = timedelta(days=programme.due.get("part" if report.period.part else "year", 0))
    if report.final:
        year = f"{report.period.start.year}–{report.period.end.year}"
    award, called = report.figure("programme.award.amount").marked, pick(programme.award.called)
    award += f" ({called})" if called else ""
    named = f"{report.name}, {year}"
    facts = {
        "programme": pick(programme.title),
        "abbreviation": pick(programme.abbreviation),
        "country": report.name,
        "period": report.language.span(report.period),
        "year": capital(report.period_name),
        "implementer": pick(programme.implementer),
        "donor": pick(programme.donor),
        "number": programme.award.number,
        "award": plain(award),
        "contact": pick(programme.contact),
        "due": report.language.day(report.period.end + due) if due else "",
        "edition": t("Public edition") if report.public else t("Donor edition"),
    }
    left_out = OF_A_COVER if brief else ()
    facts = {name: fact for name, fact in facts.items() if fact and name not in left_out}
    if donor_mark and programme.marking:
        facts["mark"] = pick(programme.marking.text)
    if missing:
        facts["draft"] = t("not written yet: {texts}", texts=report.language.listing([*missing]))
    if report.registers.illustrative:
        facts["notice"] = (
            t(
                "Demonstration: made from illustrative registers. Only the figures named as "
                "published are real."
            )
            if report.published.figures
            else t("Demonstration: made from illustrative registers. No figure is real.")
        )
    return Cover(
        {
            "title": t("{head}: {text}", head=title, text=named),
            "subtitle": pick(programme.title),
            "evidence": t("{head}: {text}", head=t("How each figure was counted"), text=named),
            "lang": report.language.code,
            "date": report.period.end.isoformat(),
            "running-head": f"{pick(programme.abbreviation)} · {report.name} · {year}",
            "cover": facts,
            "marked": {} if brief else {"award": markdown(award)},
            "labels": _labels(report, title),
            "missing": [*dict.fromkeys(missing.values())],
            "brief": brief,
            "headline": markdown(result.headline) if result else "",
            "figures": [
                {"value": markdown(number), "label": markdown(what)}
                for number, what in (result.figures if result else ())
            ],
            "picture": t("Map: who met whom in the program") if picture else "",
        },
        picture,
    )


def facts(report: Report) -> dict[str, str]:
    """What the programme is, by the names of the facts."""
    t, programme, pick = report.t, report.programme, report.language.pick
    focus = "" if report.regional else pick(programme.countries[report.country].focus)
    found = {
        t("Program"): pick(programme.title),
        t("Aim"): pick(programme.aim),
        t("Countries"): report.language.listing(
            [report.country_name(code) for code in programme.countries]
        ),
        t("Award period"): report.language.span(programme.period("final")),
        t("In this report"): "" if report.regional else f"{report.name}. {focus}",
    }
    return {name: fact for name, fact in found.items() if fact}


def _labels(report: Report, kind: str) -> dict[str, Any]:
    """The words of the page: what templates print around the text."""
    t = report.t
    return {
        "report": kind,
        "contents": t("Contents"),
        "figure": t("Figure"),
        "table": t("Table"),
        "page": t("Page"),
        "of": t("of"),
        "skip": t("Skip to the text"),
        "period": t("Reporting period"),
        "implementer": t("Implementer"),
        "donor": t("Donor"),
        "number": t("Award number"),
        "award": t("Award"),
        "contact": t("Contact"),
        "edition": t("Edition"),
        "due": t("Due by"),
        "mark": t("Support"),
        "close": t("Close"),
        "evidence": t("How each figure was counted"),
        "annex": t("In the evidence file"),
        "breakdown": t("Broken down"),
        "sheet": t("Reference sheet"),
        "draft": t("Draft"),
        "files": t("Other forms of this report"),
        "languages": {code: own_name(code) for code in report.programme.languages},
        "links": {
            "report": t("Report"),
            "evidence": t("How each figure was counted"),
            "pdf": t("As PDF"),
            "docx": t("As Word"),
            "xlsx": t("As a workbook (XLSX)"),
            "csv": t("Figures as CSV"),
            "json": t("Figures as JSON"),
        },
        "attached": {
            "figures": t("The figures of this report"),
            "parameters": t("Parameters with which this report was made"),
            "manifest": t("What this report was made from: registers, parameters, programs"),
        },
    }


def _kind(report: Report, kind: str, *, draft: bool = False) -> str:
    """What the report is: by its period or of its own kind; a draft where texts are missing."""
    t = report.t
    of_period = {"Q": t("Quarterly report"), "H": t("Semiannual report"), "": t("Annual report")}
    name = kind or (t("Final report") if report.final else of_period[report.period.part[:1]])
    return t("{head}: {text}", head=t("Draft"), text=name) if draft else name


def _missing(report: Report, *, brief: bool) -> dict[str, str]:
    """The texts that the report owes and nobody has written, each with the file to write it in.

    A brief tells no stories: it owes but the reasons for deviations.
    """
    t, narrative = report.t, report.narrative
    titles = {
        "challenges": t("challenges and lessons"),
        "success-story": t("a success story"),
        "plan": t("a plan for the next period"),
    }
    lacking = narrative.missing()
    owed = [] if brief else report.programme.owed(report.country, report.period)
    topics = {titles[one]: one for one in owed if narrative.path(one) in lacking}
    headings = reasons_owed(report.figures, report.country, report.period)
    for heading in [one for one, *_ in headings if one not in written_reasons(narrative)]:
        topics[t("the reason for {code}", code=heading)] = DEVIATIONS
    return {title: narrative.name(narrative.path(topic)) for title, topic in topics.items()}


@dataclass(frozen=True)
class WrittenPhoto:
    """A picture between two stretches of a text, with a number and a caption as any figure."""

    photo: Photo
    file: str

    def bundle(self) -> tuple[Bundle, Bundle]:
        """The picture without what its camera wrote into it. Raises FaultsError."""
        photo = self.photo
        kind, content = read_photo(photo.path.parent, photo.path.name)
        data = {kind: base64.b64encode(content).decode("ascii"), "text/plain": photo.alt}
        what = {"role": "figure", "label": f"fig-{photo.name}", "alt": photo.alt}
        return data, what | {"caption": photo.caption} | standing_in(self.file, photo.line)


def standing_in(file: str, line: int = 0) -> Bundle:
    """Where a text stands: what the page cannot show of it is reported by its file and line."""
    return {"written": {"file": file, "line": line}}


def written(report: Report, topic: str) -> list[Element]:
    """The text on a topic from ``params/narrative`` with its pictures; empty where there is none.

    Raises FaultsError: what the report could not show, by file and line.
    """
    narrative = report.narrative
    file = narrative.name(narrative.path(topic))
    return [
        WrittenPhoto(piece, file)
        if isinstance(piece, Photo)
        else Text(_with_figures(report, piece.markdown), more=standing_in(file, piece.line))
        for piece in narrative.pieces(topic)
    ]


def _with_figures(report: Report, text: str) -> str:
    """A text in which figures stand by their keys, ``{A-1}``, as the report counts them."""

    def figure(key: re.Match[str]) -> str:
        found = report.figure(key[1])
        hidden = report.public and found.value is None
        return escape(report.t("(not shown)")) if hidden else found.cell

    return KEY.sub(figure, text)
