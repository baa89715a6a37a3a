"""Registers and reports at an address, on an S3 server that this test starts; and passwords."""

import os
import shutil
import sys
from dataclasses import replace
from unittest import mock

import fsspec
import pytest
from fsspec.implementations.dirfs import DirFileSystem
from moto.server import ThreadedMotoServer

from reports.pipeline.output import fetch, files_at, send
from reports.pipeline.summary import failures_text, summary_text
from reports.project import Edition
from rrs_data import FaultsError
from rrs_data.intake.descriptor import schema_of
from rrs_data.intake.schema import SHIPPED
from rrs_data.intake.source import take_in
from tests.conftest import ended
from tests.driver import made, small_request
from tests.small_notebooks import code
from tests.small_registers import SCHEMA, all_findings

SECRET = "hunter2"
AT = "s3://bucket/reports"
FIGURES = "KG/2014/achievements.csv"


@pytest.fixture(scope="module")
def server():
    """A server at the address that the environment names, as another machine sees its files."""
    running = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    running.start()
    known = {
        "AWS_ENDPOINT_URL": "http://{}:{}".format(*running.get_host_and_port()),
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1",
    }
    with mock.patch.dict(os.environ, known):
        system = fsspec.filesystem("s3", skip_instance_cache=True, use_listings_cache=False)
        system.mkdir("bucket")
        yield system
        fsspec.filesystem("s3").clear_instance_cache()
    running.stop()


@pytest.fixture
def there(server):
    """The files at the address."""
    yield DirFileSystem("bucket/reports", server)
    server.rm("bucket/reports", recursive=True)


@pytest.fixture
def before(monkeypatch):
    """What is done once before a file of a name is written at the address, by its name."""
    todo, write = {}, DirFileSystem.pipe_file

    def pipe_file(system, name, data):
        todo.pop(name, lambda: None)()
        write(system, name, data)

    monkeypatch.setattr(DirFileSystem, "pipe_file", pipe_file)
    return todo


def report(directory, actual="1", country="KG"):
    """What became of a country's report that is sent to the address."""
    request = small_request(directory / country / actual, actual=actual)
    edition = replace(request.editions[0], country=country)
    return made(replace(request, editions=(edition,), address=AT))[0]


def checked(there, directory, country="KG"):
    """What ``sha256sum --check`` says of a report at the address, and the names in its sums."""
    shutil.rmtree(directory, ignore_errors=True)
    there.get(f"{country}/2014", str(directory), recursive=True)
    ran = ended(["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"], directory)
    lines = (directory / "SHA256SUMS").read_text().splitlines()
    return ran.returncode, {line.partition("  ")[2] for line in lines}


def test_registers_are_read_from_an_address(server):
    """A directory, or one file, with the digests of this machine's files, and their descriptor."""
    server.put(str(SHIPPED), "bucket/registers", recursive=True)
    own, here = take_in("s3://bucket/registers", SCHEMA), take_in(SHIPPED, SCHEMA)
    alone = take_in("s3://bucket/registers/prizes.csv", SCHEMA)
    schemas = [schema_of("s3://bucket/registers"), schema_of("s3://bucket/registers/prizes.csv")]

    assert [] == all_findings(own)
    assert [replace(SCHEMA, illustrative=True)] * 2 == schemas
    assert {name: raw.digest for name, raw in here.raws.items()} == {
        name: raw.digest for name, raw in own.raws.items()
    }
    assert "s3://bucket/registers/events.csv" == own.raws["events"].file
    assert ["s3://bucket/registers/prizes.csv"] == [raw.file for raw in alone.raws.values()]


def test_a_report_is_sent_whole_and_kept_by_content(there, tmp_path):
    """All lies there, and nothing here; a file of the same size with other bytes is mended."""
    said = summary_text(report(tmp_path), [])
    names, figures = there.find(""), there.cat_file(FIGURES)
    kept = report(tmp_path).outcomes[0].kept
    there.pipe_file(FIGURES, figures.replace(b"RRS", b"XXX"))
    mended = report(tmp_path).outcomes[0]

    assert 10 == len(names)
    assert {"index.html", "index-en.html", "KG/2014/.stamp.json"} <= set(names)
    assert f"All reports: {AT}/index.html" in said
    assert f"\n  {AT}/KG/2014/rrs-KG-2014-en.pdf\n" in said
    assert not (tmp_path / "KG/1/out").exists()
    assert (True, False) == (kept, mended.kept)
    assert "achievements.csv" in str(mended.changes)
    assert figures == there.cat_file(FIGURES)


def test_what_a_failure_keeps_lies_there_too(there, tmp_path):
    """The notebook that failed is not lost with the directory in which it ran."""
    said = failures_text(made(replace(small_request(tmp_path, code("1/0")), address=AT))[0])

    assert f"kept:     {AT}/_failed/KG/2014/rrs-KG-2014-en.ipynb" in said
    assert "_failed/KG/2014/rrs-KG-2014-en.ipynb" in there.find("")


def test_no_checksums_are_left_that_hold_for_nothing(there):
    """Where every file of a report is replaced and that breaks off, no empty list of sums lies."""
    sums = "KG/2014/SHA256SUMS"
    new = {"KG/2014/one.pdf": b"2", "KG/2014/broken": 3, sums: b"new  one.pdf\n"}
    with files_at(AT) as files:
        send(files, {"KG/2014/one.pdf": b"1", sums: b"old  one.pdf\n"})
    with pytest.raises(FaultsError, match=AT), files_at(AT) as files:
        send(files, new)

    assert ["KG/2014/one.pdf"] == there.find("")
    assert b"2" == there.cat_file("KG/2014/one.pdf")


def test_a_report_that_broke_off_is_whole_after_the_next_run(there, before, tmp_path):
    """Its checksums hold all the time: of every file at the end, and in the middle of some."""
    assert () == report(tmp_path).failures
    whole = checked(there, tmp_path / "there")
    before["KG/2014/achievements.json"] = mock.Mock(side_effect=PermissionError("refused"))
    broken = report(tmp_path, "2")
    in_the_middle = checked(there, tmp_path / "there")
    resumed, again = report(tmp_path, "2"), report(tmp_path, "2")

    assert (0, 0) == (whole[0], in_the_middle[0])
    assert in_the_middle[1] < whole[1]
    assert "run again: what was sent is whole" in broken.failures[0].message
    assert ((), False) == (resumed.failures, resumed.outcomes[0].kept)
    assert (whole, True) == (checked(there, tmp_path / "there"), again.outcomes[0].kept)
    assert b'"actual":2' in there.cat_file("KG/2014/achievements.json").replace(b" ", b"")


def test_two_machines_send_at_once_and_both_are_listed(there, before, tmp_path):
    """The last list has a report that came in between; nothing of anybody else's is removed."""
    there.pipe_file("notes.txt", b"mine")
    before["index.html"] = lambda: report(tmp_path, country="KZ")
    assert () == report(tmp_path).failures
    page = there.cat_file("index.html").decode()

    assert [True, True] == [f"{one}/2014/rrs-{one}-2014-en.pdf" in page for one in ("KG", "KZ")]
    assert b"mine" == there.cat_file("notes.txt")
    assert [0, 0] == [checked(there, tmp_path / "there", one)[0] for one in ("KG", "KZ")]


def test_a_failing_address_is_shown_without_its_password(tmp_path):
    """The message says what failed and where, and nothing that is secret."""
    address = f"ftp://user:{SECRET}@127.0.0.1:1/reports?key={SECRET}"
    with pytest.raises(FaultsError, match=r"OUTPUT, ftp://127\.0\.0\.1:1/reports\n") as caught:
        fetch(address, [Edition("KG", 2014)], tmp_path)

    assert SECRET not in str(caught.value)


def test_a_password_stands_nowhere(tmp_path):
    """While a run goes on and after it: in no list of processes, log, message, notebook or file."""
    look = (
        "from contextlib import suppress\nfrom pathlib import Path\n"
        "with open('../listed', 'ab') as listed:\n"
        "    for path in Path('/proc').glob('[0-9]*/cmdline'):\n"
        "        with suppress(OSError):\n            listed.write(path.read_bytes())"
    )
    request = small_request(tmp_path, code(look), code("raise ValueError(registers)"))
    notebook = str(request.notebooks / "annual_report.ipynb")
    command = [sys.executable, "-m", "tests.driver", notebook, str(tmp_path / "out"), "en"]
    address = f"postgresql://reader:{SECRET}@localhost/registers"
    done = ended(command, env=os.environ | {"RRS_REGISTERS": address}, timeout=300)
    listed = (tmp_path / "listed").read_text(errors="replace")

    assert 1 == done.returncode
    assert "ValueError: $RRS_REGISTERS" in done.stderr
    assert notebook in listed
    assert SECRET not in listed + done.stdout + done.stderr
    files = [path for path in (tmp_path / "out").rglob("*") if path.is_file()]
    assert [] == [path for path in files if SECRET.encode() in path.read_bytes()]
