"""Selection: the rows of a scope as conditions of SQL, so that a database sends no others.

What a condition cannot judge is sent too, and the checks tell what is wrong with it: a country that
is none of the codes, a day that is missing or written in another way than ISO.
"""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa

from rrs_data.intake.schema import ForeignKey, Register, Schema
from rrs_data.intake.scope import Scope
from rrs_data.programme.programme import REGION

Condition = sa.ColumnElement[bool]

ISO_DAY = "____-__-__%"


class Selection:
    """The conditions that select a scope's rows of each register.

    ``columns`` are the registers' columns in the database by technical names. A register or a
    column that is not there sets no condition.
    """

    def __init__(
        self,
        columns: Mapping[str, Mapping[str, sa.ColumnElement[object]]],
        schema: Schema,
        scope: Scope,
    ) -> None:
        """The selection of a scope."""
        self._columns, self._schema, self._scope = columns, schema, scope

    def of(self, name: str) -> Condition:
        """The rows of a register that belong to the scope."""
        register = self._schema.registers[name]
        if register.date and "." in register.date:
            return self._with(name, self._key(register, register.date))
        chosen = (self._own(register), *self._shared(register), *self._asked(name))
        return sa.and_(self._decided(register), sa.or_(*chosen))

    def _own(self, register: Register) -> Condition:
        """Of the country by the register's own path to it."""
        return self._in_country(register.name, register.country)

    def _shared(self, register: Register) -> list[Condition]:
        """Of all countries: rows that every report shows."""
        here = self._columns.get(register.name, {})
        return [here[name] == value for name, value in register.shared.items() if name in here]

    def _in_country(self, name: str, path: str) -> Condition:
        if self._scope.country == REGION:
            return sa.true()
        register = self._schema.registers[name]
        if "." in path:
            key = self._key(register, path)
            there = self._in_country(key.register, path.removeprefix(key.prefix))
            return self._points(name, key, there)
        column = self._columns.get(name, {}).get(path)
        if column is None:
            return sa.true()
        codes = register.column[path].allowed
        return sa.or_(column == self._scope.country, column.is_(None), column.not_in(codes))

    def _decided(self, register: Register) -> Condition:
        """Dated by the last day of the scope."""
        column = self._columns.get(register.name, {}).get(register.date or "")
        if column is None:
            return sa.true()
        if isinstance(column.type, sa.String):
            other = column.not_like(ISO_DAY)
            # The day after: a text may go on with a time.
            until = f"{self._scope.until.isoformat()}~"
            return sa.or_(column <= until, column.is_(None), other)
        return sa.or_(sa.cast(column, sa.Date) <= self._scope.until, column.is_(None))

    def _asked(self, name: str) -> list[Condition]:
        """The rows that other registers' selected rows point to.

        For a register by which another one is dated, as attendances are by their event, they are
        the rows that those of the country point to: participants make an event theirs.
        """
        asked = []
        for other in self._schema.registers.values():
            for key in other.foreign_keys:
                if key.register == name and other.name in self._columns:
                    dated = bool(other.date) and str(other.date).startswith(key.prefix)
                    which = self._own(other) if dated else self.of(other.name)
                    asked.append(self._pointed_to(name, other.name, key, which))
        return asked

    def _with(self, name: str, key: ForeignKey) -> Condition:
        """The rows that point to a selected row."""
        return self._points(name, key, self.of(key.register))

    def _points(self, name: str, key: ForeignKey, there: Condition) -> Condition:
        """The rows whose key points to rows of another register for which a condition holds."""
        here, other = self._columns.get(name, {}), self._columns.get(key.register, {})
        if key.column not in here or key.key not in other:
            return sa.true()
        return here[key.column].in_(sa.select(other[key.key]).where(there))

    def _pointed_to(self, name: str, other: str, key: ForeignKey, which: Condition) -> Condition:
        """The rows to which rows of another register point for which a condition holds."""
        here, there = self._columns.get(name, {}), self._columns[other]
        if key.key not in here or key.column not in there:
            return sa.true()
        return here[key.key].in_(sa.select(there[key.column]).where(which))

    def _key(self, register: Register, path: str) -> ForeignKey:
        """The foreign key that a dotted path begins with."""
        return next(key for key in register.foreign_keys if path.startswith(key.prefix))
