"""Small raw registers for tests of the checks: rows of text, without files."""

import pyarrow as pa

from reports.pipeline.register_commands import parameters_of
from rrs_data.intake.raw import Raw
from rrs_data.intake.registers import check_set
from tests.conftest import PARAMS
from tests.small_registers import SCHEMA, complete

PROGRAMME, INDICATORS = parameters_of(PARAMS)
CONTEXT = (PROGRAMME, INDICATORS.sheets)


def raw_of(name, rows, **others):
    """A register of these rows as the intake gives it; ``others`` are columns it does not know."""
    completed = complete(name, rows)
    columns = SCHEMA.registers[name].column
    cells = {
        column: pa.array([row[column] for row in completed], pa.string()) for column in columns
    }
    return Raw(
        register=name,
        file=f"{name}.csv",
        cells=pa.table(cells),
        headers={column: column for column in columns},
        others=pa.table({header: pa.array(texts, pa.string()) for header, texts in others.items()}),
        rows=pa.array(range(2, len(rows) + 2), pa.int64()),
        read=len(rows),
        digest="0" * 64,
    )


def check_rows(context=CONTEXT, **rows):
    """Check registers of these rows; the others have none."""
    raws = {name: raw_of(name, rows.get(name, [])) for name in SCHEMA.registers}
    return check_set(raws, SCHEMA, context)[1]


def told(context=CONTEXT, **rows):
    """What is found in registers of these rows: rule, register, row and column of each."""
    return [
        f"{one.rule} {one.register} {one.row} {one.column}" for one in check_rows(context, **rows)
    ]
