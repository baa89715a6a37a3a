"""``python -m rrs_data duplicates``."""

from __future__ import annotations

from pathlib import Path

import pytest

from reports.pipeline.cli import main
from rrs_data.intake.duplicates import read_review
from tests.small_registers import write_registers

TWICE = [
    {"title_ru": "ОФ «Эмгек», Ош", "title_en": "PF Emgek, Osh"},
    {"title_ru": "Эмгек", "title_en": "Emgek"},
]


@pytest.mark.parametrize(
    ("language", "said", "reason"),
    [("ru", "ждут решения: 1", "место указано"), ("en", "1 to decide", "only one title")],
)
def test_writes_the_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], language: str, said: str, reason: str
) -> None:
    """The file stands beside the registers, in the language asked for, and is found again."""
    directory = write_registers(tmp_path, organisations=TWICE)
    code = main(["duplicates", "--registers", str(directory), "--language", language])
    [decision] = read_review(directory / "duplicates.csv").decisions

    assert 0 == code
    assert said in capsys.readouterr().out
    assert reason in decision.cells["reasons"]


def test_keeps_decisions(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What a person decided stands after the next run."""
    directory, output = write_registers(tmp_path, organisations=TWICE), tmp_path / "mine.csv"
    command = [
        "duplicates",
        "--registers",
        str(directory),
        "--output",
        str(output),
        "--language",
        "en",
    ]
    main(command)
    output.write_text(output.read_text("utf-8").rstrip("\n") + "Нет\n", encoding="utf-8")
    main(command)

    assert ["reject"] == [one.decision for one in read_review(output).decisions]
    assert "0 to decide, 1 decided" in capsys.readouterr().out


def test_faulty_file_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file with a decision that is not understood is not overwritten."""
    directory, output = write_registers(tmp_path, organisations=TWICE), tmp_path / "duplicates.csv"
    output.write_text("register,id,same_as,decision\npeople,a,b,maybe\n", encoding="utf-8")
    code = main(["duplicates", "--registers", str(directory)])

    assert 2 == code
    assert "maybe" in capsys.readouterr().err
    assert "maybe" in output.read_text("utf-8")
