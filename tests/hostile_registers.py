"""The demonstration registers with titles that want to be more than text."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

from rrs_data.intake.schema import SHIPPED

LONG = "Ы" * 2000 + "w" * 1990 + "конец-слова"
"""4,001 characters without a blank."""

PLAIN = "Обычное название"

TITLES = (
    "<script>alert(1)</script>",
    "[a](javascript:alert(1)) ](javascript:alert(2))",
    "a | b || c | d",
    PLAIN,
    '=HYPERLINK("http://x.example","y")',
    "+1+1 -2 @SUM(A1)",
    "{{ 7*7 }} {% raw %}",
    "{{< include /etc/passwd >}} C:\\new\\table \\\\ \\",
    '{python} 1+1 `{python} 2` `r 3` #eval("1") #panic() $x^2$ \\frac{1}{2}',
    "@fig-x @tbl-y [@z] [^1]",
    "<!-- hidden ]]> --> &amp; &lt;",
    "<img src=x onerror=alert(3)> <iframe src=//x.example>",
    "::: {.note} ![a](b.png){width=1} ~~s~~ ^u^",
    LONG,
    "%s %d {0} {value} {language}",
)
"""Titles that some format or other would run, swallow or be broken by."""


def make_hostile(directory: Path) -> Path:
    """A copy of the shipped registers with these titles for events, organisations and grants."""
    shutil.copytree(SHIPPED, directory)
    for place, register in enumerate(("events", "organisations", "grants", "prizes")):
        _rename(directory / f"{register}.csv", first=place * 7)
    return directory


def _rename(path: Path, first: int) -> None:
    """Give every row a title, one after the other, in each column of titles and places."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for number, row in enumerate(rows, start=first):
        for name in row:
            if name.startswith(("title_", "nomination_", "place_")):
                row[name] = TITLES[number % len(TITLES)]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
