"""Writes ``achievements.csv`` anew: ``make figures``.

Run it when a change of the registers, the sheets or the counting is meant, and read the change in
``git diff tests/back`` line by line before it is committed: the table is what the reports promise.
"""

import csv
import sys
from pathlib import Path

from rrs_data import Achievements, FaultsError, load_indicators, load_programme, load_registers

ROOT = Path(__file__).parent.parent.parent
TABLE = Path(__file__).parent / "achievements.csv"
COLUMNS = (
    "country", "year", "indicator", "actual", "numerator", "denominator", "target", "status",
)  # fmt: skip


def line(achievement, year):
    """An achievement of a year as a line of the table."""
    tally, code = achievement.tally, achievement.indicator.code
    numbers = (achievement.actual, tally.numerator, tally.denominator, achievement.target)
    texts = ("" if number is None else f"{number:.10g}" for number in numbers)
    return (tally.country, str(year), code, *texts, achievement.status)


def read_table():
    with TABLE.open(encoding="utf-8", newline="") as file:
        header, *lines = map(tuple, csv.reader(file))
    assert COLUMNS == header
    return lines


def all_lines():
    """Every country and year of the shipped registers."""
    params = ROOT / "params"
    programme, indicators = load_programme(params), load_indicators(params)
    registers = load_registers(ROOT / "rrs_data/registers", (programme, indicators.sheets))
    achievements = Achievements(registers, indicators, programme)
    for country in [*programme.countries, "ALL"]:
        for year in programme.years_of(country):
            found = achievements.of(country, programme.period(year))
            yield from (line(one, year) for one in found)


if __name__ == "__main__":
    before = set(read_table())
    try:
        after = list(all_lines())
    except FaultsError as error:
        sys.exit(str(error))
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([COLUMNS, *after])
    print(f"{len(set(after) - before)} new or changed, {len(before - set(after))} gone or changed:")
    print("read git diff tests/back, line by line, before you commit it")
