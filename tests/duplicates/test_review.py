"""The review file: written for spreadsheets, read as spreadsheets leave it, decided by a person."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.pipeline.cli import main
from rrs_data.intake.duplicates.proposals import Proposal
from rrs_data.intake.duplicates.review import (
    Decision,
    Review,
    read_review,
    renew_review,
)
from tests.conftest import PARAMS
from tests.small_registers import write_registers, write_workbook

TWICE = [
    {"title_ru": "ОФ «Эмгек», Ош", "title_en": "PF Emgek, Osh"},
    {"title_ru": "Эмгек", "title_en": "Emgek"},
]
FRAMES = {
    "organisations": pd.DataFrame(
        {
            "organisation_id": ["ORG-1", "ORG-2", "ORG-3"],
            "title_ru": ["«Эмгек», Ош", "Эмгек", "=«Эмгек»"],
            "title_en": ["“Emgek”, Osh", "Emgek", "Umut"],
            "country": "KG",
            "oblast": None,
            "kind": "foundation",
        }
    )
}
PLAIN = "register,id,same_as,decision\norganisations,ORG-2,ORG-1,{}\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a review file is."""
    return tmp_path / "duplicates.csv"


def written(path: Path) -> list[dict[str, str]]:
    """The rows of a file, as they stand."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def directory_of(path: Path) -> Path:
    """A directory of registers with one organization twice."""
    return write_registers(path.parent, organisations=TWICE)


def workbook_of(path: Path) -> Path:
    """The same as a workbook."""
    return write_workbook(path.with_name("book.xlsx"), organisations=TWICE)


@pytest.mark.parametrize("registers", [directory_of, workbook_of])
@pytest.mark.parametrize(
    ("language", "said", "reason"),
    [("ru", "ждут решения: 1", "место указано"), ("en", "1 to decide", "only one title")],
)
def test_command(
    registers: Callable[[Path], Path],
    language: str,
    said: str,
    reason: str,
    path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """`make duplicates` writes the file beside the registers, or beside their workbook."""
    command = ["duplicates", "--registers", str(registers(path)), "--language", language]
    code = main(command)
    [row] = written(path)

    assert 0 == code
    assert said in capsys.readouterr().out
    assert reason in row["reasons"]


def test_command_drops_ids_that_are_gone(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where an accepted row was taken out of the register itself, its decision goes too.

    Until then such a decision is reported; a rejected one harms nobody.
    """
    gone = PLAIN.format("accept").replace("ORG-1", "ORG-001")
    path.write_text(f"{gone}organisations,ORG-8,ORG-001,reject\n", encoding="utf-8")
    command = ["--registers", str(directory_of(path))]

    assert 2 == main(["check", *command])
    assert "Errors: 1." in capsys.readouterr().out
    assert 0 == main(["duplicates", *command])
    assert "1 to decide, 0 decided, 2 left out" in capsys.readouterr().out


def test_faulty_file_is_left_alone(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file with a decision that is not understood is not overwritten."""
    path.write_text(PLAIN.format("maybe"), encoding="utf-8")

    assert 2 == main(["duplicates", "--registers", str(directory_of(path))])
    assert "maybe" in capsys.readouterr().err
    assert PLAIN.format("maybe") == path.read_text("utf-8")


def test_written_file(path: Path) -> None:
    """The file says which row stays, how sure it is and why; no title is taken for a formula."""
    counts = renew_review(path, FRAMES, "ru")
    first, second, third = written(path)

    assert {"decided": 0, "open": 3, "gone": 0} == counts
    assert {
        "register": "organisations",
        "id": "ORG-2",
        "title": "Эмгек",
        "same_as": "ORG-1",
        "title_same_as": "«Эмгек», Ош",
        "score": "0.97",
        "reasons": "то же название другими буквами; место указано только в одном названии",
        "decision": "",
    } == first
    assert "'=«Эмгек»" == second["title"] == third["title"]


def test_written_again(path: Path) -> None:
    """Written anew a decision stays, a rejected pair is not open, and ids that are gone go."""
    decisions = PLAIN.format("reject") + "organisations,ORG-8,ORG-1,accept\n"
    path.write_text(decisions + "organisations,ORG-3,ORG-1,\n", encoding="utf-8")
    counts = renew_review(path, FRAMES, "en")
    rows, content = written(path), path.read_bytes()
    renew_review(path, FRAMES, "en")

    assert {"decided": 1, "open": 2, "gone": 1} == counts
    assert [("ORG-2", "reject"), ("ORG-3", ""), ("ORG-3", "")] == [
        (row["id"], row["decision"]) for row in rows
    ]
    assert "the same name" in rows[0]["reasons"]
    assert content == path.read_bytes()
    assert [path] == list(path.parent.iterdir())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_as_spreadsheets_leave_it(path: Path, encoding: str, separator: str) -> None:
    """Any usual encoding, separator and line end is read, and decisions in both languages."""
    words = {
        "ACCEPT": "accept", "да": "accept", "Принять": "accept", "yes": "accept",
        "Reject": "reject", "НЕТ": "reject", "отклонить": "reject", "": "", " ": "",
    }  # fmt: skip
    lines = [f"Organisations,ORG-2,ORG-1,{word},Эмгек" for word in words]
    text = "\r\n".join(["Register,ID,Same as,Decision,title", *lines, ",,,,", ""])
    path.write_bytes(text.replace(",", separator).encode(encoding))
    review = read_review(path)

    assert () == review.faults
    assert [
        ("organisations", "ORG-2", "ORG-1", decision, row)
        for row, decision in enumerate(words.values(), start=2)
    ] == [(one.register, one.id, one.same_as, one.decision, one.row) for one in review.decisions]


@pytest.mark.parametrize(
    ("content", "rule", "row"),
    [
        (PLAIN.format("maybe"), "review-decision", 2),
        (PLAIN.format("accept").replace("organisations", "events"), "review-register", 2),
        ("id,same_as\nORG-2,ORG-1\n", "review-unreadable", 0),
        ("", "review-unreadable", 0),
        (PLAIN.format("x" * 200_000), "text-long", 2),
    ],
)
def test_faults(path: Path, content: str, rule: str, row: int) -> None:
    """What cannot be understood is reported with its row, in both languages, and not guessed."""
    path.write_text(content, encoding="utf-8")
    findings = read_review(path).findings

    assert [(rule, row)] == [(one.rule, one.row) for one in findings]
    assert all(one.as_record(language)["mend"] for one in findings for language in ("ru", "en"))


def test_link_out_of_the_directory_is_not_followed(path: Path) -> None:
    """A symbolic link to another directory is not read."""
    path.symlink_to(PARAMS / "programme.yml")

    assert ["file-outside"] == [one.rule for one in read_review(path).findings]


def review(*decisions: tuple[str, str, str]) -> Review:
    """A review of organizations: id, the id that stays, decision."""
    return Review(
        "duplicates.csv",
        tuple(
            Decision("organisations", one, other, decision, row)
            for row, (one, other, decision) in enumerate(decisions, start=2)
        ),
    )


@pytest.mark.parametrize(
    ("decisions", "expected"),
    [
        ([("c", "b", "accept"), ("b", "a", "accept"), ("e", "d", "accept")], "c→a b→a e→d"),
        ([("c", "a", "accept"), ("c", "b", "accept")], "c→a b→a"),
        ([("b", "a", "accept"), ("a", "b", "accept")], "b→a"),
        ([("b", "a", "reject"), ("c", "a", ""), ("d", "d", "accept")], ""),
    ],
    ids=["chain", "two ends: the first named", "circle", "open and rejected"],
)
def test_accepted(decisions: list[tuple[str, str, str]], expected: str) -> None:
    """Accepted pairs are followed to the one id that stays."""
    stays = review(*decisions).accepted.get("organisations", {})

    assert set(expected.split()) == {f"{gone}→{other}" for gone, other in stays.items()}


def test_contradiction() -> None:
    """A rejected pair that is the same by accepted ones is reported, and nothing is applied."""
    contradictory = review(
        ("b", "a", "accept"), ("c", "b", "accept"), ("c", "a", "reject"), ("e", "d", "accept")
    )

    assert [("review-contradiction", 4)] == [(one.rule, one.row) for one in contradictory.findings]
    assert {"organisations": {"e": "d"}} == contradictory.accepted
    assert "a" in contradictory.findings[0].found("ru")


def test_decided_pairs_are_not_proposed_again() -> None:
    """Rejected and accepted pairs are not open, whichever id came first; nor is what follows."""
    decided = review(("b", "a", "reject"), ("d", "c", "accept"), ("e", "d", "accept"))
    pairs = [("a", "b"), ("d", "c"), ("e", "c"), ("f", "a")]
    proposals = [Proposal("organisations", one, other, 0.9, ("name",)) for one, other in pairs]

    assert [("f", "a")] == [(one.id, one.same_as) for one in decided.undecided(proposals)]


@given(
    st.lists(
        st.tuples(
            st.sampled_from("abcdefg"),
            st.sampled_from("abcdefg"),
            st.sampled_from(["accept", "reject", ""]),
        ),
        max_size=12,
    )
)
def test_what_stays_is_never_replaced(pairs: list[tuple[str, str, str]]) -> None:
    """No id that stays is itself replaced, and no applied pair was rejected."""
    decided = review(*pairs)
    stays = decided.accepted.get("organisations", {})

    assert set() == set(stays) & set(stays.values())
    assert [] == [
        (one, other)
        for one, other, decision in pairs
        if decision == "reject" and one != other and stays.get(one, one) == stays.get(other, other)
    ]
