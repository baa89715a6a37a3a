"""Figures: how they are named, what their keys come to, and the rows behind them."""

import pytest

from rrs_data.programme.faults import FaultsError
from tests.reports.whole import outputs_of
from tests.small_registers import came, registers_of


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("ALL/2014/RRS-5[country=TJ]", 29.0),
        ("RRS-16.numerator / RRS-16.denominator", 0.6),
        ("RRS-1 ~ 2013/RRS-1", 0.525),
        ("KG/2013-11-01..2014-09-30/RRS-7[kind=school]", 1.0),
        ("grants.amount", 13300.0),
        ("programme.deviation_threshold", 0.1),
        ("indicators[promised=true][status=met]", 16.0),
        ("attendances[person.organisation_id=].person_id", 2.0),
        ("ALL/final/events[start=2012-11-19]", 1.0),
        ("rows.read - rows.used", 0.0),
        ("reconciled[agrees=true] / reconciled", 1.0),
        ("RRS-1.target / RRS-7.baseline", None),
        ("ALL/*/events[start=..2013-09-30]", 20.0),
        ("ALL/*/attendances[person.organisation_id=,ORG-001]", 13.0),
    ],
)
def test_values(shipped, key, value):
    """A key is looked up in the registers, the targets or the parameters."""
    assert value == shipped.figures.value(shipped.key(key))[0]


@pytest.mark.parametrize(
    ("key", "part"),
    [
        *((no_key, "A-1[sex=F]") for no_key in ("", "RRS", "RRS-1[sex]", "RRS-1[sex=F", "rrs-1")),
        *((no_key, "A-1[sex=F]") for no_key in ("RRS-1 / ", "RRS-1 + RRS-2", 'x"y')),
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
def test_what_is_not_there_is_told(shipped, key, part):
    """What is no key, or one of something that does not exist, is told with what is."""
    with pytest.raises(FaultsError) as error:
        shipped.figures.value(shipped.key(key))
    (fault,) = error.value.faults

    assert "FIGURE" == fault.where
    assert part in fault.expected


def test_a_figure_of_nothing_has_the_same_columns(report_of):
    """A hosted school without guests: every part and column of its figures is known, and zero."""
    registers = registers_of(
        organisations=[{}], people=[{}], events=[{"kind": "school"}], attendances=came((1, 1))
    )
    report = report_of("KG", 2014, registers=registers)
    keys = ("RRS-8", "RRS-8[event_id=EV-001]", "RRS-8[country=KZ]", "RRS-8.person.country")

    assert [0, 0, 0, 0] == [report.figure(key).value for key in keys]
    assert outputs_of(report)
