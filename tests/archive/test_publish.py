"""Publishing: a made report's figures and hashes become a publication."""

import json
import re
import shutil
from datetime import date

import pytest

from reports.archive.manifest import embed_manifest
from reports.archive.publish import freeze, not_in_git
from reports.archive.record import write_checksums
from reports.pipeline.cli import main
from reports.project import Edition
from rrs_data.indicators.publications import load_publications
from rrs_data.programme.faults import FaultsError
from tests.archive.test_manifest import commit_all
from tests.conftest import ROOT, ended, program

DAY = date(2014, 12, 29)
KG = Edition("KG", 2014)


@pytest.fixture
def output(tmp_path):
    """An output directory with a small report in it."""
    directory = tmp_path / "output" / "KG" / "2014"
    directory.mkdir(parents=True)
    figures = {"KG/2014/RRS-1": 61.0, "KG/2014/RRS-1 / KG/2014/RRS-1.target": 1.01}
    asked = {"country": "KG", "year": 2014}
    record = {**asked, "illustrative": True, "figures": figures}
    record["achievements"] = [{"rows": {"attendances": [2, 3]}}]
    (directory / "achievements.json").write_text(json.dumps(record), encoding="utf-8")
    page = directory / "rrs-KG-2014-en.html"
    page.write_text("<body></body>", encoding="utf-8")
    made_by = {"engine": "embedded", "commit": "abc", "parameters": {**asked, "language": "en"}}
    embed_manifest(page, {**made_by, "file": page.name})
    write_checksums(directory)
    return tmp_path / "output"


@pytest.fixture
def publish(output, tmp_path, read_here):
    """Publishes the report on a day; made again, it is what it was."""
    again = shutil.copytree(output, tmp_path / "again")
    remade = [KG, output, tmp_path / "published"]
    return lambda day=DAY: freeze(*remade, day, lambda *to: shutil.copytree(again, to[-1]))


def test_a_publication(publish, tmp_path):
    """Figures, hashes and the day are frozen; no row of a register is."""
    path = publish()
    content = json.loads(path.read_text(encoding="utf-8"))

    assert tmp_path / "published" / "KG" / "2014" / "2014-12-29.json" == path
    assert {"KG/2014/RRS-1": 61.0} == content["figures"]
    assert {"achievements.json", "rrs-KG-2014-en.html", "SHA256SUMS"} == set(content["files"])
    assert ("2014-12-29", "abc") == (content["date"], content["commit"])
    assert "rows" not in path.read_text(encoding="utf-8")


def test_the_same_again_changes_nothing(publish):
    """The same twice on a day is one publication; another one, or an earlier day, is refused."""
    text = publish().read_text(encoding="utf-8")

    assert text == publish().read_text(encoding="utf-8")
    with pytest.raises(FaultsError, match="2014-12-29"):
        publish(date(2014, 12, 28))
    publish().write_text(text.replace("61", "62"), encoding="utf-8")
    with pytest.raises(FaultsError, match="DATE="):
        publish()


@pytest.mark.parametrize("name", ["achievements.json", "more.csv"])
def test_what_the_registers_do_not_give_is_refused(name, output, tmp_path, publish):
    """A file that was edited or added is refused, though the checksums were written anew."""
    path = output / "KG" / "2014" / name
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    path.write_text(text.replace("61.0", "999.0"), encoding="utf-8")
    write_checksums(path.parent)

    with pytest.raises(FaultsError, match=rf"{name}(.|\n)*the code give now"):
        publish()
    assert not (tmp_path / "published").exists()


def test_a_publication_that_was_moved_or_emptied_is_told(publish, tmp_path):
    """Whoever renames a publication, or takes its figures out, stops every report."""
    path = publish()
    emptied = json.dumps({**json.loads(path.read_text(encoding="utf-8")), "figures": {}})
    for name, text in (("2013-01-01.json", path.read_text("utf-8")), (path.name, emptied)):
        path.unlink()
        path = path.with_name(name)
        path.write_text(text, encoding="utf-8")

        with pytest.raises(FaultsError, match="moved or empty"):
            load_publications(tmp_path / "published")


def test_what_git_does_not_hold_is_named(publish, tmp_path):
    """A publication counts as kept once it is committed, and while it is as it was committed."""
    path, published = publish(), tmp_path / "published"
    assert [str(path)] == not_in_git(published)

    commit_all(published)
    assert [] == not_in_git(published)
    path.write_text("{}", encoding="utf-8")
    assert ["KG/2014/2014-12-29.json"] == not_in_git(published)


def test_a_publication_can_be_signed(publish, tmp_path):
    """The commands of docs/publishing.md sign a publication and find it changed."""
    keygen, path = program("ssh-keygen"), publish()
    text = (ROOT / "docs" / "publishing.md").read_text(encoding="utf-8")
    (script,) = re.findall(r"```console\n(ssh-keygen.*?)```", text, re.DOTALL)
    script = script.replace("~/.ssh/id_ed25519", "key").replace("reports/published", "published")
    ended([keygen, "-q", "-t", "ed25519", "-N", "", "-f", "key"], tmp_path)
    key = (tmp_path / "key.pub").read_text()
    (tmp_path / "allowed_signers").write_text(f"director@example.org {key}")

    assert 0 == ended(["sh", "-ec", script], tmp_path).returncode
    path.write_text(path.read_text().replace("61", "62"))
    assert 0 != ended(["sh", "-ec", script.splitlines()[-1]], tmp_path).returncode


def test_what_cannot_be_published_is_told(output, tmp_path, capsys):
    """A wrong request, a report that was not made, and one that cannot be read."""
    (output / "KG" / "2014" / "rrs-KG-2014-en.html").write_text("61 → 62", encoding="utf-8")

    for asked, words in (
        (["XX", "2014", "--date=soon"], r"Nothing was published(.|\n)*COUNTRY(.|\n)*DATE"),
        (["TM", "2013"], r"TM 2013, made(.|\n)*make report COUNTRY=TM YEAR=2013"),
        (["KG", "2014"], "make report COUNTRY=KG YEAR=2014"),
    ):
        options = [f"--output={output}", f"--published={tmp_path / 'published'}"]
        assert 2 == main(["publish", *asked, *options])
        assert re.search(words, capsys.readouterr().err)
