"""Databases: a table to a register, read through SQLAlchemy."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import sqlalchemy as sa

from rrs_data.intake import headers
from rrs_data.intake.grid import Columns, Grid, text_of
from rrs_data.intake.reading import Refusal, refuse_more_cells
from rrs_data.intake.schema import Register, Schema

PIECE = 10_000
"""Rows fetched in one go."""


class Database:
    """An open database: its tables and views by the registers that they hold."""

    def __init__(self, engine: sa.Engine, schema: Schema) -> None:
        """Look at which tables there are. Raises Refusal when that fails."""
        self._engine = engine
        with _answering():
            inspector = sa.inspect(engine)
            names = sorted([*inspector.get_table_names(), *inspector.get_view_names()])
            self.tables = [
                (headers.register_of(name, schema), _table(name, inspector)) for name in names
            ]

    def read(self, table: sa.TableClause, register: Register) -> Grid:
        """The rows of a register's table in the order of its key, numbered from 2.

        Raises Refusal when the database does not answer, or with more than is taken in.
        """
        header = [column.name for column in table.columns]
        matched = headers.match(header, register)
        # Of two columns that mean the same, the first one counts.
        by_name = {matched[at]: table.columns[header[at]] for at in sorted(matched)[::-1]}
        query = sa.select(*table.columns).order_by(
            *(by_name[key] for key in register.key if key in by_name)
        )
        columns = Columns(len(header))
        with _answering(), self._engine.connect() as connection:
            rows = connection.execution_options(yield_per=PIECE).execute(query)
            for number, row in enumerate(rows, start=2):
                columns.add(number, [text_of(value) for value in row])
                refuse_more_cells(number * len(header))
        return columns.grid(header)


@contextmanager
def open_database(address: str, schema: Schema) -> Iterator[Database]:
    """Open a database. Raises Refusal when there is none at the address, or no driver for it."""
    engine = _engine(address)
    try:
        yield Database(engine, schema)
    finally:
        engine.dispose()


def _engine(address: str) -> sa.Engine:
    try:
        url = sa.make_url(address)
        if url.get_backend_name() == "sqlite":
            return _sqlite(url.database or "")
        return sa.create_engine(url)
    except sa.exc.NoSuchModuleError:
        scheme = address.partition("://")[0]
        raise Refusal.unknown("address-kind", scheme=scheme[:20]) from None
    except ImportError as error:
        raise Refusal.unknown("driver-missing", driver=error.name or "") from None
    except (sa.exc.ArgumentError, ValueError):
        raise Refusal.unknown("address-broken") from None


def _sqlite(path: str) -> sa.Engine:
    """An SQLite file, opened for reading only: its own address would make one that is missing.

    A file may come with views and triggers; what they call is not trusted.
    """
    if not Path(path).is_file():
        raise Refusal("source-missing")

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(f"file:{quote(path)}?mode=ro", uri=True)
        connection.execute("PRAGMA trusted_schema = OFF")
        # Bytes that are no UTF-8 are text that was damaged, not the end of the reading.
        connection.text_factory = lambda data: data.decode("utf-8", "replace")
        return connection

    return sa.create_engine("sqlite://", creator=connect, poolclass=sa.pool.NullPool)


def _table(name: str, inspector: sa.Inspector) -> sa.TableClause:
    """A table whose columns have no types: one that binds would stop at the first odd day."""
    return sa.table(name, *(sa.column(one["name"]) for one in inspector.get_columns(name)))


@contextmanager
def _answering() -> Iterator[None]:
    """What goes wrong becomes a Refusal without the error's text, which may hold a password."""
    try:
        yield
    except (sa.exc.SQLAlchemyError, sqlite3.Error, OSError, ValueError, TypeError) as error:
        raise Refusal.unknown("database-failed", kind=type(error).__name__) from None
