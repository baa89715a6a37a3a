"""Quarto as an engine: which one is taken, what it is given, and what is said when it fails.

The programs here only answer as Quarto would; test_pages.py runs a real one where it is installed.
"""

import pickle
import sys
import textwrap
from contextlib import suppress

import psutil
import pytest
import yaml

from reports.project import ROOT
from reports.render import quarto_engine
from reports.render.engine import Book
from reports.render.prepared import prepare
from reports.render.programs import RenderError, run_pandoc
from reports.render.quarto_engine import NotUsable, QuartoEngine, choose_engine
from rrs_data.language.typeface import font_files
from rrs_data.programme.faults import FaultsError
from tests.sample_notebook import executed

INTERPRETER = sys.executable
"""This Python, which some tests hide."""

RENDERS = """
    import os, pathlib, yaml
    project = yaml.safe_load(pathlib.Path("_quarto.yml").read_text(encoding="utf-8"))
    output = pathlib.Path(project["project"]["output-dir"])
    output.mkdir()
    (source,) = project["project"]["render"]
    for name in project["format"]:
        file = output / source.replace("md", name.replace("typst", "pdf"))
        file.write_text(file.name)
    epoch = os.environ["SOURCE_DATE_EPOCH"]
    said = f"arguments {sys.argv[1:]} fonts {os.environ['TYPST_FONT_PATHS']} epoch {epoch}"
    pathlib.Path("said").write_text(said)
"""


def fake(path, version="1.10.19", renders=RENDERS, typst="0.15.1"):
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


def render(executable, directory, *formats):
    """Render the sample, with a link and an attachment, with a fake Quarto."""
    attachment = {"name": "a.csv", "path": "attached/a.csv", "content": b"1", "kind": "text/csv"}
    companions = {
        "rrs-links": [{"file": "rrs-KG.pdf", "text": "PDF"}],
        "rrs-attachments": [attachment | {"relation": "data"}],
    }
    book = Book("rrs-KG", formats, companions)
    paths = QuartoEngine.at(executable).render(prepare(executed("en")), [book], directory)
    return {path.suffix[1:]: path for path in paths}


@pytest.fixture
def no_quarto(monkeypatch, tmp_path):
    """A machine without Quarto; returns the directory beside its Python."""
    beside = tmp_path / "environment" / "bin"
    beside.mkdir(parents=True)
    monkeypatch.setattr(sys, "executable", str(beside / "python"))
    monkeypatch.setenv("PATH", str(tmp_path / "path"))
    return beside


def test_quarto_renders_all_formats_in_one_call(tmp_path):
    """It finds all that it names, runs nothing, and takes no fonts or colours but the report's."""
    made = render(fake(tmp_path / "quarto-bin"), tmp_path / "page", "pdf", "html", "docx")
    directory = tmp_path / "page" / "quarto" / "rrs-KG"
    project = yaml.safe_load((directory / "_quarto.yml").read_text(encoding="utf-8"))
    html, typst = project["format"]["html"], project["format"]["typst"]
    named = ["pictures/fig-people.svg", "attached/a.csv", *project["filters"]]
    named += [html["template"], *html["css"], *typst["template-partials"]]
    said = (directory / "said").read_text(encoding="utf-8")
    fonts = (directory / typst["font-paths"]).iterdir()

    assert b"PK" == made["docx"].read_bytes()[:2]
    assert ["rrs-KG.pdf", "rrs-KG.html"] == [made[form].read_text() for form in ("pdf", "html")]
    assert f"arguments ['render'] fonts {directory / 'fonts'} epoch 1412035200" == said
    assert [] == [name for name in named if not (directory / name).is_file()]
    assert {path.name for path in font_files()} == {path.name for path in fonts}
    assert {"enabled": False, "echo": False} == project["execute"]
    assert [] == list(directory.rglob("_brand.y*ml"))
    assert [r"attached\/a\.csv"] == [one["path"] for one in project["rrs-attachments"]]
    assert [r"rrs\-KG\.pdf"] == [one["file"] for one in project["rrs-links"]]


HANGING = f"""
    import pathlib, subprocess, time
    child = subprocess.Popen([{INTERPRETER!r}, "-c", "import time; time.sleep(60)"])
    pathlib.Path("child").write_text(str(child.pid))
    print("still at it", flush=True)
    time.sleep(60)
"""


@pytest.mark.parametrize(
    ("renders", "said"),
    [
        (f"{RENDERS}    print('\x1b[33mWARNING (/a.lua:1)\\nThe string :::')", r"warned(.|\n)*:::"),
        (f"{RENDERS}    print('[WARNING] Could not convert')", r"warned(.|\n)*convert"),
        (f"{RENDERS}    print('The following string was found')", r"warned(.|\n)*was found"),
        ("print('ERROR: no such font'); sys.exit(3)", r"exit code 3(.|\n)*no such font"),
        ("print('done')", r"did not make rrs-KG\.pdf"),
        (HANGING, r"after 2 seconds(.|\n)*still at it"),
    ],
)
def test_what_goes_wrong_in_quarto_is_told(tmp_path, monkeypatch, renders, said):
    """What it warned of, its last words, or that it made nothing; and nothing is left running."""
    monkeypatch.setattr(quarto_engine, "RENDER_SECONDS", 2.0 if renders == HANGING else 60.0)
    with pytest.raises(RenderError, match=said) as error:
        render(fake(tmp_path / "quarto-bin", renders=renders), tmp_path / "page", "pdf")

    assert "\x1b" not in str(error.value)
    assert str(error.value) == str(pickle.loads(pickle.dumps(error.value)))  # noqa: S301
    for child in tmp_path.rglob("child"):
        with suppress(psutil.NoSuchProcess):
            process = psutil.Process(int(child.read_text()))
            with suppress(psutil.TimeoutExpired):
                process.wait(5)
            assert psutil.STATUS_ZOMBIE == process.status()


@pytest.mark.parametrize(
    ("version", "typst", "said"),
    [
        ("1.9.38", "0.14", r"is too old: 1\.9\.38, and the report needs 1\.10\.17 or newer"),
        ("99.9.9", "0.14.2", r"has too old a Typst: 0\.14\.2.*0\.15 or newer"),
        ("ValueError: nothing to open", "", r"does not work.*nothing to open"),
        ("damaged", "", "cannot be started"),
        ("import time; time.sleep(60)", "", r"did not answer `quarto --version` within 1 seconds"),
    ],
)
def test_a_quarto_that_cannot_be_used_says_why(tmp_path, version, typst, said):
    """Too old, broken, damaged or hanging: each is told apart."""
    program = fake(tmp_path / "quarto-bin", version, typst=typst)
    if version == "damaged":
        program.write_bytes(b"\x7fELF")
    with pytest.raises(NotUsable, match=said):
        QuartoEngine.at(program, seconds=1 if "sleep" in version else 60)


def test_the_engine_is_the_first_quarto_that_can_be_used(no_quarto, tmp_path):
    """The environment's own before another on the PATH; without any, embedded without a word.

    One that is too old is named and passed over; where Quarto is asked for, the way out is told.
    """
    with pytest.raises(FaultsError, match=r"no Quarto beside(.|\n)*make quarto"):
        choose_engine("quarto")
    assert choose_engine("auto")[0].describe().startswith("embedded")

    fake(no_quarto / "quarto", "1.4.0")
    engine, (notice,) = choose_engine("auto")
    assert engine.describe().startswith("embedded")
    assert notice.startswith(f"The Quarto at {no_quarto / 'quarto'} is too old: 1.4.0, and")
    with pytest.raises(FaultsError, match=r"is too old: 1\.4\.0"):
        choose_engine("quarto")

    fake(tmp_path / "path" / "quarto", "1.10.18")
    assert choose_engine("auto")[0].describe().startswith("Quarto 1.10.18 ")
    fake(no_quarto / "quarto", "1.10.19")
    engine, notices = choose_engine("auto")
    assert ("Quarto 1.10.19 (pandoc 3.9.0.2, Typst 0.15.1)", []) == (engine.describe(), notices)


@pytest.mark.parametrize("directory", ["reports", "notebooks"])
def test_quarto_by_hand_says_what_to_type(directory):
    """`quarto render` there neither does nothing nor makes a page of code: it names the command."""
    settings = yaml.safe_load((ROOT / directory / "_quarto.yml").read_text(encoding="utf-8"))
    script = ROOT / directory / settings["project"]["pre-render"]

    with pytest.raises(RenderError, match=r"make report COUNTRY=.* ENGINE=quarto"):
        run_pandoc(["lua", str(script)])
