"""Background: the cover, what the programme is, what people wrote for the report."""

import base64
import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from matplotlib.figure import Figure as Picture

from rrs_data.indicators.achievements import reasons_owed, written_reasons
from rrs_data.language.language import own_name
from rrs_data.language.markdown import escape, markdown, plain
from rrs_data.programme.narrative import DEVIATIONS, Photo, read_photo
from rrs_data.report.elements import Bundle, Element, Output, Text, svg
from rrs_data.report.report import Report, capital

KEY = re.compile(r"(?<!\])\{([A-Z0-9][^{}\s]*)\}")
"""A figure in a text that a person wrote; behind a bracket stand attributes of Markdown."""


def cover(
    report: Report,
    *,
    kind: str = "",
    brief: bool = False,
    donor_mark: bool = True,
    result: tuple[str, Sequence[tuple[str, str]]] = ("", ()),
    picture: Picture | None = None,
) -> Output:
    """The cover and the words that the page around the text needs.

    It persuades by the ``result``, a sentence and a few numbers with what each counts, and by a
    ``picture``; without a result the country stands in its place. ``kind`` is what it is called if
    not by its period: annual, quarterly, final. A ``brief`` has a head in place of a cover, no
    contents and no numbered headings. ``donor_mark`` prints the donor's marking; the donor may
    waive it for safety in a country.
    """
    t, pick, programme = report.t, report.language.pick, report.programme
    missing = _missing(report, brief=brief)
    of_period = {"Q": t("Quarterly report"), "H": t("Semiannual report"), "": t("Annual report")}
    title = kind or (t("Final report") if report.final else of_period[report.period.part[:1]])
    title = t("{head}: {text}", head=t("Draft"), text=title) if missing else title
    due = timedelta(days=programme.due.get("part" if report.period.part else "year", 0))
    years = f"{report.period.start.year}–{report.period.end.year}"
    year = years if report.final else report.short_name(report.period)
    award, called = report.figure("programme.award.amount").marked, pick(programme.award.called)
    award += f" ({called})" if called else ""
    named = f"{report.name}, {year}"
    names = {
        "programme": pick(programme.title),
        "abbreviation": pick(programme.abbreviation),
        "country": report.name,
        "year": capital(report.period_name),
    }
    facts = {
        "period": (t("Reporting period"), report.language.span(report.period)),
        "implementer": (t("Implementer"), pick(programme.implementer)),
        "donor": (t("Donor"), pick(programme.donor)),
        "number": (t("Award number"), programme.award.number),
        "award": (t("Award"), plain(award)),
        "contact": (t("Contact"), pick(programme.contact)),
        "due": (t("Due by"), report.language.day(report.period.end + due) if due else ""),
        "edition": (t("Edition"), t("Public edition") if report.public else t("Donor edition")),
    }
    headline, figures = result
    if brief:
        facts = {name: facts[name] for name in ("period", "implementer", "donor")}
    if donor_mark and programme.marking:
        facts["mark"] = t("Support"), pick(programme.marking.text)
    if missing:
        texts = report.language.listing([*missing])
        facts["draft"] = t("Draft"), t("not written yet: {texts}", texts=texts)
    if report.registers.illustrative:
        names["notice"] = (
            t(
                "Demonstration: made from illustrative registers. Only the figures named as "
                "published are real."
            )
            if report.published.figures
            else t("Demonstration: made from illustrative registers. No figure is real.")
        )
    facts = {name: fact for name, fact in facts.items() if fact[1]}
    front: dict[str, Any] = {
        "title": t("{head}: {text}", head=title, text=named),
        "subtitle": pick(programme.title),
        "evidence": t("{head}: {text}", head=t("How each figure was counted"), text=named),
        "lang": report.language.code,
        "date": report.period.end.isoformat(),
        "running-head": f"{pick(programme.abbreviation)} · {report.name} · {year}",
        "cover": names | {name: fact for name, (_, fact) in facts.items()},
        "marked": {} if brief else {"award": markdown(award)},
        "labels": _labels(report, title) | {name: term for name, (term, _) in facts.items()},
        "missing": [*dict.fromkeys(missing.values())],
        "brief": brief,
        "headline": markdown(headline),
        "figures": [
            {"value": markdown(number), "label": markdown(what)} for number, what in figures
        ],
        "picture": t("Map: who met whom in the program") if picture else "",
    }
    text = "\n\n".join([f"# {escape(front['title'])}", *map(escape, front["cover"].values())])
    drawn = {"image/svg+xml": svg(picture)} if picture else {}
    what = {"role": "cover", "front": front}
    return Output({"text/markdown": text, "text/plain": text, **drawn}, what)


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
        "close": t("Close"),
        "evidence": t("How each figure was counted"),
        "annex": t("In the evidence file"),
        "breakdown": t("Broken down"),
        "sheet": t("Reference sheet"),
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
    owed = [] if brief else report.programme.owed(report.country, report.period)
    topics = {titles[one]: one for one in owed if not narrative.written(one)}
    headings = reasons_owed(report.figures, report.country, report.period)
    for heading in [one for one, *_ in headings if one not in written_reasons(narrative)]:
        topics[t("the reason for {code}", code=heading)] = DEVIATIONS
    return {title: narrative.name(topic) for title, topic in topics.items()}


def standing_in(report: Report, topic: str, line: int = 0) -> Bundle:
    """Where a text stands: what the page cannot show of it is reported by its file and line."""
    return {"written": {"file": report.narrative.name(topic), "line": line}}


def written(report: Report, topic: str) -> list[Element]:
    """The text on a topic from ``params/narrative`` with its pictures; empty where there is none.

    Figures stand in it by their keys, ``{A-1}``. Raises FaultsError: what the report could not
    show, by file and line.
    """

    def figure(key: re.Match[str]) -> str:
        found = report.figure(key[1])
        hidden = report.public and found.value is None
        return escape(report.t("(not shown)")) if hidden else found.cell

    pieces = [(one, standing_in(report, topic, one.line)) for one in report.narrative.pieces(topic)]
    return [
        _photo(piece, where)
        if isinstance(piece, Photo)
        else Text(KEY.sub(figure, piece.markdown), more=where)
        for piece, where in pieces
    ]


def _photo(photo: Photo, where: Bundle) -> Output:
    """A picture between two stretches of a text, with a number and a caption as any figure."""
    kind, content = read_photo(photo.path.parent, photo.path.name)
    data = {kind: base64.b64encode(content).decode("ascii"), "text/plain": photo.alt}
    what = {"role": "figure", "label": f"fig-{photo.name}", "alt": photo.alt}
    return Output(data, what | {"caption": photo.caption} | where)
