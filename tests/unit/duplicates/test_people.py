"""People written twice: ids that look the same, and nothing else."""

from __future__ import annotations

import pandas as pd
import pytest

from rrs_data.intake.duplicates import propose


def people(*ids: str, **columns: list[str]) -> dict[str, pd.DataFrame]:
    """People of these ids, alike in everything else that is not given."""
    frame = {"person_id": list(ids), "sex": "F", "country": "KG", "organisation_id": "ORG-001"}
    return {"people": pd.DataFrame(frame | columns)}


@pytest.mark.parametrize(
    ("late", "reason"),
    [
        ("p-00tdul", "id-blanks"),
        ("P-00TD UL", "id-blanks"),
        ("Р-00ТDUL", "id-alphabet"),
        ("P-OOTDUL", "id-lookalike"),
        ("P-0OTDU1", "id-lookalike"),
    ],
)
def test_ids_that_look_the_same(late: str, reason: str) -> None:
    """Ids that differ in case, blanks, alphabet or O and 0, I and 1 are proposed."""
    found = propose(people("P-00TDUL", "P-A2B3C4", late))

    assert [(late, "P-00TDUL", (reason,))] == [(one.id, one.same_as, one.reasons) for one in found]


@pytest.mark.parametrize("column", ["sex", "country", "organisation_id"])
def test_lookalike_ids_of_different_people(column: str) -> None:
    """Two good ids that differ in O and 0 are no proposal when sex, country or organisation do."""
    assert [] == propose(people("P-00TDUL", "P-OOTDUL", **{column: ["a", "b"]}))


def test_nothing_on_attributes_alone() -> None:
    """People alike in everything but the id are never proposed."""
    assert [] == propose(people("P-A2B3C4", "P-D5E6F7", "P-G8H9J2"))
