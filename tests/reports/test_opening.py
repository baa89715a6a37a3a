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
        (("Kirgizstan", 2014, "en"), ["“Kirgizstan”", "did you mean COUNTRY=KG?"]),
        (("KGZ", 2014, "en"), ["did you mean COUNTRY=KG?"]),
        (("AF", 2013, "en"), ["YEAR", "“2013”", "AF takes part: 2014, 2015"]),
        (("KG", 2031, "en"), ["“2031”", "one of 2013, 2014, 2015, final"]),
        (("KG", "2014.0", "en"), ["“2014.0”", "did you mean YEAR=2014?"]),
        (("KG", None, "en"), ["YEAR", "nothing"]),
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


@pytest.mark.parametrize(
    ("was", "now", "file", "where", "expected"),
    [
        ("[teleconference]", "[telconf]", "programme.yml", "telconf", "conference, "),
        ("[training, school]", "[training]", "indicators.yml", "attendances › where", "kinds: "),
    ],
)
def test_kinds_of_events_that_are_at_odds(tmp_path, was, now, file, where, expected):
    """A kind of event that registers or sheets know otherwise is told by file and line."""
    copy = shutil.copytree(PARAMS, tmp_path / "params")
    text = (copy / "programme.yml").read_text(encoding="utf-8")
    (copy / "programme.yml").write_text(text.replace(was, now), encoding="utf-8")
    with pytest.raises(FaultsError) as caught:
        open_report("KG", 2014, "en", registers=REGISTERS, params=copy, brand=BRAND)
    (fault,) = caught.value.faults

    assert re.search(rf"{file}, line \d+: .*› {where}$", fault.where)
    assert expected in fault.expected


def test_import_costs_little():
    """All of ``rrs_data`` costs at most 0.3 s of CPU more than pandas and matplotlib together."""
    expensive = "import pandas, matplotlib.pyplot"
    tries = ((_cpu_seconds("from rrs_data import *"), _cpu_seconds(expensive)) for _ in range(10))

    # A busy machine is slower for both, and for one of them once, but not each time.
    assert any(package < 1.1 * libraries + 0.3 for package, libraries in tries)


def _cpu_seconds(code):
    before = os.times()
    subprocess.run([sys.executable, "-c", code], check=True)
    after = os.times()
    return sum(after[2:4]) - sum(before[2:4])
