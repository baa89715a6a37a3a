"""Registers and reports on an S3 server: a real one, which this test starts."""

import logging
import os
import shutil
import subprocess
from dataclasses import replace
from functools import cached_property
from threading import Thread
from unittest import mock

import fsspec
import pytest
from moto.server import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import make_server

from rrs_data.intake.descriptor import schema_of
from rrs_data.intake.schema import SHIPPED
from rrs_data.intake.source import take_in
from tests.driver import made, small_request
from tests.small_files import SCHEMA, all_findings


class Bucket:
    """The server's bucket; ``before`` is called with what a PUT will write, and may refuse it."""

    def __init__(self):
        self.server = DomainDispatcherApplication(create_backend_app)
        self.before = lambda _: True

    def __call__(self, environ, start_response):
        """Answer a request as S3 does."""
        path = environ["PATH_INFO"].removeprefix("/bucket/")
        if environ["REQUEST_METHOD"] == "PUT" and not self.before(path):
            start_response("403 Forbidden", [("Content-Length", "0")])
            return [b""]
        return self.server(environ, start_response)

    @cached_property
    def files(self):
        """A file system with nothing remembered, as another machine sees the bucket."""
        return fsspec.filesystem("s3", skip_instance_cache=True, use_listings_cache=False)


@pytest.fixture(scope="module")
def served():
    """A bucket at the address that the environment names."""
    bucket = Bucket()
    server = make_server("127.0.0.1", 0, bucket, threaded=True)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    known = {
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{server.server_port}",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1",
    }
    with mock.patch.dict(os.environ, known):
        bucket.files.mkdir("bucket")
        logging.getLogger("werkzeug").setLevel(logging.ERROR)
        yield bucket
        fsspec.filesystem("s3").clear_instance_cache()
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def bucket(served):
    """The bucket, with no reports in it, whose server refuses nothing."""
    yield served
    served.before = lambda _: True
    served.files.rm("bucket/reports", recursive=True)


def report(tmp_path, actual, country="KG", to="reports"):
    """What became of a country's report that is sent to the bucket."""
    request = small_request(tmp_path / actual, actual=actual)
    edition = replace(request.editions[0], country=country)
    return made(replace(request, editions=(edition,), address=f"s3://bucket/{to}"))[0]


def checked(bucket, directory, country="KG"):
    """What ``sha256sum --check`` says of a report as it lies in the bucket, and its sums' names."""
    shutil.rmtree(directory, ignore_errors=True)
    bucket.files.get(f"bucket/reports/{country}/2014", str(directory), recursive=True)
    command = ["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"]
    ran = subprocess.run(command, cwd=directory, capture_output=True, text=True, check=False)
    lines = (directory / "SHA256SUMS").read_text().splitlines()
    return ran.returncode, {line.partition("  ")[2] for line in lines}


def test_registers_are_read_from_s3(served):
    """The same registers with the same digests as the files of this machine, and their descriptor.

    One file is read as a path to one file is.
    """
    served.files.put(str(SHIPPED), "bucket/registers", recursive=True)
    there, here = take_in("s3://bucket/registers", SCHEMA), take_in(SHIPPED, SCHEMA)
    alone = take_in("s3://bucket/registers/prizes.csv", SCHEMA)
    schemas = [schema_of("s3://bucket/registers"), schema_of("s3://bucket/registers/prizes.csv")]

    assert [] == all_findings(there)
    assert [replace(SCHEMA, illustrative=True)] * 2 == schemas
    assert {name: raw.digest for name, raw in here.raws.items()} == {
        name: raw.digest for name, raw in there.raws.items()
    }
    assert "s3://bucket/registers/events.csv" == there.raws["events"].file
    assert ["s3://bucket/registers/prizes.csv"] == [raw.file for raw in alone.raws.values()]


def test_a_report_that_broke_off_is_whole_after_the_next_run(bucket, tmp_path):
    """Its checksums hold all the time: of every file at the end, and in the middle of some."""
    assert () == report(tmp_path, "1").failures
    whole = checked(bucket, tmp_path / "there")
    written = []

    def breaks_off(path):
        written.append(path)
        return len(written) <= 3

    bucket.before = breaks_off
    broken = report(tmp_path, "2")
    in_the_middle = checked(bucket, tmp_path / "there")
    bucket.before = lambda _: True
    resumed = report(tmp_path, "2")
    again = report(tmp_path, "2").outcomes[0]

    assert (0, 0) == (whole[0], in_the_middle[0])
    assert in_the_middle[1] < whole[1]
    assert "run again: what was sent is whole" in broken.failures[0].message
    assert ((), False) == (resumed.failures, resumed.outcomes[0].kept)
    assert (whole, True) == (checked(bucket, tmp_path / "there"), again.kept)
    assert b'"actual":2' in bucket.files.cat_file(
        "bucket/reports/KG/2014/achievements.json"
    ).replace(b" ", b"")


def test_two_machines_send_at_once_and_both_are_listed(bucket, tmp_path):
    """Whichever writes the list last has seen the other's report, even one that came in between.

    Nothing that somebody else put there is removed.
    """
    bucket.files.pipe_file("bucket/reports/notes.txt", b"mine")
    report(tmp_path, "1", "KZ", to="theirs")
    theirs = {name: bucket.files.cat_file(name) for name in bucket.files.find("bucket/theirs")}
    written = []

    def comes_in_between(path):
        written.append(path)
        if path == "reports/index.html" and written.count(path) == 1:
            for name, data in theirs.items():
                bucket.files.pipe_file(name.replace("/theirs/", "/reports/"), data)
        return True

    bucket.before = comes_in_between
    assert () == report(tmp_path, "1").failures
    page = bucket.files.cat_file("bucket/reports/index.html").decode()

    assert [True, True] == [f"{code}/2014/rrs-{code}-2014-en.pdf" in page for code in ("KG", "KZ")]
    assert b"mine" == bucket.files.cat_file("bucket/reports/notes.txt")
    assert [0, 0] == [checked(bucket, tmp_path / "there", code)[0] for code in ("KG", "KZ")]
