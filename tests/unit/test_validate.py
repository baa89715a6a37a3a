"""Checks of cells, keys and references."""

from pathlib import Path

import pandas as pd
import pytest

from rrs_data.faults import Fault
from rrs_data.schema import Column
from rrs_data.validate import cell_faults, key_faults, reference_faults, typed
from tests.small_registers import SCHEMA, registers_of

FILE = Path("a.csv")


def column(kind: str, **constraints: object) -> Column:
    """A column of a type."""
    return Column("c", kind, {}, {}, constraints)


def faults(kind: str, *cells: str, **constraints: object) -> list[Fault]:
    """The faults of a column of these cells."""
    texts = pd.Series(cells, dtype=str)
    rows = pd.Series(range(2, len(cells) + 2))
    checked = column(kind, **constraints)
    return list(cell_faults(texts, typed(texts, checked), rows, checked, FILE))


@pytest.mark.parametrize(
    ("kind", "good"),
    [
        ("date", ["2014-09-30", "2012-02-29", "1999-01-01"]),
        ("number", ["0", "-1.5", "+2", "1250.50", "007"]),
        ("integer", ["0", "-1", "+2", "999999999999999"]),
        ("boolean", ["true", "false"]),
        ("string", ["NA", "null", "nan", "=1+1", "Год"]),
    ],
)
def test_good_cells(kind: str, good: list[str]) -> None:
    """What the schema's type allows is no fault, and none of it becomes missing."""
    assert [] == faults(kind, *good, "")
    assert [False] * len(good) == list(typed(pd.Series(good, dtype=str), column(kind)).isna())


@pytest.mark.parametrize(
    ("kind", "bad"),
    [
        ("date", ["30.09.2014", "2014-9-30", "2014-02-30", "2014", "soon", "２０１４-09-30"]),
        ("number", ["1,5", "1 000", "1e3", "nan", "inf", "$5", ".5", "5.", "٤800", "9" * 400]),
        ("integer", ["1.0", "1e3", "x", "٢٠١٤", "9" * 16, "-" + "9" * 30]),
        ("boolean", ["TRUE", "yes", "1", "0", "истина"]),
    ],
)
def test_bad_cells(kind: str, bad: list[str]) -> None:
    """Each bad cell is one fault with file, row, column and value, and none is a traceback."""
    expected = [
        (f"a.csv, row {row}, column c", repr(cell if len(cell) <= 60 else cell[:57] + "…"))
        for row, cell in enumerate(bad, start=2)
    ]

    assert expected == [(fault.where, fault.found) for fault in faults(kind, *bad)]


def test_types() -> None:
    """Values have their column's type, missing ones included."""
    kinds = {"date": "2014-01-01", "number": "1", "integer": "1", "boolean": "true"}
    found = {
        kind: str(typed(pd.Series([cell, ""], dtype=str), column(kind)).dtype)
        for kind, cell in kinds.items()
    }

    assert found.pop("date").startswith("datetime64")
    assert {"number": "float64", "integer": "Int64", "boolean": "boolean"} == found


def test_required() -> None:
    """An empty cell in a required column is a fault; elsewhere it is missing."""
    (fault,) = faults("string", "x", "", required=True)

    assert ("a.csv, row 3, column c", "an empty cell") == (fault.where, fault.found)
    assert "required" in fault.expected
    assert [] == faults("string", "x", "")


def test_allowed() -> None:
    """A value outside the allowed ones is a fault that lists these."""
    (fault,) = faults("string", "F", "f", "", enum=["F", "M"])

    assert ("a.csv, row 3, column c", "'f'", "one of F, M") == (
        fault.where,
        fault.found,
        fault.expected,
    )


def test_pattern() -> None:
    """The whole of an id has its form."""
    found = faults("string", "P-1", "xP-1", "P-1x", pattern="P-[0-9]+")

    assert ["'xP-1'", "'P-1x'"] == [fault.found for fault in found]


@pytest.mark.parametrize("kind", ["number", "integer"])
def test_limits(kind: str) -> None:
    """A limit itself is allowed; what lies beyond is a fault that names the limit."""
    found = faults(kind, "-1", "0", "5", "6", "", minimum=0, maximum=5)

    assert [("'-1'", "0 or more"), ("'6'", "5 or less")] == [
        (fault.found, fault.expected) for fault in found
    ]


def test_one_fault_for_a_cell() -> None:
    """A cell that breaks several rules is named once."""
    assert 1 == len(faults("number", "x", enum=["1"], minimum=0, required=True))
    assert 1 == len(faults("integer", "", enum=["1"], minimum=0, required=True))


def test_id_twice() -> None:
    """The second row of an id is a fault that names the first."""
    frames = registers_of(people=[{}, {}, {"person_id": "P-000001"}]).frames
    (fault,) = key_faults(frames["people"], SCHEMA.registers["people"], FILE)

    assert "a.csv, row 4, column person_id" == fault.where
    assert "'P-000001', which stands in row 2 already" == fault.found


def test_key_of_several_columns_twice() -> None:
    """A person attends an event once; the same person may attend another."""
    rows = [("EV-001", "P-1"), ("EV-002", "P-1"), ("EV-001", "P-1"), ("EV-001", "P-1")]
    attendances = [{"event_id": event, "person_id": person} for event, person in rows]
    frames = registers_of(attendances=attendances).frames
    found = list(key_faults(frames["attendances"], SCHEMA.registers["attendances"], FILE))

    assert ["a.csv, row 4", "a.csv, row 5"] == [f.where.partition(", column")[0] for f in found]
    assert ["'EV-001, P-1', which stands in row 2 already"] * 2 == [f.found for f in found]


def test_empty_keys_are_not_the_same() -> None:
    """Two rows without an id are each at fault for that, and not for being the same."""
    frames = registers_of(people=[{"person_id": ""}, {"person_id": ""}]).frames

    assert [] == list(key_faults(frames["people"], SCHEMA.registers["people"], FILE))


def test_reference_to_nowhere() -> None:
    """An id that no row of the other register has is a fault; an empty optional one is none."""
    people = [{"organisation_id": "ORG-001"}, {"organisation_id": "ORG-9"}, {"organisation_id": ""}]
    frames = registers_of(organisations=[{}], people=people).frames
    (fault,) = reference_faults(frames, SCHEMA.registers["people"], FILE)

    assert "a.csv, row 3, column organisation_id" == fault.where
    assert "'ORG-9'" == fault.found
    assert "organisations.csv" in fault.expected
    assert "organisations.csv" in fault.mend
