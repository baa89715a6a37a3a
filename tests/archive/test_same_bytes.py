"""The same bytes: a report made again on another day, elsewhere, by somebody else."""

import os
import shutil
import sys

from reports.archive.record import sha256_of
from reports.project import Edition
from tests.conftest import PARAMS, REGISTERS, ROOT, ended
from tests.made_reports import MadeReport

LATER = """
import time
later = 400 * 86400
now, now_ns, local, universal = time.time, time.time_ns, time.localtime, time.gmtime
time.time = lambda: now() + later
time.time_ns = lambda: now_ns() + later * 10**9
time.localtime = lambda at=None: local(time.time() if at is None else at)
time.gmtime = lambda at=None: universal(time.time() if at is None else at)
"""
"""All clocks of Python's, more than a year later: read at the start of every process."""


def test_the_same_report_has_the_same_bytes(output_of_all, tmp_path):
    """Day, directory, user's home, time zone, locale and hash seed do not enter a report."""
    first = MadeReport(Edition("TM", 2013), "ru", output_of_all).file("pdf").parent
    elsewhere = tmp_path / "else where, ё"
    for source, name in ((REGISTERS, "registers"), (PARAMS, "params")):
        shutil.copytree(source, elsewhere / name)
    (elsewhere / "clock").mkdir()
    (elsewhere / "clock" / "sitecustomize.py").write_text(LATER, encoding="utf-8")
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(elsewhere),
        "USER": "somebody",
        "TZ": "Asia/Bishkek",
        "LC_ALL": "C",
        "PYTHONHASHSEED": "7",
        "PYTHONPATH": os.pathsep.join([str(elsewhere / "clock"), str(ROOT)]),
    }
    options = [f"--{name}={elsewhere / name}" for name in ("registers", "params", "output")]
    options += ["--language=ru", "--engine=embedded", "--format=pdf,html,docx,xlsx"]
    command = [sys.executable, "-m", "reports", "report", "TM", "2013", *options]
    made = ended(command, elsewhere, env=environment)

    assert 0 == made.returncode, made.stderr
    second = elsewhere / "output" / "TM" / "2013"
    assert {"SHA256SUMS", "ro-crate-metadata.json", "rrs-TM-2013-ru.pdf"} <= hashes(first).keys()
    assert hashes(first) == hashes(second)


def hashes(directory):
    """The SHA-256 of a report's files; the stamp of the cache, which is hidden, is none of them."""
    files = (path for path in directory.iterdir() if not path.name.startswith("."))
    return {path.name: sha256_of(path) for path in files}
