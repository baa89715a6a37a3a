"""Facts: what a report is made of, as small frames whose lines its keys count.

``indicators`` are the report's own, ``reconciled`` the published figures beside the computed ones,
``rows`` the registers with the rows ``read``, ``used`` and ``refused``, ``warnings`` what the check
of the registers doubted and let through.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd

from rrs_data.indicators.achievements import Achievement, Evaluator
from rrs_data.indicators.filters import fulfilling
from rrs_data.indicators.keys import INDICATORS, RECONCILED, ROWS, WARNINGS, Term, bad_key
from rrs_data.indicators.reconciled import reconcile
from rrs_data.programme.faults import FaultsError
from rrs_data.programme.periods import Period
from rrs_data.programme.published import Published


class Facts:
    """Counts facts; each frame is made once and kept."""

    def __init__(self, evaluator: Evaluator, published: Published) -> None:
        """The facts of this evaluator's registers and indicators, and of what was published."""
        self.evaluator = evaluator
        self.published = published
        self._frames: dict[tuple[str, str, Period], pd.DataFrame] = {}

    def lines(self, term: Term, period: Period) -> pd.DataFrame:
        """The lines that a term takes. Raises FaultsError."""
        frame = self._frame(term.base, term.country, period)
        columns = [one.column for one in term.where] + ([term.measure] if term.measure else [])
        if unknown := [column for column in columns if column not in frame]:
            mend = f"take one of these in place of {', '.join(unknown)}"
            raise FaultsError([bad_key(str(term), f"one of {', '.join(frame.columns)}", mend)])
        return fulfilling(frame, term.where)

    def value(self, term: Term, period: Period) -> float:
        """How many lines a term takes, or the sum of a column of theirs. Raises FaultsError."""
        lines = self.lines(term, period)
        return float(lines[term.measure].sum() if term.measure else len(lines))

    def _frame(self, base: str, country: str, period: Period) -> pd.DataFrame:
        wanted = (base, country, period)
        if wanted not in self._frames:
            self._frames[wanted] = MAKERS[base](self, country, period)
        return self._frames[wanted]

    def _indicators(self, country: str, period: Period) -> pd.DataFrame:
        return pd.DataFrame(map(_of_indicator, self.evaluator.achievements(country, period)))

    def _reconciled(self, _: str, period: Period) -> pd.DataFrame:
        found = reconcile(self.evaluator, self.published, period)
        lines = [(one.figure.code, one.figure.indicator, one.country, one.agrees) for one in found]
        return pd.DataFrame(lines, columns=["figure", "indicator", "country", "agrees"])

    def _rows(self, _: str, __: Period) -> pd.DataFrame:
        counts = self.evaluator.registers.counts
        lines = [(name, one.read, one.used, one.refused) for name, one in counts.items()]
        return pd.DataFrame(lines, columns=["register", "read", "used", "refused"])

    def _warnings(self, _: str, __: Period) -> pd.DataFrame:
        lines = [(one.rule, one.register) for one in self.evaluator.registers.warnings]
        return pd.DataFrame(lines, columns=["rule", "register"])


MAKERS: Mapping[str, Callable[[Facts, str, Period], pd.DataFrame]] = {
    INDICATORS: Facts._indicators,  # noqa: SLF001
    RECONCILED: Facts._reconciled,  # noqa: SLF001
    ROWS: Facts._rows,  # noqa: SLF001
    WARNINGS: Facts._warnings,  # noqa: SLF001
}


def _of_indicator(one: Achievement) -> dict[str, object]:
    return {
        "code": one.indicator.code,
        "result": one.indicator.result,
        "status": one.status,
        "promised": one.target is not None,
        "compared": one.percent_of_target is not None,
        "favourable": one.favourable,
    }
