import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import fsspec
import pytest

from rrs_data.intake import limits, take_in
from rrs_data.intake.schema import DESCRIPTOR, SHIPPED
from tests.small_files import HEADER, PRIZE, SCHEMA, all_findings, prizes, rows, told, workbook

SECRET = "geheim"

ANSWERS: dict[str, tuple[int, bytes]] = {}


class Server(BaseHTTPRequestHandler):
    """A web server that answers by its table; what it does not know is not there."""

    def do_GET(self) -> None:
        """Answer, late, elsewhere or with what is there."""
        path = self.path.partition("?")[0]
        status, body = ANSWERS.get(path, (404, b""))
        if status == 0:
            time.sleep(3)
            return
        self.send_response(status)
        if status in (301, 302):
            self.send_header("Location", body.decode())
            body = b""
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_HEAD = do_GET  # noqa: N815  the same

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of a web server on this machine, with user, password and a signature."""
    serving = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    thread = threading.Thread(target=serving.serve_forever, daemon=True)
    thread.start()
    yield f"http://me:{SECRET}@127.0.0.1:{serving.server_port}/registers?sig={SECRET}"
    serving.shutdown()
    serving.server_close()
    thread.join()


@pytest.fixture(autouse=True)
def answers() -> Iterator[None]:
    """Each test begins with an empty server."""
    ANSWERS.clear()
    yield
    ANSWERS.clear()


@pytest.fixture
def memory() -> Iterator[str]:
    """The shipped registers in fsspec's memory."""
    system = fsspec.filesystem("memory")
    for path in SHIPPED.iterdir():
        system.pipe_file(f"/registers/{path.name}", path.read_bytes())
    yield "memory://registers"
    system.rm("/registers", recursive=True)


def test_directory_of_a_file_system_is_read(memory: str) -> None:
    """Every register, and the descriptor."""
    intake, local = take_in(memory, SCHEMA), take_in(SHIPPED, SCHEMA)

    assert [] == all_findings(intake)
    assert local.descriptor == intake.descriptor
    assert {n: r.digest for n, r in local.raws.items()} == {
        n: r.digest for n, r in intake.raws.items()
    }
    assert "memory://registers/events.csv" == intake.raws["events"].file


def test_one_file_of_a_file_system_is_read(memory: str) -> None:
    """As a path to one file is."""
    intake = take_in(f"{memory}/prizes.csv", SCHEMA)

    assert ["prizes"] == list(intake.raws)
    assert "memory://registers/prizes.csv" == intake.raws["prizes"].file


def test_directory_that_is_not_there_is_told() -> None:
    """As a missing directory of this machine is."""
    assert [("source-missing", 0)] == told(take_in("memory://nothing-here", SCHEMA).findings)


def test_web_server_is_asked_for_the_registers_by_their_names(server: str) -> None:
    """It has no directory; the first form of each register counts."""
    ANSWERS.update(
        {
            "/registers/prizes.csv": (200, prizes(PRIZE).encode()),
            "/registers/prizes.xlsx": (200, b"not asked for"),
            "/registers/grants.xlsx": (200, workbook({"x": [["Код гранта"], ["GR-001"]]})),
            f"/registers/{DESCRIPTOR}": (200, json.dumps({"illustrative": True}).encode()),
        }
    )
    intake = take_in(server, SCHEMA)

    assert {"prizes", "grants"} == set(intake.raws)
    assert [(2, PRIZE)] == rows(intake.raws["prizes"])
    assert {"illustrative": True} == intake.descriptor
    assert intake.raws["prizes"].file.endswith("/registers/prizes.csv")


def test_no_secret_is_told(server: str) -> None:
    """Neither when all is well nor in a finding."""
    ANSWERS["/registers/prizes.csv"] = (200, prizes(PRIZE[:-1]).encode())
    ANSWERS["/registers/grants.csv"] = (500, b"")
    intake = take_in(server, SCHEMA)
    records = [
        finding.as_record(language) for finding in all_findings(intake) for language in ("en", "ru")
    ]

    assert intake.findings
    assert SECRET not in repr(intake)
    assert SECRET not in repr(records)


def test_file_at_an_address_is_read(server: str) -> None:
    """A workbook with all registers."""
    ANSWERS["/registers/all.xlsx"] = (200, workbook({"prizes": [HEADER, PRIZE]}))
    intake = take_in(server.replace("/registers?", "/registers/all.xlsx?"), SCHEMA)

    assert [(2, PRIZE)] == rows(intake.raws["prizes"])


@pytest.mark.parametrize(
    ("answer", "rule", "words"),
    [
        ((403, b""), "source-unknown", "access was refused"),
        ((401, b""), "source-unknown", "access was refused"),
        ((500, b""), "source-unknown", "could not be read"),
        ((404, b""), "source-missing", "no such"),
        ((302, b"file:///etc/passwd"), "source-unknown", "could not be read"),
        ((0, b""), "source-unknown", "did not answer"),
    ],
    ids=["denied", "unknown", "broken", "missing", "elsewhere", "silent"],
)
def test_server_that_does_not_answer_well_is_told(
    server: str, answer: tuple[int, bytes], rule: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By what it means to the person who gave the address."""
    monkeypatch.setattr(limits, "SILENT_SECONDS", 0.5)
    ANSWERS["/registers/a.xlsx"] = answer
    intake = take_in(server.replace("/registers?", "/registers/a.xlsx?"), SCHEMA)
    finding = intake.findings[0]

    assert rule == finding.rule
    assert words in finding.found()
    assert not intake.raws


def test_server_that_is_not_there_is_told() -> None:
    """It is no missing file."""
    intake = take_in("http://127.0.0.1:9/registers", SCHEMA)

    assert ["source-unknown"] == [finding.rule for finding in intake.findings]


def test_answer_without_end_is_cut_off(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """At the size that any file may have."""
    monkeypatch.setattr(limits, "FILE_BYTES", 1000)
    ANSWERS["/registers/prizes.csv"] = (200, b"x" * 5000)
    intake = take_in(server, SCHEMA)

    assert "file-too-large" == intake.findings[0].rule
