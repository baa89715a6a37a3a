"""The report: one country (or the region), one reporting period, one language."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Any, overload

import pandas as pd

from rrs_data.indicators.achievements import Achievement, Achievements
from rrs_data.indicators.figures import Figures
from rrs_data.indicators.keys import INVENTORY, PARAMETERS, Key, parse_key
from rrs_data.indicators.reconciliation import (
    Published,
    Reconciled,
    load_restatements,
    reached_before,
)
from rrs_data.indicators.sheets import Indicators, known_roles
from rrs_data.indicators.suppression import FINANCE, is_private
from rrs_data.intake.checks.plausibility import Context, Measure
from rrs_data.intake.registers import Registers
from rrs_data.intake.schema import load_schema
from rrs_data.language.language import NOTHING, Style
from rrs_data.language.markdown import Figure, Kind
from rrs_data.programme.narrative import Narrative
from rrs_data.programme.programme import REGION, Programme
from rrs_data.report.absences import lacks, lacks_figure
from rrs_data.report.frames import CountedFrames, breakdown_of, evidence_rows, refuse, rows_of
from rrs_data.report.phrases import Phrases, capital, small

__all__ = ["Report", "capital", "context_of", "small"]

Write = Callable[[float], str]
"""Writes a value in the report's language."""


@dataclass(frozen=True, repr=False)
class Report(Phrases):
    """Everything that the sections of one report are made from."""

    indicators: Indicators
    published: Published
    registers: Registers
    params: Path
    public: bool = False
    """Whether it is the edition for everybody, and not the donor's."""

    def __repr__(self) -> str:
        """What the report is on; a notebook shows a page of it."""
        return f"<Report {self.country} {self.span} {self.language.code}>"

    @cached_property
    def figures(self) -> Figures:
        """Where every number of the report is looked up."""
        achievements = Achievements(self.registers, self.indicators, self.programme, self.public)
        return Figures(achievements, self.published, load_restatements(self.params))

    @cached_property
    def achievements(self) -> dict[str, Achievement]:
        """All achievements of the report's country and period, by indicator code."""
        found = self.figures.achievements.of(self.country, self.period)
        return {achievement.indicator.code: achievement for achievement in found}

    @property
    def narrative(self) -> Narrative:
        """What people wrote for the report."""
        return Narrative(
            self.params, self.country, self.span, self.language.code, self.registers.illustrative
        )

    def role(self, role: str) -> str | None:
        """The code of the indicator that plays a role in the report's story, if one does."""
        return self.indicators.roles.get(role)

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

    def code_of(self, name: str) -> str | None:
        """The code of an indicator by its code or its role; None where nothing plays the role.

        Raises FaultsError: it is neither.
        """
        sheets, roles = self.indicators.sheets, self.indicators.roles
        if name not in (*sheets, *known_roles()):
            raise refuse("an indicator's code or role", name, [*sheets, *roles])
        return name if name in sheets else self.role(name)

    def rows(self, register: str, *columns: str, whole: bool = False) -> pd.DataFrame:
        """A register's rows of the report's country and period, or the ``whole`` register.

        The index is the rows' numbers. Without ``columns`` there are all, those of the registers
        that it points to as well: ``event.kind``. Raises FaultsError: no such register or column.

            report.rows("attendances", "event.kind", "person.sex").value_counts()
        """
        if lacks(self.registers.schema, register) or (self.public and register == FINANCE):
            return pd.DataFrame(columns=list(columns or load_schema().paths(register)))
        counts, known = self.figures.counts, self.registers.schema.registers
        if register not in known:
            raise refuse("a register", register, known)
        where = (REGION, None) if whole else (self.country, self.period)
        return rows_of(counts, register, columns, counts.of_register(register, *where).reasons == 0)

    def evidence(
        self,
        indicator: str,
        one_per: str = "",
        columns: Sequence[str] = (),
        *,
        register: str = "",
    ) -> pd.DataFrame:
        """The rows that an indicator counted in the report's period, by its code or role.

        ``one_per`` keeps the first row of each value of a column; without ``columns`` all are
        there. ``register`` says which, where several are counted. Empty where nothing plays the
        role. Raises FaultsError.

            participants = report.evidence("participants", one_per="person_id")
        """
        code = self.code_of(indicator)
        if not code:
            return pd.DataFrame() if not register else self.rows(register).head(0)
        where = self.country, self.period
        frame = evidence_rows(self.figures.achievements, code, register, columns, *where)
        if one_per and one_per not in frame:
            raise refuse("one_per", one_per, frame.columns)
        return frame.dropna(subset=one_per).drop_duplicates(one_per) if one_per else frame

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
        code, area = self.code_of(indicator), country or self.country
        scope = f"{country}/{self.span}/" if country else ""
        if not code or self._unkept(parse_key(code + "".join(f"[{one}=]" for one in names))):
            return pd.Series(dtype=object) if isinstance(by, str) else pd.DataFrame()
        found = breakdown_of(
            *(self.figures.achievements, code, names, area, self.period),
            lambda key: self._figure(parse_key(scope + key)),
        )
        if self.public:  # what is hidden looks like what is not there
            found = found[[one.value is not None for one in found]]
        return found if isinstance(by, str) else found.unstack(sort=False)  # noqa: PD010 - in order

    def values(self, register: str, column: str) -> tuple[str, ...]:
        """The values that a column may have, in the schema's order."""
        if lacks(self.registers.schema, register, column):
            return ()
        return self.registers.schema.registers[register].column[column].allowed

    def label(self, register: str, column: str, value: str) -> str:
        """The words for a value of a column; one without words stands as it is."""
        labels = self.registers.schema.registers[register].column[column].labels
        return self.language.pick(labels[value]) if value in labels else value

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
    counting = partial(Achievements, indicators=indicators, programme=programme)
    return Context(programme, measures, lambda read, own: reached_before(counting(read), own))
