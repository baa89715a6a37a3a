"""The crate of a real report, judged by the community's own validator without a network."""

import json
from email.message import Message
from pathlib import Path
from urllib.response import addinfourl

import pytest
import rdflib._networking as networking
import rdflib.parser
import requests
import rocrate
from requests.adapters import HTTPAdapter
from rocrate_validator import services
from rocrate_validator.models import Severity

from reports.archive.manifest import CRATE
from reports.archive.record import sha256_of

pytestmark = [
    # The validator and its libraries' own affairs.
    pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::UserWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::FutureWarning"),
]

CONTEXT = Path(rocrate.__file__).parent / "data" / "ro-crate.jsonld"
CONTEXT_URL = "https://w3id.org/ro/crate/1.1/context"

UNSAID = (
    "The Action SHOULD have an endTime in ISO 8601 format",  # the bytes would never be the same
    "The Application SHOULD have a url",
    "The organization SHOULD have a URL.",
    "The SoftwareApplication id SHOULD be an absolute URI",  # package URLs are, unknown to it
)
"""What is recommended and left out."""


@pytest.fixture
def without_network(monkeypatch):
    """The one page that the validator asks the web for comes from the library's own copy."""

    def opened(*_given, **_more):
        headers = Message()
        headers["Content-Type"] = "application/ld+json"
        return addinfourl(CONTEXT.open("rb"), headers, CONTEXT_URL, 200)

    def sent(_adapter, request, **_more):
        assert CONTEXT_URL == request.url
        response = requests.Response()
        response.status_code, response.url, response.request = 200, CONTEXT_URL, request
        response.headers["Content-Type"] = "application/ld+json"
        response.raw = CONTEXT.open("rb")
        return response

    for module in (networking, rdflib.parser):
        monkeypatch.setattr(module, "_urlopen", opened, raising=False)
    monkeypatch.setattr(HTTPAdapter, "send", sent)


@pytest.mark.usefixtures("without_network")
def test_the_crate_is_a_process_run_crate(output_of_all):
    """Nothing that the profile requires is missing, and little that it recommends."""
    settings = services.ValidationSettings(
        rocrate_uri=str(output_of_all / "TM" / "2013"),
        profile_identifier="process-run-crate",
        requirement_severity=Severity.RECOMMENDED,
        skip_availability_check=True,
        no_cache=True,
    )
    issues = services.validate(settings).get_issues()

    assert set() == {str(issue.message) for issue in issues} - set(UNSAID)


def test_the_crate_knows_the_files(output_of_all, made):
    """Each file of the report stands in it with its hash, each register and parameter too."""
    directory = made.file("pdf").parent
    graph = json.loads((directory / CRATE).read_text(encoding="utf-8"))["@graph"]
    entities = {entity["@id"]: entity for entity in graph}

    for ending in ("pdf", "html", "ipynb"):
        path = made.file(ending)
        assert sha256_of(path) == entities[path.name]["sha256"]
    record = json.loads((directory / "achievements.json").read_text(encoding="utf-8"))
    hashes = {entity.get("sha256") for entity in graph}
    assert set(record["registers"].values()) <= hashes
    assert str(made.edition.year) == entities["#parameter-year"]["value"]
    assert {"#engine", "#rrs-reports", "./"} <= entities.keys()
    assert str(output_of_all) not in json.dumps(graph)
