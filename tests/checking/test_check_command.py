"""``make check``: what is printed of registers, or written to a file, and what is refused."""

import json

import pytest

from reports.pipeline.cli import main
from tests.small_registers import write_registers

ROWS = {"organisations": [{"country": "XX"}]}


@pytest.fixture
def directory(tmp_path):
    """A directory of registers with one error."""
    return write_registers(tmp_path / "registers", **ROWS)


def test_shipped_registers(capsys):
    """The demonstration registers give nothing to find."""
    assert 0 == main(["check", "--format", "json"])
    found = json.loads(capsys.readouterr().out)["findings"]

    assert [] == found


def test_errors(directory, tmp_path, capsys):
    """With an error the command ends with 2, and the table names the place.

    Findings go into a file where one is asked for, and its path is printed.
    """
    assert 2 == main(["check", "--registers", str(directory)])
    out = capsys.readouterr().out
    assert str(directory / "organisations.csv") in out
    assert "'XX'" in out

    file = tmp_path / "new" / "findings.json"
    given = ["--registers", str(directory), "--format", "json", "--output", str(file)]
    code = main(["check", *given, "--language", "ru"])

    assert (2, f"{file}\n") == (code, capsys.readouterr().out)
    content = json.loads(file.read_text(encoding="utf-8"))
    assert (1, "недопустимое значение") == (content["errors"], content["findings"][0]["title"])
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


@pytest.mark.parametrize(
    ("target", "rows"),
    [
        ({"year": "2014", "target": "2"}, [2]),
        ({"year": "2014", "target": "3"}, []),
        ({"year": "2013", "target": "2"}, []),
        ({"year": "2014", "period": "Q3", "target": "3"}, [2]),
        ({"year": "final", "target": "3"}, [2]),
        ({"indicator": "RRS-1", "year": "2015", "target": "0"}, []),
    ],
)
def test_a_target_since_the_start_that_was_reached_before(target, rows, tmp_path, capsys):
    """It is doubted with what was reached by which day."""
    served = [f"ORG-{number:03}" for number in (1, 2, 3, 4)]
    days = ("2013-02-01", "2013-03-01", "2013-04-01", "2014-02-01")
    directory = write_registers(
        tmp_path / "registers",
        organisations=[{} for _ in served],
        services=[
            {"organisation_id": one, "start": day, "end": day}
            for one, day in zip(served, days, strict=True)
        ],
        targets=[{"indicator": "RRS-6", "country": "KG", **target}],
    )
    assert 0 == main(["check", "--registers", str(directory), "--format", "json"])
    told = json.loads(capsys.readouterr().out)["findings"]
    found = [one for one in told if one["register"] == "targets"]

    assert [("target-reached", row) for row in rows] == [(one["rule"], one["row"]) for one in found]
    assert all("but 3 by 2013-09-30" in one["found"] or "but 4 by" in one["found"] for one in found)
