"""Figures: what keys come to, and the rows behind them."""

from __future__ import annotations

import pytest

from rrs_data import Report
from rrs_data.indicators.keys import parse_key
from rrs_data.programme.faults import FaultsError


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("RRS-3", 90.0),
        ("RRS-6", 72.0),
        ("RRS-1.target", 60.0),
        ("2013/RRS-1", 40.0),
        ("ALL/2014/RRS-5[country=TJ]", 29.0),
        ("RRS-16.numerator", 36.0),
        ("RRS-16.numerator / RRS-16.denominator", 0.6),
        ("RRS-1 - RRS-2", 11.0),
        ("RRS-1 ~ 2013/RRS-1", 0.525),
        ("KG/2013-11-01..2014-09-30/RRS-7[kind=school]", 1.0),
        ("grants.amount", 13300.0),
        ("services.organisation_id", 13.0),
        ("events[instructors=true][kind=school]", 1.0),
        ("ALL/*/events", 60.0),
        ("programme.deviation_threshold", 0.1),
        ("published.PUB-4.KG", 72.0),
        ("indicators[promised=true]", 17.0),
        ("attendances[person.organisation_id=].person_id", 2.0),
        ("attendances[person.organisation_id!=].person_id", 83.0),
        ("RRS-9[person.organisation_id=]", 1.0),
        ("ALL/final/events[start=2012-11-19]", 1.0),
        ("rows.read - rows.used", 0.0),
        ("rows[register=events].read", 60.0),
        ("warnings", 0.0),
        ("reconciled[agrees=true] / reconciled", 1.0),
        ("2013/reconciled", 0.0),
        ("RRS-1.target / RRS-7.baseline", None),
    ],
)
def test_values(shipped: Report, key: str, value: float | None) -> None:
    """A key is looked up in the registers, the targets or the parameters."""
    assert value == shipped.figures.value(shipped.key(key))[0]


def test_every_row_is_used_or_excluded(shipped: Report) -> None:
    """Each row that was read is counted, or not counted for one reason."""
    for code in shipped.indicators.sheets:
        for country, year in (("KG", 2014), ("ALL", 2015), ("TM", 2013)):
            term = parse_key(f"{country}/{year}/{code}").terms[0]
            evidence = shipped.figures.traced(term).evidence
            rows = [(name, row) for name, own in evidence.rows.items() for row in own]
            rows += [(one.register, row) for one in evidence.excluded for row in one.rows]

            assert len(rows) == len(set(rows)) == sum(evidence.read.values()), term


def test_a_part_and_the_rest_are_the_whole(shipped: Report) -> None:
    """The parts of a breakdown add up to the figure."""
    parts = [
        shipped.figures.value(shipped.key(f"RRS-1[sex={sex}]"))[0] for sex in ("F", "M", "unknown")
    ]

    assert shipped.achievements["RRS-1"].actual == sum(part or 0 for part in parts)


def test_a_first_time_is_looked_up_outside_the_part(shipped: Report) -> None:
    """Who came before to another event is not new, whichever part is asked for."""
    tally = shipped.achievements["RRS-2"].tally
    found = shipped.figures.value(shipped.key("RRS-2[sex=F]"))[0]

    assert tally.by("sex")["F"] == found


@pytest.mark.parametrize(
    ("key", "part"),
    [
        ("RRS-99", "RRS-17"),
        ("RRS-1[colour=red]", "sex, age_band"),
        ("RRS-1[sex=Z]", "F, M, unknown"),
        ("grants.colour", "amount"),
        ("colours", "grants"),
        ("XX/2014/RRS-1", "KG"),
        ("KG/2019/RRS-1", "2015"),
        ("RRS-1.colour", "target"),
        ("programme.colour", "deviation_threshold"),
        ("indicators[colour=red]", "status"),
        ("rows.colour", "refused"),
        ("restatements.1.was", "one of"),
    ],
)
def test_what_is_not_there_is_told(shipped: Report, key: str, part: str) -> None:
    """A key of something that does not exist is told with what does."""
    with pytest.raises(FaultsError) as error:
        shipped.figures.value(shipped.key(key))

    assert part in error.value.faults[0].expected


def test_figures_are_kept_in_the_ledger(shipped: Report) -> None:
    """A figure that was written stands in the record under its name with country and year."""
    shipped.figure("RRS-1[sex=F]")

    assert 36.0 == shipped.record()["figures"]["KG/2014/RRS-1[sex=F]"]
