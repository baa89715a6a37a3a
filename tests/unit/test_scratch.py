"""Scratch directories."""

import os
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from reports.pipeline.scratch import scratch_directory, sweep


def test_removed_at_the_end(tmp_path: Path) -> None:
    """A scratch directory is gone after its block, also when the block fails."""
    with suppress(ZeroDivisionError), scratch_directory(tmp_path, "s") as directory:
        (directory / "file").write_text("x")
        raise ZeroDivisionError

    assert [] == list(tmp_path.iterdir())


def test_name_carries_the_process_id(tmp_path: Path) -> None:
    """A person who finds a scratch directory can tell which process made it."""
    with scratch_directory(tmp_path, "s") as directory:
        assert directory.name.startswith(f"s-{os.getpid()}-")


def test_sweep_spares_the_living(tmp_path: Path) -> None:
    """A directory in use is not swept, whichever process asks."""
    sweep_it = f"from reports.pipeline.scratch import *; print(sweep(Path({str(tmp_path)!r}), 's'))"
    with scratch_directory(tmp_path, "s") as directory:
        swept = subprocess.run(
            [sys.executable, "-c", sweep_it], capture_output=True, text=True, check=True
        )

        assert ("[]\n", True) == (swept.stdout, directory.exists())


def test_sweep_takes_what_a_killed_process_left(tmp_path: Path) -> None:
    """What a process left that was killed with -9 is removed by the next sweep."""
    script = (
        "import sys, time, pathlib\n"
        "from reports.pipeline.scratch import scratch_directory\n"
        "with scratch_directory(pathlib.Path(sys.argv[1]), 's') as d:\n"
        "    (d / 'file').write_text('x')\n"
        "    time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", script, str(tmp_path)]) as process:
        deadline = time.monotonic() + 30
        while not list(tmp_path.glob("s-*/file")) and time.monotonic() < deadline:
            time.sleep(0.02)
        process.kill()
    left = list(tmp_path.iterdir())

    assert (1, left, []) == (len(left), sweep(tmp_path, "s"), list(tmp_path.iterdir()))


def test_sweep_leaves_other_names_alone(tmp_path: Path) -> None:
    """Only names of the given kind are swept."""
    other = tmp_path / "KG-1-2"
    other.mkdir()

    assert ([], True) == (sweep(tmp_path, "s"), other.exists())
