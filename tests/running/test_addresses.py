"""Outputs at an address, and addresses with passwords."""

import os
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import fsspec
import pytest

from reports.pipeline.output import fetch, files_at, send
from reports.pipeline.summary import failures_text, summary_text
from reports.project import ROOT, Edition
from rrs_data import FaultsError
from tests.driver import made, small_request
from tests.small_notebooks import code

SECRET = "hunter2"
KG = Edition("KG", 2014)


@pytest.fixture
def at():
    """An address in the memory of this process."""
    yield "memory://reports"
    system = fsspec.filesystem("memory")
    system.rm("/reports", recursive=True)


@pytest.fixture
def request_(tmp_path, at):
    """A request whose report goes to the address."""
    return replace(small_request(tmp_path), address=at)


def names():
    found = fsspec.filesystem("memory").find("/reports")
    return sorted(name.removeprefix("/reports/") for name in found)


def content(name):
    """The bytes of a file at the address."""
    return bytes(fsspec.filesystem("memory").cat_file(f"/reports/{name}"))


def test_a_report_is_sent_whole(request_, tmp_path):
    """Files, stamp and the list of all lie there; nothing is left here."""
    ran, _ = made(request_)

    assert 10 == len(names())
    assert {"index.html", "index-en.html", "KG/2014/.stamp.json"} <= set(names())
    assert "All reports: memory://reports/index.html" in summary_text(ran, [])
    assert "\n  memory://reports/KG/2014/rrs-KG-2014-en.pdf\n" in summary_text(ran, [])
    assert not (tmp_path / "out").exists()


def test_no_checksums_are_left_that_hold_for_nothing(at):
    """Where every file of a report is replaced and that breaks off, no empty list of sums lies."""
    with files_at(at) as files:
        send(files, {"KG/2014/one.pdf": b"1", "KG/2014/SHA256SUMS": b"old  one.pdf\n"})
    new = {
        "KG/2014/one.pdf": b"2",
        "KG/2014/broken": "no bytes",
        "KG/2014/SHA256SUMS": b"new  one.pdf\n",
    }

    with pytest.raises(FaultsError, match=at), files_at(at) as files:
        send(files, new)

    assert ["KG/2014/one.pdf"] == [name for name in names() if "broken" not in name]
    assert b"2" == content("KG/2014/one.pdf")


def test_what_lies_there_is_kept_by_content(request_):
    """A second run makes nothing; a file of the same size with other bytes is mended."""
    made(request_)
    before = content("KG/2014/achievements.csv")
    kept = made(request_)[0].outcomes[0].kept
    fsspec.filesystem("memory").pipe_file(
        "/reports/KG/2014/achievements.csv", before.replace(b"RRS", b"XXX")
    )
    mended = made(request_)[0].outcomes[0]

    assert (True, False) == (kept, mended.kept)
    assert "achievements.csv" in str(mended.changes)
    assert before == content("KG/2014/achievements.csv")


def test_what_a_failure_keeps_lies_there_too(request_, tmp_path):
    """The notebook that failed is not lost with the directory in which it ran."""
    failing = small_request(tmp_path / "other", code("1/0"))
    said = failures_text(made(replace(request_, notebooks=failing.notebooks))[0])

    assert "kept:     memory://reports/_failed/KG/2014/rrs-KG-2014-en.ipynb" in said
    assert "_failed/KG/2014/rrs-KG-2014-en.ipynb" in names()


def test_a_failing_address_is_shown_without_its_password(tmp_path):
    """The message says what failed and where, and nothing that is secret."""
    address = f"ftp://user:{SECRET}@127.0.0.1:1/reports?key={SECRET}"
    with pytest.raises(FaultsError, match=r"OUTPUT, ftp://127\.0\.0\.1:1/reports\n") as caught:
        fetch(address, [KG], tmp_path)

    assert SECRET not in str(caught.value)


def test_a_password_stands_nowhere(tmp_path):
    """While a run goes on and after it: in no list of processes, log, message, notebook or file."""
    waiting = (
        "import os, time\nopen('../going', 'w').close()\n"
        "for _ in range(6000): os.path.exists('../seen') or time.sleep(0.05)"
    )
    request = small_request(tmp_path, code(waiting), code("raise ValueError(registers)"))
    notebook = request.notebooks / "annual_report.ipynb"
    command = [sys.executable, "-m", "tests.driver", str(notebook), str(tmp_path / "out"), "en"]
    address = f"postgresql://reader:{SECRET}@localhost/registers"
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=os.environ | {"RRS_REGISTERS": address},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        while process.poll() is None and not (tmp_path / "going").exists():
            time.sleep(0.05)
        processes = Path("/proc").glob("[0-9]*/cmdline")
        listed = "".join(_text(path) for path in processes)
        (tmp_path / "seen").touch()
        said, _ = process.communicate(timeout=300)
    files = [path for path in (tmp_path / "out").rglob("*") if path.is_file()]

    assert 1 == process.returncode
    assert "ValueError: $RRS_REGISTERS" in said
    assert str(notebook) in listed
    assert [] == [name for name, text in (("list", listed), ("log", said)) if SECRET in text]
    assert [] == [path for path in files if SECRET.encode() in path.read_bytes()]


def _text(path):
    try:
        return path.read_text(errors="replace")
    except OSError:
        return ""
