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

from reports.render.beside import ATTACHED, Attachment, Beside, Link
from reports.render.document import prepare
from reports.render.engines import RenderError, Source, choose_engine, quarto
from reports.render.engines.quarto import NotUsable, QuartoEngine, numbers
from reports.render.word import write_reference
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
        notebook = pathlib.Path(source)
        if "Spoiled" in notebook.read_text(encoding="utf-8"):
            sys.exit(f"ERROR: {source} is spoiled")
        for name in project["format"]:
            suffix = {"typst": "pdf", "html": "html"}[name]
            (output / f"{notebook.stem}.{suffix}").write_text(f"{notebook.stem} {suffix}")
    epoch = os.environ["SOURCE_DATE_EPOCH"]
    print("arguments", sys.argv[1:], "fonts", os.environ["TYPST_FONT_PATHS"], "epoch", epoch)
"""


def fake(path: Path, version: str = "1.10.19", renders: str = RENDERS) -> Path:
    """A program that answers as Quarto would, at a path."""
    script = f"#!{INTERPRETER}\nimport sys\nif sys.argv[1:] == ['--version']:\n"
    answer = f"print({version!r})" if not version.startswith("import") else version
    body = textwrap.dedent(renders).strip()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{script}    {answer}\n    sys.exit()\n{body}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def render(executable: Path, scratch: Path, *formats: str) -> dict[str, Path]:
    """Render the sample with a fake Quarto."""
    source = Source(prepare(executed("en")), "rrs-KG", scratch)
    (made,) = QuartoEngine.at(executable).render([source], formats)
    return made


def carried(executable: Path, scratch: Path) -> tuple[list[str], int]:
    """The attachments that Quarto finds, and how many its project names."""
    attachment = Attachment("a.csv", b"1", "text/csv", "data", "Figures")
    beside = Beside(attachments=(attachment,))
    source = Source(prepare(executed("en")), "rrs", scratch, beside)
    QuartoEngine.at(executable).render([source], ("pdf",))
    files = sorted(path.name for path in (scratch / "quarto" / ATTACHED / "rrs").iterdir())
    return files, len(front_of(scratch / "quarto" / "rrs.ipynb")["rrs-attachments"])


def test_attachments_need_a_standard_that_allows_them(tmp_path: Path) -> None:
    """PDF/A-3 allows attached files; a Quarto that cannot declare it gets none."""
    newer, older = fake(tmp_path / "new"), fake(tmp_path / "old", "1.9.38")

    assert (["a.csv"], 1) == carried(newer, tmp_path / "one")
    assert ([], 0) == carried(older, tmp_path / "two")


def front_of(path: Path) -> Any:
    """The front matter of a notebook that Quarto was given."""
    cell = nbformat.read(path, as_version=4).cells[0]
    return yaml.safe_load(cell.source.strip("-\n"))


def project_of(scratch: Path) -> Any:
    """The project file that Quarto was given."""
    return yaml.safe_load((scratch / "quarto" / "_quarto.yml").read_text(encoding="utf-8"))


@pytest.fixture
def no_quarto(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A machine without Quarto; returns the directory beside its Python."""
    beside = tmp_path / "environment" / "bin"
    beside.mkdir(parents=True)
    monkeypatch.setattr(sys, "executable", str(beside / "python"))
    monkeypatch.setenv("PATH", str(tmp_path / "path"))
    return beside


def test_quarto_renders_all_formats_in_one_call(tmp_path: Path) -> None:
    """Quarto starts slowly: it is called once, in the report's own directory."""
    made = render(fake(tmp_path / "quarto-bin"), tmp_path / "scratch", "pdf", "html")
    log = (tmp_path / "scratch" / "quarto" / "quarto.log").read_text(encoding="utf-8")

    assert {"pdf": "rrs-KG pdf", "html": "rrs-KG html"} == {
        name: path.read_text() for name, path in made.items()
    }
    assert ["rrs-KG.pdf", "rrs-KG.html"] == [path.name for path in made.values()]
    assert "arguments ['render']" in log
    assert f"fonts {tmp_path / 'scratch' / 'quarto' / 'fonts'} epoch 1443571200" in log


def test_several_notebooks_are_rendered_in_one_call(tmp_path: Path) -> None:
    """Each goes into its own directory, leads to what lies beside it, and keeps its own title."""
    notebook = prepare(executed("en"))
    sources = [
        Source(notebook, stem, tmp_path / stem, Beside((Link(f"{stem}.pdf", stem),)))
        for stem in ("rrs-KG", "rrs-KZ")
    ]
    for source in sources:
        source.scratch.mkdir()
    made = QuartoEngine.at(fake(tmp_path / "quarto-bin")).render(sources, ("pdf", "html"))
    (directory,) = tmp_path.rglob("quarto-together")
    fronts = [front_of(directory / f"{source.stem}.ipynb") for source in sources]

    assert [tmp_path / "rrs-KG" / "rrs-KG.pdf", tmp_path / "rrs-KZ" / "rrs-KZ.pdf"] == [
        files["pdf"] for files in made
    ]
    assert ["rrs-KG html", "rrs-KZ html"] == [files["html"].read_text() for files in made]
    assert 1 == (directory / "quarto.log").read_text(encoding="utf-8").count("arguments")
    assert [r"rrs\-KG\.pdf", r"rrs\-KZ\.pdf"] == [one["rrs-links"][0]["file"] for one in fronts]
    own = yaml.safe_load(notebook.cells[0].source.strip("-\n"))
    assert [own["title"]] * 2 == [front["title"] for front in fronts]


def test_word_is_rendered_apart(tmp_path: Path) -> None:
    """Word gets pictures that it can show, in a call of its own, and the same styles."""
    source = tmp_path / "from.docx"
    write_reference(source)
    copies = f"""
    import pathlib, shutil
    output = pathlib.Path("_output")
    output.mkdir()
    shutil.copy({str(source)!r}, output / "rrs-KG.docx")
    """
    made = render(fake(tmp_path / "quarto-bin", renders=copies), tmp_path / "scratch", "docx")
    directory = tmp_path / "scratch" / "quarto-word"
    project = yaml.safe_load((directory / "_quarto.yml").read_text(encoding="utf-8"))
    notebook = (directory / "rrs-KG.ipynb").read_text(encoding="utf-8")

    assert {"docx": tmp_path / "scratch" / "rrs-KG.docx"} == made
    assert ["docx"] == list(project["format"])
    assert (directory / project["format"]["docx"]["reference-doc"]).is_file()
    assert ("image/png" in notebook, "image/svg+xml" in notebook) == (True, False)


def test_every_file_that_the_project_names_is_there(tmp_path: Path) -> None:
    """Quarto finds templates, filters, style sheets and fonts beside the notebook."""
    render(fake(tmp_path / "quarto-bin"), tmp_path / "scratch", "pdf", "html")
    project, directory = project_of(tmp_path / "scratch"), tmp_path / "scratch" / "quarto"
    html, typst = project["format"]["html"], project["format"]["typst"]
    named = [*project["filters"], html["template"], *html["css"], *typst["template-partials"]]

    assert [] == [name for name in [*named, "rrs-KG.ipynb"] if not (directory / name).is_file()]
    assert len(list((directory / typst["font-paths"]).glob("*.ttf"))) == 6


def test_quarto_finds_no_brand_of_its_own(tmp_path: Path) -> None:
    """With `_brand.yml` beside the notebook Quarto would set colours and fonts a second time."""
    render(fake(tmp_path / "quarto-bin"), tmp_path / "scratch", "html")

    assert [] == list((tmp_path / "scratch").rglob("_brand.y*ml"))
    assert project_of(tmp_path / "scratch")["rrs-colours"]["primary"] == "17506b"


def test_quarto_never_runs_the_notebook_again(tmp_path: Path) -> None:
    """The pipeline has run it; Quarto only renders."""
    render(fake(tmp_path / "quarto-bin"), tmp_path / "scratch", "html")

    assert project_of(tmp_path / "scratch")["execute"] == {"enabled": False, "echo": False}


def test_only_the_formats_asked_for_are_named(tmp_path: Path) -> None:
    """A format that nobody asked for costs no time."""
    render(fake(tmp_path / "quarto-bin"), tmp_path / "scratch", "html")

    assert ["html"] == list(project_of(tmp_path / "scratch")["format"])


@pytest.mark.parametrize(
    ("version", "standard"),
    [
        ("1.9.38", "ua-1"),
        ("1.10.0", ["a-3a", "ua-1"]),
        ("1.10.19", ["a-3a", "ua-1"]),
        ("99.9.9", ["a-3a", "ua-1"]),
    ],
)
def test_an_older_quarto_gets_one_standard(tmp_path: Path, version: str, standard: object) -> None:
    """Before 1.10 Typst inside Quarto takes one standard: the one for accessibility."""
    render(fake(tmp_path / "quarto-bin", version), tmp_path / "scratch", "pdf")

    assert project_of(tmp_path / "scratch")["format"]["typst"]["pdf-standard"] == standard


def test_a_failing_quarto_is_told_with_its_last_words(tmp_path: Path) -> None:
    """The person reads what Quarto said; the error survives a process pool."""
    failing = fake(tmp_path / "quarto-bin", renders="print('ERROR: no such font'); sys.exit(3)")

    with pytest.raises(RenderError, match=r"exit code 3(.|\n)*no such font") as error:
        render(failing, tmp_path / "scratch", "pdf")
    assert str(error.value) == str(pickle.loads(pickle.dumps(error.value)))  # noqa: S301


def test_a_quarto_that_makes_nothing_is_told(tmp_path: Path) -> None:
    """An exit code of zero is not enough: the files must be there."""
    idle = fake(tmp_path / "quarto-bin", renders="print('done')")

    with pytest.raises(RenderError, match=r"did not make rrs-KG\.pdf"):
        render(idle, tmp_path / "scratch", "pdf")


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
    monkeypatch.setattr(quarto, "RENDER_SECONDS", 3.0)

    with pytest.raises(RenderError, match=r"after 3 seconds(.|\n)*still at it"):
        render(fake(tmp_path / "quarto-bin", renders=hanging), tmp_path / "scratch", "pdf")
    assert not _runs(int((tmp_path / "scratch" / "quarto" / "child").read_text()))


@pytest.mark.parametrize(
    ("version", "said"),
    [
        ("1.8.25", r"is too old: 1\.8\.25, and the report needs 1\.9 or newer"),
        ("0.9", r"is too old"),
        ("ValueError: nothing to open", r"does not work.*nothing to open"),
        ("", r"does not work.*nothing"),
        ("import time; time.sleep(60)", r"did not tell its version within 1 seconds"),
    ],
)
def test_a_quarto_that_cannot_be_used_says_why(tmp_path: Path, version: str, said: str) -> None:
    """Too old, broken, silent or hanging: each is told apart."""
    with pytest.raises(NotUsable, match=said):
        QuartoEngine.at(fake(tmp_path / "quarto-bin", version), seconds=1)


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
    fake(tmp_path / "path" / "quarto", "1.9.38")
    engine, notices = choose_engine("auto")

    assert ("Quarto 1.10.19", []) == (engine.describe(), notices)


def test_an_old_quarto_is_named_and_passed_over(no_quarto: Path, tmp_path: Path) -> None:
    """The next one is taken, or the embedded engine; with a word about why."""
    fake(no_quarto / "quarto", "1.4.0")
    engine, notices = choose_engine("auto")

    assert engine.name == "embedded"
    said = "is too old: 1.4.0, and the report needs 1.9 or newer. It is passed over."
    assert [f"The Quarto at {no_quarto / 'quarto'} {said}"] == notices

    fake(tmp_path / "path" / "quarto", "1.9.38")

    assert choose_engine("auto")[0].describe() == "Quarto 1.9.38"


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
