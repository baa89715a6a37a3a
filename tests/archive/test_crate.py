"""The crate of a real report, judged by the community's own validator without a network."""

import json
from pathlib import Path
from types import SimpleNamespace

import pytest
import rocrate
from rdflib.plugins.shared.jsonld import context
from rocrate_validator import services
from rocrate_validator.models import Severity
from rocrate_validator.utils.http import HttpRequester

from reports.archive.manifest import CRATE
from reports.archive.record import sha256_of

# The validator and its libraries' own affairs.
pytestmark = pytest.mark.filterwarnings("ignore")

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
    content = json.loads(CONTEXT.read_text(encoding="utf-8"))

    def answered(_requester, address, **_more):
        assert CONTEXT_URL == address
        kind = {"Content-Type": "application/ld+json"}
        return SimpleNamespace(status_code=200, headers=kind, json=lambda: content)

    monkeypatch.setattr(HttpRequester, "get", answered, raising=False)
    monkeypatch.setattr(context, "source_to_json", lambda _address: (content, None))


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


def test_the_crate_knows_the_files(output_of_all, made, record):
    """Each file of the report stands in it with its hash, each register and parameter too."""
    text = made.file("html").with_name(CRATE).read_text(encoding="utf-8")
    entities = {entity["@id"]: entity for entity in json.loads(text)["@graph"]}
    hashes = {entity.get("sha256") for entity in entities.values()}

    for path in map(made.file, ("pdf", "html", "ipynb")):
        assert sha256_of(path) == entities[path.name]["sha256"]
    assert set(record["registers"].values()) <= hashes
    assert str(made.edition.year) == entities["#parameter-year"]["value"]
    assert {"#engine", "#rrs-reports", "./"} <= entities.keys()
    assert str(output_of_all) not in text
