"""Targets: what might have been promised, set near what the generated rows achieve.

Most are met within 10 %, some are missed, a few exceeded; some were never set.
"""

from __future__ import annotations

from tools.demo.actuals import ACTUALS
from tools.demo.draw import Draw
from tools.demo.facts import REGION, Facts
from tools.demo.rows import COUNTRIES, YEARS, Target

CORE = ("KG", "KZ", "TJ")
PROMISED: dict[str, tuple[str, ...]] = {
    "RRS-1": (*COUNTRIES, REGION),
    "RRS-2": (*CORE, "UZ", REGION),
    "RRS-3": (*CORE, "TM", "UZ", REGION),
    "RRS-4": (*CORE, "UZ", REGION),
    "RRS-5": (*CORE, "TM", REGION),
    "RRS-6": (*CORE, "UZ", REGION),
    "RRS-7": (*CORE, REGION),
    "RRS-8": (*CORE, REGION),
    "RRS-9": (*CORE, "UZ", REGION),
    "RRS-10": (*CORE, REGION),
    "RRS-11": (*CORE, REGION),
    "RRS-12": (*CORE, "TM", "UZ", REGION),
    "RRS-13": (*CORE, REGION),
    "RRS-14": (*CORE, REGION),
    "RRS-15": (*CORE, "UZ", REGION),
    "RRS-16": (*CORE, "UZ", REGION),
    "RRS-17": (*CORE, "UZ", REGION),
    "RRS-18": ("KG", REGION),
    "RRS-19": (*CORE, REGION),
    "RRS-20": (*CORE, REGION),
    "RRS-21": (*CORE, REGION),
}
"""The countries for which each indicator has targets."""

NEVER_SET = frozenset(
    {
        ("RRS-3", "TM", 2013),
        ("RRS-6", "UZ", 2013),
        ("RRS-9", "UZ", 2013),
        ("RRS-15", "UZ", 2013),
        ("RRS-15", "KG", 2013),
        ("RRS-16", "TJ", 2013),
    }
)
"""Targets that nobody set: missing, which is not zero."""

BASELINES = {
    ("RRS-11", "KG"): "1", ("RRS-11", "KZ"): "1", ("RRS-11", "TJ"): "0", ("RRS-11", REGION): "2",
    ("RRS-15", "KG"): "2", ("RRS-15", "KZ"): "2", ("RRS-15", "TJ"): "2", ("RRS-15", "UZ"): "1",
    ("RRS-15", REGION): "3", ("RRS-16", "KG"): "0.5", ("RRS-16", "KZ"): "0.45",
    ("RRS-16", "TJ"): "0.4", ("RRS-16", "UZ"): "", ("RRS-16", REGION): "0.45",
}  # fmt: skip
"""Where the programme began, if not at zero; empty where nobody measured it."""

OFF_TARGET = {
    ("RRS-4", "KG", 2013): 1.25, ("RRS-11", "KG", 2013): 2.0,
    ("RRS-9", "KG", 2014): 1.25, ("RRS-13", "KG", 2014): 1.25, ("RRS-14", "KG", 2014): 1.25,
    ("RRS-16", "KG", 2014): 0.84, ("RRS-17", "KG", 2014): 0.84, ("RRS-9", "KG", 2015): 1.25,
    ("RRS-1", "KZ", 2013): 0.83, ("RRS-13", "KZ", 2014): 1.34, ("RRS-17", "KZ", 2014): 0.8,
    ("RRS-10", "KZ", 2015): 2.0, ("RRS-17", "KZ", 2015): 1.28,
    ("RRS-5", "TJ", 2013): 1.5, ("RRS-3", "TJ", 2014): 1.14, ("RRS-3", "TJ", 2015): 1.14,
    ("RRS-9", "TJ", 2015): 1.28, ("RRS-14", "TJ", 2015): 0.82,
    ("RRS-3", "TM", 2015): 1.34, ("RRS-16", "UZ", 2014): 1.16,
    ("RRS-1", "AF", 2014): 1.2, ("RRS-1", "PK", 2014): 0.8,
    ("RRS-5", REGION, 2013): 1.2, ("RRS-8", REGION, 2014): 1.24,
    ("RRS-13", REGION, 2014): 1.2, ("RRS-14", REGION, 2014): 1.18,
    ("RRS-17", REGION, 2014): 0.86, ("RRS-9", REGION, 2015): 1.24,
}  # fmt: skip
"""Targets over 10 % above what is achieved (missed) or below it (exceeded)."""

QUARTERS = {
    ("RRS-4", "KG", 2014): (12, 10, 28, 20),
    ("RRS-10", "KG", 2014): (1, 1, 0, 1),
    ("RRS-13", "KG", 2014): (1, 1, 1, 2),
}
"""Targets of quarters, which make up the year's."""

CUMULATIVE = ("RRS-3", "RRS-5", "RRS-6", "RRS-12", "RRS-18")
"""Counted since the start: their targets never fall, nor below what was reached a year before."""

STEPS = ((2000, 100), (500, 20), (150, 10), (40, 5), (0, 1))
"""From which size on targets are rounded to which step."""

Cell = tuple[str, str, int]


def make_targets(facts: Facts, draw: Draw) -> list[Target]:
    """All targets by indicator, country and period."""
    targets: dict[Cell, str] = {}
    for code, countries in PROMISED.items():
        for country in countries:
            for year in YEARS:
                cell = (code, country, year)
                factor = OFF_TARGET.get(cell) or draw.whole(97, 104) / 100
                actual = ACTUALS[code](facts, country, year)
                if actual and cell not in NEVER_SET:
                    reached = ACTUALS[code](facts, country, year - 1) if year > YEARS[0] else 0
                    targets[cell] = _target(cell, actual, factor, reached, targets)
                elif (code, country, year - 1) in targets:  # nothing was planned
                    targets[cell] = "0"
    return [
        Target(*cell, period, BASELINES.get(cell[:2], "0"), each)
        for cell, target in targets.items()
        for number, each in enumerate([target, *map(str, QUARTERS.get(cell, ()))])
        for period in ([f"Q{number}"] if number else [""])
    ]


def _target(
    cell: Cell, actual: float, factor: float, reached: float, targets: dict[Cell, str]
) -> str:
    """The target as text; ``reached`` is the actual of the year before."""
    code, country, year = cell
    if code in ("RRS-2", "RRS-3") and year == YEARS[0]:  # in the first year everybody is new
        return targets["RRS-1", country, year]
    if code == "RRS-16":
        return _share(actual * factor)
    if code == "RRS-15":  # nobody promises to meet more countries than there are
        return _rounded(actual * min(factor, 1))
    target = _rounded(actual * factor)
    if code in CUMULATIVE:
        before = targets.get((code, country, year - 1), "0")
        return max(target, before, f"{reached:.0f}", key=int)
    return target


def _share(value: float) -> str:
    """A share in steps of five percent: nobody promises 57 %."""
    return f"{round(value * 20) / 20:g}"


def _rounded(value: float) -> str:
    step = next(step for size, step in STEPS if value >= size)
    return str(max(1, int(value / step + 0.5) * step))
