"""The review file: written for spreadsheets, read as spreadsheets leave it."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd
import pytest

from rrs_data.intake.duplicates import Proposal, Review, read_review, unknown_ids, write_review
from rrs_data.intake.duplicates.review import COLUMNS

FRAMES = {
    "organisations": pd.DataFrame(
        {
            "organisation_id": ["ORG-1", "ORG-2", "ORG-3"],
            "title_ru": ["«Эмгек», Ош", "Эмгек", '=HYPERLINK("http://x")'],
            "title_en": ["“Emgek”, Osh", "Emgek", "Umut"],
        }
    )
}
PROPOSALS = [
    Proposal("organisations", "ORG-2", "ORG-1", 0.97, ("name", "place-untold")),
    Proposal("organisations", "ORG-3", "ORG-1", 0.8, ("name-typo",)),
]
PLAIN = "register,id,same_as,decision\norganisations,ORG-2,ORG-1,{}\n"


def written(path: Path) -> list[dict[str, str]]:
    """The rows of a file, as they stand."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_written_file(tmp_path: Path) -> None:
    """The file says which row stays, how sure it is and why, in the language asked for."""
    path = tmp_path / "duplicates.csv"
    counts = write_review(path, PROPOSALS, Review(), FRAMES, "ru")
    first, second = written(path)

    assert {"decided": 0, "open": 2, "gone": 0} == counts
    assert list(COLUMNS) == list(first)
    assert ("ORG-2", "Эмгек", "ORG-1", "«Эмгек», Ош", "0.97", "") == (
        first["id"],
        first["title"],
        first["same_as"],
        first["title_same_as"],
        first["score"],
        first["decision"],
    )
    assert "одно и то же название; место указано только в одном названии" == first["reasons"]
    assert "'=HYPERLINK" in second["title"]


def test_decisions_are_kept(tmp_path: Path) -> None:
    """Written anew, a decision stays, a rejected pair is not open, and ids that are gone go."""
    path = tmp_path / "duplicates.csv"
    path.write_text(
        PLAIN.format("reject") + "organisations,ORG-8,ORG-1,accept\norganisations,ORG-3,ORG-1,\n",
        encoding="utf-8",
    )
    counts = write_review(path, PROPOSALS, read_review(path), FRAMES, "en")

    assert {"decided": 1, "open": 1, "gone": 1} == counts
    assert [("ORG-2", "reject"), ("ORG-3", "")] == [
        (row["id"], row["decision"]) for row in written(path)
    ]
    assert written(path)[0]["reasons"].startswith("the same name")


def test_writing_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    """What was written and read is written the same."""
    path = tmp_path / "duplicates.csv"
    write_review(path, PROPOSALS, Review(), FRAMES, "ru")
    first = path.read_bytes()
    write_review(path, PROPOSALS[::-1], read_review(path), FRAMES, "ru")

    assert first == path.read_bytes()
    assert ["duplicates.csv"] == [one.name for one in tmp_path.iterdir()]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize(
    ("word", "decision"),
    [
        ("ACCEPT", "accept"), ("да", "accept"), ("Принять", "accept"), ("yes", "accept"),
        ("Reject", "reject"), ("НЕТ", "reject"), ("отклонить", "reject"), ("", ""), (" ", ""),
    ],
)  # fmt: skip
def test_as_spreadsheets_leave_it(
    tmp_path: Path, encoding: str, separator: str, word: str, decision: str
) -> None:
    """Any usual encoding, separator and line end is read, and decisions in both languages."""
    path = tmp_path / "duplicates.csv"
    text = "Register,ID,Same as,Decision,title\nOrganisations,ORG-2,ORG-1,{},Эмгек\n,,,,\n"
    path.write_bytes(
        text.format(word).replace(",", separator).replace("\n", "\r\n").encode(encoding)
    )
    review = read_review(path)

    assert () == review.findings
    assert [("organisations", "ORG-2", "ORG-1", decision, 2)] == [
        (one.register, one.id, one.same_as, one.decision, one.row) for one in review.decisions
    ]


def test_no_file_is_no_decision(tmp_path: Path) -> None:
    """Without a file nothing is decided and nothing is wrong."""
    review = read_review(tmp_path / "duplicates.csv")

    assert ((), (), {}) == (review.decisions, review.findings, review.accepted)


@pytest.mark.parametrize(
    ("content", "rule", "row"),
    [
        (PLAIN.format("maybe"), "review-decision", 2),
        (PLAIN.format("accept").replace("organisations", "events"), "review-register", 2),
        ("id,same_as\nORG-2,ORG-1\n", "review-unreadable", 0),
        ("", "review-unreadable", 0),
        (PLAIN.format("x" * 200_000), "review-unreadable", 0),
    ],
)
def test_faults(tmp_path: Path, content: str, rule: str, row: int) -> None:
    """What cannot be understood is told with its row, in both languages, and not guessed."""
    path = tmp_path / "duplicates.csv"
    path.write_text(content, encoding="utf-8")
    findings = read_review(path).findings

    assert [(rule, row)] == [(one.rule, one.row) for one in findings]
    assert all(one.as_record(language)["mend"] for one in findings for language in ("ru", "en"))


def test_link_out_of_the_directory_is_not_followed(tmp_path: Path) -> None:
    """A symbolic link to another place is not read."""
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "secret.csv").write_text(PLAIN.format("accept"), encoding="utf-8")
    path = tmp_path / "duplicates.csv"
    path.symlink_to(tmp_path / "elsewhere" / "secret.csv")

    assert ["review-unreadable"] == [one.rule for one in read_review(path).findings]


def test_unknown_ids(tmp_path: Path) -> None:
    """An accepted id that is in no register is told; a rejected one harms nobody."""
    path = tmp_path / "duplicates.csv"
    path.write_text(
        PLAIN.format("accept").replace("ORG-2", "ORG-7") + "organisations,ORG-8,ORG-1,reject\n",
        encoding="utf-8",
    )

    assert [("review-unknown", 2, "id", "ORG-7")] == [
        (one.rule, one.row, one.column, one.value) for one in unknown_ids(read_review(path), FRAMES)
    ]
