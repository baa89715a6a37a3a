"""What fuzzing once found stays mended; and a few seconds of hypothesis at each run."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import FEW
from tests.fuzz.__main__ import CASES
from tests.fuzz.targets import TARGETS, seeds

HEADER = seeds("delimited")[0].decode().partition("\n")[0]

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
def test_seeds_and_what_was_found(target):
    """What the fuzzer begins with keeps all promises, and so does what once broke one."""
    found = [path.read_bytes() for path in sorted((CASES / target).glob("*"))]
    for data in [*seeds(target), *found]:
        TARGETS[target](data)


ANY = {
    "delimited": st.lists(st.lists(texts, min_size=15, max_size=18), max_size=4).map(
        lambda rows: "\n".join([HEADER, *map(",".join, rows)]).encode()
    ),
    "workbook": st.binary(max_size=400),
    "personal": texts.map(str.encode),
    "form": st.tuples(st.binary(min_size=1, max_size=1), texts.map(str.encode)).map(b"".join),
}


@pytest.mark.parametrize("target", TARGETS)
def test_any_input(target):
    """Whatever comes, the promises of a target are kept."""
    settings(FEW, max_examples=40)(given(ANY[target])(TARGETS[target]))()
