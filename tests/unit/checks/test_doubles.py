"""Doubles: organisations and people that are probably the same."""

from rrs_data.intake.checks.checked_set import check_set
from rrs_data.intake.duplicates import Review
from rrs_data.intake.findings import Findings
from tests.small_raws import CONTEXT, raw_of
from tests.small_registers import SCHEMA

TITLES = {"title_ru": "Фонд «Ак жол», Ош", "title_en": "Foundation “Ak Jol”, Osh"}


def check(organisations: list[dict[str, str]]) -> Findings:
    """What is found in organisations of these rows where nobody has decided anything."""
    raws = {"organisations": raw_of("organisations", organisations)}
    return check_set(raws, SCHEMA, CONTEXT, review=Review()).findings


def test_double_is_told() -> None:
    """The later row of one title is told with the row and the id of the first."""
    (finding,) = check([{**TITLES}, {"title_ru": "Центр «Нур»"}, {**TITLES}])

    assert "duplicate-probable" == finding.rule
    assert ("ORG-003", 4) == (finding.value, finding.row)
    assert ("ORG-001", 2) == (finding.details["other"], finding.details["first"])


def test_row_without_an_id() -> None:
    """A row without an id is told for that alone: no decision could name it."""
    found = check([{**TITLES}, {**TITLES, "organisation_id": ""}])

    assert ["required"] == [one.rule for one in found]
