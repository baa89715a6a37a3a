"""Frames: a register's rows, and those that an indicator counted.

The index of every frame is the rows' numbers in the register, as a spreadsheet shows them, and is
called as the register is: what is filtered, sorted or queried still leads to its rows.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rrs_data.indicators.figures import Figures
from rrs_data.indicators.keys import UNKNOWN, Filter, Key, Term, check_part
from rrs_data.indicators.reconciliation import Published
from rrs_data.indicators.sheets import Indicator, Indicators, Source, entity_column
from rrs_data.indicators.suppression import FINANCE
from rrs_data.intake.registers import Registers
from rrs_data.intake.schema import load_schema
from rrs_data.language.language import Language
from rrs_data.programme.choices import nearest
from rrs_data.programme.faults import Fault, FaultsError
from rrs_data.programme.loading import rules
from rrs_data.programme.programme import FINAL, REGION, Period, Programme, Year


def refuse(what: str, found: object, allowed: Iterable[object], mend: str = "") -> FaultsError:
    """What is said of a name that a report does not know."""
    names = list(map(str, allowed))
    meant = nearest(str(found), names)
    mend = mend or (f"did you mean “{meant}”?" if meant else "take one of these")
    return FaultsError([Fault(what, f"“{found}”", f"one of {', '.join(names)}", mend)])


@dataclass(frozen=True, repr=False)
class Frames:
    """What a report is on, what it is made from, and its rows as frames."""

    programme: Programme
    language: Language
    country: str
    period: Period
    indicators: Indicators
    published: Published
    registers: Registers
    params: Path
    public: bool = False
    """Whether it is the edition for everybody, and not the donor's."""

    @property
    def regional(self) -> bool:
        """Whether the report is on all countries together."""
        return self.country == REGION

    @property
    def year(self) -> Year:
        """The reporting year, or "final"."""
        return FINAL if self.period.year is None else self.period.year

    @property
    def span(self) -> str:
        """The report's period as keys write it."""
        return self.period.name

    @property
    def final(self) -> bool:
        """Whether the report is on the whole programme."""
        return self.year == FINAL

    @property
    def periods(self) -> list[Period]:
        """The country's periods of the same length up to the report's; of the final, its years."""
        return self.programme.alike(self.country, self.period)

    @property
    def previous(self) -> Period | None:
        """The country's period of the same length before the report's, if it has one."""
        return self.programme.previous(self.country, self.period)

    @cached_property
    def figures(self) -> Figures:
        """Where every number of the report is looked up."""
        given = self.registers, self.indicators, self.programme
        return Figures(*given, self.params if self.public else None, published=self.published)

    def role(self, role: str) -> str | None:
        """The code of the indicator that plays a role in the report's story, if one does."""
        return self.indicators.roles.get(role)

    def code_of(self, name: str) -> str | None:
        """The code of an indicator by its code or its role; None where nothing plays the role.

        Raises FaultsError: it is neither.
        """
        sheets, roles = self.indicators.sheets, self.indicators.roles
        sheet = rules("indicators")["$defs"]["indicator"]["properties"]
        if name not in (*sheets, *sheet["role"]["enum"]):
            raise refuse("an indicator's code or role", name, [*sheets, *roles])
        return name if name in sheets else self.role(name)

    def lacks(self, register: str, path: str = "") -> bool:
        """Whether the programme does not keep a register of the package's own, or a column of it.

        A report leaves it out without a word, whatever asks for it. What neither the programme's
        schema nor the package's has is a slip of the pen, and a fault.
        """
        schema = self.registers.schema
        own, ours = (
            register in one.registers and (not path or one.column(register, path) is not None)
            for one in (schema, load_schema(schema.languages))
        )
        return ours and not own

    def lacks_figure(self, key: Key) -> bool:
        """Whether a figure is of a register or a column that the programme does not keep."""
        known = load_schema(self.registers.schema.languages)
        ours = known.registers
        for term in key.terms:
            sheet = self.indicators.sheets.get(term.base)
            for path in term.columns if sheet else ("", *term.columns):
                asked = [(term.base, path)]
                if sheet:
                    asked = [
                        (name, entity_column(sheet, one, known, path) if name in ours else path)
                        for one in sheet.sources
                        for name in [one.register]
                    ]
                if all(self.lacks(*one) for one in asked):
                    return True
        return False

    def rows(self, register: str, *columns: str, whole: bool = False) -> pd.DataFrame:
        """A register's rows of the report's country and period, or the ``whole`` register.

        The index is the rows' numbers. Without ``columns`` there are all, those of the registers
        that it points to as well: ``event.kind``. Raises FaultsError: no such register or column.

            report.rows("attendances", "event.kind", "person.sex").value_counts()
        """
        if self.lacks(register) or (self.public and register == FINANCE):
            return pd.DataFrame(columns=list(columns or load_schema().paths(register)))
        if register not in self.registers.schema.registers:
            raise refuse("a register", register, self.registers.schema.registers)
        where = (REGION, None) if whole else (self.country, self.period)
        return self._rows(
            register, columns, self.figures.of_register(register, *where).reasons == 0
        )

    def _rows(self, register: str, paths: Sequence[str], kept: NDArray[np.bool_]) -> pd.DataFrame:
        """Some rows with their numbers; columns that allow few values are categories in order."""
        schema = self.registers.schema
        known = schema.paths(register)
        for path in paths:
            if path not in known:
                raise refuse(f"a column of {register}", path, known)
        frame = self.registers.columns(register, paths or known, kept).set_index("row")
        frame.index.name = register
        for name in map(str, frame):
            column = schema.column(register, name)
            if column and column.allowed:
                frame[name] = frame[name].astype(pd.CategoricalDtype(list(column.allowed)))
        return frame

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
        there, and so are the indicator's breakdowns as its sheet calls them: what is not recorded
        is the category ``unknown``. ``register`` says which, where several are counted. Empty where
        nothing plays the role. Raises FaultsError.

            participants = report.evidence("participants", one_per="person_id")
        """
        code = self.code_of(indicator)
        if not code:
            return pd.DataFrame() if not register else self.rows(register).head(0)
        sheet = self.indicators.sheets[code]
        sources = {source.register: source for source in sheet.sources}
        name = register or ("" if len(sources) > 1 else next(iter(sources)))
        if name not in sources:
            mend = f'choose one: report.evidence("{code}", register="{next(iter(sources))}")'
            raise refuse(f"the register of the evidence of {code}", name, sources, mend)
        kept = self._counted(sheet, name, self.country)
        frame = self._rows(name, columns, kept)
        for by in sheet.by:
            if by not in frame:
                frame[by] = self._categories(sheet, sources[name], by)[kept]
        if one_per and one_per not in frame:
            raise refuse("one_per", one_per, frame.columns)
        return frame.dropna(subset=one_per).drop_duplicates(one_per) if one_per else frame

    def occurring(self, sheet: Indicator, by: str, country: str) -> pd.Index:
        """The categories in which an indicator counted something, in the schema's order.

        Raises FaultsError: the indicator's registers have no such column.
        """
        schema, found = self.registers.schema, set[str]()
        check_part(Term(sheet.code, (Filter(by, (UNKNOWN,)),)), sheet, schema)
        for source in sheet.sources:
            path = entity_column(sheet, source, schema, by)
            if schema.column(source.register, path):
                texts = self.figures.recorded(source.register, path)
                codes = texts.codes[self._counted(sheet, source.register, country)]
                found |= {texts.categories[code] for code in np.unique(codes)}
        return pd.Index(self._in_order(sheet, sheet.sources[0], by, found), dtype="str", name=by)

    def _counted(self, sheet: Indicator, register: str, country: str) -> NDArray[np.bool_]:
        """Which rows of a register an indicator counted in the report's period."""
        span = self.figures.span(sheet.code, self.period)
        rows = self.figures.tally(sheet.code, country, span).evidence.rows
        return np.isin(self.figures.column(register, "row"), rows.get(register, ()))

    def _categories(self, sheet: Indicator, source: Source, by: str) -> pd.Categorical:
        """A breakdown of a register's rows: its categories in the schema's order."""
        path = entity_column(sheet, source, self.registers.schema, by)
        texts = self.figures.recorded(source.register, path)
        return texts.set_categories(self._in_order(sheet, source, by, texts.categories))

    def _in_order(
        self, sheet: Indicator, source: Source, by: str, categories: Iterable[str]
    ) -> list[str]:
        """Categories as the schema lists them, others by name, unknown the last."""
        schema = self.registers.schema
        column = schema.column(source.register, entity_column(sheet, source, schema, by))
        listed = {value: number for number, value in enumerate(column.allowed if column else ())}
        return sorted(categories, key=lambda x: (x == UNKNOWN, listed.get(x, len(listed)), x))

    def values(self, register: str, column: str) -> dict[str, str]:
        """The values that a column may have, in the schema's order, with the words for them."""
        if self.lacks(register, column):
            return {}
        own = self.registers.schema.registers[register].column[column]
        return {one: self.language.pick(own.labels.get(one, one)) for one in own.allowed}
