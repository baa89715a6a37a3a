"""The command ``import``."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from reports.pipeline.cli import main
from rrs_data.intake.partners.templates import LANGUAGES, write_template
from rrs_data.intake.schema import SHIPPED, load_schema

SCHEMA = load_schema()
MESSY = """Код организации;Название на русском;title_en;Вид;Страна;Область;Город или село
ORG-001;Фонд «Свет»;Svet Foundation;ОФ;Киргизия;Ошская область;Город
ORG-002;Объединение\u00a0«Дом»;Dom Association;ОО;кыргызстан;+996 555 123456;село
ORG-003;Сеть;Network;сеть;Россия;Ошская область;—
"""


def rows(path: Path, encoding: str = "utf-8-sig") -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with path.open(encoding=encoding, newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def messy(tmp_path: Path) -> Path:
    """A register as a partner sends it."""
    path = tmp_path / "Организации.csv"
    path.write_bytes(MESSY.encode("cp1251"))
    return path


def test_messy(messy: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is understood comes out clean; what is not is written as it is, and told."""
    code = main(["import", str(messy), "--output", str(tmp_path / "new")])
    found = rows(tmp_path / "new" / "organisations.csv")
    printed = capsys.readouterr().out

    assert 1 == code
    assert ["foundation", "association", "network"] == [row["kind"] for row in found]
    assert ["KG", "KG", "Россия"] == [row["country"] for row in found]
    assert ["urban", "rural", "unknown"] == [row["place"] for row in found]
    assert "Россия" in printed
    assert "Rows written: 3 of 3." in printed
    assert "Errors left: 2, warnings: 0" in printed


def test_personal_data(messy: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A phone number is in none of the files, nor in what is printed."""
    main(["import", str(messy), "--output", str(tmp_path / "new")])
    texts = [path.read_text(encoding="utf-8") for path in (tmp_path / "new").iterdir()]
    [change] = [row for row in rows(tmp_path / "new" / "changes.csv") if "personal" in row["why"]]

    assert "" == rows(tmp_path / "new" / "organisations.csv")[1]["oblast"]
    assert ("3", "Область", "") == (change["row"], change["column"], change["now"])
    assert not any("123456" in text for text in [*texts, capsys.readouterr().out])
    assert ["allowed", "personal-phone"] == sorted(
        row["rule"] for row in rows(tmp_path / "new" / "findings.csv")
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_template(language: str, tmp_path: Path) -> None:
    """A filled template gives registers in which nothing is at fault and no value is lost."""
    shipped = {name: rows(SHIPPED / one.path) for name, one in SCHEMA.registers.items()}
    write_template(tmp_path / "filled.xlsx", SCHEMA, language, shipped)
    code = main(["import", str(tmp_path / "filled.xlsx"), "--output", str(tmp_path / "new")])

    assert 0 == code
    for name, register in SCHEMA.registers.items():
        for expected, row in zip(
            shipped[name], rows(tmp_path / "new" / register.path), strict=True
        ):
            for column in register.columns:
                if column.type == "number" and expected[column.name]:
                    assert float(expected[column.name]) == float(row[column.name])
                else:
                    assert expected[column.name] == row[column.name]


def test_imported_again(tmp_path: Path) -> None:
    """The shipped registers are clean: nothing is changed, and so it stays."""
    first, second = tmp_path / "first", tmp_path / "second"

    assert 0 == main(["import", str(SHIPPED), "--output", str(first)])
    assert 0 == main(["import", str(first), "--output", str(second)])

    for register in SCHEMA.registers.values():
        assert (SHIPPED / register.path).read_bytes() == (first / register.path).read_bytes()
    for path in first.iterdir():
        assert path.read_bytes() == (second / path.name).read_bytes()
    assert [] == rows(first / "changes.csv")


def test_nothing_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where nothing can be read, nothing is written."""
    code = main(["import", str(tmp_path / "none.xlsx"), "--output", str(tmp_path / "new")])

    assert 2 == code
    assert "nothing was written" in capsys.readouterr().out
    assert [] == list(tmp_path.iterdir())


def test_russian(messy: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """All that is said is said in Russian where that is asked for."""
    main(["import", str(messy), "--output", str(tmp_path / "new"), "--language", "ru"])

    assert "Записано строк: 3 из 3." in capsys.readouterr().out

    assert "персональные данные не сохраняются" in (tmp_path / "new" / "changes.csv").read_text(
        encoding="utf-8"
    )


def test_not_twice_into_one_directory(
    messy: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An earlier import is never overwritten."""
    given = ["import", str(messy), "--output", str(tmp_path / "new")]

    assert [1, 2] == [main(given), main(given)]
    assert "a directory that is not empty" in capsys.readouterr().err


def test_no_source(capsys: pytest.CaptureFixture[str]) -> None:
    """`make import` without FROM= asks for it, and does not read the current directory."""
    assert 2 == main(["import", "--", ""])
    assert "FROM" in capsys.readouterr().err
