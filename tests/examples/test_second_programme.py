"""A second programme, as data alone: its report says nothing of the first, in either language."""

import re
import sys
from string import Formatter

import pandas as pd
import pypdf
import pytest
from babel.messages.pofile import read_po

from reports.__main__ import main
from rrs_data import open_report
from rrs_data.language.language import CATALOGUES
from tests.conftest import ROOT, ended
from tests.house.test_programme import names_of
from tests.rendering.conftest import opened, seen
from tests.reports.sentences import faults
from tests.reports.whole import outputs_of, words_of

RIVERS = ROOT / "examples" / "rivers"
WHERE = {name: RIVERS / name for name in ("params", "registers")}
GIVEN = [f"--{name}={path}" for name, path in WHERE.items()]


@pytest.fixture(scope="module")
def output(tmp_path_factory):
    """The report on one country in both languages, as PDF and page; nothing in it is missing."""
    made = tmp_path_factory.mktemp("rivers")
    options = ["--engine=embedded", "--format=pdf,html", f"--output={made}"]
    done = ended([sys.executable, "-m", "reports", "report", "GE", "2022", *GIVEN, *options])
    assert (0, False) == (done.returncode, "Not in the report" in done.stdout), done.stderr
    return made


@pytest.fixture(params=["en", "fr"])
def texts(request, output):
    """What a report says in one language: its page, with its alternative texts, and its PDF."""
    stem = output / "GE" / "2022" / f"rivers-GE-2022-{request.param}"
    soup = opened(stem.with_suffix(".html"))
    for hidden in soup(["script", "style"]):
        hidden.decompose()
    alts = [one["alt"] for one in soup.find_all(alt=True)]
    pages = [page.extract_text() for page in pypdf.PdfReader(stem.with_suffix(".pdf")).pages]
    assert request.param == soup.html["lang"]
    return [" ".join(" ".join(one).split()) for one in ([soup.get_text(" "), *alts], pages)]


def rows(register, where, **known):
    """The rows of a register for which something holds, as they are written."""
    frame = pd.read_csv(RIVERS / "registers" / f"{register}.csv", dtype=str)
    return frame.query(where, local_dict=known)


def test_no_word_of_the_first_programme(texts, programme, indicators):
    """No name, code, region or currency of it, and no letter of a language it does not have."""
    own = [*names_of(programme), *programme.countries, *programme.regions, *indicators.sheets]
    words = "|".join(map(re.escape, [*own, "USD", "oblast", "fiscal year"]))
    for text in texts:
        assert [] == re.findall(rf"\b(?:{words})\b|\$|[А-яЁё]+", text)


def test_amounts_are_in_euros(texts):
    """Those of grants in laris as well, at the rate of the day on which they were awarded."""
    grants = rows("grants", "currency == 'GEL' and awarded.str.startswith('2022')")

    assert 4470 == sum(grants["amount"].astype(float)) * 0.30
    for text in texts:
        assert re.search("€4,470|4470€", re.sub(r"\s", "", text))


def test_french_is_french(output):
    """No text of the reports that has a translation stands in the French page in English."""
    shown = seen(opened(output / "GE/2022/rivers-GE-2022-fr.html"))
    with (CATALOGUES / "fr" / "LC_MESSAGES" / "rrs.po").open("rb") as file:
        said = {one.id[0] if one.pluralizable else one.id: one.string for one in read_po(file)}
    translated = [text for text, other in said.items() if text != other]
    pieces = {piece.strip() for text in translated for piece, *_ in Formatter().parse(text)}

    assert len(pieces) > 200
    assert [] == sorted(piece for piece in pieces if len(piece) > 14 and piece in shown)


def test_files_have_the_programmes_prefix(output):
    """No file's name begins as the first programme's; list and pages lead to each language."""
    page = opened(output / "GE/2022/rivers-GE-2022-en.html")
    links = [(one["hreflang"], one["href"]) for one in page.select(".files a[lang]")]

    assert [("fr", "rivers-GE-2022-fr.html")] == links
    assert [] == list(output.rglob("rrs*"))
    for code, name in {"en": "index.html", "fr": "index-fr.html"}.items():
        index = (output / name).read_text("utf-8")
        assert f"rivers-GE-2022-{code}.pdf" in index
        assert not re.search("USAID|RRS|Kyrgyzstan", index)


def test_figures_are_those_of_its_registers(output):
    """Recounted from the files: people, attendances, clubs of the register of water samples."""
    table = pd.read_csv(output / "GE/2022/achievements.csv")
    actual = table[table["by"].isna()].set_index("indicator")["actual"]
    offices = rows("organisations", "kind == 'authority'")["organisation_id"]
    own = "country == 'GE' and organisation_id not in @offices"
    people = rows("people", own, offices=offices)["person_id"]
    events = rows("events", "level == 'network' and end.str.startswith('2022')")["event_id"]
    both = "event_id in @events and person_id in @people"
    came = rows("attendances", both, events=events, people=people)["person_id"]
    sampled = "taken.str.startswith('2022') and organisation_id in @clubs"
    tested = rows("water_samples", sampled, clubs=("C-01", "C-02", "C-03", "C-04"))

    assert (came.nunique(), len(came)) == (actual["A1"], actual["A3"])
    assert tested["organisation_id"].nunique() == actual["C1"] > 0
    assert ["title_en", "title_fr"] == list(table.filter(like="title_"))
    assert "Membres de clubs aux activités entre pays" == table["title_fr"][0]


def test_a_figure_of_its_own_register_is_explained(capsys):
    """Which clubs of the country took water samples."""
    assert 0 == main(["explain", "GE", "2022", "C1", "--rows", "1", "--language", "en", *GIVEN])
    said = capsys.readouterr().out

    assert [True, True] == [word in said for word in ("Water samples", "C-01")]


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
    outputs = outputs_of(open_report(*asked, period=period, **WHERE))

    assert words in "\n".join(map(words_of, outputs))
    assert [] == faults(outputs)


def test_a_public_edition_speaks_of_what_it_shows():
    """Of hidden counts nobody is told that their targets were missed: 5 of 5, not 5 of 7."""
    reports = [open_report("GE", 2022, "en", edition=one, **WHERE) for one in ("donor", "public")]
    asked = ("indicators[promised=true][favourable=true]", "indicators[promised=true]")

    assert [[7, 7], [5, 5]] == [[report.value(key) for key in asked] for report in reports]
