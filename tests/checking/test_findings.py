"""Findings: what is said of each, and how they stop a report."""

import pickle
from string import Formatter

import pytest

from rrs_data.intake.findings import RULES, SHOWN_CHARACTERS, Finding
from rrs_data.programme.faults import SHOWN, Fault, FaultsError


@pytest.mark.parametrize(
    ("value", "shown"),
    [("x" * 5000, "x" * (SHOWN_CHARACTERS - 1) + "…"), ("a\u202eb\n", "a\\u202eb\\u000a")],
)
def test_shown_value(value, shown):
    """A long value is cut, and what cannot be seen is written out."""
    finding = Finding("type-date", "events", "events.csv", 3, "start", value)

    assert f"'{shown}'" == finding.found()
    assert shown == finding.as_record()["value"]


def test_both_languages():
    """Texts of both languages have the same fields; no two titles are the same, French ones too."""
    for rule in RULES.values():
        for text in (rule[kind] for kind in ("expected", "mend", "found") if kind in rule):
            named = [{one for _, one, *_ in Formatter().parse(words)} for words in text.values()]

            assert {"en", "ru"} == {name for name, words in text.items() if words}
            assert named[0] - {None} == named[1] - {None}, rule
    titles = [rule["title"] for code, rule in RULES.items() if "more-" not in code]
    for language in ("en", "ru", "fr"):
        assert len(titles) == len({title[language] for title in titles} - {""})


def test_faults_of_registers_are_a_table():
    """Of mixed faults the plain ones come first, in full; all come through from another process."""
    fault = Fault("people.csv, row 3", "'X'", "one of F, M", "use one of these")
    lines = ["people.csv, row 3", "found:    'X'", "expected: one of F, M"]
    cells = [
        Finding("type-date", "events", "events.csv", row, "start", "soon")
        for row in range(2, SHOWN + 4)
    ]
    message = str(FaultsError([*cells, fault]))
    first, table = message.split("\n\n", 1)

    assert [*lines, "to mend:  use one of these"] == [one.strip() for one in first.splitlines()]
    assert (fault,) == pickle.loads(pickle.dumps(FaultsError([fault]))).faults  # noqa: S301
    assert str(FaultsError([fault] * (SHOWN + 3))).endswith("… and 3 more faults")
    assert SHOWN == table.count("'soon'")
    assert "… and 2 findings more" in table
    assert "make check" in table
