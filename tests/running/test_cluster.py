"""A Dask cluster makes the pages that a machine would make."""

from dataclasses import replace
from filecmp import cmpfiles

import pytest
from distributed import LocalCluster

from reports.pipeline.page import Page
from reports.pipeline.request import read_content
from reports.pipeline.workers import make_apart
from tests.driver import PlainEngine, made, request_of, small_request
from tests.small_notebooks import code


def test_a_cluster_makes_the_same_bytes(tmp_path):
    """Files and failures come back from the workers; nothing of the worker's machine shows."""
    request = small_request(tmp_path, code("assert country != 'KZ'"))
    others = tuple(replace(request.editions[0], country=code) for code in ("KG", "KZ"))
    request = replace(request, editions=others)
    here, _ = made(request)
    there, _ = made(replace(request, output=tmp_path / "there", cluster="local", workers=1))
    names = [path.relative_to(request.output) for path in here.outcomes[0].files]
    same, *other = cmpfiles(request.output, tmp_path / "there", names, shallow=False)

    assert (7, [[], []]) == (len(same), other)
    (failed,) = there.outcomes[1].failures
    (kept,) = failed.files
    assert tmp_path / "there/_failed/KZ/2014/rrs-KZ-2014-en.ipynb" == kept
    assert kept.exists()


def test_other_code_is_refused(tmp_path):
    """A worker with another version of the project says so instead of making another report."""
    request = request_of(tmp_path / "annual_report.ipynb", tmp_path)
    page = Page(replace(request, renderer=PlainEngine()), request.editions[0], "en")

    with pytest.raises(ValueError, match="another version of the project"):
        make_apart(page, "other")


def test_a_cluster_that_others_reach_without_tls_is_told(tmp_path):
    """In one line; a scheduler that only this machine reaches needs no certificate."""
    request = request_of(tmp_path / "nb" / "annual_report.ipynb", tmp_path / "out")
    bound = {"host": "0.0.0.0", "dashboard_address": None}  # noqa: S104  every interface is meant
    with LocalCluster(n_workers=0, processes=False, **bound, protocol="tcp://") as cluster:
        port = cluster.scheduler.port
        told = {
            host: read_content(replace(request, cluster=f"tcp://{host}:{port}"))[0].notices
            for host in ("0.0.0.0", "127.0.0.1")  # noqa: S104
        }

    (line,) = told.pop("0.0.0.0")  # noqa: S104
    assert line.startswith(f"CLUSTER=tcp://0.0.0.0:{port}: without TLS")
    assert {"127.0.0.1": ()} == told
