"""The review file: written and read as spreadsheets do, decided by a person; what that changes."""

import csv
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.pipeline.cli import main
from rrs_data import open_report
from rrs_data.intake.registers import load_registers
from rrs_data.intake.review import Decision, Review, merge_accepted, read_review
from rrs_data.programme.faults import FaultsError
from tests.conftest import BRAND, FEW, PARAMS
from tests.small_registers import came, registers_of, shipped_rows, write_registers, write_workbook

CASES = yaml.safe_load(Path(__file__).with_name("decisions.yml").read_text(encoding="utf-8"))
TWICE = [
    {"title_ru": "«Эмгек», Ош", "title_en": "“Emgek”, Osh"},
    {"title_ru": "Эмгек", "title_en": "Emgek"},
    {"title_ru": "=«Эмгек»", "title_en": "Umut"},
]


def file_of(*decisions):
    """A review file: the numbers of two organizations and what was decided of each pair."""
    rows = [f"organisations,ORG-{gone:03},ORG-{stays:03},{one}\n" for gone, stays, one in decisions]
    return "".join(["register,id,same_as,decision\n", *rows])


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
    """It says which row stays, how sure that is and why; no title is taken for a formula."""
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
    """A decision stays, a rejected pair is not open; ids that are gone are told, and go."""
    decisions = [(2, 1, "reject"), (8, 1, "accept"), (9, 1, "reject"), (3, 1, "")]
    path.write_text(file_of(*decisions), encoding="utf-8")
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
        (file_of((2, 1, "maybe")), "maybe"),
        (file_of((2, 1, "accept")).replace("organisations", "events"), "events"),
        ("id,same_as\nORG-2,ORG-1\n", "header"),
        (file_of((2, 1, "x" * 200_000)), "characters"),
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


def review(register, *decisions):
    """A review of a register: id, the id that stays, decision."""
    rows = enumerate(decisions, start=2)
    return Review("duplicates.csv", tuple(Decision(register, *one, row) for row, one in rows))


@pytest.mark.parametrize("case", CASES)
def test_accepted(case):
    """Accepted pairs are followed to the one id that stays."""
    decisions, leads = CASES[case].values()

    assert leads == review("organisations", *decisions).accepted.get("organisations", {})


@FEW
@given(
    st.lists(
        st.tuples(*[st.sampled_from("abcdefg")] * 2, st.sampled_from(["accept", "reject", ""])),
        max_size=12,
    )
)
def test_what_stays_is_never_replaced(pairs):
    """No id that stays is itself replaced, and no pair is applied that was rejected unreported."""
    decided = review("organisations", *pairs)
    stays = decided.accepted.get("organisations", {})

    assert set() == set(stays) & set(stays.values())
    assert [one.row for one in decided.findings] == [
        row
        for row, (one, other, decision) in enumerate(pairs, start=2)
        if decision == "reject" and one != other and stays.get(one, one) == stays.get(other, other)
    ]


def test_where_nobody_may_look(tmp_path):
    """In a directory that cannot be read there is no review; reading the registers tells why."""
    assert not read_review(tmp_path / ("x" * 300) / "duplicates.csv").findings


def test_review_beside_a_workbook_changes_the_figure(tmp_path):
    """Two organizations that are one count once, at once, also beside one workbook."""
    workbook = write_workbook(tmp_path / "registers.xlsx", **shipped_rows())

    def organizations_that_were_served():
        report = open_report("KG", 2015, "en", registers=workbook, params=PARAMS, brand=BRAND)
        return report.achievements["RRS-6"].actual

    before = organizations_that_were_served()
    review = workbook.with_name("duplicates.csv")
    review.write_text(file_of((5, 4, "accept")), encoding="utf-8")
    after = organizations_that_were_served()
    review.unlink()

    assert (74, 73, 74) == (before, after, organizations_that_were_served())


def test_organisation(tmp_path):
    """The later one's row goes, and what it has is the other's; how many rows went is known."""
    directory = write_registers(
        tmp_path,
        organisations=[{}, {"title_ru": "Другая"}, {"title_ru": "Третья"}],
        people=[{"organisation_id": f"ORG-00{number}"} for number in (1, 2, 3)]
        + [{"organisation_id": ""}],
        services=[{"organisation_id": "ORG-003"}],
    )
    before = load_registers(directory).frames
    (directory / "duplicates.csv").write_text(file_of((3, 1, "accept")), encoding="utf-8")
    registers = load_registers(directory)
    counts, after = registers.counts["organisations"], registers.frames

    assert (3, 1, 2) == (counts.read, counts.refused, counts.used)
    assert ["ORG-001", "ORG-002"] == list(after["organisations"]["organisation_id"])
    assert ["ORG-001", "ORG-002", "ORG-001"] == list(after["people"]["organisation_id"].dropna())
    assert ["ORG-001"] == list(after["services"]["organisation_id"])
    assert all(list(after[name].dtypes) == list(before[name].dtypes) for name in before)


@settings(FEW, max_examples=40)
@given(
    st.sets(st.tuples(st.integers(1, 3), st.integers(1, 5)), min_size=1),
    st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5)), max_size=4),
)
def test_people_at_events_are_those_that_were_there(attended, pairs):
    """Who was at an event is the same set of people before and after, each of them once."""
    before = registers_of(
        organisations=[{}], events=[{}] * 3, people=[{}] * 5, attendances=came(*sorted(attended))
    )
    accepted = [(f"P-{gone:06}", f"P-{stays:06}", "accept") for gone, stays in pairs]
    decided = review("people", *accepted)
    merged = merge_accepted(before.frames, decided, before.schema)
    after = merged["attendances"]
    expected = {
        (event, decided.stays("people", person))
        for event, person in before["attendances"][["event_id", "person_id"]].values
    }

    assert sorted(expected) == sorted(zip(after["event_id"], after["person_id"], strict=True))
    assert set(after["person_id"]) <= set(merged["people"]["person_id"])
