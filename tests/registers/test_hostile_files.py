"""Hostile files: a check ends with 2 and a table, within memory, and leaves nothing."""

import os
import shutil
import sys
from pathlib import Path

import pandas as pd
import pytest

from rrs_data.intake.schema import load_schema
from tests.conftest import REGISTERS, ended
from tests.small_files import rewritten, workbook

GIB, MANY = 1 << 30, 100_000

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


def check(registers, home):
    """Check registers that are refused: the table, and the peak of memory in bytes."""
    home.mkdir()
    given = ["check", "--registers", str(registers)]
    command = [sys.executable, "-c", PEAK, sys.executable, "-m", "reports", *given]
    environment = os.environ | {"TMPDIR": str(home), "COLUMNS": "140"}
    result = ended(command, env=environment, timeout=300)
    told, _, peak = result.stderr.rpartition("peak ")

    assert (2, False) == (result.returncode, "Traceback" in told)
    assert [] == [path.name for path in home.iterdir() if path.name.startswith("rrs-")]
    return " ".join(result.stdout.split()), int(peak)


def bomb(path):
    """A small workbook whose sheet unpacks to 256 MiB of blanks."""
    book = workbook({path.stem: []})
    path.write_bytes(rewritten(book, sheet1=lambda xml: xml + b" " * (1 << 28)))


def with_cell(registers, register, column, text):
    """Put bytes into a cell of the first row."""
    path = registers / f"{register}.csv"
    frame = pd.read_csv(path, dtype="str", keep_default_na=False)
    frame.loc[0, column] = "\x01"
    frame.to_csv(path, index=False)
    path.write_bytes(path.read_bytes().replace(b"\x01", text, 1))


def test_everything_at_once(registers, tmp_path):
    """Whatever lies in the directory, one run reports it all; of very many rows a thousand."""
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
    header = ",".join(load_schema().registers["attendances"].column)
    row = "EV-999,P-000000,гость\n"
    (registers / "attendances.csv").write_text(f"{header}\n{row * MANY}", encoding="utf-8")
    told, peak = check(registers, tmp_path / "tmp")
    wanted = [
        *("grants.xlsx", "services.csv", "prizes.csv", "Услуги.csv", "Призы.csv", "Финансы.csv"),
        *("U+0000", "U+200B", "U+202E", "100000 characters", "\ufffd"),
        *("a link that leads out", "unpacks to", "more cells of this column", f"row {MANY + 1}"),
    ]

    assert [] == [text for text in wanted if text not in told]
    assert "root:" not in told
    assert len(told) < 1_000_000
    assert peak < GIB
