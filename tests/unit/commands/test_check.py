"""``check`` and the command line around it."""

import json
from pathlib import Path

import pytest

from rrs_data.commands.line import COMMANDS, main
from tests.small_registers import write_registers

ROWS = {"organisations": [{"country": "XX"}]}


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    """A directory of registers with one error."""
    return write_registers(tmp_path / "registers", **ROWS)


def test_shipped_registers(capsys: pytest.CaptureFixture[str]) -> None:
    """The shipped registers have no finding."""
    assert 0 == main(["check"])
    assert "Nothing was found." in capsys.readouterr().out


def test_errors(directory: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With an error the command ends with 2, and the table names the place."""
    assert 2 == main(["check", "--registers", str(directory)])
    out = capsys.readouterr().out
    assert str(directory / "organisations.csv") in out
    assert "'XX'" in out


def test_file(directory: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Findings go into a file where one is asked for, and its path is printed."""
    file = tmp_path / "new" / "findings.json"
    code = main(["check", "--registers", str(directory), "--format", "json", "--output", str(file)])

    assert (2, f"{file}\n") == (code, capsys.readouterr().out)
    assert 1 == json.loads(file.read_text(encoding="utf-8"))["errors"]
    assert [file] == list(file.parent.iterdir())


def test_russian(directory: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In Russian the table is Russian."""
    main(["check", "--registers", str(directory), "--language", "ru"])

    assert "Ошибок: 1" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("option", "value"), [("--format", "pdf"), ("--language", "de"), ("--output", "/dev/null/x")]
)
def test_wrong_options(
    option: str, value: str, directory: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A wrong value is told with what is allowed, without a traceback."""
    assert 2 == main(["check", "--registers", str(directory), option, value])
    told = capsys.readouterr().err
    assert option[2:].upper() in told
    assert "to mend:" in told


@pytest.mark.parametrize("arguments", [[], ["chek"], ["check", "--registres", "x"]])
def test_wrong_command(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """A command or option that there is not is told with where to read more."""
    with pytest.raises(SystemExit) as ended:
        main(arguments)

    assert 2 == ended.value.code
    assert "--help" in capsys.readouterr().err


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Every command says what it takes."""
    with pytest.raises(SystemExit) as ended:
        main([name, "--help"])

    assert 0 == ended.value.code
    assert "--language" in capsys.readouterr().out
