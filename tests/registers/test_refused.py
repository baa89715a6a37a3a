"""Files that are refused: damaged, hostile, too large, or not what their names say."""

import io
import os
import sys
import zipfile

import pandas as pd
import pytest

from rrs_data.intake import limits
from rrs_data.intake.schema import SHIPPED
from rrs_data.intake.source import take_in
from tests.conftest import ended
from tests.small_registers import (
    BOOK,
    HEADER,
    PRIZE,
    SCHEMA,
    all_findings,
    changed,
    prizes,
    refused,
    rewritten,
    shipped_rows,
    workbook,
    write_registers,
)

LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;">]><sst>&c;</sst>"""

STRANGER = b"""<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/passwd">]>
<sst>&a;</sst>"""


LOCKED_BY_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")


def lied():
    """A workbook with a part that is larger than the archive's list says."""
    made = rewritten(BOOK, sheet1=lambda xml: xml + b" " * 100_000)
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    return made.replace(size.to_bytes(4, "little"), (size - 50_000).to_bytes(4, "little"))


FLAGS = BOOK.find(b"PK\x01\x02") + 8
LOCKED_PART = BOOK[:FLAGS] + bytes([BOOK[FLAGS] | 1]) + BOOK[FLAGS + 1 :]
"""A workbook of which one part has a password."""

OTHER_BYTES = [
    b"a,b\n\x98\x98,1\n",  # a byte that Windows-1251 does not have
    b"a,b\nsm\xf8rrebr\xf8d,\x8a\x8c\x9f\n",  # another code page
    b"a\n" + bytes(range(0x80, 0xFF)),
    b"\x00\x01\x02\xff",
    "а\nб\n".encode("cp1251") + b"\x98",
]
UNREADABLE = [
    # Not what the name says: CSV would do.
    ("csv", workbook({"prizes": [HEADER, PRIZE]}), "CSV"),
    ("xlsx", prizes(PRIZE).encode(), "CSV"),
    ("xlsx", bytes.fromhex("d0cf11e0a1b11ae1"), "CSV"),
    *((ending, b"PAR1", "CSV") for ending in ("parquet", "xls", "ods")),
    ("xlsx", b"PK\x03\x04 and nothing more", "damaged workbook"),
    ("xlsx", BOOK[: len(BOOK) // 2], "damaged workbook"),
    ("xlsx", BOOK[:-30], "damaged workbook"),
    ("xlsx", changed("</row>", ""), "damaged workbook"),
    ("xlsx", changed("<v>8</v>", "<v>800</v>"), "damaged workbook"),
    ("xlsx", rewritten(BOOK, sharedStrings=lambda _: LAUGHS), "damaged workbook"),
    ("xlsx", rewritten(BOOK, sharedStrings=lambda _: STRANGER), "damaged workbook"),
    ("xlsx", lied(), "damaged workbook"),
    ("xlsx", rewritten(BOOK, workbook=lambda _: b"<workbook><sheets/></workbook>"), "a sheet"),
    ("xlsx", LOCKED_PART, "password"),
    ("xlsx", LOCKED_BY_EXCEL, "password"),
    *(("csv", data, "") for data in (*OTHER_BYTES, b"")),
    ("parquet", pd.DataFrame({"prize_id": [["x"]]}).to_parquet(), ""),
    ("parquet", pd.DataFrame({"prize_id": ["x"] * 9}).to_parquet()[:40], ""),
]


@pytest.mark.parametrize(("ending", "data", "words"), UNREADABLE)
def test_what_is_no_sound_file(ending, data, words, tmp_path):
    """The finding says why and how to mend it; the register is not missing as well."""
    finding = refused(tmp_path / f"prizes.{ending}", data)
    others = [one.register for one in take_in(tmp_path, SCHEMA).findings[1:]]

    assert "file-unreadable" == finding.rule
    assert words in finding.found() + finding.mend()
    assert data not in OTHER_BYTES or finding.row in (1, 2, 3)
    assert "prizes" not in others


TOO_LARGE = [
    *[
        ("CELLS", 1000, "csv", prizes(PRIZE) + line * 300)
        for line in (",,,,,\n", "\n", "\r", '"a\nb",,,,,\n')
    ],
    ("COLUMNS", 100, "csv", ",".join([*HEADER, *map(str, range(100))])),
    ("RECODED_BYTES", 10, "csv", prizes(PRIZE).encode("cp1251")),
    ("FILE_BYTES", 10, "csv", prizes(PRIZE)),
    # A small file may hold a cell in the last row, a bomb, or repeat a large text.
    ("SHEET_CELLS", 1 << 20, "xlsx", changed('<c r="F2"', '<c r="XFD1048576"')),
    ("SHEET_TEXT", 100_000, "xlsx", workbook({"prizes": [HEADER, *[["x" * 30_000] * 6] * 2]})),
    ("UNPACKED_BYTES", 3_000, "xlsx", BOOK),
    ("MEMBERS", 3, "xlsx", BOOK),
    ("RATIO_FROM", 1 << 20, "xlsx", changed("</worksheet>", f"</worksheet>{' ' * (4 << 20)}")),
    ("FILE_BYTES", 50_000, "parquet", pd.DataFrame({"prize_id": ["x" * 1000] * 900}).to_parquet()),
    ("CELLS", 10, "parquet", pd.DataFrame({"prize_id": ["x"] * 11}).to_parquet()),
]


@pytest.mark.parametrize(("limit", "value", "ending", "data"), TOO_LARGE)
def test_more_than_any_register_has(tmp_path, limit, value, ending, data, monkeypatch):
    """No file can fill the memory, were it made of separators or blank lines alone."""
    monkeypatch.setattr(limits, limit, value)

    assert "file-too-large" == refused(tmp_path / f"prizes.{ending}", data).rule


def test_all_files_together_have_a_limit(monkeypatch):
    """Their cells are in memory together."""
    monkeypatch.setattr(limits, "SOURCE_BYTES", 100_000)

    assert "file-too-large" in {one.rule for one in all_findings(take_in(SHIPPED, SCHEMA))}


def test_part_with_a_path_upwards_is_written_nowhere(tmp_path):
    """Parts are never unpacked to files; pictures and programs stay where they are."""
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "prizes.xlsx").write_bytes(BOOK)
    with zipfile.ZipFile(inside / "prizes.xlsx", "a") as archive:
        archive.writestr("../outside.xml", b"<a/>")
    findings = all_findings(take_in(inside, SCHEMA))

    assert {"register-missing"} == {one.rule for one in findings}
    assert [inside] == list(tmp_path.iterdir())
    assert ["prizes.xlsx"] == [path.name for path in inside.iterdir()]


MANY = 100_000

PEAK = """
import resource, subprocess, sys
code = subprocess.run(sys.argv[1:]).returncode
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
print("peak", peak * (1 if sys.platform == "darwin" else 1024), file=sys.stderr)
sys.exit(code)
"""
"""Runs a command, and prints the most memory that it had, in bytes."""


def test_everything_at_once(tmp_path):
    """Whatever lies in the directory, one run reports it all; of very many rows a thousand."""
    rows = {name: list(own) for name, own in shipped_rows().items()}
    for register, column, text in (
        ("organisations", "title_en", "a\x00b"),
        ("events", "title_ru", "Ы" * 100_000),
        ("events", "title_en", "LONE"),
        ("people", "region", "\u200bОш\u202e"),
    ):
        rows[register][0] = rows[register][0] | {column: text}
    rows["attendances"] = [{"event_id": "EV-999", "person_id": "P-000000", "role": "гость"}] * MANY
    registers, home = write_registers(tmp_path / "registers", **rows), tmp_path / "tmp"
    events = registers / "events.csv"
    events.write_bytes(events.read_bytes().replace(b"LONE", b"\xed\xa0\x80lone"))
    for name in ("grants", "services", "prizes"):
        (registers / f"{name}.csv").unlink()
    bomb = rewritten(BOOK, sheet1=lambda xml: xml + b" " * (1 << 28))  # 256 MiB of blanks
    (registers / "grants.xlsx").write_bytes(bomb)
    os.mkfifo(registers / "services.csv")
    (registers / "prizes.csv").symlink_to("/etc/passwd")
    (registers / "Услуги.csv").symlink_to("nowhere.csv")
    (registers / "Призы.csv").symlink_to("Призы.csv")
    (registers / "Финансы.csv").mkdir()
    extra = [f"x{number}" for number in range(1000)]
    header, rows = (registers / "targets.csv").read_text(encoding="utf-8").split("\n", 1)
    (registers / "targets.csv").write_text(f"{header},{','.join(extra)}\n{rows}", encoding="utf-8")
    home.mkdir()
    command = [sys.executable, "-c", PEAK, sys.executable, "-m", "reports", "check"]
    environment = os.environ | {"TMPDIR": str(home), "COLUMNS": "140"}
    result = ended([*command, "--registers", registers], env=environment, timeout=300)
    said, _, peak = result.stderr.rpartition("peak ")
    told = " ".join(result.stdout.split())
    wanted = [
        *("grants.xlsx", "services.csv", "prizes.csv", "Услуги.csv", "Призы.csv", "Финансы.csv"),
        *("U+0000", "U+200B", "U+202E", "100000 characters", "\ufffd"),
        *("a link that leads out", "unpacks to", "more cells of this column", f"row {MANY + 1}"),
    ]

    assert (2, False) == (result.returncode, "Traceback" in said)
    assert [] == [path.name for path in home.iterdir() if path.name.startswith("rrs-")]
    assert [] == [text for text in wanted if text not in told]
    assert "root:" not in told
    assert len(told) < 1_000_000
    assert int(peak) < 1 << 30
