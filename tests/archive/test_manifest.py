"""What lies beside a report: its figures as a table, what it was made from, and its crate.

The crate is judged by the community's own validator, without a network.
"""

import csv
import io
import json
from pathlib import Path
from types import SimpleNamespace

import pytest
import rocrate
from rdflib.plugins.shared.jsonld import context
from rocrate_validator import services
from rocrate_validator.models import Severity
from rocrate_validator.utils.http import HttpRequester

from reports.archive.content import content_of
from reports.archive.manifest import CRATE, commit_of
from reports.archive.record import as_csv, sha256_of
from tests.conftest import PARAMS, REGISTERS, ended


def test_the_manifest_has_the_hash_of_each_input(whole_report):
    """Registers, parameters and its own narrative; not another's, nor what public ones hide."""
    own = PARAMS / "narrative" / "KG" / "2014"
    files = [*PARAMS.glob("*.*"), *own.glob("*.ru.md"), *own.glob("*.png")]
    expected = {path.relative_to(PARAMS).as_posix(): sha256_of(path) for path in files}
    del expected["public.csv"]

    for form in ("pdf", "html"):
        found = json.loads(content_of(whole_report.file(form)).manifest)
        assert expected == found["parameter_files"]
        assert sha256_of(REGISTERS / "events.csv") == found["registers"]["events"]


def commit_all(root):
    """The commit of a new repository with everything in it."""
    commit = "-c user.name=A -c user.email=a@example.org commit -qm One"
    for command in ("init -q", "add .", commit, "rev-parse HEAD"):
        done = ended(["git", *command.split()], root)
    return done.stdout.strip()


def test_a_checkout_is_known_by_its_commit(tmp_path, monkeypatch):
    """Changed and new files are told, for the commit alone did not make the report.

    Outputs are no changes; another project's git hook does not count, nor one around a copy.
    """
    root, output = tmp_path / "project", tmp_path / "project/reports/_output [1]"
    output.mkdir(parents=True)
    (root / "file").write_text("1")
    commit = commit_all(root)
    (output / "a.pdf").write_text("")
    (root / "copy").mkdir()
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))

    assert commit == commit_of(root, apart_from=output)
    assert ["", ""] == [commit_of(one, apart_from=output) for one in (tmp_path, root / "copy")]
    for change in (root / "copy/new", root / "file"):
        change.write_text("2")
        assert f"{commit} (with uncommitted changes)" == commit_of(root, apart_from=output)
        change.unlink()


def test_one_row_per_indicator_and_category():
    """Whole numbers have no point, negative ones are no formulas, what is missing is no zero."""
    parts = [{"by": "sex", "category": name, "value": n} for name, n in {"F": 50, "-": -5}.items()]
    counted = {"target": 80, "actual": 90.0, "numerator": None, "deviation": -0.125}
    title = {"ru": "=Участники", "en": "Participants"}
    one = {"indicator": "RRS-1", "title": title, "unit": "people", "breakdown": parts, **counted}
    record = {"country": "KG", "year": 2014, "languages": ["ru", "en"], "achievements": [one]}
    rows = list(csv.DictReader(io.StringIO(as_csv(record), newline="")))
    found = [(row["by"], row["category"], row["actual"], row["title_ru"]) for row in rows]
    told = [("", "", "90"), ("sex", "F", "50"), ("sex", "'-", "-5")]

    assert ["country", "year", "indicator", "title_ru", "title_en"] == list(rows[0])[:5]
    assert [(*row, "'=Участники") for row in told] == found
    assert ("-0.125", "") == (rows[0]["deviation"], rows[0]["numerator"])


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


@pytest.mark.filterwarnings("ignore")  # the validator's own affairs
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
