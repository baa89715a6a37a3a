"""A register on its own: findings name the row and the header as the person sees them."""

from dataclasses import replace

import pyarrow as pa

from rrs_data.intake.checks.register import LISTED, check_register
from tests.small_raws import raw_of
from tests.small_registers import SCHEMA

PEOPLE = SCHEMA.registers["people"]


def test_place() -> None:
    """A finding has the file, the sheet, the row's number there and the header as it stands."""
    raw = replace(
        raw_of("people", [{}, {"sex": "X"}]),
        headers={"sex": "Пол *"},
        sheet="Люди",
        rows=pa.array([5, 9]),
    )
    (finding,) = check_register(raw, PEOPLE).findings

    assert ("people.csv", "Люди", 9, "Пол *", "X") == (
        finding.file,
        finding.sheet,
        finding.row,
        finding.column,
        finding.value,
    )


def test_absent_column() -> None:
    """A column that the file lacks is empty; the intake tells of it, not each row."""
    raw = raw_of("people", [{}, {}])
    checked = check_register(replace(raw, cells=raw.cells.drop_columns(["oblast"])), PEOPLE)

    assert () == checked.findings
    assert ["", ""] == checked.columns["oblast"].rows().to_pylist()


def test_other_columns() -> None:
    """A column that is not read is told, and what looks personal in it as well."""
    raw = raw_of("people", [{}, {}], remark=["+996 555 123456", "none"])
    found = check_register(raw, PEOPLE).findings

    assert ["column-unknown", "personal-phone"] == [one.rule for one in found]
    assert [0, 2] == [one.row for one in found]


def test_column_of_names() -> None:
    """A column whose header asks for personal data is refused whole, its cells not repeated."""
    raw = raw_of("people", [{}, {}], ФИО=["Иванов Иван Иванович", "Петров П.П."])
    found = check_register(raw, PEOPLE).findings

    assert ["column-personal"] == [one.rule for one in found]


def test_personal_data_is_masked() -> None:
    """A finding never repeats a name, a phone or an address in full."""
    raw = raw_of("people", [{"oblast": "ann.smith@example.org"}])
    (finding,) = check_register(raw, PEOPLE).findings

    assert "personal-email" == finding.rule
    assert "smith" not in finding.value
    assert "@" in finding.value


def test_many_of_the_same() -> None:
    """Of very many faults of one kind in a column the first are listed and the rest counted."""
    raw = raw_of("people", [{"sex": f"X{number}"} for number in range(LISTED + 5)])
    found = check_register(raw, PEOPLE).findings

    assert LISTED + 1 == len(found)
    assert "more-of-the-same" == found[-1].rule
    assert {"times": 5, "rule": "allowed", "last": LISTED + 6} == found[-1].details
