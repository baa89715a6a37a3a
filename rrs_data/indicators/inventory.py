"""Inventory: what a report is made of, as small frames whose lines its keys count.

``indicators`` are the report's own, ``reconciled`` the published figures and the computed ones,
``rows`` the registers with the rows ``read``, ``used`` and ``refused``, ``warnings`` what the check
of the registers doubted and let through.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from rrs_data.indicators.achievements import Achievement, Achievements
from rrs_data.indicators.keys import INDICATORS, RECONCILED, ROWS
from rrs_data.indicators.reconciliation import Reconciled
from rrs_data.programme.periods import Period


def inventory(
    base: str,
    achievements: Achievements,
    reconciled: Sequence[Reconciled],
    country: str,
    period: Period,
) -> pd.DataFrame:
    """The lines of one of the bases, for a country (or the region) and a period."""
    registers = achievements.counts.registers
    if base == INDICATORS:
        return pd.DataFrame(map(_line, achievements.of(country, period)))
    if base == RECONCILED:
        agreeing = [
            (one.figure.code, one.figure.indicator, one.country, one.agrees) for one in reconciled
        ]
        return pd.DataFrame(agreeing, columns=["figure", "indicator", "country", "agrees"])
    if base == ROWS:
        counts = registers.counts.items()
        counted = [(name, one.read, one.used, one.refused) for name, one in counts]
        return pd.DataFrame(counted, columns=["register", "read", "used", "refused"])
    warnings = [(one.rule, one.register) for one in registers.warnings]
    return pd.DataFrame(warnings, columns=["rule", "register"])


def _line(one: Achievement) -> dict[str, object]:
    return {
        "code": one.indicator.code,
        "result": one.indicator.result,
        "status": one.status,
        "promised": one.target is not None,
        "compared": one.percent_of_target is not None,
        "favourable": one.favourable,
    }
