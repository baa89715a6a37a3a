"""``make check``: what is found, in which forms it is listed, and what is refused."""

import csv
import io
import json
import re

import pytest

from reports.pipeline.cli import main
from tests.small_registers import SCHEMA, write_registers

EVIL = "<script>alert(1)</script> %s {0}"
ROWS = {
    "organisations": [{"title_ru": "Фонд «Айгуль Асанова»"}],
    "events": [{}, {"start": EVIL}, {"end": "=A(1)[b]x[/b]"}, *[{}] * 1197],
}
"""A title that may be a name, which is doubted, and two days that are none."""


@pytest.fixture(scope="module")
def directory(tmp_path_factory):
    """A directory of registers with a warning, two errors, and a register that is not there."""
    directory = write_registers(tmp_path_factory.mktemp("check") / "registers", **ROWS)
    (directory / "prizes.csv").unlink()
    return directory


@pytest.fixture
def listing(directory, capsys):
    """What the command prints of them, in a form and a language."""

    def check(form, language="en"):
        given = ["--registers", str(directory), "--format", form, "--language", language]
        assert 2 == main(["check", *given])
        return capsys.readouterr().out

    return check


def test_shipped_registers(capsys):
    """The demonstration registers give nothing to find."""
    assert 0 == main(["check", "--format", "json"])
    assert [] == json.loads(capsys.readouterr().out)["findings"]
    assert 0 == main(["check", "--format", "html"])
    assert "Nothing was found." in capsys.readouterr().out


def test_table(listing, directory):
    """A block for each file, a line for each row, the sums; no English word but ids and values."""
    lines, russian = listing("table").splitlines(), listing("table", "ru")
    names = {name for one in SCHEMA.registers.values() for name in (one.name, *one.column)}
    words = re.findall(r"[A-Za-z_]{2,}", russian.replace(str(directory), ""))

    assert {f"{directory}/{name}.csv" for name in ("organisations", "events", "prizes")} < {*lines}
    assert [] != [one for one in lines if re.search(r"error +3 +start +'<script>", one)]
    assert [] != [one for one in lines if "'=A(1)[b]x[/b]'" in one]
    assert ["Errors: 3. Warnings: 1.", "Rows read: 1,201; used: 1,199; refused: 2."] == lines[-2:]
    assert {*words} <= {*names, "csv", "script", "alert"}
    assert "Ошибок: 3. Замечаний: 1." in russian


def test_data(listing):
    """JSON has every finding and the rows of every register; no cell of CSV runs as a formula."""
    content, text = json.loads(listing("json")), listing("csv")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    days = [one["value"] for one in content["findings"] if one["rule"] == "type-date"]

    assert (3, 1, 4) == (content["errors"], content["warnings"], len(content["findings"]))
    assert {"read": 1200, "used": 1198, "refused": 2} == content["rows"]["events"]
    assert [EVIL, "=A(1)[b]x[/b]"] == days
    assert text.startswith("\ufeff")
    assert [EVIL, "'=A(1)[b]x[/b]"] == [row["value"] for row in rows if row["rule"] == "type-date"]
    assert not [cell for row in rows for cell in row.values() if cell[:1] in tuple("=+-@")]


@pytest.mark.parametrize("language", ["en", "ru"])
def test_page(listing, language):
    """The page is one file in its language, and a value in it is nothing but text."""
    page = listing("html", language)

    assert f'<html lang="{language}">' in page
    assert "&lt;script&gt;alert(1)" in page
    assert EVIL not in page
    assert not re.search(r"""(src|href)=|url\(|@import""", page)


def test_a_file_of_findings(directory, tmp_path, capsys):
    """Findings go into a file where one is asked for, and its path is printed."""
    file = tmp_path / "new" / "findings.json"
    given = ["--registers", str(directory), "--format", "json", "--output", str(file)]
    code = main(["check", *given, "--language", "ru"])
    content = json.loads(file.read_text(encoding="utf-8"))

    assert (2, f"{file}\n") == (code, capsys.readouterr().out)
    assert "не дата" in {one["title"] for one in content["findings"]}
    assert [file] == list(file.parent.iterdir())


@pytest.mark.parametrize(
    ("option", "value"), [("--format", "pdf"), ("--language", "de"), ("--output", "/dev/null/x")]
)
def test_wrong_options(option, value, directory, capsys):
    """A wrong value is named with what is allowed, without a traceback."""
    assert 2 == main(["check", "--registers", str(directory), option, value])
    message = capsys.readouterr().err
    assert option[2:].upper() in message
    assert "to mend:" in message


@pytest.mark.parametrize("command", ["check", "import"])
@pytest.mark.parametrize("given", ["{tmp}/none", "{tmp}", "{tmp}/file"])
def test_wrong_parameters(command, given, directory, tmp_path, capsys):
    """PARAMS= that is no directory of parameters is an error that names it, not a clean check."""
    (tmp_path / "file").write_text("")
    params = given.format(tmp=tmp_path)
    source = [str(directory)] if command == "import" else ["--registers", str(directory)]
    code = main([command, *source, "--params", params])
    printed = capsys.readouterr()

    assert 2 == code
    assert "" == printed.out
    assert f"{params}/programme.yml" in printed.err
    assert "PARAMS=" in printed.err


def test_from_another_directory(tmp_path, monkeypatch, capsys):
    """The project's parameters are found wherever the command is called from."""
    monkeypatch.chdir(tmp_path)
    before_the_programme = [{"start": "1999-01-01", "end": "1999-01-02"}]
    directory = write_registers(tmp_path / "registers", events=before_the_programme)

    assert 2 == main(["check", "--registers", str(directory), "--format", "csv"])
    assert "date-outside" in capsys.readouterr().out


def test_a_target_since_the_start_that_was_reached_before(tmp_path, capsys):
    """It is doubted with what was reached by which day; a target of one year is not."""
    days = ("2013-02-01", "2013-03-01", "2013-04-01", "2014-02-01")
    targets = [("2013", "", "2"), ("2014", "", "2"), ("2014", "Q3", "3"), ("2015", "", "5")]
    directory = write_registers(
        tmp_path / "registers",
        organisations=[{} for _ in days],
        services=[
            {"organisation_id": f"ORG-{number:03}", "start": day, "end": day}
            for number, day in enumerate(days, 1)
        ],
        targets=[
            *({"indicator": "RRS-6", "year": y, "period": p, "target": n} for y, p, n in targets),
            {"indicator": "RRS-1", "year": "2015", "target": "0"},
        ],
    )
    main(["check", "--registers", str(directory), "--format", "json"])
    told = json.loads(capsys.readouterr().out)["findings"]
    found = {one["row"]: one["found"] for one in told if one["rule"] == "target-reached"}

    assert [3, 4] == list(found)
    assert "but 3 by 2013-09-30" in found[3]
    assert "but 4 by" in found[4]
