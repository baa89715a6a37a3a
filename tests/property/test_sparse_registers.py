"""Whatever is missing from the registers, the report is there and its figures are right."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rrs_data import Report
from tests.back.recount import Recount
from tests.property.strategies import COUNTRIES, Rows, sparse_registers
from tests.reports.whole import outputs_of
from tests.small_registers import registers_of, write_registers

once_for_all = settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@once_for_all
@given(
    rows=sparse_registers(),
    country=st.sampled_from(["ALL", *COUNTRIES]),
    year=st.sampled_from([2014, 2015]),
)
def test_every_section_and_every_figure(
    report_of: Callable[..., Report], rows: Rows, country: str, year: int
) -> None:
    """All sections are made, and every indicator is what a recount by hand gives."""
    report = report_of(country, year, "ru", registers=registers_of(**rows))
    outputs = outputs_of(report)
    with tempfile.TemporaryDirectory() as directory:
        recount = Recount(write_registers(Path(directory), **rows))
    expected = {code: recount.value(code, country, year) for code in report.achievements}

    assert outputs
    assert expected == {code: one.actual for code, one in report.achievements.items()}
