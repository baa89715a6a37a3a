"""A new programme: what `make new-programme` writes is checked and reported on at once."""

import json
import re
import shlex

import pytest

from reports.__main__ import main as reports
from tests.conftest import ROOT
from tools.new_programme import main

GUIDE = (ROOT / "docs" / "new-programme.md").read_text(encoding="utf-8")
WRITTEN = [
    (["--countries", "GE,AM", "--language", "fr,en", "--start", "2024-01-01"], "€", "Géorgie"),
    (["--currency", "KES", "--first-month", "7", "--start", "2024-07-01"], "Ksh", "Kenya"),
]


@pytest.mark.parametrize(("options", "currency", "name"), WRITTEN)
def test_its_report_builds_at_once(options, currency, name, tmp_path, capsys):
    """By the command that is printed, and with nothing for the check to find."""
    assert 0 == main([str(tmp_path / "ours"), *options])
    said = capsys.readouterr().out
    (line,) = re.findall(r"make (report .*)", said)
    given = dict(word.split("=", 1) for word in shlex.split(line)[1:])
    where = ["--params", given["PARAMS"], "--registers", given["REGISTERS"]]
    assert 0 == reports(["check", *where])
    assert "Errors: 0. Warnings: 0." in capsys.readouterr().out
    made = ["--format", "html", "--engine", "embedded", "--output", str(tmp_path / "out")]
    assert 0 == reports(["report", given["COUNTRY"], given["YEAR"], *where, *made]), said
    pages = sorted((tmp_path / "out").glob("*/*/ours-*-??.html"))

    assert len(pages) == (2 if "fr,en" in options else 1)
    assert all(currency in page.read_text(encoding="utf-8") for page in pages)
    assert name in pages[-1].read_text(encoding="utf-8")
    assert not any("Oblast" in page.read_text(encoding="utf-8") for page in pages)
    french = [page.read_text(encoding="utf-8") for page in pages if "-fr" in page.name]
    assert all("Femmes" in page and "Age band" not in page for page in french)


def test_its_registers_speak_of_its_own_countries(tmp_path):
    """Examples are its own rows, days those of its quarters, and no language stands unasked."""
    options = ["--countries", "KE", "--first-month", "2", "--start", "2024-02-01"]
    main([str(tmp_path / "ours"), *options])
    text = (tmp_path / "ours/registers/datapackage.json").read_text(encoding="utf-8")
    fields = {
        f"{register['name']}.{field['name']}": field
        for register in json.loads(text)["resources"]
        for field in register["schema"]["fields"]
    }
    expected = {
        "organisations.title_en": "First organization",
        "organisations.region": "First region",
        "events.place_en": "The capital",
        "targets.indicator": "P-1",
        "targets.year": "2025",
    }
    quarters = {"en": "February 1, May 1, August 1, November 1"}

    assert expected == {name: fields[name]["example"] for name in expected}
    assert quarters == fields["finance.quarter_start"]["descriptions"]
    assert not re.search(r"oblast\b(?!\")|Osh\b|RRS|\"ru\"", text)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--countries", "XX"], "XX"),
        (["--language", "qq"], "qq"),
        (["--currency", "EURO"], "EURO"),
        (["--start", "2024-01-15"], "START"),
        (["--start", "2024-01-01", "--end", "2024-05-31"], "END"),
        ([], "is not empty"),
    ],
)
def test_what_cannot_be_written_is_refused(options, said, tmp_path, capsys):
    """A code that is none, days that make no year, and a directory that holds something."""
    target = tmp_path / "ours"
    if not options:
        target.mkdir()
        (target / "mine.txt").touch()
    with pytest.raises(SystemExit):
        main([str(target), *options])

    assert said in capsys.readouterr().err
    assert [] == [path for path in tmp_path.rglob("*") if path.name == "programme.yml"]


def test_every_command_of_the_guide_exists():
    """Targets and options that the handbook's page names are those of the Makefile."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    (options,) = re.findall(r"^OPTIONS := ((?:.*\\\n)*.*)$", makefile, re.MULTILINE)
    blocks = re.findall(r"^```console\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)
    commands = [shlex.split(line) for block in blocks for line in block.splitlines()]

    assert len(commands) >= 7
    for make, target, *given in commands:
        assert make == "make"
        assert f"\n{target}:" in makefile
        assert {word.split("=")[0] for word in given} <= set(options.split())
