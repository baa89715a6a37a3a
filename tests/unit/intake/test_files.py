import os
from pathlib import Path

import pytest

from rrs_data.intake import limits
from rrs_data.intake.files import local_files
from rrs_data.intake.place import Refusal


def refused(directory: Path, name: str) -> str:
    """The rule by which a file of a directory is not read."""
    file = next(file for file in local_files(directory) if file.name == name)
    with pytest.raises(Refusal) as caught:
        file.read()
    return caught.value.rule


def test_files_are_listed_by_name_and_read(tmp_path: Path) -> None:
    """In an order that does not depend on the disk."""
    for name in ("b.csv", "a.csv"):
        (tmp_path / name).write_text(name)

    assert [("a.csv", b"a.csv"), ("b.csv", b"b.csv")] == [
        (file.name, file.read()) for file in local_files(tmp_path)
    ]
    assert str(tmp_path / "a.csv") == local_files(tmp_path)[0].shown


def test_one_file_is_a_source_too(tmp_path: Path) -> None:
    """Also through a link: whoever gave it has named it."""
    (tmp_path / "a.xlsx").write_bytes(b"x")
    (tmp_path / "link.xlsx").symlink_to(tmp_path / "a.xlsx")

    assert [("link.xlsx", b"x")] == [
        (file.name, file.read()) for file in local_files(tmp_path / "link.xlsx")
    ]


def test_link_out_of_the_directory_is_refused(tmp_path: Path) -> None:
    """However many links are on the way; one within the directory is followed."""
    inside = tmp_path / "registers"
    inside.mkdir()
    (tmp_path / "secret.csv").write_text("secret")
    (inside / "real.csv").write_text("real")
    (inside / "out.csv").symlink_to("../secret.csv")
    (inside / "far.csv").symlink_to("out.csv")
    (inside / "near.csv").symlink_to("real.csv")
    (inside / "round.csv").symlink_to("round.csv")
    (inside / "gone.csv").symlink_to("nothing.csv")
    near = next(file for file in local_files(inside) if file.name == "near.csv")

    assert b"real" == near.read()
    assert "file-outside" == refused(inside, "out.csv")
    assert "file-outside" == refused(inside, "far.csv")
    assert "file-unreadable" == refused(inside, "round.csv")
    assert "file-unreadable" == refused(inside, "gone.csv")


def test_directory_that_is_itself_a_link_is_read(tmp_path: Path) -> None:
    """Whoever gave it has named it."""
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "a.csv").write_text("a")
    (tmp_path / "link").symlink_to("real")

    assert b"a" == local_files(tmp_path / "link")[0].read()


def test_pipes_devices_and_directories_are_refused_at_once(tmp_path: Path) -> None:
    """A pipe that nobody writes to does not keep the reader waiting."""
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "folder.csv").mkdir()

    assert "file-unreadable" == refused(tmp_path, "pipe.csv")
    assert "file-unreadable" == refused(tmp_path, "folder.csv")


@pytest.mark.parametrize("source", ["/dev/null", "/dev/zero", "/dev/stdin"])
def test_device_is_no_source(source: str) -> None:
    """It has no end."""
    with pytest.raises(Refusal) as caught:
        local_files(Path(source))

    assert caught.value.rule in ("source-unknown", "source-missing")


@pytest.mark.parametrize("source", ["nothing", "a\0b", "x" * 5000])
def test_source_that_is_not_there_is_refused(source: str, tmp_path: Path) -> None:
    """Whatever is wrong with its name."""
    with pytest.raises(Refusal) as caught:
        local_files(tmp_path / source)

    assert caught.value.rule in ("source-unknown", "source-missing")


def test_large_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before it is read."""
    monkeypatch.setattr(limits, "FILE_BYTES", 10)
    (tmp_path / "a.csv").write_bytes(b"x" * 11)

    assert "file-too-large" == refused(tmp_path, "a.csv")


def test_name_that_is_no_text_is_shown(tmp_path: Path) -> None:
    """On one line, its bytes written out."""
    name = os.fsencode(tmp_path) + b"/a\n\xff.csv"
    Path(os.fsdecode(name)).write_bytes(b"x")

    assert local_files(tmp_path)[0].shown.endswith("/a \\xff.csv")
