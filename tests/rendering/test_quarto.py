"""Quarto as an engine: which one is taken, what it is given, and what is said when it fails.

The programs here only answer as Quarto would; test_pages.py runs a real one where it is installed.
"""

import os
import pickle
import sys
import textwrap
import time
from pathlib import Path
from typing import Any

import nbformat
import pytest
import yaml

from reports.archive.manifest import embed_manifest
from reports.pipeline.cli import main
from reports.project import ROOT
from reports.render import quarto_engine
from reports.render.attachments import ATTACHED, Attachment, Companions, FileLink
from reports.render.engine import PageSource
from reports.render.prepared import prepare
from reports.render.programs import RenderError, run_pandoc
from reports.render.quarto_engine import NotUsable, QuartoEngine, choose_engine, numbers
from rrs_data.programme.faults import FaultsError
from tests.sample_notebook import executed

INTERPRETER = sys.executable
"""This Python, which some tests hide."""

RENDERS = """
    import os, pathlib, yaml
    project = yaml.safe_load(pathlib.Path("_quarto.yml").read_text(encoding="utf-8"))
    output = pathlib.Path(project["project"]["output-dir"])
    output.mkdir()
    for source in project["project"]["render"]:
        for name in project["format"]:
            suffix = {"typst": "pdf", "html": "html"}[name]
            stem = pathlib.Path(source).stem
            (output / f"{stem}.{suffix}").write_text(f"{stem} {suffix}")
    epoch = os.environ["SOURCE_DATE_EPOCH"]
    said = f"arguments {sys.argv[1:]} fonts {os.environ['TYPST_FONT_PATHS']} epoch {epoch}"
    pathlib.Path("said").write_text(said)
"""

ATTACHMENT = Attachment("a.csv", b"1", "text/csv", "data", "Figures")


def fake(
    path: Path, version: str = "1.10.19", renders: str = RENDERS, typst: str = "0.15.1"
) -> Path:
    """A program that answers as Quarto would, at a path."""
    answer = version if version.startswith("import") else f"print({version!r})"
    script = f"""#!{INTERPRETER}
import sys
if sys.argv[-1] == "--version":
    if sys.argv[1] == "--version":
        {answer}
    else:
        print({{"pandoc": "pandoc 3.9.0.2", "typst": "typst {typst} (abc)"}}[sys.argv[1]])
    sys.exit()
"""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(script + textwrap.dedent(renders).strip() + "\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def render(executable: Path, directory: Path, *formats: str) -> dict[str, Path]:
    """Render the sample, with a link and an attachment, with a fake Quarto."""
    companions = Companions((FileLink("rrs-KG.pdf", "PDF"),), (ATTACHMENT,))
    source = PageSource(prepare(executed("en")), "rrs-KG", directory, companions)
    return QuartoEngine.at(executable).render(source, formats)


def project_of(page: Path) -> Any:
    """The project file that Quarto was given."""
    return yaml.safe_load((page / "quarto" / "_quarto.yml").read_text(encoding="utf-8"))


@pytest.fixture
def no_quarto(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A machine without Quarto; returns the directory beside its Python."""
    beside = tmp_path / "environment" / "bin"
    beside.mkdir(parents=True)
    monkeypatch.setattr(sys, "executable", str(beside / "python"))
    monkeypatch.setenv("PATH", str(tmp_path / "path"))
    return beside


def test_quarto_renders_all_formats_in_one_call(tmp_path: Path) -> None:
    """Quarto starts slowly: it is called once, with a directory that holds all that it names.

    It never runs the notebook again, takes no fonts but ours, and finds no `_brand.yml`, from which
    it would set colours and fonts a second time.
    """
    made = render(fake(tmp_path / "quarto-bin"), tmp_path / "page", "pdf", "html")
    directory, project = tmp_path / "page" / "quarto", project_of(tmp_path / "page")
    html, typst = project["format"]["html"], project["format"]["typst"]
    named = [*project["filters"], html["template"], *html["css"], *typst["template-partials"]]

    assert {"pdf": "rrs-KG pdf", "html": "rrs-KG html"} == {
        name: path.read_text() for name, path in made.items()
    }
    assert {tmp_path / "page" / "rrs-KG.pdf", tmp_path / "page" / "rrs-KG.html"} == {*made.values()}
    said = (directory / "said").read_text(encoding="utf-8")
    assert f"arguments ['render'] fonts {directory / 'fonts'} epoch 1412035200" == said
    assert [] == [name for name in [*named, "rrs-KG.ipynb"] if not (directory / name).is_file()]
    assert 6 == len(list((directory / typst["font-paths"]).glob("*.ttf")))
    assert {"enabled": False, "echo": False} == project["execute"]
    assert [] == list(directory.rglob("_brand.y*ml"))
    assert "17506b" == project["rrs-colours"]["primary"]


def test_quarto_is_given_what_goes_with_the_report(tmp_path: Path) -> None:
    """The front matter names links and attachments besides its own; the attached file is there."""
    render(fake(tmp_path / "quarto-bin"), tmp_path / "page", "pdf")
    directory = tmp_path / "page" / "quarto"
    cell = nbformat.read(directory / "rrs-KG.ipynb", as_version=4).cells[0]
    front = yaml.safe_load(cell.source.strip("-\n"))

    assert b"1" == (directory / ATTACHED / "a.csv").read_bytes()
    assert [r"attached\/a\.csv"] == [one["path"] for one in front["rrs-attachments"]]
    assert [r"rrs\-KG\.pdf"] == [one["file"] for one in front["rrs-links"]]
    assert r"Annual report\: Kyrgyzstan\, 2014" == front["title"]


def test_word_is_the_embedded_engine_s(tmp_path: Path) -> None:
    """A Word file is the same with both engines; a format that nobody asked for is not made."""
    made = render(fake(tmp_path / "quarto-bin"), tmp_path / "page", "docx", "html")

    assert ["docx", "html"] == list(made)
    assert b"PK" == made["docx"].read_bytes()[:2]
    assert ["html"] == list(project_of(tmp_path / "page")["format"])


@pytest.mark.parametrize(
    "warning",
    [
        "\x1b[33mWARNING (/share/filters/astpipeline.lua:340)\nThe following string: :::",
        "WARN: Unable to resolve link target: a.qmd",
        "[WARNING] Could not convert TeX math",
        "The following string was found in the document: :::",
    ],
)
def test_what_quarto_warns_of_is_an_error(tmp_path: Path, warning: str) -> None:
    """Quarto ends with 0 and a report that shows raw marks: what it said of it fails the page."""
    warning_quarto = fake(tmp_path / "quarto-bin", renders=RENDERS + f"    print({warning!r})")

    with pytest.raises(RenderError, match=r"warned(.|\n)*(:::|a\.qmd|math)") as error:
        render(warning_quarto, tmp_path / "page", "html")
    assert "\x1b" not in str(error.value)


def test_programs_that_quarto_could_check_with_are_not_needed(tmp_path: Path) -> None:
    """Without veraPDF Quarto says that it checked nothing: no fault of the report."""
    said = "WARN: PDF standard validation requested but verapdf is not installed."
    made = render(fake(tmp_path / "q", renders=RENDERS + f"    print({said!r})"), tmp_path, "pdf")

    assert "rrs-KG pdf" == made["pdf"].read_text()


def test_a_failing_quarto_is_told_with_its_last_words(tmp_path: Path) -> None:
    """The person reads what Quarto said; the error survives a process pool."""
    failing = fake(tmp_path / "quarto-bin", renders="print('ERROR: no such font'); sys.exit(3)")

    with pytest.raises(RenderError, match=r"exit code 3(.|\n)*no such font") as error:
        render(failing, tmp_path / "page", "pdf")
    assert str(error.value) == str(pickle.loads(pickle.dumps(error.value)))  # noqa: S301


def test_a_quarto_that_makes_nothing_is_told(tmp_path: Path) -> None:
    """An exit code of zero is not enough: the files must be there."""
    idle = fake(tmp_path / "quarto-bin", renders="print('done')")

    with pytest.raises(RenderError, match=r"did not make rrs-KG\.pdf"):
        render(idle, tmp_path / "page", "pdf")


def test_a_hanging_quarto_is_ended_with_its_children(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After the time limit nothing of it is left running."""
    child = "import time; time.sleep(60)"
    hanging = f"""
        import pathlib, subprocess, time
        child = subprocess.Popen([{INTERPRETER!r}, "-c", {child!r}])
        pathlib.Path("child").write_text(str(child.pid))
        print("still at it", flush=True)
        time.sleep(60)
    """
    monkeypatch.setattr(quarto_engine, "RENDER_SECONDS", 3.0)

    with pytest.raises(RenderError, match=r"after 3 seconds(.|\n)*still at it"):
        render(fake(tmp_path / "quarto-bin", renders=hanging), tmp_path / "page", "pdf")
    assert not _runs(int((tmp_path / "page" / "quarto" / "child").read_text()))


@pytest.mark.parametrize(
    ("version", "said"),
    [
        ("1.9.38", r"is too old: 1\.9\.38, and the report needs 1\.10\.17 or newer"),
        ("1.10.16", r"is too old"),
        ("ValueError: nothing to open", r"does not work.*nothing to open"),
        ("", r"does not work.*nothing"),
        ("import time; time.sleep(60)", r"did not answer `quarto --version` within 1 seconds"),
    ],
)
def test_a_quarto_that_cannot_be_used_says_why(tmp_path: Path, version: str, said: str) -> None:
    """Too old, broken, silent or hanging: each is told apart."""
    with pytest.raises(NotUsable, match=said):
        QuartoEngine.at(fake(tmp_path / "quarto-bin", version), seconds=1)


def test_a_quarto_with_an_old_typst_cannot_be_used(tmp_path: Path) -> None:
    """Typst before 0.15 makes no PDF that is both archivable and accessible."""
    with pytest.raises(NotUsable, match=r"has too old a Typst: 0\.14\.2.*0\.15 or newer"):
        QuartoEngine.at(fake(tmp_path / "quarto-bin", typst="0.14.2"))


def test_a_file_that_cannot_be_started_is_no_quarto(tmp_path: Path) -> None:
    """A damaged program is told, not raised."""
    broken = tmp_path / "quarto-bin"
    broken.write_bytes(b"\x7fELF")
    broken.chmod(0o755)

    with pytest.raises(NotUsable, match="cannot be started"):
        QuartoEngine.at(broken)


def test_quarto_beside_this_python_comes_first(no_quarto: Path, tmp_path: Path) -> None:
    """The environment's own Quarto is taken before another one on the PATH."""
    fake(no_quarto / "quarto", "1.10.19")
    fake(tmp_path / "path" / "quarto", "1.10.18")
    engine, notices = choose_engine("auto")

    assert ("Quarto 1.10.19 (pandoc 3.9.0.2, Typst 0.15.1)", []) == (engine.describe(), notices)


def test_an_old_quarto_is_named_and_passed_over(no_quarto: Path, tmp_path: Path) -> None:
    """The next one is taken, or the embedded engine; with a word about why."""
    fake(no_quarto / "quarto", "1.4.0")
    engine, notices = choose_engine("auto")

    assert engine.name == "embedded"
    said = "is too old: 1.4.0, and the report needs 1.10.17 or newer. It is passed over."
    assert [f"The Quarto at {no_quarto / 'quarto'} {said}"] == notices

    fake(tmp_path / "path" / "quarto", "1.10.18")

    assert choose_engine("auto")[0].describe().startswith("Quarto 1.10.18 ")


def test_without_quarto_the_embedded_engine_is_taken_silently(no_quarto: Path) -> None:
    """Nothing is wrong with a machine that has no Quarto."""
    engine, notices = choose_engine("auto")

    assert ("embedded", []) == (engine.name, notices)


def test_asking_for_quarto_where_there_is_none_says_how_to_get_it(no_quarto: Path) -> None:
    """With ENGINE=quarto a missing or old Quarto is a fault, with the way out."""
    with pytest.raises(FaultsError, match=r"no Quarto beside(.|\n)*make quarto"):
        choose_engine("quarto")

    fake(no_quarto / "quarto", "1.4.0")

    with pytest.raises(FaultsError, match=r"is too old: 1\.4\.0"):
        choose_engine("quarto")


def test_versions_compare_as_numbers() -> None:
    """1.10 is newer than 1.9, and a development version newer than both."""
    assert numbers("1.9.38") < numbers("1.10.1-dev") < numbers("99.9.9")


def _runs(process: int) -> bool:
    """Whether a process is still there, a moment after its group was killed."""
    for _ in range(50):
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return False
        if Path(f"/proc/{process}/stat").read_text(encoding="utf-8").split()[2] == "Z":
            return False
        time.sleep(0.1)
    return True


def test_a_failing_quarto_is_no_fault_of_the_place_for_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """When a received report is made again, what Quarto said is told, and no log that is gone."""
    fake(tmp_path / "path" / "quarto", renders="print('ERROR: no such font'); sys.exit(3)")
    monkeypatch.setenv("PATH", str(tmp_path / "path"), prepend=os.pathsep)
    received = tmp_path / "received.html"
    received.write_text("<html><head></head><body></body></html>", encoding="utf-8")
    asked = {"country": "TM", "year": 2013, "language": "en"}
    manifest = {"parameters": asked, "engine": "Quarto 1.10.19", "registers": {}}
    embed_manifest(received, manifest)
    code = main(["verify", str(received)])
    said = capsys.readouterr().err

    assert 2 == code
    assert "could not be made again, so nothing was compared" in said
    assert "no such font" in said
    assert "could not be written" not in said
    assert "the log:" not in said


@pytest.mark.parametrize("directory", ["reports", "notebooks"])
def test_quarto_by_hand_says_what_to_type(directory: str) -> None:
    """`quarto render` there neither does nothing nor makes a page of code: it names the command."""
    settings = yaml.safe_load((ROOT / directory / "_quarto.yml").read_text(encoding="utf-8"))
    script = ROOT / directory / settings["project"]["pre-render"]

    with pytest.raises(RenderError, match=r"make report COUNTRY=.* ENGINE=quarto"):
        run_pandoc(["lua", str(script)])
