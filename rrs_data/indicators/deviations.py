"""Deviations: the written reason that every indicator off its target needs.

The reasons of a report stand in ``params/narrative/KG/2014/deviations.ru.md``: a line ``## RRS-9``
for each indicator, and its reason below.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from rrs_data.indicators.achievements import Achievement, Achievements
from rrs_data.indicators.keys import CODE
from rrs_data.programme.faults import Fault
from rrs_data.programme.narrative import Narrative
from rrs_data.programme.periods import FINAL, Period

TOPIC = "deviations"
HEADING = re.compile(rf"^#+[ \t]*({CODE})[ \t]*$", flags=re.MULTILINE)


def reasons(narrative: Narrative) -> dict[str, str]:
    """The written reasons by indicator code. Raises FaultsError when the file cannot be read."""
    _, *sections = HEADING.split(narrative.text(TOPIC) or "")
    return {
        code: reason.strip()
        for code, reason in zip(sections[::2], sections[1::2], strict=True)
        if reason.strip()
    }


def without_reason(achievements: Iterable[Achievement], narrative: Narrative) -> list[Achievement]:
    """The achievements off target for which nobody has written a reason."""
    written = reasons(narrative)
    return [a for a in achievements if a.off_target and a.indicator.code not in written]


def check_reasons(
    achievements: Achievements, params: Path, country: str, period: Period, languages: Iterable[str]
) -> Iterator[Fault]:
    """A fault for each indicator of a report that is off target without a reason."""
    found = list(achievements.of(country, period))
    illustrative = achievements.counts.registers.illustrative
    year = FINAL if period.year is None else period.year
    for language in languages:
        narrative = Narrative(params, country, year, language, illustrative)
        for achievement in without_reason(found, narrative):
            yield _fault(achievement, narrative)


def _fault(achievement: Achievement, narrative: Narrative) -> Fault:
    code, deviation = achievement.indicator.code, achievement.deviation
    by = f" ({deviation:+.0%})" if deviation is not None else ""
    return Fault(
        f"{code} of {narrative.country}, {narrative.year}: {achievement.indicator.title['en']}",
        f"actual {achievement.actual:g}, target {achievement.target:g}{by}, and no reason",
        f"a reason where the deviation is beyond {achievement.threshold:.0%}",
        f"write it below a line “## {code}” in {narrative.path(TOPIC)}; "
        "STRICT=0 makes a draft without it",
    )
