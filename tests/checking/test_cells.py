"""Cells: what is said of a single cell of a register, and where it stands."""

from __future__ import annotations

from dataclasses import replace

import pyarrow as pa
import pytest

from rrs_data.intake.checks.cell_rules import LONGEST, check_column, check_text
from rrs_data.intake.checks.columns import Distinct
from rrs_data.intake.checks.ids import example_of
from rrs_data.intake.checks.register import check_register
from rrs_data.intake.limits import LISTED
from rrs_data.intake.schema import Column
from tests.small_raws import raw_of
from tests.small_registers import SCHEMA

PEOPLE = SCHEMA.registers["people"]


def column(kind: str = "string", **constraints: object) -> Column:
    """A column of a type."""
    return Column("c", kind, {}, {}, constraints)


def rows(cells: Distinct) -> list[str]:
    """The text of each row of a column."""
    return [cells.text(row) for row in range(len(cells.codes))]


def rule(text: str, kind: str = "string", **constraints: object) -> str:
    """The rule that a text breaks; nothing where it breaks none."""
    _, breach = check_text(text, column(kind, **constraints))
    return breach[0] if breach else ""


@pytest.mark.parametrize(
    ("kind", "texts"),
    [
        ("date", ["2014-09-30", "2012-02-29", "1999-01-01"]),
        ("number", ["0", "-1.5", "1250.50", "007"]),
        ("integer", ["0", "-1", "007", "999999999999999"]),
        ("boolean", ["true", "false"]),
        (
            "string",
            ["NA", "null", "nan", "=1+1", "Год", "<script>", "a|b", "Ош\nЧуй", "no\u00a0br"],
        ),
    ],
)
def test_good_cells(kind: str, texts: list[str]) -> None:
    """What the schema's type allows breaks no rule and stays as it is."""
    checked = check_column(pa.chunked_array([pa.array([*texts, ""])]), column(kind))

    assert {} == checked.breaches
    assert [*texts, ""] == rows(checked.cells)


@pytest.mark.parametrize(
    ("kind", "texts"),
    [
        ("date", ["2014-02-30", "2014", "soon", "２０１４-09-30", "30.02.2014", "61234"]),
        ("number", ["1e3", "nan", "inf", "5.5.5", "٤800", "(1,250.50)"]),
        ("integer", ["1.5", "1e3", "x", "٢٠١٤"]),
        ("boolean", ["maybe", "2"]),
    ],
)
def test_bad_cells(kind: str, texts: list[str]) -> None:
    """What is no value of the type breaks the type's rule, and its cell is empty from then on."""
    checked = check_column(pa.chunked_array([pa.array(texts)]), column(kind))

    assert [f"type-{kind}"] * len(texts) == [code for code, _ in checked.breaches.values()]
    assert [""] * len(texts) == rows(checked.cells)


def test_equal_values_become_one_text() -> None:
    """A text that means one value of the type is that value, and every row has it."""
    cells = [["30.09.2014", "2014-09-30"], ["30/09/2014"]]
    checked = check_column(pa.chunked_array(cells), column("date"))

    assert ["2014-09-30"] * 3 == rows(checked.cells)
    assert ["2014-09-30"] == checked.cells.texts.to_pylist()


def test_doubt_is_a_fault() -> None:
    """What may mean two days or two numbers is never guessed."""
    assert "date-ambiguous" == rule("03/04/2014", "date")
    assert "number-ambiguous" == rule("1,250", "number")


def test_serial_number_of_a_day() -> None:
    """A spreadsheet's number in a column of dates is named as that, with the day it may mean."""
    for text in ("41701", "41701.5"):
        _, breach = check_text(text, column("date"))

        assert ("date-serial", {"day": "2014-03-03"}) == breach


@pytest.mark.parametrize(
    ("text", "constraints", "expected"),
    [
        ("", {"required": True}, "required"),
        ("", {}, ""),
        ("F", {"enum": ["F", "M"]}, ""),
        ("X", {"enum": ["F", "M"]}, "allowed"),
        ("P-1", {"pattern": "P-[0-9]"}, ""),
        ("xP-1", {"pattern": "P-[0-9]"}, "pattern"),
        ("P-12", {"pattern": "P-[0-9]"}, "pattern"),
        ("P-1\n", {"pattern": "P-[0-9]"}, "pattern"),
        ("Р-1", {"pattern": "P-[0-9]"}, "id-letters"),
    ],
)
def test_constraints(text: str, constraints: dict[str, object], expected: str) -> None:
    """Required cells, allowed values and the form of ids, in Latin letters, are held to."""
    assert expected == rule(text, **constraints)


@pytest.mark.parametrize("kind", ["number", "integer"])
def test_limits(kind: str) -> None:
    """A limit itself is allowed; what lies beyond is not."""
    found = [rule(text, kind, minimum=0, maximum=5) for text in ("-1", "0", "5", "6")]

    assert ["minimum", "", "", "maximum"] == found


@pytest.mark.parametrize("sign", ["\u200b", "\u202e", "\x00", "\x1b", "\u00ad", "\ufeff", "\u2066"])
def test_invisible(sign: str) -> None:
    """Characters that show nothing are reported by their numbers, wherever they stand."""
    _, breach = check_text(f"a{sign}b", column())

    assert ("text-invisible", {"characters": f"U+{ord(sign):04X}"}) == breach


def test_longest() -> None:
    """The longest text that is taken is taken; a longer one is a fault."""
    assert "" == rule("я " * (LONGEST // 2))
    assert "text-long" == rule("я " * (LONGEST // 2) + "я")


def test_one_rule_for_a_cell() -> None:
    """A text that breaks several rules breaks the first; what looks personal comes before all."""
    assert "type-number" == rule("x", "number", minimum=0, required=True)
    assert "personal-email" == rule("ann@example.org")
    assert "personal-phone" == rule("+996 555 12-34-56", "number")


def test_doubted_text_stays_and_hides_no_fault() -> None:
    """A title that may be a name is reported and kept; a role that is not allowed is a fault."""
    name = "Фонд «Айгуль Асанова»"
    checked = check_column(pa.chunked_array([[name]]), column())

    assert {0: ("personal-name-like", {})} == checked.breaches
    assert [name] == rows(checked.cells)
    assert "allowed" == rule(name, enum=["speaker"])


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("ORG-[0-9]{3,}", "ORG-001"),
        ("PZ-[0-9]{2,}", "PZ-01"),
        ("P-[0-9A-Z]{6,}", "P-4K7M2Q"),
        ("RRS-[0-9]+[a-z]?", "RRS-1"),
        ("(a|b)+", "(a|b)+"),
    ],
)
def test_example_of_an_id(pattern: str, expected: str) -> None:
    """A form of ids is shown by an example that it allows, or else as it is."""
    assert expected == example_of(pattern)


def test_where_a_finding_stands() -> None:
    """A finding has the file, the sheet, the row's number there and the header as it stands."""
    raw = replace(
        raw_of("people", [{}, {"sex": "X"}]),
        headers={"sex": "Пол *"},
        sheet="Люди",
        rows=pa.array([5, 9]),
    )
    (found,) = check_register(raw, PEOPLE).findings
    where = (found.file, found.sheet, found.row, found.column, found.value)

    assert ("people.csv", "Люди", 9, "Пол *", "X") == where


def test_columns_that_no_register_has() -> None:
    """A column that is not read is reported, and what looks personal in it as well.

    One whose header asks for personal data is refused whole, its cells not repeated.
    """
    unknown = raw_of("people", [{}, {}], remark=["+996 555 123456", "none"])
    names = raw_of("people", [{}, {}], ФИО=["Иванов Иван Иванович", "Петров П.П."])
    found = [(one.rule, one.row) for one in check_register(unknown, PEOPLE).findings]

    assert [("column-unknown", 0), ("personal-phone", 2)] == found
    assert ["column-personal"] == [one.rule for one in check_register(names, PEOPLE).findings]


def test_personal_data_is_masked() -> None:
    """A finding never repeats a name, a phone or an address in full."""
    (found,) = check_register(
        raw_of("people", [{"oblast": "ann.smith@example.org"}]), PEOPLE
    ).findings

    assert "personal-email" == found.rule
    assert "smith" not in found.value
    assert "@" in found.value


def test_many_of_the_same() -> None:
    """Of very many faults of one kind in a column the first are listed and the rest counted."""
    raw = raw_of("people", [{"sex": f"X{number}"} for number in range(LISTED + 5)])
    found = check_register(raw, PEOPLE).findings

    assert LISTED + 1 == len(found)
    assert "more-of-the-same" == found[-1].rule
    assert {"times": 5, "rule": "allowed", "last": LISTED + 6} == found[-1].details
