"""Accepted duplicates are one in the registers: ids rewritten, rows left out, nothing uncounted."""

from hypothesis import given, settings
from hypothesis import strategies as st

from rrs_data import open_report
from rrs_data.intake.registers import load_registers
from rrs_data.intake.review import Decision, Review, merge_accepted
from tests.conftest import BRAND, PARAMS
from tests.small_registers import (
    SCHEMA,
    came,
    ident,
    registers_of,
    shipped_rows,
    write_registers,
    write_workbook,
)

ACCEPTED = "register,id,same_as,decision\norganisations,{},{},accept\n"


def test_review_beside_a_workbook_changes_the_figure(tmp_path):
    """Two organizations that are one count once, also where the registers are one workbook.

    The decision takes effect at once: nothing counted before is remembered instead.
    """
    workbook = write_workbook(tmp_path / "registers.xlsx", **shipped_rows())

    def organizations_that_were_served():
        report = open_report("KG", 2015, "en", registers=workbook, params=PARAMS, brand=BRAND)
        return report.achievements["RRS-6"].actual

    before = organizations_that_were_served()
    review = workbook.with_name("duplicates.csv")
    review.write_text(ACCEPTED.format("ORG-005", "ORG-004"), encoding="utf-8")
    after = organizations_that_were_served()
    review.unlink()

    assert (74, 73, 74) == (before, after, organizations_that_were_served())


def review(register, *pairs):
    """Accepted pairs of a register: the number that goes and the one that stays."""
    return Review(
        decisions=tuple(
            Decision(register, ident(register, gone), ident(register, stays), "accept")
            for gone, stays in pairs
        )
    )


def test_organisation(tmp_path):
    """The later organization's row goes, and its people, services and grants are the other's.

    The registers say how many rows were not used because they repeat others.
    """
    directory = write_registers(
        tmp_path,
        organisations=[{}, {"title_ru": "Другая"}, {"title_ru": "Третья"}],
        people=[{"organisation_id": f"ORG-00{number}"} for number in (1, 2, 3)]
        + [{"organisation_id": ""}],
        services=[{"organisation_id": "ORG-003"}],
    )
    before = load_registers(directory).frames
    accepted = ACCEPTED.format("ORG-003", "ORG-001")
    (directory / "duplicates.csv").write_text(accepted, encoding="utf-8")
    registers = load_registers(directory)
    counts, after = registers.counts["organisations"], registers.frames

    assert (3, 1, 2) == (counts.read, counts.refused, counts.used)
    assert ["ORG-001", "ORG-002"] == list(after["organisations"]["organisation_id"])
    assert ["ORG-001", "ORG-002", "ORG-001"] == list(after["people"]["organisation_id"].dropna())
    assert ["ORG-001"] == list(after["services"]["organisation_id"])
    assert all(list(after[name].dtypes) == list(before[name].dtypes) for name in before)


@given(
    st.sets(st.tuples(st.integers(1, 3), st.integers(1, 5)), min_size=1),
    st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5)), max_size=4),
)
@settings(max_examples=40)
def test_people_at_events_are_those_that_were_there(attended, pairs):
    """Who was at an event is the same set of people before and after, each of them once."""
    frames = registers_of(
        organisations=[{}], events=[{}] * 3, people=[{}] * 5, attendances=came(*sorted(attended))
    ).frames
    decided = review("people", *pairs)
    merged = merge_accepted(frames, decided, SCHEMA)
    before, after = frames["attendances"], merged["attendances"]
    expected = {
        (event, decided.stays("people", person))
        for event, person in zip(before["event_id"], before["person_id"], strict=True)
    }

    assert sorted(expected) == sorted(zip(after["event_id"], after["person_id"], strict=True))
    assert set(after["person_id"]) <= set(merged["people"]["person_id"])
