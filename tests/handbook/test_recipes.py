"""The handbook's recipes, done as they are printed: what CONTRIBUTING.md says works."""

import re
import shlex
import shutil
import sys
from io import BytesIO

import nbformat
import pytest
from babel.messages.pofile import read_po, write_po

from tests.conftest import ROOT, ended
from tests.rendering.conftest import opened

RECIPES = {f"Add {one}" for one in ("an indicator", "a section", "a chart", "a text", "a notebook")}
HEADING_OR_BLOCK = re.compile(r"(?ms)^## ([^\n]*)$|^```(\w+)(?: (\S+))?\n(.*?)^```$")

pytestmark = pytest.mark.e2e


def blocks():
    """What the recipes print, block by block: its kind, the file that it goes into, its text."""
    title = ""
    for heading, *block in HEADING_OR_BLOCK.findall((ROOT / "CONTRIBUTING.md").read_text("utf-8")):
        title = heading or title
        if not heading and title in RECIPES:
            yield block


def write(path, kind, text):
    """What a recipe writes into a file: a cell of a notebook, translations, or lines."""
    if path.suffix == ".ipynb":
        add_cell(path, kind, text)
    elif path.suffix == ".po":
        translate(path, text)
    else:
        with path.open("a", encoding="utf-8") as file:
            file.write(f"\n{text}" if file.tell() else text)


def add_cell(path, kind, source):
    """A cell before those in which people tell of the year, or before the last one."""
    notebook = nbformat.read(path, as_version=4)
    sources = [cell.source for cell in notebook.cells]
    at = next((n for n, one in enumerate(sources) if ".written(" in one), len(sources) - 1)
    new = nbformat.v4.new_code_cell if kind == "python" else nbformat.v4.new_markdown_cell
    cell = new(source.rstrip("\n"))
    if kind == "markdown":
        cell.metadata["tags"] = ["for-analysts"]
    notebook.cells.insert(at, cell)
    nbformat.write(notebook, path)


def translate(path, entries):
    """Translations written over those that are empty or guessed, as an editor does."""
    catalogue = read_po(BytesIO(path.read_bytes()), locale="ru")
    header = path.read_text(encoding="utf-8").partition("\n\n")[0]
    for one in read_po(BytesIO(f"{header}\n\n{entries}".encode()), locale="ru"):
        if one.id:
            entry = catalogue.get(one.id, one.context)
            assert entry is not None, one.id
            entry.string = one.string
            entry.flags.discard("fuzzy")
    with path.open("wb") as file:
        write_po(file, catalogue, width=0, include_lineno=False)


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A copy of the project, in which make finds the environment of these tests ready."""
    root = tmp_path_factory.mktemp("handbook") / "project"
    left_out = shutil.ignore_patterns(".*", "_output", "published", "docs", "examples")
    shutil.copytree(ROOT, root, ignore=left_out)
    python = root / "environment" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n', encoding="utf-8")
    python.chmod(0o755)
    (root / "environment" / "made-from-requirements.lock").touch()
    return root


@pytest.fixture(scope="module")
def said(project):
    """What each command said, after all recipes, one after another; reports are made at the end."""
    at_the_end, told = {}, {}

    def run(command):
        given = [*shlex.split(command), "--no-print-directory", "ENVIRONMENT=environment"]
        done = ended(given, project)
        assert 0 == done.returncode, f"{command}\n{done.stdout}\n{done.stderr}"
        told[command] = done.stdout + done.stderr

    for kind, name, text in blocks():
        if name:
            write(project / name, kind, text)
        for command in text.splitlines() if kind == "console" else ():
            if command.startswith(("make report", "make explain")):
                at_the_end[command] = None
            else:
                run(command)
    for command in at_the_end:
        run(command)
    return told


def page(project, stem, language):
    (path,) = project.glob(f"reports/_output/**/{stem}-{language}.html")
    return opened(path)


@pytest.mark.usefixtures("said")
@pytest.mark.parametrize(
    ("language", "title", "sentence", "chart"),
    [
        ("en", "Teleconferences", "people took part", "Attendances at teleconferences by month"),
        ("ru", "Телемосты", "Участвовали", "Участия в телемостах по месяцам"),
    ],
)
def test_the_report_shows_what_the_recipes_added(project, language, title, sentence, chart):
    """The indicator, the section with plain pandas, both charts and the table, in each language."""
    shown = page(project, "rrs-KG-2014", language)
    heading = next(one for one in shown.find_all("h1") if one.get_text().endswith(title))
    section = heading.find_parent("section")
    captions = [one.get_text() for one in section.find_all("figcaption")]

    assert sentence in section.get_text()
    assert 3 == len(captions)
    assert any(chart in caption for caption in captions)
    assert 2 == len([one for one in section.find_all("img") if one.get("alt")])
    assert shown.find(id="explain-rrs-22")
    assert shown.find(id="explain-remote-people")


def test_the_commands_say_what_the_handbook_says(project, said):
    """The new figures are committed with one command; a figure of one's own is explained."""
    added = (project / "tests/back/achievements.csv").read_text(encoding="utf-8")

    assert "22 new" in said["make figures"]
    assert 22 == added.count(",RRS-22,")
    assert "new," in said["make texts"]
    assert "remote-people" in said["make explain COUNTRY=KG YEAR=2014 FIGURE=remote-people"]
    assert page(project, "rrs-KG-2014-visit", "ru").find("h1")


@pytest.mark.usefixtures("said")
@pytest.mark.parametrize("check", ["ruff check", "ruff format --check", "tools.texts --check"])
def test_the_recipes_keep_to_the_house_rules(project, check):
    """What the handbook prints passes the checks of style, and every text of it is translated."""
    more = ["--no-cache", "notebooks", "rrs_data"] if "ruff" in check else []
    done = ended([sys.executable, "-m", *check.split(), *more], project)

    assert 0 == done.returncode, f"{done.stdout}\n{done.stderr}"
