"""A programme at its very beginning: registers without rows, or without regional events."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from reports.project.paths import NOTEBOOK, REGISTERS

KINDS = ("no rows", "no regional events")


@pytest.fixture(scope="module", params=KINDS)
def registers(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped registers without some of their rows."""
    directory = tmp_path_factory.mktemp("registers")
    frames = {path.name: pd.read_csv(path, dtype=str) for path in REGISTERS.glob("*.csv")}
    events = frames["events.csv"]
    kept = events.loc[events["level"] != "regional", "event_id"]
    for name, frame in frames.items():
        rows = frame[frame["event_id"].isin(kept)] if "event_id" in frame else frame
        rows = rows.iloc[:0] if request.param == "no rows" else rows
        rows.to_csv(directory / name, index=False, encoding="utf-8")
    return directory


@pytest.mark.parametrize(("country", "year"), [("KG", 2014), ("ALL", "final")])
def test_every_cell_runs(
    registers: Path, country: str, year: int | str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The whole notebook runs, and what counts people at regional events has come to nothing."""
    monkeypatch.chdir(NOTEBOOK.parent)
    given = {"country": country, "year": year, "language": "ru", "registers": str(registers)}
    names: dict[str, Any] = {}
    for cell in json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] == "code":
            exec("".join(cell["source"]), names)  # noqa: S102 - the notebook's own cells
        if "parameters" in cell["metadata"].get("tags", []):
            names.update(given)
    actual = {one["indicator"]: one["actual"] for one in names["report"].record()["achievements"]}

    assert (0, 0, 0) == (actual["RRS-1"], actual["RRS-2"], actual["RRS-3"])
    assert len(actual) > 10
