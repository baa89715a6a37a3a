"""Faults: listed each in its own way, raised together."""

import pickle

import pytest

from rrs_data.intake.findings import Finding
from rrs_data.intake.findings.listing import RegisterFault
from rrs_data.programme.faults import SHOWN, Fault, FaultsError, gather

FAULT = Fault("people.csv, row 3", "'X'", "one of F, M", "use one of these")


def fail(*faults):
    raise FaultsError(faults)


def test_text():
    """A fault says where it stands, what was found, what is expected and how to mend it."""
    expected = (
        "people.csv, row 3\n"
        "    found:    'X'\n"
        "    expected: one of F, M\n"
        "    to mend:  use one of these"
    )

    assert expected == str(FAULT)


def test_faults_of_registers_are_a_table():
    """Of mixed faults the plain ones come first, in full, and those of registers as one table."""
    cells = [
        RegisterFault.of(Finding("type-date", "events", "events.csv", row, "start", "soon"))
        for row in range(2, SHOWN + 4)
    ]
    message = str(FaultsError([*cells, FAULT]))
    plain, table = message.split("\n\n", 1)

    assert str(FAULT) == plain
    assert str(FaultsError([FAULT] * (SHOWN + 3))).endswith("… and 3 more faults")
    assert SHOWN == table.count("'soon'")
    assert "… and 2 findings more" in table
    assert "make check" in table


def test_survives_a_process_pool():
    """Faults can be pickled, so that they come through from another process."""
    error = pickle.loads(pickle.dumps(FaultsError([FAULT])))  # noqa: S301

    assert (FAULT,) == error.faults
    assert str(FAULT) == str(error)


def test_gather():
    """Every check is made; their results come in order, or all faults are raised together, once.

    What is not a person's mistake is not gathered.
    """
    other = Fault("b", "", "", "")

    assert [1, "b"] == gather(lambda: 1, lambda: "b")
    with pytest.raises(FaultsError) as caught:
        gather(lambda: fail(FAULT), lambda: 1, lambda: fail(other, FAULT))
    assert (FAULT, other) == caught.value.faults
    with pytest.raises(ZeroDivisionError):
        gather(lambda: 1 / 0)
