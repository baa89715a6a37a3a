"""Reports without their pictures, for tests that read the words: drawing takes most of the time."""

from __future__ import annotations

from typing import Any

import pytest
from matplotlib.figure import Figure

from rrs_data.charts import bars
from rrs_data.report.sections import network


def undraw(patch: pytest.MonkeyPatch) -> None:
    """Leave every picture blank; its alternative text and its figures stay as they are."""
    for name in ("stacked_bars", "target_marks"):
        patch.setattr(bars, name, _blank)
    patch.setattr(network, "country_map", _blank)


def _blank(*_given: Any, **_named: Any) -> Figure:
    return Figure()
