"""Sources: directories and files in every form, each register once, every gap reported."""

import os
import shutil
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from rrs_data.intake.schema import SHIPPED
from rrs_data.intake.source import take_in
from tests.small_registers import PRIZE, SCHEMA, prizes, rows, shipped_rows, taken, workbook


def test_forms_may_be_mixed(tmp_path):
    """A register each as CSV in Windows-1251, as a workbook, as Parquet, under Russian names."""
    shutil.copytree(SHIPPED, tmp_path, dirs_exist_ok=True)
    text = (tmp_path / "events.csv").read_text(encoding="utf-8")
    (tmp_path / "Мероприятия.csv").write_bytes(text.encode("cp1251", "replace"))
    organisations, people = shipped_rows()["organisations"], shipped_rows()["people"]
    rows_with_header = [list(organisations[0]), *(list(row.values()) for row in organisations)]
    (tmp_path / "ORGANISATIONS.xlsx").write_bytes(workbook({"Лист1": rows_with_header}))
    pq.write_table(pa.Table.from_pylist(people), tmp_path / "Люди.parquet")
    for name in ("events", "organisations", "people"):
        (tmp_path / f"{name}.csv").unlink()
    shipped, intake = take_in(SHIPPED, SCHEMA), take_in(tmp_path, SCHEMA)

    assert () == sum((raw.findings for raw in intake.raws.values()), intake.findings)
    for name in ("people", "organisations"):
        assert rows(shipped.raws[name]) == rows(intake.raws[name])
    assert 60 == intake.raws["events"].read


def test_links_within_the_directory_only_are_followed(tmp_path):
    """However many there are on the way; a directory given by a person may be a link itself."""
    inside = tmp_path / "registers"
    inside.mkdir()
    for path in (tmp_path / "secret.csv", inside / "real"):
        path.write_text(prizes(PRIZE), encoding="utf-8")
    targets = {"prizes": "real", "grants": "../secret.csv", "services": "grants.csv"}
    for name, target in {**targets, "finance": "finance.csv", "targets": "nothing.csv"}.items():
        (inside / f"{name}.csv").symlink_to(target)
    (tmp_path / "link").symlink_to("registers")
    intake = take_in(tmp_path / "link", SCHEMA)
    found = {one.register: one.rule for one in intake.findings}

    assert [(2, PRIZE)] == rows(intake.raws["prizes"])
    assert "file-outside" == found["grants"] == found["services"]
    assert "file-unreadable" == found["finance"] == found["targets"]
    assert "secret" not in str([one.as_record() for one in intake.findings])


def test_names_that_are_no_text_are_shown_on_one_line(tmp_path):
    """A name may hold whatever the disk allows."""
    name = os.fsencode(tmp_path) + b"/prizes\n\xff.csv"
    raw, _ = taken(Path(os.fsdecode(name)), prizes(PRIZE))
    other, _ = taken(tmp_path / "prizes\n\u202e.csv", prizes(PRIZE))

    assert raw.file.endswith("/prizes \\xff.csv")
    assert other.file.endswith("/prizes \\u202e.csv")


@pytest.mark.parametrize(
    ("source", "rule"),
    [
        ("ftp://host/registers", "source-unknown"),
        ("/nowhere/at/all", "source-missing"),
        ("a\0b", "source-missing"),
        ("/dev/zero", "source-unknown"),
        ("", "source-missing"),
        ("sqlite://", "source-missing"),
        ("http://[", "source-unknown"),
        ("memory://nothing-here", "source-missing"),
    ],
)
def test_source_that_cannot_be_read_is_a_finding(source, rule):
    """And the only one: not each register is missing as well."""
    findings = take_in(source, SCHEMA).findings

    assert rule in {one.rule for one in findings} <= {"source-unknown", "source-missing"}
    assert 1 == len(findings)


def test_parquet_values_of_any_plain_type_are_text(tmp_path):
    """As a person would type them; what is missing is an empty text."""
    columns = {
        "text": (pa.array(["а", None, " b "]), ["а", "", "b"]),
        "coded": (pa.array(["x", None, "y"]).dictionary_encode(), ["x", "", "y"]),
        "number": (pa.array([1104.55, 0.1 + 0.2, None]), ["1104.55", "0.3", ""]),
        "decimal": (pa.array([Decimal("10.50"), None, None]), ["10.5", "", ""]),
        "nothing": (pa.nulls(3), ["", "", ""]),
    }
    ids = pa.array(["PZ-1", "PZ-2", "PZ-3"])
    table = {"prize_id": ids} | {name: column for name, (column, _) in columns.items()}
    pq.write_table(pa.table(table), tmp_path / "prizes.parquet")
    raw = take_in(tmp_path, SCHEMA).raws["prizes"]

    assert {name: texts for name, (_, texts) in columns.items()} == raw.others.to_pydict()
