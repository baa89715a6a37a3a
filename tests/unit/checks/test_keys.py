"""Keys: each row once, each id with one meaning, each reference to a row that is there."""

from tests.small_raws import check_rows, told
from tests.small_registers import came


def test_row_twice() -> None:
    """The second row of an id is told with the row of the first."""
    (finding,) = check_rows(organisations=[{}, {}, {"organisation_id": "ORG-001"}]).findings

    assert ("key-twice", 4, "organisation_id") == (finding.rule, finding.row, finding.column)
    assert "ORG-001, which stands in row 2 already" == finding.found()


def test_attendance_twice() -> None:
    """A person attends an event once; the same person may attend another."""
    rows = {"organisations": [{}], "people": [{}], "events": [{}, {}]}

    assert ["attendance-twice attendances 4 event_id, person_id"] == told(
        **rows, attendances=came((1, 1), (2, 1), (1, 1))
    )


def test_one_meaning() -> None:
    """An id with two sexes, two organizations or two countries is told as that, once."""
    again = {"person_id": "P-000001"}
    people = [{}, {**again, "sex": "M"}, {**again, "organisation_id": "ORG-002"}, again]
    organisations = [{}, {}, {"organisation_id": "ORG-002", "country": "KZ"}]
    rows = {"events": [{}], "attendances": came((1, 1))}

    assert [
        "organisation-two-countries organisations 4 country",
        "person-two-sexes people 3 sex",
        "person-two-organisations people 4 organisation_id",
        "key-twice people 5 person_id",
    ] == told(**rows, organisations=organisations, people=people)


def test_empty_keys_are_not_the_same() -> None:
    """Two rows without an id are each at fault for that, and not for being the same."""
    assert ["required people 2 person_id", "required people 3 person_id"] == told(
        organisations=[{}], people=[{"person_id": ""}, {"person_id": ""}]
    )


def test_reference_to_nowhere() -> None:
    """An id that no row of the other register has is told; an empty optional one is not."""
    people = [{}, {"organisation_id": "ORG-999"}, {"organisation_id": ""}]

    assert ["reference people 3 organisation_id"] == told(organisations=[{}], people=people)


def test_reference_to_an_id_at_fault() -> None:
    """An id of a wrong form is told in its own register, not again by rows that point to it."""
    rows = {"organisations": [{"organisation_id": "ORG1"}], "people": [{"organisation_id": "ORG1"}]}

    assert ["pattern organisations 2 organisation_id"] == told(**rows)


def test_target_without_a_sheet() -> None:
    """A target of an indicator that does not exist is doubted: it would stand in no report."""
    targets = [{"indicator": "RRS-1"}, {"indicator": "RRS-99"}]

    assert ["target-unknown targets 3 indicator"] == told(targets=targets)
    assert [] == told(context=None, targets=targets)
