"""Every rule: each fault of a broken copy found, none twice, none invented; and what is said."""

import pickle
import re
from itertools import chain
from pathlib import Path
from string import Formatter

import pandas as pd
import pytest
import yaml

from reports.pipeline.cli import main
from rrs_data.intake.findings import RULES, SHOWN_CHARACTERS, Finding
from rrs_data.intake.registers import checked_registers
from rrs_data.programme.faults import SHOWN, Fault, FaultsError
from tests.broken.faults import PLANTED, break_registers
from tests.conftest import PARAMS
from tests.small_registers import SCHEMA, write_registers

SECRETS = ("Асанов", "Эсенович", "Aitmatov", "0555", "12-34-56", "example.org", "21503199000123")

ROWS = yaml.safe_load(Path(__file__).with_name("rows.yml").read_text(encoding="utf-8"))
ROW_EACH = {name: own for name, own in ROWS["nothing is at fault"].items() if name != "found"}
COLUMNS = {name: list(register.column) for name, register in SCHEMA.registers.items()}


@pytest.fixture(scope="module")
def broken(tmp_path_factory):
    """The directory of the broken registers, and what is to be found there."""
    directory = tmp_path_factory.mktemp("broken") / "registers"
    return directory, break_registers(directory)


def test_every_fault_is_found_once_and_none_is_invented(broken, context):
    """One run tells every fault, each once, and nothing that only follows from another."""
    directory, expected = broken
    findings = checked_registers(directory, context).findings

    assert expected == sorted(
        (one.register, one.rule, Path(one.file).name, one.row, one.column) for one in findings
    )


def test_every_rule_is_broken(broken):
    """A rule is broken here, or it is named with the reason why it cannot be; never both."""
    elsewhere = chain(*PLANTED["elsewhere"].values())
    rules = {rule for _, rule, *_ in broken[1]}

    assert sorted(RULES) == sorted([*rules, *elsewhere])


@pytest.mark.parametrize("form", ["table", "json", "csv", "html"])
def test_check_ends_with_2(broken, tmp_path, form):
    """The command tells all of it in each form, and nothing personal in any."""
    output = tmp_path / form
    given = ["--registers", str(broken[0]), "--format", form, "--output", str(output)]
    code = main(["check", *given, "--params", str(PARAMS), "--language", "ru"])
    text = output.read_text(encoding="utf-8")

    assert 2 == code
    assert [] == [name for name in {one[2] for one in broken[1]} if name not in text]
    assert [] == [secret for secret in SECRETS if secret in text]
    assert [] == re.findall(r"\{\w+\}", text.partition("<body")[2] or text)


@pytest.mark.parametrize("place", range(max(map(len, COLUMNS.values()))))
def test_a_column_that_is_not_there_brings_no_other_findings(tmp_path, context, place):
    """That it is missing is said once, of an optional one not even that: one in each register."""
    directory = write_registers(tmp_path, **ROW_EACH)
    left_out = {name: own[place] for name, own in COLUMNS.items() if place < len(own)}
    for name, column in left_out.items():
        rows = pd.read_csv(directory / f"{name}.csv", dtype="str", keep_default_na=False)
        rows.drop(columns=column).to_csv(directory / f"{name}.csv", index=False)
    found = [(one.register, one.column) for one in checked_registers(directory, context).findings]

    assert sorted(found) == sorted(
        (name, column)
        for name, column in left_out.items()
        if not SCHEMA.registers[name].column[column].optional
    )


@pytest.mark.parametrize("register", SCHEMA.registers)
def test_a_register_that_is_not_there_is_reported_alone(tmp_path, context, register):
    """What points to it is no fault of its own, and nothing is at fault once it is there."""
    directory = write_registers(tmp_path, **ROW_EACH)
    whole = checked_registers(directory, context).findings
    (directory / f"{register}.csv").unlink()
    findings = checked_registers(directory, context).findings

    assert () == whole
    assert [(register, "register-missing")] == [(one.register, one.rule) for one in findings]


@pytest.mark.parametrize(
    ("value", "shown"),
    [("x" * 5000, "x" * (SHOWN_CHARACTERS - 1) + "…"), ("a\u202eb\n", "a\\u202eb\\u000a")],
)
def test_shown_value(value, shown):
    """A long value is cut, and what cannot be seen is written out."""
    finding = Finding("type-date", "events", "events.csv", 3, "start", value)

    assert f"'{shown}'" == finding.found()
    assert shown == finding.as_record()["value"]


def test_both_languages():
    """Texts of both languages have the same fields; no two titles are the same, French ones too."""
    for rule in RULES.values():
        for text in (rule[kind] for kind in ("expected", "mend", "found") if kind in rule):
            named = [{one for _, one, *_ in Formatter().parse(words)} for words in text.values()]

            assert {"en", "ru"} == {name for name, words in text.items() if words}
            assert named[0] - {None} == named[1] - {None}, rule
    titles = [rule["title"] for code, rule in RULES.items() if "more-" not in code]
    for language in ("en", "ru", "fr"):
        assert len(titles) == len({title[language] for title in titles} - {""})


def test_faults_of_registers_are_a_table():
    """Of mixed faults the plain ones come first, in full; all come through from another process."""
    fault = Fault("people.csv, row 3", "'X'", "one of F, M", "use one of these")
    lines = ["people.csv, row 3", "found:    'X'", "expected: one of F, M"]
    cells = [
        Finding("type-date", "events", "events.csv", row, "start", "soon")
        for row in range(2, SHOWN + 4)
    ]
    message = str(FaultsError([*cells, fault]))
    first, table = message.split("\n\n", 1)

    assert [*lines, "to mend:  use one of these"] == [one.strip() for one in first.splitlines()]
    assert (fault,) == pickle.loads(pickle.dumps(FaultsError([fault]))).faults  # noqa: S301
    assert str(FaultsError([fault] * (SHOWN + 3))).endswith("… and 3 more faults")
    assert SHOWN == table.count("'soon'")
    assert "… and 2 findings more" in table
    assert "make check" in table
