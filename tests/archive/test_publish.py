"""Publishing: a made report's figures and hashes become a publication."""

import json
from datetime import date

import pytest

from reports.archive.manifest import embed_manifest
from reports.archive.publish import freeze
from reports.archive.record import write_checksums
from reports.pipeline.cli import main
from reports.project import Edition
from rrs_data.programme.faults import FaultsError

DAY = date(2014, 12, 29)
KG = Edition("KG", 2014)


@pytest.fixture
def output(tmp_path):
    """An output directory with a small report in it."""
    directory = tmp_path / "output" / "KG" / "2014"
    directory.mkdir(parents=True)
    figures = {"KG/2014/RRS-1": 61.0, "KG/2014/RRS-1 / KG/2014/RRS-1.target": 1.01}
    record = {"country": "KG", "year": 2014, "illustrative": True, "figures": figures}
    record["achievements"] = [{"rows": {"attendances": [2, 3]}}]
    (directory / "achievements.json").write_text(json.dumps(record), encoding="utf-8")
    page = directory / "rrs-KG-2014-en.html"
    page.write_text("<body></body>", encoding="utf-8")
    embed_manifest(page, {"parameters": {}, "registers": {"events": "0" * 64}, "commit": "abc"})
    write_checksums(directory)
    return tmp_path / "output"


def test_a_publication(output, tmp_path):
    """Figures, hashes and the day are frozen; no row of a register is."""
    path = freeze(KG, output, tmp_path / "published", DAY)
    content = json.loads(path.read_text(encoding="utf-8"))

    assert tmp_path / "published" / "KG" / "2014" / "2014-12-29.json" == path
    assert {"KG/2014/RRS-1": 61.0} == content["figures"]
    assert {"achievements.json", "rrs-KG-2014-en.html"} == set(content["files"])
    assert ("2014-12-29", "abc") == (content["date"], content["commit"])
    assert "rows" not in path.read_text(encoding="utf-8")


def test_the_same_again_changes_nothing(output, tmp_path):
    """Publishing the same report twice on a day is one publication; another one is refused."""
    path = freeze(KG, output, tmp_path / "published", DAY)
    text = path.read_text(encoding="utf-8")
    freeze(KG, output, tmp_path / "published", DAY)

    assert text == path.read_text(encoding="utf-8")
    path.write_text(text.replace("61", "62"), encoding="utf-8")
    with pytest.raises(FaultsError, match="DATE="):
        freeze(KG, output, tmp_path / "published", DAY)


def test_what_cannot_be_published_is_told(output, tmp_path, capsys):
    """A wrong request, a report that was not made, and one that somebody changed afterwards."""
    options = [f"--output={output}", f"--published={tmp_path / 'published'}"]

    assert 0 == main(["publish", "KG", "2014", "--date=2014-12-29", *options])
    assert "2014-12-29.json" in capsys.readouterr().out
    (output / "KG" / "2014" / "rrs-KG-2014-en.html").write_text("61 → 62", encoding="utf-8")
    for asked, words in (
        (["XX", "2014", "--date=soon"], ["Nothing was published", "COUNTRY", "DATE"]),
        (["TM", "2013"], ["make report COUNTRY=TM YEAR=2013"]),
        (["KG", "2014"], ["not the file that was made"]),
    ):
        assert 2 == main(["publish", *asked, *options])
        told = capsys.readouterr().err
        assert [] == [word for word in words if word not in told]
