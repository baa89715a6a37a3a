"""The handbook's recipes, done as they are printed: what CONTRIBUTING.md says works."""

import re
import shlex
import shutil
import sys
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

import nbformat
import pytest
from babel.messages.pofile import read_po, write_po
from bs4 import BeautifulSoup

from tests.conftest import ROOT, ended

BLOCK = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
RECIPES = [
    f"Add {thing}" for thing in ("an indicator", "a section", "a chart", "a text", "a notebook")
]
COPIED = ("rrs_data", "reports", "notebooks", "params", "tools", "tests/back")
LEFT_OUT = shutil.ignore_patterns("_output", "published")


@dataclass
class Kitchen:
    """A copy of the project in which the recipes are done, and what its commands said."""

    root: Path
    said: dict[str, str] = field(default_factory=dict)

    def run(self, command):
        """A command as it is printed; make finds the environment of these tests ready."""
        make, *words = shlex.split(command)
        assert "make" == make
        given = [make, "--no-print-directory", f"ENVIRONMENT={self.root / 'environment'}", *words]
        done = ended(given, self.root, timeout=600)
        assert 0 == done.returncode, f"{command}\n{done.stdout}\n{done.stderr}"
        self.said[command] = " ".join(f"{done.stdout}\n{done.stderr}".split())

    def write(self, kind, name, text):
        """What a recipe writes into a file: a cell of a notebook, translations, or lines."""
        path = self.root / name
        if path.suffix == ".ipynb":
            add_cell(path, kind, text)
        elif path.suffix == ".po":
            translate(path, text)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            before = path.read_text(encoding="utf-8") if path.exists() else ""
            path.write_text(f"{before}\n{text}" if before else text, encoding="utf-8")

    def page(self, stem, language):
        (path,) = (self.root / "reports" / "_output").rglob(f"{stem}-{language}.html")
        return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


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


def recipes():
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    covered = BLOCK.sub(lambda block: re.sub("#", "-", block[0]), text)
    heads = [*re.finditer(r"^## (.*)$", covered, re.MULTILINE)]
    ends = [*(head.start() for head in heads[1:]), len(text)]
    return {head[1]: text[head.start() : end] for head, end in zip(heads, ends, strict=True)}


@pytest.fixture(scope="module")
def kitchen(tmp_path_factory):
    """The project after all recipes, one after another."""
    root = tmp_path_factory.mktemp("handbook") / "project"
    for name in COPIED:
        shutil.copytree(ROOT / name, root / name, ignore=LEFT_OUT)
    for name in ("Makefile", "pyproject.toml", "requirements.lock"):
        shutil.copy(ROOT / name, root / name)
    environment = root / "environment"
    (environment / "bin").mkdir(parents=True)
    python = environment / "bin" / "python"
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n', encoding="utf-8")
    python.chmod(0o755)
    (environment / "made-from-requirements.lock").touch()
    kitchen, made = Kitchen(root), {}
    for title in RECIPES:
        for kind, name, text in BLOCK.findall(recipes()[title]):
            if kind == "console":
                for command in text.splitlines():
                    if command.startswith(("make report", "make explain")):
                        made[command] = None  # once, when all is written
                    else:
                        kitchen.run(command)
            elif name:
                kitchen.write(kind, name, text)
    for command in made:
        kitchen.run(command)
    return kitchen


@pytest.mark.e2e
@pytest.mark.parametrize(
    ("language", "title", "sentence", "chart"),
    [
        ("en", "Teleconferences", "people took part", "Attendances at teleconferences by month"),
        ("ru", "Телемосты", "Участвовали", "Участия в телемостах по месяцам"),
    ],
)
def test_the_report_shows_what_the_recipes_added(kitchen, language, title, sentence, chart):
    """The indicator, the section with plain pandas, both charts and the table, in each language."""
    page = kitchen.page("rrs-KG-2014", language)
    heading = next(one for one in page.find_all("h1") if one.get_text().endswith(title))
    section = heading.find_parent("section")
    captions = [one.get_text() for one in section.find_all("figcaption")]

    assert sentence in section.get_text()
    assert 3 == len(captions)
    assert any(chart in caption for caption in captions)
    assert 2 == len([one for one in section.find_all("img") if one.get("alt")])
    assert page.find(id="explain-rrs-22")
    assert page.find(id="explain-remote-people")


@pytest.mark.e2e
def test_the_commands_say_what_the_handbook_says(kitchen):
    """The new figures are committed with one command; a figure of one's own is explained."""
    told = kitchen.said
    added = (kitchen.root / "tests/back/achievements.csv").read_text(encoding="utf-8")

    assert "22 new" in told["make figures"]
    assert 22 == added.count(",RRS-22,")
    assert "new," in told["make texts"]
    assert "remote-people" in told["make explain COUNTRY=KG YEAR=2014 FIGURE=remote-people"]
    assert kitchen.page("rrs-KG-2014-visit", "ru").find("h1")


@pytest.mark.e2e
def test_the_recipes_keep_to_the_house_rules(kitchen):
    """What the handbook prints passes the checks of style, and every text of it is translated."""
    for check in (
        ["-m", "ruff", "check", "--no-cache", "notebooks", "rrs_data"],
        ["-m", "ruff", "format", "--check", "--no-cache", "notebooks", "rrs_data"],
        ["-m", "tools.texts", "--check"],
    ):
        done = ended([sys.executable, *check], kitchen.root)
        assert 0 == done.returncode, f"{done.stdout}\n{done.stderr}"
