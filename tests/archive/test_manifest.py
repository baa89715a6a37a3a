"""What lies beside a report: its figures as a table, and what it was made from."""

import csv
import io
import json
import subprocess

from reports.archive.content import content_of
from reports.archive.manifest import commit_of
from reports.archive.record import as_csv, sha256_of
from tests.conftest import PARAMS, REGISTERS


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


def git(root, *arguments):
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    command = ["git", "-C", str(root), *identity, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def test_a_checkout_is_known_by_its_commit(tmp_path, monkeypatch):
    """Changed and new files are told, for the commit alone did not make the report.

    Outputs are no changes; another project's git hook does not count, nor one around a copy.
    """
    root, output = tmp_path / "project", tmp_path / "project/reports/_output [1]"
    output.mkdir(parents=True)
    (root / "file").write_text("1")
    for command in ("init -q", "add .", "commit -qm One"):
        git(root, *command.split())
    commit = git(root, "rev-parse", "HEAD")
    (output / "a.pdf").write_text("")
    (root / "copy").mkdir()
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))

    assert commit == commit_of(root, apart_from=output)
    assert ["", ""] == [commit_of(one, apart_from=output) for one in (tmp_path, root / "copy")]
    for change in ("file", "copy/new"):
        monkeypatch.delenv("GIT_DIR", raising=False)
        git(root, "checkout", "-q", "file")
        (root / change).write_text("2")
        assert commit_of(root, apart_from=output).endswith("(with uncommitted changes)")
        (root / "copy/new").unlink(missing_ok=True)


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
