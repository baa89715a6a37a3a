"""What a request comes to."""

from pathlib import Path

from reports.project.edition import Edition, all_editions
from reports.project.paths import PARAMS
from rrs_data.programme.programme import load_programme


def test_names() -> None:
    """A report's files are named by country, year and language, in a directory of its own."""
    report = Edition("KG", 2014)

    assert ("KG 2014", "rrs-KG-2014-ru", Path("KG/2014")) == (
        str(report),
        report.stem("ru"),
        report.directory,
    )


def test_all_reports() -> None:
    """All reports: each country since it joined, the region year by year, the final one."""
    reports = all_editions(load_programme(PARAMS))

    assert (Edition("KG", 2013), Edition("ALL", "final")) == (reports[0], reports[-1])
    assert [2014, 2015] == [report.year for report in reports if report.country == "AF"]
    region = [report.year for report in reports if report.country == "ALL"]
    assert [2013, 2014, 2015, "final"] == region
    assert len(set(reports)) == len(reports)
