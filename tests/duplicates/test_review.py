"""The review file: written for spreadsheets, read as spreadsheets leave it, decided by a person."""

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.pipeline.cli import main
from rrs_data.intake.registers import load_registers
from rrs_data.intake.review import Decision, Review, read_review
from rrs_data.programme.faults import FaultsError
from tests.small_registers import write_registers, write_workbook

TWICE = [
    {"title_ru": "«Эмгек», Ош", "title_en": "“Emgek”, Osh"},
    {"title_ru": "Эмгек", "title_en": "Emgek"},
    {"title_ru": "=«Эмгек»", "title_en": "Umut"},
]
PLAIN = "register,id,same_as,decision\norganisations,ORG-002,ORG-001,{}\n"


@pytest.fixture
def path(tmp_path):
    return tmp_path / "duplicates.csv"


def written(path):
    """The rows of a file, as they stand."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def twice(path, form="directory"):
    """Registers beside the review file, with one organization twice."""
    if form == "workbook":
        return write_workbook(path.with_name("book.xlsx"), organisations=TWICE)
    return write_registers(path.parent, organisations=TWICE)


@pytest.mark.parametrize("form", ["directory", "workbook"])
def test_written_file(form, path, capsys):
    """It lies beside the registers, and says which row stays, how sure that is and why.

    No title is taken for a formula.
    """
    command = ["duplicates", "--registers", str(twice(path, form)), "--language", "ru"]

    assert 0 == main(command)
    assert "ждут решения: 3" in capsys.readouterr().out
    first, second, third = written(path)
    assert {
        "register": "organisations",
        "id": "ORG-002",
        "title": "Эмгек",
        "same_as": "ORG-001",
        "title_same_as": "«Эмгек», Ош",
        "score": "0.97",
        "reasons": "то же название другими буквами; место указано только в одном названии",
        "decision": "",
    } == first
    assert "'=«Эмгек»" == second["title"] == third["title"]


def test_written_again(path, capsys):
    """Written anew a decision stays, a rejected pair is not open, and ids that are gone go.

    Until then an accepted id that is gone is reported; a rejected one harms nobody.
    """
    gone = "organisations,ORG-008,ORG-001,accept\norganisations,ORG-009,ORG-001,reject\n"
    decided = PLAIN.format("reject") + gone + "organisations,ORG-003,ORG-001,\n"
    path.write_text(decided, encoding="utf-8")
    command = ["--registers", str(twice(path))]

    assert 2 == main(["check", *command])
    assert "Errors: 1." in capsys.readouterr().out
    assert 0 == main(["duplicates", *command])
    assert "2 to decide, 1 decided, 2 left out" in capsys.readouterr().out
    assert [("ORG-002", "reject"), ("ORG-003", ""), ("ORG-003", "")] == [
        (row["id"], row["decision"]) for row in written(path)
    ]
    assert "only one title has a place" in written(path)[0]["reasons"]
    content = path.read_bytes()
    assert 0 == main(["duplicates", *command])
    assert content == path.read_bytes()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (PLAIN.format("maybe"), "maybe"),
        (PLAIN.format("accept").replace("organisations", "events"), "events"),
        ("id,same_as\nORG-2,ORG-1\n", "header"),
        (PLAIN.format("x" * 200_000), "characters"),
    ],
)
def test_faulty_file(content, told, path, capsys):
    """A decision that is not understood stops a report; its file is not overwritten."""
    path.write_text(content, encoding="utf-8")
    registers = twice(path, "workbook")

    with pytest.raises(FaultsError, match=told):
        load_registers(registers)
    assert 2 == main(["duplicates", "--registers", str(registers)])
    assert told in capsys.readouterr().err
    assert content == path.read_text("utf-8")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_as_spreadsheets_leave_it(path, encoding, separator):
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


def review(*decisions):
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
def test_accepted(decisions, expected):
    """Accepted pairs are followed to the one id that stays."""
    stays = review(*decisions).accepted.get("organisations", {})

    assert set(expected.split()) == {f"{gone}→{other}" for gone, other in stays.items()}


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
def test_what_stays_is_never_replaced(pairs):
    """No id that stays is itself replaced, and no pair is applied that was rejected unreported."""
    decided = review(*pairs)
    stays = decided.accepted.get("organisations", {})

    assert set() == set(stays) & set(stays.values())
    assert [one.row for one in decided.findings] == [
        row
        for row, (one, other, decision) in enumerate(pairs, start=2)
        if decision == "reject" and one != other and stays.get(one, one) == stays.get(other, other)
    ]
