"""Opening a report: what a notebook's first line accepts, refuses and costs."""

import os
import re
import shutil
import subprocess
import sys

import pytest

from rrs_data import FaultsError, open_report
from tests.conftest import BRAND, PARAMS, REGISTERS


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (("XX", 2014, "en"), ["COUNTRY", "“XX”", "KG Kyrgyzstan", "ALL for all countries"]),
        (("AF", 2013, "en"), ["YEAR", "“2013”", "AF takes part: 2014, 2015"]),
        (("KG", 2031, "en"), ["“2031”", "one of 2013, 2014, 2015, final"]),
        (("KG", "2014.0", "en"), ["“2014.0”", "did you mean YEAR=2014?"]),
        (("KG", 2014, "kg"), ["LANGUAGE", "“kg”", "one of ru, en"]),
        (("KG", 2014, "en", "Q5"), ["PERIOD", "“Q5”", "one of Q1, Q2, Q3, Q4, H1, H2"]),
        (("KG", "final", "en", "Q1"), ["PERIOD", "“Q1”", "YEAR=final", "it has none"]),
        (("XX", 2031, "de", "H3"), ["“XX”", "“2031”", "“de”", "“H3”"]),
    ],
)
def test_refused(given, expected):
    """A wrong country, year, language or part is named with what is allowed, all together."""
    with pytest.raises(FaultsError) as caught:
        open_report(*given[:3], period="".join(given[3:]))

    assert [] == [text for text in expected if text not in str(caught.value)]


def test_registers_lie_where_their_path_says(tmp_path):
    """What a path has of a dollar sign is its own, though the environment has such a name."""
    with pytest.raises(FaultsError, match=r"/\$HOME"):
        open_report("KG", 2014, "en", registers=tmp_path / "$HOME")


@pytest.mark.parametrize(
    ("file", "was", "now", "where", "expected"),
    [
        ("programme", "[teleconference]", "[telconf]", r"programme\.yml.*telconf$", "conference, "),
        ("programme", "[training, school]", "[training]", r"attendances › where$", "kinds: "),
        ("published", "indicator: RRS-12", "indicator: RRS-99", "figures › PUB-", "a sheet: RRS-1"),
        ("published", "category: school", "category: course", "figures › PUB-", "kind: one of "),
        ("published", "indicator: RRS-7", "indicator: RRS-15", "figures › PUB-", "it has none"),
    ],
)
def test_files_that_are_at_odds(tmp_path, file, was, now, where, expected):
    """What one file says of a kind, a sheet or a category that another has not is told by line."""
    copy = shutil.copytree(PARAMS, tmp_path / "params")
    path = copy / f"{file}.yml"
    path.write_text(path.read_text("utf-8").replace(was, now), encoding="utf-8")
    with pytest.raises(FaultsError) as caught:
        open_report("KG", 2014, "en", registers=REGISTERS, params=copy, brand=BRAND)
    fault, *_ = caught.value.faults

    assert re.search(where, fault.where)
    assert expected in fault.expected


def test_import_costs_little():
    """All of ``rrs_data`` costs at most 0.3 s of CPU more than pandas and matplotlib together."""

    def seconds(code):
        before = sum(os.times()[2:4])
        subprocess.run([sys.executable, "-c", code], check=True)
        return sum(os.times()[2:4]) - before

    package, libraries = "from rrs_data import *", "import pandas, matplotlib.pyplot"

    # A busy machine is slower for both, and for one of them once, but not each time.
    assert any(seconds(package) < 1.1 * seconds(libraries) + 0.3 for _ in range(10))
