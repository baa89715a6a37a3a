"""The command ``templates``."""

from __future__ import annotations

from pathlib import Path

import pytest

from reports.pipeline.cli import main


def test_both_languages(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without a language a workbook in each is written, and its path printed."""
    code = main(["register-templates", "--output", str(tmp_path / "new")])
    expected = [str(tmp_path / "new" / f"rrs-registers-{code}.xlsx") for code in ("ru", "en")]

    assert 0 == code
    assert expected == capsys.readouterr().out.splitlines()
    assert sorted(expected) == sorted(map(str, (tmp_path / "new").iterdir()))


def test_one_language(tmp_path: Path) -> None:
    """One language is one workbook."""
    main(["register-templates", "--output", str(tmp_path), "--language", "en"])

    assert ["rrs-registers-en.xlsx"] == [path.name for path in tmp_path.iterdir()]


def test_again(tmp_path: Path) -> None:
    """Written again, the same template is no fault."""
    given = ["register-templates", "--output", str(tmp_path)]

    assert [0, 0] == [main(given), main(given)]


def test_filled_in(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A workbook that somebody may have filled in is never overwritten."""
    mine = tmp_path / "rrs-registers-ru.xlsx"
    mine.write_bytes(b"filled in")
    code = main(["register-templates", "--output", str(tmp_path)])

    assert 2 == code
    assert b"filled in" == mine.read_bytes()
    assert [mine.name] == [path.name for path in tmp_path.iterdir()]
    assert f"{mine}\n    found:    a workbook" in capsys.readouterr().err


def test_no_directory(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where nothing can be written, the message says where."""
    (tmp_path / "file").write_text("")
    code = main(["register-templates", "--output", str(tmp_path / "file")])

    assert 2 == code
    assert str(tmp_path / "file") in capsys.readouterr().err
