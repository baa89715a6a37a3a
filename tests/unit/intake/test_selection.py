from datetime import date

import sqlalchemy as sa

from rrs_data.intake.scope import Scope
from rrs_data.intake.selection import Selection
from tests.small_files import SCHEMA

UNTIL = date(2014, 9, 30)


def condition(register: str, columns: dict[str, list[sa.Column]], country: str = "KG") -> str:
    """The condition of a register as SQL."""
    tables = {name: sa.Table(name, sa.MetaData(), *own) for name, own in columns.items()}
    by_name = {name: dict(table.columns) for name, table in tables.items()}
    selection = Selection(by_name, SCHEMA, Scope(country, UNTIL))
    return str(selection.of(register).compile(compile_kwargs={"literal_binds": True}))


def test_days_are_compared_as_days_where_the_column_has_that_type() -> None:
    """A moment is the day on which it lies."""
    sql = condition("finance", {"finance": [sa.Column("quarter_start", sa.DateTime())]})

    assert "CAST(finance.quarter_start AS DATE) <= '2014-09-30'" in sql
    assert "finance.quarter_start IS NULL" in sql


def test_register_or_column_that_is_not_there_sets_no_condition() -> None:
    """What is missing is told elsewhere; the other rows are read."""
    columns = {"grants": [sa.Column("grant_id"), sa.Column("organisation_id")]}

    assert "SELECT" not in condition("grants", columns)
    assert "SELECT" not in condition("attendances", {"attendances": [sa.Column("event_id")]})


def test_region_sets_no_condition_on_countries() -> None:
    """Only the day counts."""

    def of(country: str) -> str:
        columns = [sa.Column("country"), sa.Column("quarter_start", sa.String())]
        return condition("finance", {"finance": columns}, country)

    assert "country" in of("KG")
    assert "country" not in of("ALL")
