"""Gender and inclusion: women, rural people and initiative groups among the participants."""

from __future__ import annotations

from rrs_data.parts import Part, Text
from rrs_data.report import Report


def sentence(report: Report) -> Part | None:
    """Women and rural people among the unique participants of the year."""
    tally = report.achievement("RRS-1").tally
    women = report.achievement("RRS-16").tally
    if not tally.value or women.value is None:
        return None
    language, places = report.language, tally.parts("place")
    known = places.get("rural", 0) + places.get("urban", 0)
    sentences = [
        report.t(
            "Women were {share} of the CSO representatives ({numerator} of {denominator} whose sex "
            "is recorded).",
            share=language.percent(women.value),
            numerator=language.number(women.numerator),
            denominator=language.number(women.denominator),
        )
    ]
    if rural := places.get("rural"):
        sentences.append(
            report.t(
                "{share} came from villages ({numerator} of {denominator} whose place is "
                "recorded).",
                share=language.percent(rural / known),
                numerator=language.number(rural),
                denominator=language.number(known),
            )
        )
    if groups := tally.parts("organisation.kind").get("initiative_group"):
        sentences.append(
            report.n(
                "{n} participant came from an initiative group.",
                "{n} participants came from initiative groups.",
                groups,
            )
        )
    return Text.plain(*sentences)
