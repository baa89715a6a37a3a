"""Cells: what is said of a single cell of a register, and where it stands.

That each rule is found is shown by the faults planted in ``tests/broken``; here are the edges.
"""

from dataclasses import replace

import pyarrow as pa
import pytest

from rrs_data.intake.checks.cell_rules import LONGEST
from rrs_data.intake.checks.register import cell_findings, check_register
from rrs_data.intake.limits import LISTED
from tests.small_raws import raw_of
from tests.small_registers import SCHEMA

NAME = "Фонд «Айгуль Асанова»"
TITLES = [
    *("NA", "null", "=1+1", "<script>", "a|b", "Ош\nЧуй", "no\u00a0br", "я " * (LONGEST // 2)),
    *("☎ ① 😀", "е́ й̆", "گزارش سالانه", "ქართული", "می\u200cخواهم", "می\u200dخواهم"),
]


def found(register, *rows, **place):
    """What is found in the cells of a register's rows."""
    raw = replace(raw_of(register, [*rows]), **place)
    return [*cell_findings(check_register(raw, SCHEMA.registers[register]))]


@pytest.mark.parametrize("title", TITLES)
def test_titles_that_are_no_fault(title):
    """What looks like a program's value, and any script and sign of the fonts, stays as it is."""
    assert [] == found("events", {"title_ru": title})


@pytest.mark.parametrize(
    ("register", "column", "text", "rule", "said"),
    [
        *(
            ("events", "title_ru", f"a{sign}b", "text-invisible", f"U+{ord(sign):04X}")
            for sign in "\x00\x1b\ufeff\u2066"
        ),
        # A joiner that joins no letters; a script that no font has; one letter too many.
        ("events", "title_ru", "1\u200d2", "text-invisible", "U+200D"),
        ("events", "title_ru", "中 🎉 中", "text-unprintable", "U+4E2D, U+1F389"),
        ("events", "title_ru", "я " * (LONGEST // 2) + "я", "text-long", str(LONGEST)),
        ("grants", "amount", "٤800", "type-number", ""),
        ("events", "end", "２０１４-09-30", "type-date", ""),
        # What looks personal comes before all; a title that may be a name is only doubted.
        ("grants", "amount", "+996 555 12-34-56", "personal-phone", ""),
        ("events", "title_ru", NAME, "personal-name-like", ""),
        ("grants", "purpose", NAME, "allowed", ""),
    ],
)  # fmt: skip
def test_one_rule_for_a_cell(register, column, text, rule, said):
    """A text that breaks several rules breaks the first, which tells what it found."""
    (one,) = found(register, {column: text})

    assert rule == one.rule
    assert said in one.found() + one.expected() + one.mend()


def test_where_a_finding_stands():
    """A finding has the file, the sheet, the row's number there and the header as it stands."""
    place = {"headers": {"sex": "Пол *"}, "sheet": "Люди", "rows": pa.array([5, 9])}
    (one,) = found("people", {}, {"sex": "X"}, **place)
    where = (one.file, one.sheet, one.row, one.column, one.value)

    assert ("people.csv", "Люди", 9, "Пол *", "X") == where


def test_many_of_the_same():
    """Of very many faults of one kind in a column the first are listed and the rest counted."""
    *_, last = listed = found("people", *({"sex": f"X{n}"} for n in range(LISTED + 5)))

    assert (LISTED + 1, "more-of-the-same") == (len(listed), last.rule)
    assert {"times": 5, "rule": "allowed", "last": LISTED + 6} == last.details
