"""What fuzzing once found stays mended; and a few seconds of hypothesis at each run."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.targets import TARGETS, seeds

CASES = Path(__file__).with_name("cases")

few = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)

SPECIAL = (
    '"', '""', ",", ";", "\t", "\r\n", "\n", "\0", "\ufeff", "\u200b", "\u202e", "=1+1", "@",
    "+996", "(at)", "31.12.2013", "03/04/2014", "1,250", "1 250,50", "1e309", "-0", "да", "ФИО",
    "Ёё", "ıİ", "٣", "²", "\u0301", "A" * 300, "{{ }}", "<c r='A1'>", "</c>", "&#0;",
    "тел. 0555123456",
)  # fmt: skip

texts = st.lists(
    st.sampled_from(SPECIAL) | st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
    max_size=12,
).map("".join)


@pytest.mark.parametrize("target", TARGETS)
def test_seeds_and_what_was_found(target: str) -> None:
    """What the fuzzer begins with keeps all promises, and so does what once broke one."""
    found = [path.read_bytes() for path in sorted((CASES / target).glob("*"))]
    for data in [*seeds(target), *found]:
        TARGETS[target](data)


@given(place=st.integers(0, 255), text=texts)
@few
def test_form(place: int, text: str) -> None:
    """Any text in any column has one form, or is a fault."""
    TARGETS["form"](bytes([place]) + text.encode())


@given(text=texts)
@few
def test_personal(text: str) -> None:
    """What is personal in a text is found by the quick pattern too."""
    TARGETS["personal"](text.encode())


@given(cells=st.lists(texts, max_size=5))
@few
def test_header(cells: list[str]) -> None:
    """Any header is matched by place."""
    TARGETS["header"]("\x1f".join(cells).encode())


@given(rows=st.lists(st.lists(texts, min_size=15, max_size=18), max_size=4))
@few
def test_delimited(rows: list[list[str]]) -> None:
    """Any rows are read, or refused, and none is lost."""
    lines = [seeds("delimited")[0].split(b"\n")[0], *(",".join(row).encode() for row in rows)]
    TARGETS["delimited"](b"\n".join(lines))


@given(data=st.binary(max_size=400), place=st.integers(0, 255))
@few
def test_workbook(data: bytes, place: int) -> None:
    """Any content of any part of a workbook is read, or refused."""
    TARGETS["workbook"](bytes([place]) + data)
