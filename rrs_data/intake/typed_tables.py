"""Typed tables: Parquet files and databases, every value as the text that a person would type."""

import sqlite3
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from urllib.parse import quote

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import sqlalchemy as sa

from rrs_data.intake import limits, words
from rrs_data.intake.files import answering
from rrs_data.intake.raw import CHUNK, Refusal, Table, plain, refuse_more, text_of
from rrs_data.intake.schema import Register, Schema

DRIVERS = {"psycopg": "psycopg[binary]"}  # the package of a driver, where it has another name

# --- Parquet -----------------------------------------------------------------------------------


def read_parquet(data: bytes) -> Table:
    """The header and the rows of a Parquet file, numbered as below it. Raises Refusal."""
    try:
        schema = pq.read_schema(pa.BufferReader(data))
        texts = [field.name for field in schema if field.type in (pa.string(), pa.large_string())]
        # Texts stay a dictionary until their size is known: a small file may repeat a large text.
        file = pq.ParquetFile(pa.BufferReader(data), read_dictionary=texts)
        rows, width = file.metadata.num_rows, file.metadata.num_columns
        if nested := [field for field in schema if pa.types.is_nested(field.type)]:
            raise Refusal("nested", type=str(nested[0].type)[:60], column=plain(nested[0].name))
        refuse_more("many-cells", rows * max(1, width), limits.CELLS)
        refuse_more("many-columns", width, limits.COLUMNS, row=1)
        size, columns = 0, list[list[str]]()
        for column in file.read().columns:
            coded = pc.dictionary_encode(column, null_encoding="encode").combine_chunks()
            distinct = [*map(text_of, coded.dictionary.to_pylist())]
            places = coded.indices.to_pylist()
            columns.append(["" if at is None else distinct[at] for at in places])
            size += sum(map(len, columns[-1]))
            refuse_more("large", size, limits.FILE_BYTES)
    except (pa.ArrowException, OSError, ValueError) as error:
        raise Refusal("no-parquet", kind=type(error).__name__) from None
    return [name.strip() for name in schema.names], enumerate(zip(*columns, strict=True), start=2)


# --- databases ---------------------------------------------------------------------------------


def database_tables(
    address: str, schema: Schema
) -> Iterator[tuple[str, str, Callable[[Register], Table]]]:
    """Tables and views that are registers: register, name, how it is read. Raises Refusal."""
    engine = _engine(address)
    with answering("database-failed"), engine.connect() as connection:
        inspector = sa.inspect(connection)
        names = sorted([*inspector.get_table_names(), *inspector.get_view_names()])
        # Without the columns' types: one that binds would stop at the first odd day.
        tables = [
            sa.table(name, *(sa.column(one["name"]) for one in inspector.get_columns(name)))
            for name in names
        ]
    for table in tables:
        if register := words.register_of(table.name, schema):
            yield register, table.name, partial(_read_table, engine, table)


def _read_table(engine: sa.Engine, table: sa.TableClause, register: Register) -> Table:
    """The header and the rows of a register's table in the order of its key, numbered from 2."""
    header = [column.name for column in table.columns]
    matched = words.match(header, register)
    # Of two columns that mean the same, the first one counts.
    key = [table.columns[header[matched[name][0]]] for name in register.key if name in matched]
    query = sa.select(*table.columns).order_by(*key)

    def rows() -> Iterator[tuple[int, list[str]]]:
        with answering("database-failed"), engine.connect() as connection:
            found = connection.execution_options(yield_per=CHUNK).execute(query)
            for number, row in enumerate(found, start=2):
                refuse_more("many-cells", number * len(header), limits.CELLS)
                yield number, [text_of(value) for value in row]

    return header, rows()


def _engine(address: str) -> sa.Engine:
    """An engine that opens SQLite for reading only: its own would make a file that is missing."""
    try:
        url = sa.make_url(address)
        if url.get_backend_name() != "sqlite":
            return sa.create_engine(url, poolclass=sa.NullPool)
    except sa.exc.NoSuchModuleError:
        scheme = address.partition("://")[0]
        raise Refusal("address-kind", scheme=scheme[:20]) from None
    except ImportError as error:
        name = error.name or ""
        raise Refusal("driver-missing", driver=name, package=DRIVERS.get(name, name)) from None
    except (sa.exc.ArgumentError, ValueError):
        raise Refusal("address-broken") from None
    path = url.database or ""
    if not Path(path).is_file():
        raise Refusal("source-missing")

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(f"file:{quote(path)}?mode=ro", uri=True)
        # A file may come with views and triggers; what they call is not trusted.
        connection.execute("PRAGMA trusted_schema = OFF")
        # Bytes that are no UTF-8 are text that was damaged, not the end of the reading.
        connection.text_factory = lambda data: data.decode("utf-8", "replace")
        return connection

    return sa.create_engine("sqlite://", creator=connect, poolclass=sa.NullPool)
