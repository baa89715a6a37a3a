"""The index: every report of an output directory, for a reader of either language."""

import json
import re
import shutil

import pytest
from bs4 import BeautifulSoup

from reports.pipeline.index import index_pages, reports_in
from reports.pipeline.output import files_at
from rrs_data.programme.programme import FINAL
from tests.driver import made, small_request

HOSTILE = '<script>alert("x")</script> & «цель»'
VALUES = {
    "participants": 1061,
    "participants_since_start": 90,
    "organisations_served": None,
    "people_trained": 38,
    "pairs_of_countries": 2,
}
"""The actuals of the key figures by the role that their indicators play."""

FOREIGN = {
    "indicator": "X-1",
    "title": {"en": "Pairs that met"},
    "unit": "pairs",
    "role": "pairs_of_countries",
    "actual": 2,
}
"""A figure as another program may write it: with no evidence."""


def record(country, year, **changes):
    """The achievements of a report, as far as the index reads them."""
    achievements = [
        {
            "indicator": f"A{number}",
            "role": role,
            "title": {"ru": HOSTILE, "en": HOSTILE},
            "unit": "people",
            "actual": value,
            "target": 40 if value == 38 else None,
            "evidence": {"ids": ["KG–KZ", "KG–TJ"] if value == 2 else None},
            "status": "no_data" if value is None else "below" if value == 38 else "met",
        }
        for number, (role, value) in enumerate(VALUES.items(), 1)
    ]
    period = {"start": "2013-10-01", "end": "2014-09-30", "year": year}
    named = {"country": country, "year": year, "period": period, "illustrative": False}
    return {**named, "achievements": achievements, **changes}


def put(output, country, year, *endings, **changes):
    """A report in an output directory: its record, and files of 2 kB with these endings."""
    directory = output / country / str(year)
    directory.mkdir(parents=True)
    content = json.dumps(record(country, year, **changes))
    (directory / "achievements.json").write_text(content)
    for ending in endings:
        (directory / f"rrs-{country}-{year}-{ending}").write_bytes(b"x" * 2000)
    return directory


def source_of(output, programme, name="index-en.html"):
    with files_at(str(output)) as files:
        return index_pages(files, programme)[name].decode()


def listed(output):
    """The reports in a directory."""
    with files_at(str(output)) as files:
        return reports_in(files)


def soup_of(source):
    return BeautifulSoup(source, "html.parser")


def text_of(source):
    return " ".join(soup_of(source).get_text().split())


def hrefs(source):
    return [str(link["href"]) for link in soup_of(source)("a")]


@pytest.fixture
def output(tmp_path):
    """Three reports: of a country in both languages, of another in one, and the final one."""
    put(tmp_path, "KZ", 2014, "ru.pdf")
    put(tmp_path, "KG", 2014, "ru.pdf", "ru.html", "ru.docx", "en.pdf", illustrative=True)
    put(tmp_path, "ALL", FINAL, "en.html")
    return tmp_path


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("index-en.html", ["Kyrgyzstan", "1,061", "38 target 40"]),
        ("index.html", ["Кыргызстан", "1 061", "38 цель 40"]),
    ],
)
def test_every_report_has_its_place(output, programme, name, words):
    """What was achieved comes first, then each indicator by country, then the reports.

    Countries follow the region in the programme's order. Figures are written as the language does;
    a title is text. The page asks for nothing, and each language leads to the other.
    """
    source = source_of(output, programme, name)
    links, text = hrefs(source), text_of(source)
    order = ["ALL/final", "KG/2014", "KZ/2014"]

    assert [] == [one for one in [*words, HOSTILE] if one not in text]
    assert order == [*dict.fromkeys("/".join(one.split("/")[:2]) for one in links if "/" in one)]
    assert {"index.html", "index-en.html"} & {*links} == {"index.html", "index-en.html"} - {name}
    assert not re.search(r"url\((?!data:)|@import|https?://|<link|<script", source)


def test_every_file_is_linked_with_its_size(output, programme):
    """Each file of a report can be opened from the page, and its size is known before.

    A report from illustrative registers says so; where all are real nothing is said.
    """
    source = source_of(output, programme)
    shutil.rmtree(output / "KG")
    texts = [text_of(one) for one in (source, source_of(output, programme))]

    assert [
        *(f"ALL/final/{name}" for name in ("rrs-ALL-final-en.html", "achievements.json")),
        *(f"KG/2014/rrs-KG-2014-{name}" for name in ("ru.pdf", "ru.html", "ru.docx", "en.pdf")),
        "KG/2014/achievements.json",
        *(f"KZ/2014/{name}" for name in ("rrs-KZ-2014-ru.pdf", "achievements.json")),
    ] == [link for link in hrefs(source) if "/" in link]
    assert 6 + 3 == texts[0].count(" 2 kB")
    for words in ("2014* (demonstration)", "illustrative registers"):
        assert [1, 0] == [one.count(words) for one in texts]


@pytest.mark.parametrize(
    "content",
    [
        *("", "{", "[]", '{"country": "TJ", "year": 2014}', json.dumps(record("TJ", 2015)), None),
        json.dumps(record("TJ", 2014, achievements=[{"actual": 1}])),
        json.dumps(record("TJ", 2014, achievements=[FOREIGN | {"evidence": {"ids": 7}}])),
        json.dumps(record("TJ", 2014, achievements=[FOREIGN | {"actual": 1e300}])),
    ],
)
def test_what_no_run_made_is_passed_over(output, content):
    """A record that cannot be read keeps no other report from the list.

    Nor is anything listed that lies beside the reports, or among a report's files.
    """
    put(output, "TJ", 2014, *(["ru.pdf"] if content is not None else []))
    if content is not None:
        (output / "TJ/2014/achievements.json").write_text(content)
    put(output, "_failed", 2014, "ru.pdf")
    put(output, "photos", 2014, "ru.pdf")
    (output / "UZ").write_text("a file")
    (output / "KZ/2014/notes.pdf").write_text("a note")
    (output / "KZ/2014/rrs-KG-2014-ru.pdf").write_text("of another report")

    assert [("ALL", 2), ("KG", 5), ("KZ", 2)] == [
        (report["edition"].country, len(report["files"])) for report in listed(output)
    ]


def test_a_foreign_record_without_evidence_is_listed_and_ends_no_list(output, programme):
    """What another program wrote of the same form, without evidence, targets, status or role."""
    empty = dict.fromkeys(("role", "target", "status", "evidence"))
    others = [FOREIGN | {"indicator": "X-2"} | empty, FOREIGN | {"evidence": None}]
    put(output, "TJ", 2014, "ru.pdf", achievements=[FOREIGN, *others])
    source = source_of(output, programme)

    assert [] == [one for one in ("Tajikistan", "Pairs that met") if one not in source]


def test_evidence_stands_below_its_report_and_a_draft_says_so(output, programme):
    """Both files of a report are found in its cell; only the language that is a draft is marked."""
    put(output, "TJ", 2014, "ru.pdf", "ru-evidence.pdf", "en-draft.pdf", "en-draft-evidence.html")
    soup = soup_of(source_of(output, programme))
    russian, english = (
        soup.find("a", href=f"TJ/2014/rrs-TJ-2014-{one}.pdf").find_parent("td").get_text(" ", True)
        for one in ("ru", "en-draft")
    )

    assert "Draft" not in russian
    assert re.fullmatch(r"PDF .* 2 kB Evidence PDF , Evidence, Taj.* 2 kB", russian)
    assert re.fullmatch(r"Draft PDF .* 2 kB Evidence HTML .* 2 kB", english)


def test_another_notebook_has_a_row_of_its_own(output, programme):
    """It stands below the annual report, with the title that the programme gives it, if any."""
    directory = output / "KG/2014-visit"
    directory.mkdir()
    (directory / "achievements.json").write_text(json.dumps(record("KG", 2014)))
    (directory / "rrs-KG-2014-visit-en.pdf").write_bytes(b"x")
    source = source_of(output, programme)

    assert ["2014", "2014-visit"] == [one["edition"].issue for one in listed(output)[1:3]]
    assert "2014, visit" in text_of(source)
    assert 'href="KG/2014-visit/rrs-KG-2014-visit-en.pdf"' in source


def test_an_index_that_cannot_be_written_is_a_failure(tmp_path):
    """The reports are made all the same; the message names the place."""
    (tmp_path / "out/index.html").mkdir(parents=True)
    ran, _ = made(small_request(tmp_path))

    assert (None, 7) == (ran.index, len(ran.outcomes[0].files))
    assert ["The list of all reports"] == [failure.subject for failure in ran.failures]
    assert str(tmp_path / "out") in ran.failures[0].message
