"""Decisions: chains are followed, contradictions are told, rejected pairs stay rejected."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rrs_data.intake.duplicates import Decision, Proposal, Review, undecided


def review(*decisions: tuple[str, str, str]) -> Review:
    """A review of organisations: id, the id that stays, decision."""
    return Review(
        "duplicates.csv",
        tuple(
            Decision("organisations", one, other, decision, row)
            for row, (one, other, decision) in enumerate(decisions, start=2)
        ),
    )


def test_chain() -> None:
    """A chain is followed to the id that stays."""
    given_ = review(("c", "b", "accept"), ("b", "a", "accept"), ("e", "d", "accept"))

    assert {"organisations": {"c": "a", "b": "a", "e": "d"}} == given_.accepted


def test_two_ends() -> None:
    """Of two ids that could stay the one named first stays."""
    assert {"organisations": {"c": "a", "b": "a"}} == review(
        ("c", "a", "accept"), ("c", "b", "accept")
    ).accepted


def test_circle() -> None:
    """A circle leaves one id."""
    assert {"organisations": {"b": "a"}} == review(
        ("b", "a", "accept"), ("a", "b", "accept")
    ).accepted


def test_open_and_rejected_change_nothing() -> None:
    """What is open or rejected is not applied."""
    assert {} == review(("b", "a", "reject"), ("c", "a", ""), ("d", "d", "accept")).accepted


def test_contradiction() -> None:
    """A rejected pair that is the same by accepted ones is a finding, and nothing is applied."""
    given_ = review(
        ("b", "a", "accept"), ("c", "b", "accept"), ("c", "a", "reject"), ("e", "d", "accept")
    )

    assert [("review-contradiction", 4)] == [(one.rule, one.row) for one in given_.findings]
    assert {"organisations": {"e": "d"}} == given_.accepted
    assert "a" in given_.findings[0].found("ru")


def test_decided_pairs_are_not_proposed_again() -> None:
    """Rejected and accepted pairs are not open, whichever id came first; nor is what follows."""
    given_ = review(("b", "a", "reject"), ("d", "c", "accept"), ("e", "d", "accept"))
    pairs = [("a", "b"), ("d", "c"), ("e", "c"), ("f", "a")]
    proposals = [Proposal("organisations", one, other, 0.9, ("name",)) for one, other in pairs]

    assert [("f", "a")] == [(one.id, one.same_as) for one in undecided(proposals, given_)]


PAIRS = st.lists(
    st.tuples(
        st.sampled_from("abcdefg"),
        st.sampled_from("abcdefg"),
        st.sampled_from(["accept", "reject", ""]),
    ),
    max_size=12,
)


@given(PAIRS)
def test_what_stays_is_never_replaced(pairs: list[tuple[str, str, str]]) -> None:
    """No id that stays is itself replaced, and no applied pair was rejected."""
    given_ = review(*pairs)
    stays = given_.accepted.get("organisations", {})
    same = {(one, stays.get(one, one)) for pair in pairs for one in pair[:2]}
    ends = dict(same)

    assert set() == set(stays) & set(stays.values())
    assert [] == [
        pair
        for pair in pairs
        if pair[2] == "reject" and pair[0] != pair[1] and ends[pair[0]] == ends[pair[1]]
    ]


def test_long_chain() -> None:
    """A chain of ten thousand is no trouble."""
    links = [(f"{number + 1}", f"{number}", "accept") for number in range(10_000)]

    assert {"0"} == set(review(*links).accepted["organisations"].values())
