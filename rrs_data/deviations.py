"""Deviations: the written reason that every indicator off its target needs.

The reasons of a report stand in ``params/narrative/KG/2014/deviations.ru.md``: a line ``## RRS-9``
for each indicator, and its reason below.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from rrs_data import narrative
from rrs_data.achievements import Achievement, Evaluator
from rrs_data.faults import Fault
from rrs_data.periods import FINAL, Period, Year

TOPIC = "deviations"
HEADING = re.compile(r"^#+[ \t]*(RRS-\w+)[ \t]*$", flags=re.MULTILINE)


def reasons(params: Path, country: str, period: Period, language: str) -> dict[str, str]:
    """The written reasons by indicator code. Raises FaultsError when the file cannot be read."""
    text = narrative.read(params, country, _year(period), TOPIC, language) or ""
    _, *parts = HEADING.split(text)
    return {
        code: reason.strip()
        for code, reason in zip(parts[::2], parts[1::2], strict=True)
        if reason.strip()
    }


def without_reason(
    achievements: Iterable[Achievement], params: Path, language: str
) -> list[Achievement]:
    """The achievements off target for which nobody has written a reason."""
    off = [achievement for achievement in achievements if achievement.off_target]
    return [
        achievement
        for achievement in off
        if achievement.indicator.code
        not in reasons(params, achievement.country, achievement.period, language)
    ]


def check_reasons(
    evaluator: Evaluator, params: Path, country: str, period: Period, languages: Iterable[str]
) -> Iterator[Fault]:
    """A fault for each indicator of a report that is off target without a reason."""
    achievements = list(evaluator.achievements(country, period))
    for language in languages:
        path = narrative.path_of(params, country, _year(period), TOPIC, language)
        for achievement in without_reason(achievements, params, language):
            yield _fault(achievement, path)


def _fault(achievement: Achievement, path: Path) -> Fault:
    code, deviation = achievement.indicator.code, achievement.deviation
    by = f" ({deviation:+.0%})" if deviation is not None else ""
    return Fault(
        f"{code} of {achievement.country}, {_year(achievement.period)}: "
        f"{achievement.indicator.title['en']}",
        f"actual {achievement.actual:g}, target {achievement.target:g}{by}, and no reason",
        f"a reason where the deviation is beyond {achievement.threshold:.0%}",
        f"write it below a line “## {code}” in {path}; STRICT=0 makes a draft without it",
    )


def _year(period: Period) -> Year:
    return FINAL if period.year is None else period.year
