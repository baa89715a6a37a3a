"""Accepted duplicates in the registers: ids rewritten, rows left out, nothing lost uncounted."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rrs_data.intake.duplicates import Decision, Review, apply
from tests.small_registers import came, ident, registers_of


def review(register: str, *pairs: tuple[int, int]) -> Review:
    """Accepted pairs of a register: the number that goes and the one that stays."""
    return Review(
        decisions=tuple(
            Decision(register, ident(register, gone), ident(register, stays), "accept")
            for gone, stays in pairs
        )
    )


def test_organisation() -> None:
    """The later organisation's row goes, and its people, services and grants are the other's."""
    frames = registers_of(
        organisations=[{}, {}, {}],
        people=[{"organisation_id": f"ORG-00{number}"} for number in (1, 2, 3)]
        + [{"organisation_id": ""}],
        services=[{"organisation_id": "ORG-003"}],
        grants=[{"organisation_id": "ORG-003"}],
    ).frames
    before = {name: frame.copy() for name, frame in frames.items()}
    merged, lost = apply(frames, review("organisations", (3, 1)))

    assert {"organisations": 1} == lost
    assert ["ORG-001", "ORG-002"] == list(merged["organisations"]["organisation_id"])
    assert ["ORG-001", "ORG-002", "ORG-001"] == list(merged["people"]["organisation_id"].dropna())
    assert ["ORG-001"] == list(merged["services"]["organisation_id"])
    assert all(before[name].equals(frames[name]) for name in frames)
    assert all(list(merged[name].dtypes) == list(frames[name].dtypes) for name in frames)


def test_person_at_the_same_event_twice() -> None:
    """Attendances that become two of one person are one, and are counted."""
    frames = registers_of(
        organisations=[{}],
        events=[{}, {}],
        people=[{}, {}],
        attendances=came((1, 1), (1, 2), (2, 2)),
    ).frames
    merged, lost = apply(frames, review("people", (2, 1)))

    assert {"people": 1, "attendances": 1} == lost
    assert [("EV-001", 2), ("EV-002", 4)] == list(
        zip(merged["attendances"]["event_id"], merged["attendances"]["row"], strict=True)
    )


def test_nothing_accepted_changes_nothing() -> None:
    """Without decisions the frames are the same objects."""
    frames = registers_of(organisations=[{}, {}], people=[{}]).frames
    merged, lost = apply(frames, Review())

    assert {} == lost
    assert all(merged[name] is frame for name, frame in frames.items())


def test_id_that_stays_nowhere() -> None:
    """A row is not left out in favour of one that is not there."""
    frames = registers_of(organisations=[{}], people=[{}]).frames
    merged, lost = apply(frames, review("organisations", (1, 9)))

    assert {} == lost
    assert ["ORG-001"] == list(merged["organisations"]["organisation_id"])
    assert ["ORG-001"] == list(merged["people"]["organisation_id"])


@given(
    st.sets(st.tuples(st.integers(1, 3), st.integers(1, 5)), min_size=1),
    st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5)), max_size=4),
)
def test_people_at_events_are_those_that_were_there(
    attended: set[tuple[int, int]], pairs: list[tuple[int, int]]
) -> None:
    """Who was at an event is the same set of people before and after, each of them once."""
    frames = registers_of(
        organisations=[{}], events=[{}] * 3, people=[{}] * 5, attendances=came(*sorted(attended))
    ).frames
    decided = review("people", *pairs)
    stays = decided.accepted.get("people", {})
    merged, lost = apply(frames, decided)
    before, after = frames["attendances"], merged["attendances"]
    expected = {
        (event, stays.get(person, person))
        for event, person in zip(before["event_id"], before["person_id"], strict=True)
    }

    assert sorted(expected) == sorted(zip(after["event_id"], after["person_id"], strict=True))
    assert len(before) - len(after) == lost.get("attendances", 0)
    assert set(after["person_id"]) <= set(merged["people"]["person_id"])
