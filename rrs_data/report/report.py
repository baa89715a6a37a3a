"""The report: one country (or the region), one reporting period, one language."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import cached_property, partial
from itertools import product
from typing import Any, overload

import pandas as pd

from rrs_data.indicators.achievements import Achievement
from rrs_data.indicators.keys import INVENTORY, PARAMETERS, UNKNOWN, Key, parse_key
from rrs_data.indicators.reconciliation import Reconciled
from rrs_data.indicators.sheets import Indicators
from rrs_data.indicators.suppression import is_private
from rrs_data.intake.checks.plausibility import Context, Measure
from rrs_data.language.language import NOTHING, Style
from rrs_data.language.markdown import Figure, Kind
from rrs_data.programme.narrative import Narrative
from rrs_data.programme.programme import Programme
from rrs_data.report.absences import lacks_figure
from rrs_data.report.counted_frames import CountedFrames
from rrs_data.report.frames import Frames
from rrs_data.report.phrases import capital, small

__all__ = ["Report", "capital", "context_of", "small"]

Write = Callable[[float], str]
"""Writes a value in the report's language."""


@dataclass(frozen=True, repr=False)
class Report(Frames):
    """Everything that the sections of one report are made from."""

    def __repr__(self) -> str:
        """What the report is on; a notebook shows a page of it."""
        return f"<Report {self.country} {self.span} {self.language.code}>"

    @cached_property
    def achievements(self) -> dict[str, Achievement]:
        """All achievements of the report's country and period, by indicator code."""
        found = self.figures.of(self.country, self.period)
        return {achievement.indicator.code: achievement for achievement in found}

    @property
    def narrative(self) -> Narrative:
        """What people wrote for the report."""
        return Narrative(
            self.params, self.country, self.span, self.language.code, self.registers.illustrative
        )

    def achieved(self, role: str) -> Achievement | None:
        """The achievement of the indicator that plays a role."""
        return self.achievements.get(self.role(role) or "")

    def actual(self, role: str, part: str = "", scope: str = "") -> Figure:
        """An actual of the indicator that plays a role; without such an indicator a dash.

        ``part`` and ``scope`` are written as in keys: ``[sex=F]``, ``ALL/2014/``.
        """
        code = self.role(role)
        return self.figure(f"{scope}{code}{part}") if code else Figure(NOTHING, "", None)

    def title(self, role: str) -> str:
        """The title of the indicator that plays a role; nothing without one."""
        achieved = self.achieved(role)
        return self.language.pick(achieved.indicator.title) if achieved else ""

    def titled(self, *roles: str) -> list[str]:
        """Each indicator's title with its actual, as a sentence; none where it came to nothing."""
        found = [one for role in roles if (one := self.achieved(role)) and one.actual]
        return [
            self.t(
                "{title}: {number}.",
                title=self.language.pick(one.indicator.title),
                number=self.figure(one.indicator.code),
            )
            for one in found
        ]

    @overload
    def breakdown(self, indicator: str, by: str, country: str = "") -> pd.Series: ...

    @overload
    def breakdown(self, indicator: str, by: list[str], country: str = "") -> pd.DataFrame: ...

    def breakdown(
        self, indicator: str, by: str | list[str], country: str = ""
    ) -> pd.Series | pd.DataFrame:
        """An indicator's figures by the categories of a column, or of two: rows and columns.

        Categories stand in the schema's order, by their codes; charts and tables put words in
        their place. What came to nothing everywhere is left out. Raises FaultsError.

            report.breakdown("participants", by=["age_band", "sex"])
        """
        names = [by] if isinstance(by, str) else by
        code, scope = self.code_of(indicator), f"{country}/{self.span}/" if country else ""
        if not code or self._unkept(parse_key(code + "".join(f"[{one}=]" for one in names))):
            return pd.Series(dtype=object) if isinstance(by, str) else pd.DataFrame()
        sheet = self.indicators.sheets[code]
        axes = [self.occurring(sheet, one, country or self.country) for one in names]

        def part(one: str, category: str) -> str:
            # What no breakdown of the sheet knows is not recorded.
            nothing = category == UNKNOWN and one not in sheet.by
            return f"[{one}={'' if nothing else category}]"

        keys = [code + "".join(map(part, names, at)) for at in product(*axes)]
        index = pd.MultiIndex.from_product(axes) if len(axes) > 1 else axes[0]
        figures = [self._figure(parse_key(scope + key)) for key in keys]
        found = pd.Series(figures, index, dtype=object, name=code)
        if self.public:  # what is hidden looks like what is not there
            found = found[[one.value is not None for one in found]]
        return found if isinstance(by, str) else found.unstack(sort=False)  # noqa: PD010 - in order

    @cached_property
    def reconciled(self) -> list[Reconciled]:
        """The published figures beside the computed ones; none before they were published."""
        return self.figures.reconciled(self.period)

    def key(self, text: str) -> Key:
        """A figure's key with country and span written out. Raises FaultsError."""
        return parse_key(text).at(self.country, self.span)

    @cached_property
    def ledger(self) -> dict[str, float]:
        """Every figure that was written so far, by its key with country and year: its value."""
        return {}

    def value(self, key: str) -> float | None:
        """A figure's value, for a decision: it does not count as written in the report."""
        return self.amount(key)[0]

    def amount(self, key: str) -> tuple[float | None, Style]:
        """The same, with how it is written."""
        full = self.key(key)
        return (None, "number") if self._unkept(full) else self.figures.value(full)

    def _unkept(self, key: Key) -> bool:
        return lacks_figure(self.registers.schema, self.indicators, key)

    def figure(
        self,
        what: str | pd.DataFrame | pd.Series,
        write: Write | None = None,
        *,
        count: str = "",
        total: str = "",
        label: str = "",
    ) -> Figure:
        """A figure by its key, written as its unit is unless ``write`` says otherwise.

        ``keys`` explains how figures are named. Of a frame with the row numbers of a register it
        counts the rows, the different values of the column ``count``, or the sum of ``total``;
        ``label`` is what ``make explain`` calls it. Raises FaultsError: there is no such figure.

            report.figure(f"{report.role('participants')}[sex=F]")
            report.figure(report.rows("grants"), total="amount", label="grants-by-hand")
        """
        if not isinstance(what, str):
            one = self.counted.count(what, count, total, label)
            if self.public and is_private(self.registers.schema, one.register):
                return Figure(NOTHING, "", None)
            written = write or partial(self.language.value, style=one.style)
            text = NOTHING if one.value is None else written(one.value)
            return Figure(text, one.label, one.value, "indicator")
        figure = self._figure(self.key(what), write)
        return Figure(figure.text, figure.key, figure.value, figure.kind)

    def _figure(self, key: Key, write: Write | None = None) -> Figure:
        """A figure that stands in the record from when its text is asked for."""
        full = key.at(self.country, self.span)
        if self._unkept(full):
            return Figure(NOTHING, "", None)
        value, style = self.figures.value(full)
        text = write(value) if write and value is not None else self.language.value(value, style)
        of_indicator = any(term.base in self.indicators.sheets for term in full.terms)
        kind: Kind = "indicator" if of_indicator else "register"
        noted = partial(self.ledger.__setitem__, str(full), value or 0.0)
        return Figure(text, str(full.near(self.country, self.span)), value, kind, noted)

    @cached_property
    def counted(self) -> CountedFrames:
        """What the notebook's own cells have counted, by label."""
        codes = map(str.lower, self.indicators.sheets)
        return CountedFrames(self.registers, {*codes, *INVENTORY, *PARAMETERS})

    def record(self) -> dict[str, Any]:
        """The report's figures as plain values, the same in every language.

        ``figures`` are those that the report's parts show, so the parts come first.
        """
        counted = {one.label: asdict(one) for one in self.counted}
        return {
            "country": self.country,
            "year": self.year,
            "period": self.period.as_record(),
            "languages": list(self.programme.languages),
            "illustrative": self.registers.illustrative,
            "schema": self.registers.schema.digest,
            **({"edition": "public"} if self.public else {"registers": self.registers.hashes}),
            "achievements": [a.as_record() for a in self.achievements.values()],
            "figures": dict(sorted(self.ledger.items())),
            **({"counted": counted} if counted and not self.public else {}),
        }


def context_of(programme: Programme, indicators: Indicators) -> Context:
    """What the programme and its indicators say of registers, for their check."""
    measures = {code: Measure(one.unit, one.adds) for code, one in indicators.sheets.items()}
    return Context(programme, measures)
