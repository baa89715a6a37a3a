"""A second programme, as data alone: its report says nothing of the first, in either language."""

import io
import json
import re
from contextlib import redirect_stderr, redirect_stdout
from string import Formatter

import pandas as pd
import pypdf
import pytest
from babel.messages.pofile import read_po
from bs4 import BeautifulSoup

from reports.__main__ import main
from rrs_data import load_indicators, load_programme, open_report
from rrs_data.language.language import CATALOGUES
from tests.conftest import PARAMS, ROOT
from tests.reports.sentences import faults
from tests.reports.whole import outputs_of, words_of

RIVERS = ROOT / "examples" / "rivers"
GIVEN = ["--params", f"{RIVERS / 'params'}", "--registers", f"{RIVERS / 'registers'}"]
CLUBS = ("C-01", "C-02", "C-03", "C-04")


@pytest.fixture(scope="module")
def output(tmp_path_factory):
    """The report on one country in both languages, as PDF and page; nothing in it is missing."""
    made = tmp_path_factory.mktemp("rivers")
    said = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    with redirect_stdout(said), redirect_stderr(said):
        options = ["--engine", "embedded", "--format", "pdf,html", "--output", str(made)]
        assert 0 == main(["report", "GE", "2022", *GIVEN, *options])
    said.seek(0)
    assert "Not in the report" not in said.read()
    return made


@pytest.fixture(params=["en", "fr"])
def texts(request, output):
    """What a report says in one language: its page, with its alternative texts, and its PDF."""
    stem = output / "GE" / "2022" / f"rivers-GE-2022-{request.param}"
    soup = BeautifulSoup(stem.with_suffix(".html").read_text("utf-8"), "html.parser")
    for hidden in soup(["script", "style"]):
        hidden.decompose()
    alt = " ".join(str(one["alt"]) for one in soup.find_all(alt=True))
    pages = pypdf.PdfReader(stem.with_suffix(".pdf")).pages
    assert request.param == soup.html["lang"]
    return [
        " ".join(text.split())
        for text in (f"{soup.get_text(' ')} {alt}", " ".join(one.extract_text() for one in pages))
    ]


def rows(register, where, **known):
    """The rows of a register for which something holds, as they are written."""
    frame = pd.read_csv(RIVERS / "registers" / f"{register}.csv", dtype=str)
    return frame.query(where, local_dict=known)


def words_of_the_first():
    """What the project's own programme is called, and where it works and who pays for it."""
    programme = load_programme(PARAMS)
    named = [programme.title, programme.abbreviation, programme.implementer, programme.donor]
    named += [one.name for one in programme.countries.values()]
    named += [one.name for one in programme.regions.values()]
    texts = [text for texts in named for text in texts.values()]
    codes = [*programme.countries, *programme.regions, *load_indicators(PARAMS).sheets]
    return [*texts, *codes, "USAID", "ARGO", "RRS", "USD", "oblast", "fiscal year"]


def test_no_word_of_the_first_programme(texts):
    """No name, code, region or currency of it, and no letter of a language it does not have."""
    for text in texts:
        found = [one for one in words_of_the_first() if re.search(rf"\b{re.escape(one)}\b", text)]

        assert [] == found
        assert "$" not in text
        assert [] == re.findall("[А-яЁё]+", text)


def test_amounts_are_in_euros(texts):
    """Those of grants in laris as well, at the rate of the day on which they were awarded."""
    grants = rows("grants", "currency == 'GEL' and awarded.str.startswith('2022')")

    assert 4470 == sum(grants["amount"].astype(float)) * 0.30
    for text in texts:
        assert any(written in text.replace(" ", "") for written in ("€4,470", "4470€"))


def test_french_is_french(output):
    """No text of the reports that has a translation stands in the French page in English."""
    page = output / "GE" / "2022" / "rivers-GE-2022-fr.html"
    shown = " ".join(BeautifulSoup(page.read_text("utf-8"), "html.parser").get_text(" ").split())
    with (CATALOGUES / "fr" / "LC_MESSAGES" / "rrs.po").open("rb") as file:
        said = {one.id[0] if one.pluralizable else one.id: one.string for one in read_po(file)}
    pieces = {
        piece.strip()
        for text, translated in said.items()
        if text != translated
        for piece, *_ in Formatter().parse(text)
        if len(piece.strip()) > 14
    }

    assert len(pieces) > 200
    assert [] == sorted(piece for piece in pieces if piece in shown)


def test_files_have_the_programmes_prefix(output):
    """No file's name begins as those of the first programme; the list of reports finds them all.

    A page leads to the report in its other language.
    """
    names = [path.name for path in output.rglob("*") if path.is_file()]
    listed = {"en": output / "index.html", "fr": output / "index-fr.html"}

    page = BeautifulSoup((output / "GE/2022/rivers-GE-2022-en.html").read_text("utf-8"), "lxml")
    links = [(one["hreflang"], one["href"]) for one in page.select(".files a[lang]")]

    assert [("fr", "rivers-GE-2022-fr.html")] == links
    assert [] == [name for name in names if name.startswith("rrs")]
    for code, path in listed.items():
        index = path.read_text("utf-8")
        assert f"rivers-GE-2022-{code}.pdf" in index
        assert [] == [one for one in ("USAID", "RRS", "Kyrgyzstan") if one in index]


def test_figures_are_those_of_its_registers(output):
    """Recounted from the files: people, attendances, clubs of the register of water samples."""
    record = json.loads((output / "GE" / "2022" / "achievements.json").read_text("utf-8"))
    actual = {one["indicator"]: one["actual"] for one in record["achievements"]}
    offices = rows("organisations", "kind == 'authority'")["organisation_id"]
    own = "country == 'GE' and organisation_id not in @offices"
    people = rows("people", own, offices=offices)["person_id"]
    events = rows("events", "level == 'network' and end.str.startswith('2022')")["event_id"]
    both = "event_id in @events and person_id in @people"
    came = rows("attendances", both, events=events, people=people)["person_id"]
    sampled = "taken.str.startswith('2022') and organisation_id in @clubs"
    tested = rows("water_samples", sampled, clubs=CLUBS)

    assert (came.nunique(), len(came)) == (actual["A1"], actual["A3"])
    assert tested["organisation_id"].nunique() == actual["C1"] > 0


def test_its_table_of_figures_is_in_its_languages(output):
    """``achievements.csv`` has a title in each language of the programme, and in no other."""
    table = pd.read_csv(output / "GE/2022/achievements.csv")

    assert ["title_en", "title_fr"] == list(table.filter(like="title_"))
    assert "Membres de clubs aux activités entre pays" == table["title_fr"][0]


def test_a_figure_of_its_own_register_is_explained(capsys):
    """Which clubs of the country took water samples."""
    assert 0 == main(["explain", "GE", "2022", "C1", "--rows", "1", "--language", "en", *GIVEN])
    said = capsys.readouterr().out

    assert "Water samples" in said
    assert "C-01" in said


@pytest.mark.parametrize(
    ("asked", "period", "words"),
    [
        (("ALL", "final", "en"), "", "whole program"),
        (("GE", 2023, "fr"), "", "Géorgie"),
        (("GE", 2022, "en"), "Q2", "Q2 2022"),
    ],
)
def test_other_periods(asked, period, words):
    """Final and quarterly reports are made as well, and say nothing that is not so."""
    where = {name: RIVERS / name for name in ("params", "registers")}
    outputs = outputs_of(open_report(*asked, period=period, **where))

    assert words in "\n".join(map(words_of, outputs))
    assert [] == faults(outputs)


def test_a_public_edition_speaks_of_what_it_shows():
    """Of hidden counts nobody is told that their targets were missed: 5 of 5, not 5 of 7."""
    where = {"registers": RIVERS / "registers", "params": RIVERS / "params"}
    reports = [open_report("GE", 2022, "en", edition=one, **where) for one in ("donor", "public")]
    asked = ("indicators[promised=true][favourable=true]", "indicators[promised=true]")

    assert [[7, 7], [5, 5]] == [[report.value(key) for key in asked] for report in reports]
