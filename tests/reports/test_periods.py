"""Reports on a quarter, a half or the whole programme: what they are called, and what they say."""

import json
import re
import shutil
from datetime import date
from functools import cache

import pytest
from bs4 import BeautifulSoup
from pypdf import PdfReader

from reports.archive.publish import freeze
from reports.pipeline.cli import main
from reports.project import Edition
from rrs_data.indicators.publications import load_publications
from tests.reports.whole import outputs_of, rows_of, words_of

OF_A_YEAR = {
    "en": r"\b(in|of|for|during) (the|this) (fiscal )?year\b|\bannual\b|\b(next|last) year\b",
    "ru": r"за (отчётный )?год\b|отчётн\w+ год|\b(этого|прошлого|следующ\w+) год|\bгодово",
}
"""What only an annual report may say of itself."""


@pytest.fixture(scope="module")
def outputs(report_of):
    """What the report on a period of Kyrgyzstan shows; of each request once."""
    return cache(lambda *asked: outputs_of(report_of("KG", *asked)))


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize(("year", "part"), [(2014, "Q2"), ("final", "")])
def test_words_are_those_of_the_period(report_of, outputs, year, part, language):
    """Nothing speaks of “the year” in the report on a quarter or on the whole programme."""
    report = report_of("KG", year, language, part)
    words = "\n".join(map(words_of, outputs(year, language, part)))

    assert report.period_name in words.casefold()
    assert [] == re.findall(rf".*(?:{OF_A_YEAR[language]}).*", words, re.IGNORECASE)


@pytest.mark.parametrize(
    ("year", "part", "columns", "grants"),
    [
        (2014, "Q2", ["Q1 2014", "Q2 2014", "2014 so far"], "0|1 1|1 1|2 5|4 9|100%|0%"),
        (2014, "", ["2013", "2014"], "0|2 2|4 5|6 9|80%|−20%"),
        ("final", "", ["2013", "2014", "2015"], "0|2 2|4 5|2 2|8 9|89%|−11%"),
    ],
)
def test_indicators_over_all_periods(outputs, year, part, columns, grants):
    """The table has all periods so far, each with its target, and the whole programme's."""
    labelled = {what.get("label"): data for data, what in outputs(year, "en", part)}
    table = labelled["tbl-indicators"]["text/markdown"].replace("\\", "")
    heads, *rows = rows_of(re.sub(r"[][*]|\{[^}]*\}", "", table))

    assert ["Baseline", *columns, "Program", "% of target", "Deviation"] == heads[1:]
    assert [grants] == ["|".join(cells) for name, *cells in rows if name.endswith("RRS-13")]


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The output directory with a quarter's report, as a command made it."""
    output = tmp_path_factory.mktemp("periods")
    command = ["report", "KG", "2014", "--period", "q2", "--language", "en", "--engine", "embedded"]
    assert 0 == main([*command, "--format", "pdf,html", "--output", str(output)])
    return output


def test_a_quarters_report(made):
    """Its period stands in its title, the names of its files, its data and the list of reports."""
    directory = made / "KG" / "2014-Q2"
    page = (directory / "rrs-KG-2014-Q2-en.html").read_text(encoding="utf-8")
    pdf = PdfReader(directory / "rrs-KG-2014-Q2-en.pdf")
    record = json.loads((directory / "achievements.json").read_text(encoding="utf-8"))
    crate = (directory / "ro-crate-metadata.json").read_text(encoding="utf-8")
    listed = BeautifulSoup((made / "index-en.html").read_text(encoding="utf-8"), "html.parser")

    assert "Quarterly report: Kyrgyzstan, Q2 2014" == pdf.metadata.title
    assert pdf.metadata.title in page
    assert "Due by April 30, 2014" in " ".join(pdf.pages[0].extract_text().split())
    assert ("Q2", "2014-03-31") == (record["period"]["part"], record["period"]["end"])
    assert {"KG/2014-Q2"} <= {key.rpartition("/")[0] for key in record["figures"]}
    assert "Report on KG, 2014-Q2" in crate
    assert '"#parameter-period"' in crate
    assert "Q2 2014" in listed.get_text()


def test_a_quarters_report_is_published(made, tmp_path, read_here):
    """By the period's name; later reports hold its figures to what was published."""

    def make(_options, versions, target):
        shutil.copytree(made / "KG" / "2014-Q2", target / "KG" / "2014-Q2")
        return versions

    day, quarter = date(2014, 4, 28), Edition("KG", 2014, part="Q2")
    path = freeze(quarter, made, tmp_path, day, make)
    (publication,) = load_publications(tmp_path)

    assert tmp_path / "KG" / "2014-Q2" / "2014-04-28.json" == path == publication.path
    assert ("2014-Q2", 9) == (publication.period, publication.figures["KG/2014-Q2/RRS-1"])
