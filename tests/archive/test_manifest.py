"""What lies beside a report: its figures as a table, and what it was made from."""

import csv
import io
import json
import subprocess

import pytest

from reports.archive.content import content_of
from reports.archive.manifest import commit_of
from reports.archive.record import as_csv, sha256_of
from tests.conftest import PARAMS, REGISTERS


def test_the_manifest_has_the_hash_of_each_input(whole_report):
    """Registers, parameters and this report's own narrative, and nothing of another report.

    What public editions hide is no input of a donor's.
    """
    own = PARAMS / "narrative" / "KG" / "2014"
    expected = {
        path.relative_to(PARAMS).as_posix(): sha256_of(path)
        for path in [
            *whole_report.edition.parameters(PARAMS),
            *own.glob("*.ru.md"),
            *own.glob("*.png"),
        ]
    }

    assert "public.csv" not in expected
    for found in (
        json.loads(content_of(whole_report.file(form)).manifest) for form in ("pdf", "html")
    ):
        assert expected == found["parameter_files"]
        assert sha256_of(REGISTERS / "events.csv") == found["registers"]["events"]


def git(root, *arguments):
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    command = ["git", "-C", str(root), *identity, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


@pytest.fixture
def checkout(tmp_path):
    root = tmp_path / "project"
    root.mkdir()
    (root / "file").write_text("1")
    git(root, "init", "-q")
    git(root, "add", ".")
    git(root, "commit", "-qm", "One")
    return root


def test_a_clean_checkout_is_known_by_its_commit(checkout, tmp_path, monkeypatch):
    """Outputs do not count as changes, nor does what another project's git hook has set."""
    output = checkout / "reports/_output [1]"
    output.mkdir(parents=True)
    (output / "a.pdf").write_text("")
    commit = git(checkout, "rev-parse", "HEAD")
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))

    assert commit == commit_of(checkout, apart_from=output)


@pytest.mark.parametrize("change", ["file", "sub/new"])
def test_changes_are_named(checkout, change):
    """A changed or a new file is named, because the commit alone did not make the report."""
    (checkout / change).parent.mkdir(exist_ok=True)
    (checkout / change).write_text("2")

    assert commit_of(checkout, apart_from=checkout / "out").endswith("(with uncommitted changes)")


def test_no_checkout_has_no_commit(checkout, tmp_path):
    """Without git there is none, and a copy inside another project does not take that one's."""
    (checkout / "copy").mkdir()

    assert "" == commit_of(tmp_path, apart_from=tmp_path / "out")
    assert "" == commit_of(checkout / "copy", apart_from=checkout / "out")


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
