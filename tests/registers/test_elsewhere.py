"""Addresses: they hold what the files hold, and what fails there is told."""

import json
import os
import threading

import aiohttp
import pytest
from werkzeug import Request, Response
from werkzeug.serving import make_server

from rrs_data.intake import limits
from rrs_data.intake.descriptor import schema_of
from rrs_data.intake.files import VARIABLE, hide, shown_address
from rrs_data.intake.registers import load_registers
from rrs_data.intake.schema import DESCRIPTOR
from rrs_data.intake.source import take_in
from rrs_data.programme.faults import FaultsError
from tests.small_registers import PRIZE, SCHEMA, prizes, rows, workbook

SECRET = "geheim"
ANSWERS = {}


@Request.application
def answer(request):
    """Answer by the table; what it does not know is not there."""
    status, body = ANSWERS.get(request.path, (404, b""))
    return Response(body, status, {"Location": body.decode()} if status == 302 else {})


@pytest.fixture(scope="module")
def server():
    """The address of a web server on this machine, with user, password and a signature."""
    serving = make_server("127.0.0.1", 0, answer, threaded=True)
    thread = threading.Thread(target=serving.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield f"http://me:{SECRET}@127.0.0.1:{serving.server_port}/registers?sig={SECRET}"
    serving.shutdown()
    serving.server_close()
    thread.join()


def at(server, name):
    """The address of one file there."""
    return server.replace("/registers?", f"/registers/{name}?")


def test_web_server_is_asked_for_the_registers_by_their_names(server):
    """It has no directory; where a register is there in two forms, the first one counts."""
    grants = workbook({"x": [["Код гранта"], ["GR-001"]]})
    ANSWERS["/registers/prizes.csv"] = (200, prizes(PRIZE).encode())
    ANSWERS["/registers/prizes.xlsx"] = (200, b"no workbook")
    ANSWERS["/registers/grants.xlsx"] = (200, grants)
    ANSWERS[f"/registers/{DESCRIPTOR}"] = (200, json.dumps({"illustrative": True}).encode())
    intake, alone = take_in(server, SCHEMA), take_in(at(server, "grants.xlsx"), SCHEMA)

    assert {"prizes", "grants"} == set(intake.raws)
    assert [(2, PRIZE)] == rows(intake.raws["prizes"])
    assert schema_of(server).illustrative
    assert intake.raws["prizes"].file.endswith("/registers/prizes.csv")
    assert ["GR-001"] == alone.raws["grants"].cells["grant_id"].to_pylist()


async def _silent(*_, **__):
    raise TimeoutError


@pytest.mark.parametrize(
    ("answer", "rule", "words"),
    [
        ((403, b""), "source-unknown", "access was refused"),
        ((500, b""), "source-unknown", "could not be read"),
        ((404, b""), "source-missing", "no such"),
        ((302, b"file:///etc/passwd"), "source-unknown", "could not be read"),
        ((200, b"x" * 5000), "file-too-large", ""),
        (None, "source-unknown", "did not answer"),
    ],
)
def test_server_that_does_not_answer_well_is_reported(server, answer, rule, words, monkeypatch):
    """By what it means to the person who gave the address; no secret of it is shown."""
    ANSWERS["/registers/prizes.csv"] = answer
    monkeypatch.setattr(limits, "FILE_BYTES", 1000)
    if not answer:
        monkeypatch.setattr(aiohttp.ClientSession, "_request", _silent)
    with pytest.raises(FaultsError) as caught:
        load_registers(at(server, "prizes.csv"))
    intake = take_in(at(server, "prizes.csv"), SCHEMA)

    assert (rule, {}) == (intake.findings[0].rule, intake.raws)
    assert words in intake.findings[0].found()
    assert SECRET not in str(caught.value) + repr(intake)
    assert "127.0.0.1" in str(caught.value)


@pytest.mark.parametrize(
    "address",
    [
        f"postgresql://annemarie:{SECRET}@host/db?password={SECRET}",
        f"nothing://annemarie:{SECRET}@host/x",
        f"https://annemarie:{SECRET}@127.0.0.1:9/registers?token={SECRET}",
        f"s3://annemarie:{SECRET}@[bucket",
        f"postgresql://annemarie:{SECRET}/x@host/db",
    ],
)
def test_no_secret_of_an_address_is_shown(address, monkeypatch):
    """Neither in a message nor in a notebook's parameters, which name a variable instead."""
    monkeypatch.setenv(VARIABLE, "")
    with pytest.raises(FaultsError) as caught:
        load_registers(address)
    shown = hide(address)

    assert SECRET not in str(caught.value) + repr(caught.value.faults) + shown_address(address)
    assert "annemarie" not in str(caught.value)
    assert (f"${VARIABLE}", address) == (shown, os.path.expandvars(shown))
    assert "s3://bucket/registers" == hide("s3://bucket/registers")
