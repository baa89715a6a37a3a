"""A new programme: what `make new-programme` writes is checked and reported on at once."""

import json
import re
import shlex

import pytest

from reports.__main__ import main as reports
from rrs_data.intake.schema import Schema
from tools.new_programme import main

CAUCASUS = ["--countries", "GE,AM", "--language", "fr,en", "--start", "2024-01-01"]
KENYA = ["--currency", "KES", "--first-month", "7", "--start", "2024-07-01"]


@pytest.mark.parametrize(
    ("options", "currency", "names"),
    [(CAUCASUS, "€", ["Georgia", "Géorgie"]), (KENYA, "Ksh", ["Kenya"])],
)
def test_its_report_builds_at_once(options, currency, names, tmp_path, capsys):
    """By the command that is printed, and with nothing for the check to find."""
    assert 0 == main([str(tmp_path / "ours"), *options])
    (line,) = re.findall(r"make (report .*)", capsys.readouterr().out)
    given = dict(word.split("=", 1) for word in shlex.split(line)[1:])
    where = ["--params", given["PARAMS"], "--registers", given["REGISTERS"]]
    assert 0 == reports(["check", *where])
    assert "Errors: 0. Warnings: 0." in capsys.readouterr().out
    made = ["--format", "html", "--engine", "embedded", "--output", str(tmp_path / "out")]
    assert 0 == reports(["report", given["COUNTRY"], given["YEAR"], *where, *made])
    pages = [path.read_text("utf-8") for path in sorted(tmp_path.glob("out/*/*/ours-*-??.html"))]

    assert len(names) == len(pages)
    for page, name in zip(pages, names, strict=True):
        assert [True, True, False] == [word in page for word in (currency, name, "Oblast")]
    assert ("Femmes" in pages[-1]) == (options is CAUCASUS)


def test_its_registers_speak_of_its_own_countries(tmp_path):
    """Examples are its own rows, days those of its quarters, and no language stands unasked."""
    options = ["--countries", "KE", "--first-month", "2", "--start", "2024-02-01"]
    main([str(tmp_path / "ours"), *options])
    text = (tmp_path / "ours/registers/datapackage.json").read_text(encoding="utf-8")
    registers = Schema.from_content(json.loads(text)).registers
    quarter = registers["finance"].column["quarter_start"]

    assert "First region" == registers["organisations"].column["region"].example
    assert "2025" == registers["targets"].column["year"].example
    assert {"en": "February 1, May 1, August 1, November 1"} == quarter.descriptions
    assert not re.search(r"oblast\b(?!\")|Osh\b|RRS|\"ru\"", text)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--countries", "XX"], "XX"),
        (["--language", "qq"], "qq"),
        (["--currency", "EURO"], "EURO"),
        (["--start", "2024-01-15"], "START"),
        (["--start", "15.1.2024"], "--start YYYY-MM-DD"),
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
    assert [] == list(tmp_path.rglob("*.yml"))
