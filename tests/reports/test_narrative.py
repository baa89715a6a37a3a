"""Narrative: what a person wrote, and nothing that nobody wrote."""

from pathlib import Path

import pytest

from rrs_data.programme.faults import FaultsError
from rrs_data.programme.narrative import DEMONSTRATION, TOPICS, Narrative
from tests.conftest import PARAMS


@pytest.fixture
def narrative(tmp_path: Path) -> Narrative:
    """The texts of Kyrgyzstan, 2014, in Russian: none yet."""
    return Narrative(tmp_path, "KG", 2014, "ru", illustrative=False)


def write(narrative: Narrative, text: str | bytes, topic: str = "plan") -> None:
    """Write a text on a topic."""
    path = narrative.path(topic)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())


def test_path(narrative: Narrative, tmp_path: Path) -> None:
    """A text stands under its country, year, topic and language."""
    assert tmp_path / "narrative" / "KG" / "2014" / "plan.ru.md" == narrative.path("plan")


def test_nothing_written(narrative: Narrative) -> None:
    """What nobody wrote is None, and is named as missing in the report's order."""
    assert narrative.text("plan") is None
    assert [narrative.path(topic) for topic in TOPICS] == narrative.missing()


def test_written(narrative: Narrative) -> None:
    """A text is taken as it stands, and is no longer missing."""
    write(narrative, "\ufeff\nПлан *на год*.\n\n")

    assert "План *на год*." == narrative.text("plan")
    assert narrative.path("plan") not in narrative.missing()


@pytest.mark.parametrize("text", ["", "\n \n", "\ufeff"])
def test_empty(narrative: Narrative, text: str) -> None:
    """An empty file is no text, and is still missing."""
    write(narrative, text)

    assert narrative.text("plan") is None
    assert narrative.path("plan") in narrative.missing()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# A\n\nx\n\n## B", "## A\n\nx\n\n### B"),
        ("## A\n\n### B", "## A\n\n### B"),
        ("a # b\n#c", "a # b\n#c"),
    ],
)
def test_headings(narrative: Narrative, text: str, expected: str) -> None:
    """Headings go below the section's own; others stay."""
    write(narrative, text)

    assert expected == narrative.text("plan")


def test_not_utf8(narrative: Narrative) -> None:
    """A text in another encoding is a fault that names the file."""
    write(narrative, "План".encode("cp1251"))

    with pytest.raises(FaultsError) as caught:
        narrative.text("plan")
    (fault,) = caught.value.faults

    assert (str(narrative.path("plan")), "save the file as UTF-8") == (fault.where, fault.mend)


def test_invented_text(narrative: Narrative, tmp_path: Path) -> None:
    """A text made for the demonstration registers never stands in a report from real ones."""
    write(narrative, f"{DEMONSTRATION}\nx")

    assert narrative.text("plan") is None
    assert narrative.path("plan") in narrative.missing()
    assert "x" == Narrative(tmp_path, "KG", 2014, "ru", illustrative=True).text("plan")


def test_shipped_texts_are_in_both_languages() -> None:
    """What was written for a report was written in every language."""
    found = {path.relative_to(PARAMS) for path in (PARAMS / "narrative").rglob("*.md")}
    topics = {path.with_name(path.name.split(".")[0]) for path in found}

    assert found == {
        path.with_name(f"{path.name}.{language}.md") for path in topics for language in ("en", "ru")
    }
