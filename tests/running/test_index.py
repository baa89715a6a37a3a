"""The index: every report of an output directory, for a reader of either language."""

import json
import re
import shutil

import pytest
from bs4 import BeautifulSoup

from reports.pipeline.index import index_pages
from reports.pipeline.output import files_at
from rrs_data.programme.programme import FINAL
from tests.driver import made, small_request

HOSTILE = '<script>alert("x")</script> & «цель»'
ROLES = {
    "participants": {"actual": 1061},
    "participants_since_start": {"actual": 90},
    "organisations_served": {"actual": None, "status": "no_data"},
    "people_trained": {"actual": 38, "target": 40, "status": "below"},
    "pairs_of_countries": {"actual": 2, "evidence": {"ids": ["KG–KZ", "KG–TJ"]}},
}
"""The key figures by the roles that their indicators play."""

FOREIGN = {
    "indicator": "X-1",
    "title": {"en": "Pairs that met"},
    "unit": "pairs",
    "role": "pairs_of_countries",
    "actual": 2,
}
"""A figure as another program may write it: with no evidence, targets or status."""


def record(country, year, **changes):
    """The achievements of a report as JSON, as far as the index reads them."""
    achievements = [
        {"indicator": role, "role": role, "title": {"ru": HOSTILE, "en": HOSTILE}, "unit": "people"}
        | {"target": None, "status": "met", "evidence": {"ids": None}, **own}
        for role, own in ROLES.items()
    ]
    period = {"start": "2013-10-01", "end": "2014-09-30", "year": year}
    named = {"country": country, "year": year, "period": period, "achievements": achievements}
    return json.dumps(named | changes)


def put(output, place, *endings, content=None, **changes):
    """A report in an output directory: its record, and files of 2 kB with these endings."""
    country, issue = place.split("/")
    year = FINAL if issue == FINAL else int(issue[:4])
    (output / place).mkdir(parents=True)
    written = record(country, year, **changes) if content is None else content
    (output / place / "achievements.json").write_text(written)
    for ending in endings:
        (output / place / f"rrs-{country}-{issue}-{ending}").write_bytes(b"x" * 2000)


@pytest.fixture
def output(tmp_path):
    """Reports of four countries and the final one: drafts, a foreign one, another notebook's."""
    put(tmp_path, "KZ/2014", "ru.pdf")
    put(tmp_path, "KG/2014", "ru.pdf", "ru.html", "ru.docx", "en.pdf", illustrative=True)
    put(tmp_path, "KG/2014-visit", "en.pdf")
    put(tmp_path, f"ALL/{FINAL}", "en.html")
    evidence = ["ru.pdf", "ru-evidence.pdf", "en-draft.pdf", "en-draft-evidence.html"]
    others = [FOREIGN | {"evidence": None}, FOREIGN | dict.fromkeys(("role", "target", "status"))]
    put(tmp_path, "TJ/2014", *evidence, achievements=[FOREIGN, *others])
    return tmp_path


@pytest.fixture
def page(output, programme):
    """Makes the page of a name: its source, as it is read, and the files that it leads to."""

    def make(name="index-en.html"):
        with files_at(str(output)) as files:
            source = index_pages(files, programme)[name].decode()
        soup = BeautifulSoup(source, "html.parser")
        links = [str(link["href"]) for link in soup("a") if "/" in link["href"]]
        return source, " ".join(soup.get_text().split()), links

    return make


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("index-en.html", ["Kyrgyzstan", "1,061", "38 target 40", "Tajikistan", "Pairs that met"]),
        ("index.html", ["Кыргызстан", "1 061", "38 цель 40", "Таджикистан", "2014, visit"]),
    ],
)
def test_every_report_has_its_place(page, name, words):
    """Figures, indicators by country, reports in the programme's order; titles are text."""
    source, text, links = page(name)

    assert [] == [one for one in [*words, HOSTILE] if one not in text]
    assert ["ALL/final", "KG/2014", "KG/2014-visit", "KZ/2014", "TJ/2014"] == [
        *dict.fromkeys(link.rpartition("/")[0] for link in links)
    ]
    assert {"index.html", "index-en.html"} - {name} == set(re.findall('href="(index.*?)"', source))
    assert not re.search(r"url\((?!data:)|@import|https?://|<link|<script", source)


def test_every_file_is_linked_with_its_size(output, page):
    """And is known before; a report from illustrative registers says so, others do not."""
    _, text, links = page()
    shutil.rmtree(output / "KG/2014")
    marks = ("2014* (demonstration)", "illustrative registers")

    assert {path.relative_to(output).as_posix() for path in output.rglob("*.*")} | {
        *(f"KG/2014/rrs-KG-2014-{name}" for name in ("ru.pdf", "ru.html", "ru.docx", "en.pdf")),
        "KG/2014/achievements.json",
    } == set(links)
    assert 16 == len(links) == len(re.findall(r" [12] kB", text))
    assert [[1, 1], [0, 0]] == [[said.count(one) for one in marks] for said in (text, page()[1])]


@pytest.mark.parametrize(
    "content",
    [
        *("", "{", "[]", '{"country": "TM", "year": 2014}', record("TM", 2015)),
        record("TM", 2014, achievements=[{"actual": 1}]),
        record("TM", 2014, achievements=[FOREIGN | {"evidence": {"ids": 7}}]),
        record("TM", 2014, achievements=[FOREIGN | {"actual": 1e300}]),
    ],
)
def test_what_no_run_made_is_passed_over(output, page, content):
    """What cannot be read or lies beside the reports keeps no other report from the list."""
    before = page()
    put(output, "TM/2014", "ru.pdf", content=content)
    put(output, "TM/2013")
    put(output, "_failed/2014", "ru.pdf")
    put(output, "photos/2014", "ru.pdf")
    (output / "UZ").write_text("a file")
    (output / "KZ/2014/notes.pdf").write_text("a note")
    (output / "KZ/2014/rrs-KG-2014-ru.pdf").write_text("of another report")

    assert before == page()


def test_evidence_stands_below_its_report_and_a_draft_says_so(page):
    """Both files of a report are found in its cell; only the language that is a draft is marked."""
    _, text, _ = page()
    named = r", Tajikistan, 2014, \w+ 2 kB"

    assert re.search(
        rf"September 30, 2014 PDF{named} Evidence PDF, Evidence{named} "
        rf"Draft PDF{named} Evidence HTML, Evidence{named}",
        text,
    )


def test_an_index_that_cannot_be_written_is_a_failure(tmp_path):
    """The reports are made all the same; the message names the place."""
    (tmp_path / "out/index.html").mkdir(parents=True)
    ran, _ = made(small_request(tmp_path))

    assert (None, 7) == (ran.index, len(ran.outcomes[0].files))
    assert ["The list of all reports"] == [failure.subject for failure in ran.failures]
    assert str(tmp_path / "out") in ran.failures[0].message
