"""Gender and inclusion: women, rural people and initiative groups among the participants."""

from __future__ import annotations

from rrs_data.report.parts import Part, Text
from rrs_data.report.report import Report


def sentence(report: Report) -> Part | None:
    """Women and rural people among the unique participants of the year."""
    tally = report.achievement("RRS-1").tally
    women = report.figure("RRS-16")
    if not tally.value or women.value is None:
        return None
    rural, known = "RRS-1[place=rural]", "RRS-1[place=rural,urban]"
    sentences = [
        report.t(
            "Women were {share} of the CSO representatives ({numerator} of {denominator} whose sex "
            "is recorded).",
            share=women,
            numerator=report.figure("RRS-16.numerator"),
            denominator=report.figure("RRS-16.denominator"),
        )
    ]
    if tally.parts("place").get("rural"):
        sentences.append(
            report.t(
                "{share} came from villages ({numerator} of {denominator} whose place is "
                "recorded).",
                share=report.figure(f"{rural} / {known}"),
                numerator=report.figure(rural),
                denominator=report.figure(known),
            )
        )
    groups = report.figure("RRS-1[organisation.kind=initiative_group]")
    if groups.value:
        sentences.append(
            report.n(
                "{n} participant came from an initiative group.",
                "{n} participants came from initiative groups.",
                groups,
            )
        )
    return Text.plain(*sentences)
