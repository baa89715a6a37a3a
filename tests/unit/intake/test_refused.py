"""The ids of rows that are not there."""

from rrs_data.intake.refused import MOST, RefusedIds


def test_ids_of_a_row() -> None:
    """Whatever looks like an id is kept; words and dates are not."""
    refused = RefusedIds()
    refused.add('EV-001,"P-0A1B2C",2014-03-05,КГ-12,x-RAY,co-OP,ORG-12')

    assert {"EV-001", "P-0A1B2C", "ORG-12"} == refused.found


def test_not_without_end() -> None:
    """A file of a million broken rows fills no memory with its ids."""
    refused = RefusedIds()
    for number in range(MOST + 10):
        refused.add(f"EV-{number:07}")

    assert MOST == len(refused.found)
