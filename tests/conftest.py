"""What many tests read: the shipped parameters and registers, loaded once; reports, made once."""

import json
import os
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import matplotlib.pyplot as plt
import pytest
from hypothesis import HealthCheck, settings

from reports.archive import verify
from reports.archive.comparison import compared, manifests_in
from reports.project import Edition
from rrs_data import load_indicators, load_programme, open_report
from rrs_data.intake.descriptor import handed_on
from rrs_data.language.language import Language
from rrs_data.programme.programme import FINAL
from rrs_data.report import desk
from tests import made_reports

ROOT = Path(__file__).parent.parent
PARAMS = ROOT / "params"
REGISTERS = ROOT / "rrs_data" / "registers"
BRAND = ROOT / "reports" / "_brand.yml"

settings.register_profile("no clock", deadline=None)
settings.load_profile("no clock")
FEW = settings(derandomize=True, database=None, suppress_health_check=list(HealthCheck))
"""Few examples, the same ones at each run: a failure is one that can be made again."""

LONGEST = (
    "browser/test_pages.py",
    "reports/test_public_edition.py",
    "handbook/test_recipes.py",
    "running/test_stopping.py",
    "reports/test_sections.py",
    "archive/test_verify.py",
    "reports/test_notebooks.py",
    "reports/test_hostile_titles.py",
    "property/test_counts.py",
    "examples/test_second_programme.py",
    "reports/test_brief.py",
    "running/test_cache.py",
    "running/test_addresses.py",
)
"""The files that take longest begin first; the first one makes the reports that others read."""


def pytest_addoption(parser):
    """``--all-reports``: every report of the programme instead of a few."""
    parser.addoption(
        "--all-reports", action="store_true", help="make and read back all reports, not a few"
    )


def pytest_generate_tests(metafunc):
    """A test that asks for ``made`` runs for each report and language."""
    if "made" in metafunc.fixturenames and "output_of_all" in metafunc.fixturenames:
        everything = bool(metafunc.config.getoption("--all-reports"))
        reports = made_reports.wanted(everything=everything)
        metafunc.parametrize("made", reports, ids=str, indirect=True, scope="session")


def pytest_xdist_auto_num_workers(config):
    """Tests that were chosen run in this process: they end before workers would have begun."""
    given = config.invocation_params.args
    return 0 if config.option.keyword or set(map(str, given)) & set(config.args) else None


def pytest_collection_modifyitems(items):
    """Tests that need made reports or a browser are marked; the longest files begin first."""
    order = {Path(__file__).parent / name: number for number, name in enumerate(LONGEST)}
    for item in items:
        for mark, fixture in {"e2e": "output_of_all", "browser": "browser"}.items():
            if fixture in getattr(item, "fixturenames", ()):
                item.add_marker(mark)
    if "PYTEST_XDIST_WORKER" in os.environ:
        items.sort(key=lambda item: order.get(item.path, len(order)))


def program(*names):
    """The path of a program; without it a test is skipped, but fails in CI (``CI=true``)."""
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None:
        stop = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        stop(f"there is no {' or '.join(names)} on this machine")
    return str(found)


def ended(command, directory=ROOT, **more):
    """A command that has ended, with what it printed."""
    options = {"capture_output": True, "encoding": "utf-8", **more}
    return subprocess.run(command, cwd=directory, check=False, **options)


def office(file, ending, directory):
    """A file as LibreOffice saves it in another form, or anew, in a directory of its own."""
    command = [program("soffice"), f"-env:UserInstallation=file://{directory / 'home'}"]
    ended([*command, "--headless", "--convert-to", ending, "--outdir", directory / "out", file])
    return directory / "out" / f"{file.stem}.{ending}"


@pytest.fixture(autouse=True)
def _as_if_alone():
    """What a test leaves open or set is gone before the next one in the same process."""
    directory, environment = Path.cwd(), dict(os.environ)
    yield
    os.chdir(directory)
    os.environ.clear()
    os.environ.update(environment)
    desk._open.clear()
    handed_on.clear()
    plt.close("all")


@pytest.fixture
def read_here(monkeypatch):
    """Received files are read in this process: one of their own, as it is elsewhere, costs time."""

    def read(received, *made):
        return compared(received, *made) if made else manifests_in(received)

    monkeypatch.setattr(verify, "in_bounds", read)


@pytest.fixture(scope="session")
def output_of_all(tmp_path_factory, pytestconfig):
    """The output directory of the reports that are read back, made once for all workers."""
    everything = bool(pytestconfig.getoption("--all-reports"))
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    return made_reports.made_once(shared / "reports", everything=everything)


@pytest.fixture(scope="session")
def made(request, output_of_all):
    return replace(request.param, output=output_of_all)


@pytest.fixture(scope="session")
def record(made):
    """The figures of a made report as data."""
    return json.loads(made.file("html").with_name("achievements.json").read_text("utf-8"))


@pytest.fixture(scope="session")
def whole_report(output_of_all):
    """The one report that has all kinds of content."""
    return made_reports.MadeReport(Edition("KG", 2014), "ru", output_of_all)


@pytest.fixture(scope="session")
def shipped():
    """The report KG 2014 in English, of all the shipped registers and parameters."""
    return open_report("KG", 2014, "en", registers=REGISTERS, params=PARAMS, brand=BRAND)


@pytest.fixture(scope="session")
def programme():
    return load_programme(PARAMS)


@pytest.fixture(scope="session")
def indicators():
    return load_indicators(PARAMS)


@pytest.fixture(scope="session")
def context(programme, indicators):
    """What registers are checked against."""
    return programme, indicators.sheets


@pytest.fixture(scope="session")
def registers(shipped):
    return shipped.registers


@pytest.fixture(scope="session")
def achievements(shipped):
    """What the shipped indicators come to in the shipped registers."""
    return shipped.figures


@pytest.fixture(scope="session")
def country_years(programme):
    """Every country, and the region, with each of its reporting years."""
    return [
        (country, year)
        for country in [*programme.countries, "ALL"]
        for year in programme.years_of(country)
    ]


@pytest.fixture(scope="session")
def everything(achievements, programme, country_years):
    """Every achievement of the shipped registers, by country and year, then by code."""
    return {
        (country, year): {
            one.indicator.code: one for one in achievements.of(country, programme.period(year))
        }
        for country, year in country_years
    }


@pytest.fixture(scope="session")
def report_of(shipped, everything):
    """Makes any report; those of the shipped registers share what has been computed already."""

    def make(country="KG", year=2014, language="en", part="", **changes):
        report = replace(
            shipped,
            country=country,
            language=Language.of(shipped.programme, language),
            **{"period": shipped.programme.period(year, part), **changes},
        )
        if not changes:
            report.__dict__["figures"] = shipped.figures
            if year != FINAL and not part:
                report.__dict__["achievements"] = everything[country, year]
        return report

    return make
