"""Terms: what a figure's key may say, judged by the schema, the sheets and the programme.

Whether a column is one is decided by the schema and never by the rows: a figure that came to
nothing has the same columns as any other.
"""

from __future__ import annotations

from datetime import date

from rrs_data.indicators.conditions import has_column, paths
from rrs_data.indicators.filters import NOT_RECORDED, UNKNOWN
from rrs_data.indicators.keys import INVENTORY, Filter, Term, bad_key
from rrs_data.indicators.sheets import Indicator, Indicators, entity_column
from rrs_data.intake.schema import Schema
from rrs_data.programme.faults import FaultsError
from rrs_data.programme.periods import FINAL, Period
from rrs_data.programme.programme import REGION, Programme

NO_VALUES = {UNKNOWN, NOT_RECORDED}
"""What a filter may say of any column, whatever values are allowed in it."""


def days_of(term: Term, programme: Programme) -> Period:
    """The days that a term's span means. Raises FaultsError."""
    span = term.span
    if span == "*":
        return programme.span
    if span == FINAL:
        return programme.period(FINAL)
    since, _, last = span.rpartition("..")
    try:
        if last in map(str, programme.years):
            year = programme.period(int(last))
            return programme.until(year) if last != span else year
        start = date.fromisoformat(since) if since else programme.start
        return Period(start, date.fromisoformat(last))
    except ValueError:
        years = ", ".join(map(str, programme.years))
        expected = f"a span: one of {years}, {FINAL}, or ..{programme.years[-1]}"
        raise FaultsError([bad_key(str(term), expected)]) from None


def check_base(term: Term, indicators: Indicators, schema: Schema) -> None:
    """A term counts an indicator or a register's rows. Raises FaultsError."""
    if term.base not in schema.registers:
        codes = ", ".join(indicators.sheets)
        names = ", ".join([*schema.registers, *INVENTORY])
        expected = f"an indicator, one of {codes}; or one of {names}"
        raise FaultsError([bad_key(str(term), expected, "take one of these")])


def check_country(term: Term, programme: Programme) -> None:
    """The country is one of the programme's, or the region. Raises FaultsError."""
    codes = (*programme.countries, REGION)
    if term.country not in codes:
        raise FaultsError([bad_key(str(term), f"a country: one of {', '.join(codes)}")])


def check_columns(term: Term, schema: Schema) -> None:
    """A term of a register names its columns. Raises FaultsError."""
    for column in [*(one.column for one in term.where), *filter(None, [term.measure])]:
        if not has_column(column, term.base, schema):
            expected = f"a column: {', '.join(paths(term.base, schema))}"
            mend = f"take one of these in place of {column}"
            raise FaultsError([bad_key(str(term), expected, mend)])


def check_part(term: Term, sheet: Indicator, schema: Schema) -> None:
    """A part is by a breakdown or a column of the indicator's registers. Raises FaultsError.

    A value that the schema does not allow is a slip of the pen, not a part of nobody.
    """
    for one in term.where:
        if one.column not in sheet.by and not any(
            has_column(one.column, source.register, schema) for source in sheet.sources
        ):
            columns = [path for each in sheet.sources for path in paths(each.register, schema)]
            expected = (
                f"a breakdown of {sheet.code} ({', '.join(sheet.by) or 'it has none'}), or one of "
                f"{', '.join(dict.fromkeys(columns))}"
            )
            mend = f"take one of these in place of {one.column}"
            raise FaultsError([bad_key(str(term), expected, mend)])
        _check_values(term, one, sheet, schema)


def _check_values(term: Term, one: Filter, sheet: Indicator, schema: Schema) -> None:
    allowed: set[str] = set()
    for source in sheet.sources:
        broken_down = one.column in sheet.by
        path = entity_column(sheet, source, schema, one.column) if broken_down else one.column
        column = schema.column(source.register, path)
        allowed |= set(column.allowed) if column else set()
    unknown = [value for value in one.values if value not in (allowed | NO_VALUES)]
    if allowed and unknown:
        expected = f"{one.column}: one of {', '.join(sorted(allowed))}"
        raise FaultsError([bad_key(str(term), expected, f"correct {', '.join(unknown)}")])
