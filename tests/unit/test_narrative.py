"""Narrative: what people write for a report."""

from pathlib import Path

import pytest

from rrs_data.faults import FaultsError
from rrs_data.narrative import Narrative


@pytest.fixture
def narrative(tmp_path: Path) -> Narrative:
    """The texts of Kyrgyzstan in 2014, in a report from real registers."""
    return Narrative(tmp_path, "KG", 2014, "ru", illustrative=False)


def write(narrative: Narrative, topic: str, text: bytes) -> None:
    """Write a text where the report looks for it."""
    narrative.path(topic).parent.mkdir(parents=True, exist_ok=True)
    narrative.path(topic).write_bytes(text)


def test_where_texts_stand(narrative: Narrative, tmp_path: Path) -> None:
    """A text has a place by country, year, topic and language."""
    expected = tmp_path / "narrative" / "KG" / "2014" / "plan.ru.md"

    assert expected == narrative.path("plan")


def test_what_nobody_wrote_is_missing(narrative: Narrative) -> None:
    """A text that is not there, or empty, is none; it is named as missing."""
    write(narrative, "plan", b" \n")
    write(narrative, "challenges", "Дорога.".encode())

    assert "Дорога." == narrative.text("challenges")
    assert narrative.text("plan") is None
    assert [narrative.path("success-story"), narrative.path("plan")] == narrative.missing()


def test_headings_stand_below_the_section(narrative: Narrative) -> None:
    """A writer's headings of the first level become those of the second."""
    write(narrative, "plan", b"# One\n\n## Two\n\nText # no heading\n")

    assert "## One\n\n### Two\n\nText # no heading" == narrative.text("plan")


def test_headings_that_fit_stay(narrative: Narrative) -> None:
    """Headings that start at the second level stay as they are."""
    write(narrative, "plan", b"## Two\n\nText")

    assert "## Two\n\nText" == narrative.text("plan")


def test_broken_text(narrative: Narrative) -> None:
    """A file that is not UTF-8 is named with what to do."""
    write(narrative, "plan", "план".encode("cp1251"))
    with pytest.raises(FaultsError) as caught:
        narrative.text("plan")
    (fault,) = caught.value.faults

    assert (str(narrative.path("plan")), "save the file as UTF-8") == (fault.where, fault.mend)
