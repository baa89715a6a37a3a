"""The output directory: whole or not at all."""

import os
import shutil
from pathlib import Path

import pytest

from reports.pipeline import output as module
from reports.pipeline.output import failed_path, forget_failures, keep, open_output, place, scratch
from reports.project.edition import Edition
from reports.project.errors import OutputFailed

KG = Edition("KG", 2014)


def put(output: Path, **texts: str) -> tuple[Path, ...]:
    """Place files with these texts as the report KG 2014."""
    with scratch(output) as directory:
        files = []
        for name, text in texts.items():
            (directory / name).write_text(text)
            files.append(directory / name)
        return place(files, KG, output, directory)


def content(output: Path) -> dict[str, str]:
    """All files below the output directory, hidden ones too."""
    files = [path for path in output.rglob("*") if path.is_file()]
    return {str(path.relative_to(output)): path.read_text() for path in sorted(files)}


@pytest.fixture(params=["exchange", "two renames"])
def output(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An output directory, with each of the two ways to swap directories."""
    if request.param == "two renames":
        monkeypatch.setattr(module, "_exchange", lambda *_: False)
    open_output(tmp_path / "out")
    return tmp_path / "out"


def test_first_time(output: Path) -> None:
    """The files of a new report come into a directory by country and year."""
    placed = put(output, ru="1")

    assert ((output / "KG/2014/ru",), {"KG/2014/ru": "1"}) == (placed, content(output))


def test_other_files_stay(output: Path) -> None:
    """New files replace those of the same name; the report's other files stay."""
    put(output, ru="1", en="1")
    put(output, ru="2")

    assert {"KG/2014/en": "1", "KG/2014/ru": "2"} == content(output)


def test_nothing_but_reports_is_left(output: Path) -> None:
    """No scratch directory and no directory put aside is left."""
    put(output, ru="1")
    put(output, ru="2")

    assert [output / "KG"] == list(output.iterdir())
    assert [output / "KG/2014"] == list((output / "KG").iterdir())


def test_failure_leaves_the_earlier_files(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If the files cannot be moved into place, the earlier ones are as they were."""
    put(output, ru="1")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(module, "_swap", full)
    with pytest.raises(OutputFailed, match="No space left on device"):
        put(output, ru="2", en="2")

    assert {"KG/2014/ru": "1"} == content(output)


@pytest.mark.parametrize("renames", [1, 2])
def test_interrupted_swap_is_mended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, renames: int
) -> None:
    """After a kill between the renames of a swap, the next run finds the old set or the new."""
    monkeypatch.setattr(module, "_exchange", lambda *_: False)
    open_output(tmp_path)
    put(tmp_path, ru="old")
    done: list[Path] = []
    rename, rmtree = Path.rename, shutil.rmtree

    def rename_until_killed(self: Path, target: Path) -> Path:
        if len(done) == renames:
            raise KeyboardInterrupt
        done.append(self)
        return rename(self, target)

    def rmtree_until_killed(path: Path, *, ignore_errors: bool = False) -> None:
        if path.name.endswith(".old"):
            raise KeyboardInterrupt
        rmtree(path, ignore_errors=ignore_errors)

    monkeypatch.setattr(Path, "rename", rename_until_killed)
    monkeypatch.setattr(shutil, "rmtree", rmtree_until_killed)
    with pytest.raises(KeyboardInterrupt):
        put(tmp_path, ru="new")
    monkeypatch.undo()
    open_output(tmp_path)

    assert {"KG/2014/ru": "old" if renames == 1 else "new"} == content(tmp_path)


def test_output_that_is_a_file(tmp_path: Path) -> None:
    """An output directory that cannot be made is told with the way out."""
    (tmp_path / "out").write_text("")
    with pytest.raises(OutputFailed, match="OUTPUT="):
        open_output(tmp_path / "out")


def test_placed_files_are_readable_by_others(tmp_path: Path) -> None:
    """Scratch directories are private no longer once they are the report's directory."""
    open_output(tmp_path)
    put(tmp_path, ru="1")
    umask = os.umask(0)
    os.umask(umask)

    assert 0o777 & ~umask == (tmp_path / "KG/2014").stat().st_mode & 0o777


def test_failures_are_kept_and_forgotten(tmp_path: Path) -> None:
    """A failed notebook is kept until the report is made; other failures stay."""
    source = tmp_path / "nb"
    source.write_text("x")
    for language in ("ru", "en"):
        keep(source, failed_path(KG, language, tmp_path, ".ipynb"))
    forget_failures(KG, "ru", tmp_path)
    left = content(tmp_path / "_failed")
    forget_failures(KG, "en", tmp_path)

    assert ({"KG/2014/rrs-KG-2014-en.ipynb": "x"}, {"nb": "x"}) == (left, content(tmp_path))
