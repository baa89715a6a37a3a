"""Faults of doubles: an organisation written twice, and a review file that does not add up."""

from __future__ import annotations

from tests.broken.copy_of import Broken, Told, fault

REVIEW = "duplicates.csv"

DECISIONS = """\
register,id,same_as,decision
organisations,ORG-041,ORG-040,maybe
organisations,ORG-777,ORG-042,accept
partners,ORG-044,ORG-043,accept
organisations,ORG-046,ORG-045,accept
organisations,ORG-047,ORG-046,accept
organisations,ORG-047,ORG-045,reject
"""


@fault
def organisation_under_two_ids(broken: Broken) -> Told:
    """An organisation stands in the register a second time, under another id."""
    title = "Инициативная группа Кыял (Нарынская область)"
    broken.again("", "organisations", "ORG-030", "title_ru", title)
    place = len(broken.rows["organisations"]) - 1
    broken.rows["organisations"][place]["organisation_id"] = "ORG-161"
    return broken.told("duplicate-probable", "organisations", place, "organisation_id")


@fault
def decisions(broken: Broken) -> list[Told]:
    """A word that decides nothing, an id and a register that are not there, a contradiction."""
    broken.file(REVIEW, DECISIONS)
    return [
        Told("organisations", "review-decision", REVIEW, 2, "decision"),
        Told("organisations", "review-unknown", REVIEW, 3, "id"),
        Told("", "review-register", REVIEW, 4, "register"),
        Told("organisations", "review-contradiction", REVIEW, 7, "decision"),
    ]
