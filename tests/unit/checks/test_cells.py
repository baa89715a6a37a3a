"""Cells: each distinct text is checked by the first rule that it breaks."""

import pyarrow as pa
import pytest

from rrs_data.intake.checks.cells import LONGEST, check_column, check_text
from rrs_data.intake.checks.columns import Distinct
from rrs_data.intake.schema import Column


def column(kind: str = "string", **constraints: object) -> Column:
    """A column of a type."""
    return Column("c", kind, {}, {}, constraints)


def rule(text: str, kind: str = "string", **constraints: object) -> str:
    """The rule that a text breaks; nothing where it breaks none."""
    _, breach = check_text(text, column(kind, **constraints))
    return breach[0] if breach else ""


@pytest.mark.parametrize(
    ("kind", "good"),
    [
        ("date", ["2014-09-30", "2012-02-29", "1999-01-01"]),
        ("number", ["0", "-1.5", "+2", "1250.50", "007"]),
        ("integer", ["0", "-1", "+2", "999999999999999"]),
        ("boolean", ["true", "false"]),
        ("string", ["NA", "null", "nan", "=1+1", "Год", "<script>", "a|b"]),
    ],
)
def test_good_cells(kind: str, good: list[str]) -> None:
    """What the schema's type allows breaks no rule and stays as it is."""
    checked = check_column(pa.chunked_array([pa.array([*good, ""])]), column(kind))

    assert {} == checked.breaches
    assert [*good, ""] == checked.cells.rows().to_pylist()


@pytest.mark.parametrize(
    ("kind", "bad"),
    [
        ("date", ["2014-02-30", "2014", "soon", "２０１４-09-30", "30.02.2014"]),
        ("number", ["1e3", "nan", "inf", "5.5.5", "٤800"]),
        ("integer", ["1.5", "1e3", "x", "٢٠١٤"]),
        ("boolean", ["maybe", "2"]),
    ],
)
def test_bad_cells(kind: str, bad: list[str]) -> None:
    """What is no value of the type breaks the type's rule, and its cell is empty from then on."""
    checked = check_column(pa.chunked_array([pa.array(bad)]), column(kind))

    assert dict.fromkeys(range(len(bad)), f"type-{kind}") == {
        place: code for place, (code, _) in checked.breaches.items()
    }
    assert [""] * len(bad) == checked.cells.rows().to_pylist()


def test_people_write_in_many_ways() -> None:
    """A text that means one value of the type is that value; equal values become one text."""
    checked = check_column(pa.chunked_array([["30.09.2014", "2014-09-30"]]), column("date"))

    assert ["2014-09-30", "2014-09-30"] == checked.cells.rows().to_pylist()
    assert ["2014-09-30"] == checked.cells.texts.to_pylist()


def test_doubt_is_a_fault() -> None:
    """What may mean two days or two numbers is never guessed."""
    assert "date-ambiguous" == rule("03/04/2014", "date")
    assert "number-ambiguous" == rule("1,250", "number")


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
    ],
)
def test_constraints(text: str, constraints: dict[str, object], expected: str) -> None:
    """Required cells, allowed values and the form of ids are held to."""
    assert expected == rule(text, **constraints)


@pytest.mark.parametrize("kind", ["number", "integer"])
@pytest.mark.parametrize(
    ("text", "expected"), [("-1", "minimum"), ("0", ""), ("5", ""), ("6", "maximum")]
)
def test_limits(kind: str, text: str, expected: str) -> None:
    """A limit itself is allowed; what lies beyond is not."""
    assert expected == rule(text, kind, minimum=0, maximum=5)


@pytest.mark.parametrize("sign", ["\u200b", "\u202e", "\x00", "\x1b", "\u00ad", "\ufeff", "\u2066"])
def test_invisible(sign: str) -> None:
    """Characters that show nothing are told by their numbers, wherever they stand."""
    _, breach = check_text(f"a{sign}b", column())

    assert ("text-invisible", {"characters": f"U+{ord(sign):04X}"}) == breach


@pytest.mark.parametrize("text", ["Ош\nЧуй", "a\tb", "Жаңы-Жол", "no\u00a0break", "ʻokina"])
def test_visible(text: str) -> None:
    """Line breaks, tabs, no-break blanks and the letters of all languages are no fault."""
    assert "" == rule(text)


def test_longest() -> None:
    """The longest text that is taken is taken; a longer one is told with its length."""
    assert "" == rule("я " * (LONGEST // 2))
    assert "text-long" == rule("я " * (LONGEST // 2) + "я")


@pytest.mark.parametrize(
    ("kind", "text"), [("string", "ann@example.org"), ("number", "+996 555 12-34-56")]
)
def test_personal_data_goes_first(kind: str, text: str) -> None:
    """What looks personal is told as that, in free text and where a number should stand."""
    assert rule(text, kind) in ("personal-email", "personal-phone")


def test_first_rule_only() -> None:
    """A text that breaks several rules breaks the first."""
    assert "type-number" == rule("x", "number", minimum=0, required=True)


def test_each_text_once() -> None:
    """However many rows hold a text, it is one distinct text, and each row finds it."""
    cells = Distinct.of(pa.chunked_array([["b", "a"], ["b", "b"]]))

    assert ["b", "a"] == cells.texts.to_pylist()
    assert [0, 1, 0, 0] == cells.codes.tolist()
    assert ["b", "a", "b", "b"] == cells.rows().to_pylist()
