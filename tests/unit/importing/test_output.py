"""What an import writes, whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from rrs_data.intake import take_in
from rrs_data.intake.partners import Imported, clean, write_import
from rrs_data.intake.schema import DESCRIPTOR, load_schema
from rrs_data.language.language import Language
from rrs_data.programme.faults import FaultsError

SCHEMA = load_schema()
ENGLISH = Language("en")


@pytest.fixture
def imported(tmp_path: Path) -> Imported:
    """A small register that lacks a column."""
    source = tmp_path / "source"
    source.mkdir()
    (source / "organisations.csv").write_text(
        'organisation_id,title_ru,country\nORG-001,"Фонд ""Свет"", Ош",Киргизия\n',
        encoding="utf-8",
    )
    raw = take_in(source, SCHEMA).raws["organisations"]
    cleaned = {"organisations": clean(raw, SCHEMA.registers["organisations"])}
    return Imported(cleaned, "severity\n", {"illustrative": True})


def test_files(imported: Imported, tmp_path: Path) -> None:
    """The registers, the log, the findings, and what the source says of itself."""
    changed = write_import(imported, tmp_path / "a" / "new", SCHEMA, ENGLISH)
    files = {path.name: path for path in (tmp_path / "a" / "new").iterdir()}
    header = "organisation_id,title_ru,title_en,kind,country,oblast,place\n"

    assert 1 == changed
    assert {"organisations.csv", "changes.csv", "findings.csv", DESCRIPTOR} == set(files)
    assert f'{header}ORG-001,"Фонд ""Свет"", Ош",,,KG,,\n' == files["organisations.csv"].read_text()
    assert '{\n  "illustrative": true\n}\n' == files[DESCRIPTOR].read_text()
    assert ["new"] == [path.name for path in (tmp_path / "a").iterdir()]


def test_empty_directory(imported: Imported, tmp_path: Path) -> None:
    """An empty directory is as good as none."""
    (tmp_path / "empty").mkdir()
    write_import(imported, tmp_path / "empty", SCHEMA, ENGLISH)

    assert (tmp_path / "empty" / "organisations.csv").exists()


def test_directory_with_files(imported: Imported, tmp_path: Path) -> None:
    """Where there is something, nothing is written, and nothing is lost."""
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "organisations.csv").write_text("mine")
    with pytest.raises(FaultsError, match="a directory that is not empty"):
        write_import(imported, tmp_path / "mine", SCHEMA, ENGLISH)

    assert "mine" == (tmp_path / "mine" / "organisations.csv").read_text()
    assert ["mine", "source"] == sorted(path.name for path in tmp_path.iterdir())


def test_failure(imported: Imported, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the last file cannot be written, there are none."""

    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("rrs_data.intake.partners.output.write_log", full)
    with pytest.raises(FaultsError, match="No space left on device"):
        write_import(imported, tmp_path / "new", SCHEMA, ENGLISH)

    assert ["source"] == [path.name for path in tmp_path.iterdir()]
