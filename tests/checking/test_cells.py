"""Cells: what is said of a single cell of a register, and where it stands."""

from dataclasses import replace

import pyarrow as pa
import pytest

from rrs_data.intake.checks.cell_rules import LONGEST, check_column, check_text
from rrs_data.intake.checks.register import cell_findings, check_register
from rrs_data.intake.limits import LISTED
from rrs_data.intake.schema import Column
from tests.small_raws import raw_of
from tests.small_registers import SCHEMA

PEOPLE = SCHEMA.registers["people"]


def column(kind="string", **constraints):
    return Column("c", kind, {}, {}, constraints, example="P-1")


def checked(texts, kind="string"):
    """The cells of a column after the check, and the rules that its texts break."""
    cells, breaches = check_column(pa.chunked_array([pa.array(texts)]), column(kind))
    return cells.to_pylist(), [rule for rule, _ in breaches.values()]


def rule(text, kind="string", **constraints):
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
        ("string", ["NA", "null", "=1+1", "<script>", "a|b", "Ош\nЧуй", "no\u00a0br"]),
    ],
)
def test_good_cells(kind, texts):
    """What the schema's type allows breaks no rule and stays as it is."""
    assert ([*texts, ""], []) == checked([*texts, ""], kind)
    assert (["2014-09-30"] * 2, []) == checked(["30.09.2014", "2014-09-30"], "date")


@pytest.mark.parametrize(
    ("kind", "texts"),
    [
        ("date", ["2014-02-30", "2014", "soon", "２０１４-09-30", "30.02.2014", "61234"]),
        ("number", ["1e3", "nan", "inf", "5.5.5", "٤800", "(1,250.50)"]),
        ("integer", ["1.5", "1e3", "x", "٢٠١٤"]),
        ("boolean", ["maybe", "2"]),
    ],
)
def test_bad_cells(kind, texts):
    """What is no value of the type breaks the type's rule, and its cell is empty from then on."""
    assert ([""] * len(texts), [f"type-{kind}"] * len(texts)) == checked(texts, kind)


def test_serial_number_of_a_day():
    """A spreadsheet's number in a column of dates is named as that, with the day it may mean."""
    for text in ("41701", "41701.5"):
        _, breach = check_text(text, column("date"))

        assert ("date-serial", "2014-03-03") == (breach and (breach[0], str(breach[1]["day"])))


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
        ("я " * (LONGEST // 2), {}, ""),
        ("я " * (LONGEST // 2) + "я", {}, "text-long"),
    ],
)
def test_constraints(text, constraints, expected):
    """Required cells, allowed values, the form of ids and the length of texts are held to."""
    assert expected == rule(text, **constraints)


def test_limits():
    """A limit itself is allowed; what lies beyond is not."""
    found = [rule(text, "number", minimum=0, maximum=5) for text in ("-1", "0", "5", "6")]

    assert ["minimum", "", "", "maximum"] == found


def test_every_form_of_ids_has_an_example():
    """A finding on an id shows one that is right."""
    for one in (column for register in SCHEMA.registers.values() for column in register.columns):
        if "pattern" in one.constraints:
            assert "" == rule(one.example, one.type, **one.constraints)


def test_invisible():
    """Characters that show nothing are reported by their numbers, wherever they stand."""
    for sign in "\u200b\u202e\x00\x1b\u00ad\ufeff\u2066":
        _, breach = check_text(f"a{sign}b", column())

        assert ("text-invisible", {"characters": f"U+{ord(sign):04X}"}) == breach


def test_joiners_shape_words():
    """A joiner between letters is part of a word, as in Persian; anywhere else nobody sees it."""
    for sign in "\u200c\u200d":
        assert ("می" + sign + "خواهم", None) == check_text("می" + sign + "خواهم", column())
        for text in (f"a {sign}b", f"{sign}a", f"1{sign}2"):
            _, breach = check_text(text, column())
            assert ("text-invisible", {"characters": f"U+{ord(sign):04X}"}) == breach


def test_what_no_font_has_is_named():
    """Characters of the fonts' scripts and signs pass; others are reported by their numbers."""
    for text in ("☎ ① 😀", "е́ й̆", "گزارش سالانه", "ქართული"):
        assert (text, None) == check_text(text, column())
    found = ("text-unprintable", {"characters": "U+4E2D, U+1F389"})
    assert ("中 🎉 中", found) == check_text("中 🎉 中", column())


def test_one_rule_for_a_cell():
    """A text that breaks several rules breaks the first; what looks personal comes before all.

    A title that may be a name is reported and kept; a role that is not allowed is a fault.
    """
    name = "Фонд «Айгуль Асанова»"

    assert "type-number" == rule("x", "number", minimum=0, required=True)
    assert "personal-email" == rule("ann@example.org")
    assert "personal-phone" == rule("+996 555 12-34-56", "number")
    assert "allowed" == rule(name, enum=["speaker"])
    assert ([name], ["personal-name-like"]) == checked([name])


def test_where_a_finding_stands():
    """A finding has the file, the sheet, the row's number there and the header as it stands."""
    raw = replace(
        raw_of("people", [{}, {"sex": "X"}]),
        headers={"sex": "Пол *"},
        sheet="Люди",
        rows=pa.array([5, 9]),
    )
    (found,) = cell_findings(check_register(raw, PEOPLE))
    where = (found.file, found.sheet, found.row, found.column, found.value)

    assert ("people.csv", "Люди", 9, "Пол *", "X") == where


def test_many_of_the_same():
    """Of very many faults of one kind in a column the first are listed and the rest counted."""
    raw = raw_of("people", [{"sex": f"X{number}"} for number in range(LISTED + 5)])
    found = list(cell_findings(check_register(raw, PEOPLE)))

    assert LISTED + 1 == len(found)
    assert "more-of-the-same" == found[-1].rule
    assert {"times": 5, "rule": "allowed", "last": LISTED + 6} == found[-1].details
