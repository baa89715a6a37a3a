"""The report: one country (or the region), one reporting period, one language."""

import re
from dataclasses import asdict, dataclass
from functools import cached_property, partial
from itertools import product
from typing import overload

import pandas as pd

from rrs_data.charts.bars import Write
from rrs_data.indicators.achievements import Achievement
from rrs_data.indicators.keys import INVENTORY, PARAMETERS, UNKNOWN, Key, parse_key
from rrs_data.indicators.suppression import is_private
from rrs_data.language.language import NOTHING
from rrs_data.language.markdown import Figure, Kind
from rrs_data.programme.narrative import Narrative
from rrs_data.programme.programme import FINAL, REGION, Period
from rrs_data.report.counted_frames import CountedFrames
from rrs_data.report.elements import Output
from rrs_data.report.frames import Frames

FIELD = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, repr=False)
class Report(Frames):
    """Everything that the sections of one report are made from."""

    def __repr__(self) -> str:
        """What the report is on; a notebook shows a page of it."""
        return f"<Report {self.country} {self.span} {self.language.code}>"

    @cached_property
    def words(self) -> dict[str, str]:
        """What any text may name: the area, in cases; the period; the last day; the currency."""
        in_area = self.language.t("in all countries")
        if not self.regional:
            cases = self.programme.countries[self.country].cases.get(self.language.code, {})
            in_area = cases.get("locative") or self.language.t("in {country}", country=self.name)
        period_name, in_period = self._named()
        return {
            "area": self.of_area(self.country),
            "in_area": in_area,
            "period_name": period_name,
            "in_period": in_period,
            "In_period": capital(in_period),
            "day": self.language.day(self.period.end),
            "currency": self.programme.currency.code,
        }

    def t(self, message: str, context: str | None = None, /, **values: object) -> str:
        """A text of the report's language; what ``words`` names need not be given.

        Without values its other fields stay as they are, for :func:`sentence` to fill them.
        """
        known = values or {name: f"{{{name}}}" for name in FIELD.findall(message)}
        return self.language.t(message, context, **known | self.words | values)

    def n(self, one: str, many: str, number: float | Figure, **values: object) -> str:
        """A text in the plural form that a number needs; what ``words`` names need not be given."""
        return self.language.n(one, many, number, **self.words | values)

    def mention(self, one: str, many: str, figure: Figure, **values: object) -> list[str]:
        """A sentence on a figure, ``{n}``; none where it came to nothing."""
        return [self.n(one, many, figure, **values)] if figure.value else []

    @property
    def name(self) -> str:
        """What the report is on: the country's name, or “All countries”."""
        return self.area_name(self.country)

    def area_name(self, code: str) -> str:
        """A country's name, or “All countries” for the region's code."""
        return self.language.t("All countries") if code == REGION else self.country_name(code)

    def country_name(self, code: str) -> str:
        """A country's name, as the programme's parameters give it."""
        return self.language.pick(self.programme.countries[code].name)

    def of_area(self, code: str) -> str:
        """A country's name, or the region's, as after “CSOs of”."""
        if code == REGION:
            return self.language.t("all countries", "genitive")
        own = self.language.t("{country}", "genitive", country=self.country_name(code))
        return self.programme.countries[code].cases.get(self.language.code, {}).get("genitive", own)

    @property
    def period_name(self) -> str:
        """“fiscal year 2014”, “quarter 2 of fiscal year 2014”, “the whole programme”."""
        return self.words["period_name"]

    def short_name(self, period: Period) -> str:
        """A period as the head of a column: “2014”, “Q2 2014”."""
        t, year = self.language.t, str(period.year)
        if period.part[:1] == "Q":
            return t("Q{number} {year}", number=period.part[1:], year=year)
        return t("H{number} {year}", number=period.part[1:], year=year) if period.part else year

    def _named(self) -> tuple[str, str]:
        """The period's name, and the same with “in” before it."""
        t, number, year = self.language.t, self.period.part[1:], str(self.period.year)
        if year == FINAL:
            return t("the whole program"), t("over the life of the program")
        fiscal = self.programme.first_month > 1
        if not number and fiscal:
            return t("fiscal year {year}", year=year), t("in fiscal year {year}", year=year)
        if not number:
            return t("year {year}", year=year), t("in {year}", year=year)
        year = t("fiscal year {year}", "genitive", year=year) if fiscal else year
        name = t("half-year {number} of {year}", number=number, year=year)
        if self.period.part[:1] == "Q":
            name = t("quarter {number} of {year}", number=number, year=year)
        return name, t("in {period}", period=name)

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
        if not code or self.lacks_figure(parse_key(code + "".join(f"[{one}=]" for one in names))):
            return pd.Series(dtype=object) if isinstance(by, str) else pd.DataFrame()
        sheet = self.indicators.sheets[code]
        axes = [self.occurring(sheet, one, country or self.country) for one in names]

        def part(one: str, category: str) -> str:
            # What no breakdown of the sheet knows is not recorded.
            nothing = category == UNKNOWN and one not in sheet.by
            return f"[{one}={'' if nothing else category}]"

        keys = [code + "".join(map(part, names, at)) for at in product(*axes)]
        index = pd.MultiIndex.from_product(axes) if len(axes) > 1 else axes[0]
        figures = [self.figure(scope + key) for key in keys]
        found = pd.Series(figures, index, dtype=object, name=code)
        if self.public:  # what is hidden looks like what is not there
            found = found[[one.value is not None for one in found]]
        return found if isinstance(by, str) else found.unstack(sort=False)  # noqa: PD010 - in order

    def key(self, text: str) -> Key:
        """A figure's key with country and span written out. Raises FaultsError."""
        return parse_key(text).at(self.country, self.span)

    @cached_property
    def ledger(self) -> dict[str, float]:
        """Every figure that was written so far, by its key with country and year: its value."""
        return {}

    def value(self, key: str) -> float | None:
        """A figure's value, for a decision: it does not count as written in the report."""
        full = self.key(key)
        return None if self.lacks_figure(full) else self.figures.value(full)[0]

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

        It stands in the record from when its text is asked for; ``keys`` explains how figures are
        named. Of a frame with the row numbers of a register it counts the rows, the different
        values of the column ``count``, or the sum of ``total``;
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
        full = self.key(what)
        if self.lacks_figure(full):
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

    def record(self) -> Output:
        """The report's figures as plain values, the same in every language, which no page shows.

        The data files beside the report are written from them. ``figures`` are those that the
        report's parts show, so the parts come first.

            show(report.record())
        """
        counted = {one.label: asdict(one) for one in self.counted}
        content = {
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
        data = {"application/json": content, "text/plain": f"{len(self.achievements)} achievements"}
        return Output(data, {"role": "achievements"})


def capital(text: str) -> str:
    """A text with its first letter in upper case, the others as they are."""
    return text[:1].upper() + text[1:]


def small(text: str) -> str:
    """A text with its first letter in lower case, unless it begins with an acronym."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]
