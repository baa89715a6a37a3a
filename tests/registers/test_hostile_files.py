"""Hostile files: a check and a report end with 2 and a table, within memory, and leave nothing."""

import csv
import os
import shutil
import sys
from pathlib import Path

import pytest

from rrs_data.intake.schema import load_schema
from tests.conftest import PARAMS, REGISTERS, ended
from tests.small_files import rewritten, workbook

GIB, MANY = 1 << 30, 300_000

PEAK = """
import resource, subprocess, sys
code = subprocess.run(sys.argv[1:]).returncode
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
print("peak", peak * (1 if sys.platform == "darwin" else 1024), file=sys.stderr)
sys.exit(code)
"""
"""Runs a command, and prints the most memory that it had, in bytes."""


@pytest.fixture
def registers(tmp_path):
    return Path(shutil.copytree(REGISTERS, tmp_path / "registers"))


@pytest.fixture
def run(tmp_path):
    """Runs a command; gives what it printed, and its peak of memory in bytes."""
    home = tmp_path / "tmp"
    home.mkdir()

    def run_one(*arguments):
        command = [sys.executable, "-c", PEAK, sys.executable, "-m", "reports", *arguments]
        environment = os.environ | {"TMPDIR": str(home), "COLUMNS": "140"}
        result = ended(command, env=environment, timeout=300)
        told, _, peak = result.stderr.rpartition("peak ")
        assert "Traceback" not in told
        assert [] == [path.name for path in home.iterdir() if path.name.startswith("rrs-")]
        return result, int(peak)

    return run_one


def check(run, registers):
    """Check registers that are refused: the table, and the peak of memory."""
    result, peak = run("check", "--registers", str(registers), "--params", str(PARAMS))

    assert 2 == result.returncode
    return " ".join(result.stdout.split()), peak


def bomb(path):
    """A small workbook whose sheet unpacks to 256 MiB of blanks."""
    book = workbook({path.stem: []})
    path.write_bytes(rewritten(book, sheet1=lambda xml: xml + b" " * (1 << 28)))


def with_cell(registers, register, column, text):
    """Put bytes into a cell of the first row."""
    path = registers / f"{register}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    rows[0][column] = "\x01"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    path.write_bytes(path.read_bytes().replace(b"\x01", text, 1))


def test_everything_at_once(run, registers):
    """Whatever lies in the directory, one run reports all of it, and reads on."""
    (registers / "grants.csv").unlink()
    bomb(registers / "grants.xlsx")
    (registers / "services.csv").unlink()
    os.mkfifo(registers / "services.csv")
    (registers / "prizes.csv").unlink()
    (registers / "prizes.csv").symlink_to("/etc/passwd")
    (registers / "Услуги.csv").symlink_to("nowhere.csv")
    (registers / "Призы.csv").symlink_to("Призы.csv")
    (registers / "Финансы.csv").mkdir()
    with_cell(registers, "organisations", "title_en", b"a\x00b")
    with_cell(registers, "events", "title_ru", "Ы".encode() * 100_000)
    with_cell(registers, "events", "title_en", b"\xed\xa0\x80lone")
    with_cell(registers, "people", "region", "\u200bОш\u202e".encode())
    extra = [f"x{number}" for number in range(1000)]
    header, rows = (registers / "targets.csv").read_text(encoding="utf-8").split("\n", 1)
    (registers / "targets.csv").write_text(f"{header},{','.join(extra)}\n{rows}", encoding="utf-8")
    told, peak = check(run, registers)
    wanted = [
        *("grants.xlsx", "services.csv", "prizes.csv", "Услуги.csv", "Призы.csv", "Финансы.csv"),
        *("U+0000", "U+200B", "U+202E", "100000 characters", "\ufffd"),
        *("a link that leads out", "unpacks to"),
    ]

    assert [] == [text for text in wanted if text not in told]
    assert "root:" not in told
    assert peak < 2 * GIB


def test_many_rows(run, registers):
    """Rows that are all wrong are reported in a thousand and one lines, a million in two GiB."""
    header = ",".join(load_schema().registers["attendances"].column)
    row = "EV-999,P-000000,гость\n"
    (registers / "attendances.csv").write_text(f"{header}\n{row * MANY}", encoding="utf-8")
    told, peak = check(run, registers)

    assert "more cells of this column" in told
    assert f"row {MANY + 1}" in told
    assert len(told) < 1_000_000
    assert peak < GIB
