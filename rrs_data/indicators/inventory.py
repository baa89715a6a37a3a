"""Inventory: what a report is made of, as small frames whose lines its keys count.

``indicators`` are the report's own, ``reconciled`` the published figures and the computed ones,
``rows`` the registers with the rows ``read``, ``used`` and ``refused``, ``warnings`` what the check
of the registers doubted and let through. Beside them stand the values of the parameters' files.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from rrs_data.indicators.achievements import Achievement, Achievements
from rrs_data.indicators.keys import INDICATORS, RECONCILED, ROWS
from rrs_data.indicators.reconciliation import Reconciled, Restatement
from rrs_data.programme.programme import Period, Programme
from rrs_data.programme.published import Published


def inventory(
    base: str,
    country: str,
    period: Period,
    achievements: Achievements,
    reconciled: Sequence[Reconciled],
) -> pd.DataFrame:
    """The lines of one of the bases, for a country (or the region) and a period."""
    registers = achievements.counts.registers
    if base == INDICATORS:
        return pd.DataFrame(map(_line, achievements.of(country, period)))
    if base == RECONCILED:
        lines = [
            (one.figure.code, one.figure.indicator, one.country, one.agrees) for one in reconciled
        ]
        return pd.DataFrame(lines, columns=["figure", "indicator", "country", "agrees"])
    if base == ROWS:
        counts = registers.counts.items()
        counted = [(name, one.read, one.used, one.refused) for name, one in counts]
        return pd.DataFrame(counted, columns=["register", "read", "used", "refused"])
    warnings = [(one.rule, one.register) for one in registers.warnings]
    return pd.DataFrame(warnings, columns=["rule", "register"])


def parameters(
    programme: Programme, published: Published, restatements: Sequence[Restatement]
) -> Mapping[str, Mapping[str, float]]:
    """The values that the parameters' files hold, by file and name."""
    return {
        "programme": {
            "deviation_threshold": programme.deviation_threshold,
            "award.amount": programme.award.amount,
        },
        "restatements": {
            f"{number}.{name}": value
            for number, one in enumerate(restatements, 1)
            for name, value in (("was", one.was), ("now", one.now))
        },
        "published": {
            f"{figure.code}.{country}": value
            for figure in published.figures
            for country, value in {figure.country: figure.value, **figure.parts}.items()
        },
    }


def _line(one: Achievement) -> dict[str, object]:
    return {
        "code": one.indicator.code,
        "result": one.indicator.result,
        "status": one.status,
        "promised": one.target is not None,
        "compared": one.percent_of_target is not None,
        "favourable": one.favourable,
    }
