"""The public edition: what it hides cannot be computed, and decides about no byte of it."""

import csv
import re
import shutil
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pandas as pd
import pikepdf
import pytest

from reports.pipeline.cli import main
from reports.pipeline.request import checked, read_content
from reports.project import PUBLIC_OUTPUT
from rrs_data import open_report
from rrs_data.programme.faults import FaultsError
from tests.archive.test_verify import swap_digits_of_fonts
from tests.conftest import PARAMS, REGISTERS, ROOT
from tests.reports.public_worlds import COLUMNS, WIDTH, Group, Oracle

RIVERS = ROOT / "examples" / "rivers"
PLAN = "params/narrative/GE/2022/plan.en.md"
NOT_SHOWN = ("RRS-8", "RRS-16", "RRS-19", "RRS-20")
"""Indicators on people that are not shown at all."""


@pytest.fixture(scope="module")
def oracle():
    return Oracle()


@pytest.fixture(scope="module")
def worlds(oracle):
    """Two: one in which people differ in all columns, and one for the counts that are left in it.

    Those are the hidden counts of the reports on Kyrgyzstan.
    """
    first = oracle.world(("country", *COLUMNS), 1)
    own = [key for key in oracle.apart if key[1] == "KG"]
    left = [key for key in own if oracle.count(key, first) == oracle.true[key]]
    others = (oracle.world(COLUMNS, seed, left) for seed in range(2, 20))
    moved = (one for one in others if all(oracle.count(k, one) != oracle.true[k] for k in left))
    return first, next(moved)


def test_what_is_shown_is_right_and_large(oracle):
    """A public report shows the donor's counts, none of them small, and none of other sheets."""
    report = open_report("ALL", "final", "en", edition="public")
    others = {report.figures.achievement(one, "ALL", report.period).actual for one in NOT_SHOWN}

    assert oracle.shown == {key: oracle.true[key] for key in oracle.shown}
    assert [] == [key for key, value in oracle.shown.items() if 0 < value < WIDTH]
    assert {None} == others


def test_no_hidden_count_can_be_computed(oracle, worlds):
    """Each count missing in a shown table can be five more or less, a small one elsewhere two."""
    known = {k: [oracle.true[k], *(oracle.count(k, one) for one in worlds)] for k in oracle.apart}
    ends = {key: (min(counts), max(counts)) for key, counts in known.items()}
    for column in (*COLUMNS, "country"):
        near = {k: n for k, n in oracle.apart.items() if np.ptp(ends[k]) < n - 1e-6}
        Group(oracle, oracle.people, column).widen(ends, near)

    assert {} == {k: ends[k] for k, n in oracle.apart.items() if np.ptp(ends[k]) < n - 1e-6}


def altered(directory, people):
    """A copy of the registers in which people are others."""
    shutil.copytree(REGISTERS, directory)
    path = directory / "people.csv"
    written = pd.read_csv(path, dtype=str, keep_default_na=False).set_index("person_id")
    written.loc[people.index, ["country", *COLUMNS]] = people[["country", *COLUMNS]]
    written.to_csv(path, lineterminator="\n")
    return directory


def made(directory, *options):
    """The files of the public report on Kyrgyzstan, with the list of all, by their names."""
    words = ["report", "KG", "2014", "--edition", "public", "--engine", "embedded"]
    words += ["--language", "en", "--format", "pdf,html,docx,xlsx", "--output", str(directory)]

    assert 0 == main([*words, *options])
    files = sorted(directory.rglob("[!.]*.*"))
    return {file.relative_to(directory).as_posix(): file.read_bytes() for file in files}


@pytest.fixture(scope="module")
def params(tmp_path_factory):
    """The project's parameters, of which no build may change the kept choice."""
    directory = tmp_path_factory.mktemp("public") / "params"
    shutil.copytree(PARAMS, directory)
    yield directory
    assert (PARAMS / "public.csv").read_bytes() == (directory / "public.csv").read_bytes()


@pytest.fixture(scope="module")
def files(params):
    """The public report on a country in all formats."""
    return made(params.parent / "output", "--params", str(params))


def test_hidden_counts_decide_about_no_byte(oracle, worlds, params, files, tmp_path):
    """Each hidden count is another in registers with the same shown counts and public files."""
    for number, people in enumerate(worlds):
        registers = altered(tmp_path / f"registers-{number}", people)
        given = ["--params", str(params), "--registers", str(registers)]
        other = made(tmp_path / str(number), *given)

        assert [] == [key for key in oracle.shown if oracle.count(key, people) != oracle.shown[key]]
        assert [] == [name for name in {**files, **other} if files.get(name) != other.get(name)]
    for key in (key for key in oracle.apart if key[1] == "KG"):
        assert any(oracle.count(key, one) != oracle.true[key] for one in worlds), key
    assert {"index.html", "KG/2014-public/rrs-KG-2014-public-en.pdf"} <= {*files}


@pytest.mark.usefixtures("files")
def test_it_is_published_and_verified(params, tmp_path, capsys):
    """Whoever has a file of it can ask whether it is ours; a changed figure in it is told."""
    where = ["--params", str(params), "--published", str(tmp_path / "published")]
    asked = ["publish", "KG", "2014", "--edition", "public", "--date", "2014-12-29"]
    output, sent = params.parent / "output", tmp_path / "sent"
    assert 0 == main([*asked, *where, "--output", str(output)])
    page = output / "KG/2014-public/rrs-KG-2014-public-en.html"
    paper, text = page.with_suffix(".pdf"), page.read_text("utf-8")
    sent.mkdir()
    (sent / page.name).write_text(text.replace(">61</span>", ">62</span>", 1), encoding="utf-8")
    with pikepdf.open(paper) as pdf:
        swap_digits_of_fonts(pdf)
        pdf.save(sent / paper.name)

    assert ">61</span>" in text
    assert [0, 0] == [main(["verify", str(one), *where]) for one in (page, paper)]
    assert 2 == main(["verify", str(sent), *where])
    assert {page.name, paper.name} <= {*re.findall(r"rrs-\S+\.\w+", capsys.readouterr().out)}


@pytest.fixture
def rivers(tmp_path):
    """A copy of the second programme, in which few people are known."""
    return shutil.copytree(RIVERS, tmp_path / "rivers")


def asked(directory, **more):
    """A checked request for a report of the second programme, its public one if not said."""
    where = {name: str(directory / name) for name in ("params", "registers")}
    return checked({"country": "GE", "year": "2022", "edition": "public", **where, **more})


def told(directory, **more):
    """What is told of a request for such a report."""
    return " ".join(read_content(asked(directory, **more))[0].notices)


def test_the_choice_is_kept(rivers):
    """A report, no notebook, writes it and says what is hidden; two at once agree."""
    kept = rivers / "params" / "public.csv"
    kept.unlink()
    where = {name: rivers / name for name in ("params", "registers")}
    with pytest.raises(FaultsError, match="make report EDITION=public"):
        _ = open_report("GE", "2022", "en", edition="public", **where).achievements
    with ThreadPoolExecutor(2) as both:
        said = [*both.map(told, [rivers, rivers])]

    assert [0, 1] == sorted(one.count("public.csv: hides 72 counts; commit it") for one in said)
    assert (RIVERS / "params" / "public.csv").read_bytes() == kept.read_bytes()
    assert "public.csv" not in told(rivers)
    assert [] == [*kept.parent.glob(".*")]


def test_the_choice_is_only_extended(rivers):
    """Where it no longer suffices more is hidden; what was hidden stays, and it is told."""
    kept, programme = (rivers / "params" / name for name in ("public.csv", "programme.yml"))
    text, lines, said = programme.read_text("utf-8"), list[list[str]](), ""
    kept.unlink()
    for smallest in (2, 5, 2):
        programme.write_text(f"small_counts: {smallest}\n{text}", encoding="utf-8")
        said += told(rivers)
        lines.append(kept.read_text("utf-8").splitlines()[2:])
    few, many, after = lines

    assert {*few} < {*many}
    assert f"{len({*many} - {*few})} more counts are hidden" in said
    assert many == after


def test_a_category_with_commas_and_quotes_is_kept():
    """Whatever values people have: the file is CSV as any reader reads it."""
    where = {"params": RIVERS / "params", "registers": RIVERS / "registers"}
    public = open_report("GE", 2022, "en", edition="public", **where).figures.suppression
    line = ("A1", "2022", "GE", "sex", 'Upper valley, "old" town')
    _, _, *lines = csv.reader(public.text({line}).splitlines())

    assert [list(line)] == lines


@pytest.mark.parametrize(
    "line",
    [
        *("A1,2022,GE,sex", "A1,2022,GE,sex,femle", "A1,2022,XX,,", "A1,2031,GE,,"),
        *("Z9,2022,GE,,", "<<<<<<< HEAD", ""),
    ],
)
def test_a_damaged_choice_is_told(line, rivers):
    """By file and line, with what is allowed; nothing is made."""
    kept = rivers / "params" / "public.csv"
    head, header, *lines = kept.read_text("utf-8").splitlines()
    kept.write_text("\n".join([head, header, line, *lines, ""]), encoding="utf-8")

    with pytest.raises(FaultsError, match=r"public.csv, line 3") as error:
        told(rivers)
    assert "of A1, A2, A3, B2; in " in error.value.faults[0].expected


def test_personal_data_stop_it(rivers):
    """Doubt is enough, in a narrative and in a title; a donor's report goes on with a warning."""
    plan, titles = rivers / PLAN, rivers / "registers/organisations.csv"
    plan.write_text("## Plans\n\nWe go on.\n\nCall +995 599 12 34 56.\n", "utf-8")

    with pytest.raises(FaultsError, match=r"narrative/GE/2022/plan\.en\.md, line 5"):
        told(rivers)
    assert "plan.en.md, line 5: “C••• +9•• 5•• 1• 3• 5•" in told(rivers, edition="donor")
    plan.unlink()
    text = titles.read_text("utf-8").replace("River Club “Tskaro”, Kutaisi", "Chyngyz Aitmatov")
    titles.write_text(text, encoding="utf-8")
    with pytest.raises(FaultsError, match=r" 2  title_en "):
        told(rivers)
    assert "Chyngyz" not in told(rivers, edition="donor")


def test_typed_numbers_are_listed(rivers):
    """They are read before a public report is sent: no days, years, money, or figures by name."""
    plain = "On 3 May 2022 it cost 400 euros, €20 each; {A1} came. "
    (rivers / PLAN).write_text(f"{plain}Of them 3 were men. Two went.\n", encoding="utf-8")

    assert "narrative/GE/2022/plan.en.md, line 1: Of them 3 were men." in told(rivers)
    assert "euros" not in told(rivers)
    assert "were men" not in told(rivers, edition="donor")


def test_what_may_be_asked_for():
    """It has a directory of its own; of a quarter, from which a year's follows, there is none."""
    assert PUBLIC_OUTPUT == asked(RIVERS).output
    with pytest.raises(FaultsError, match="of a part of a year there is no public edition"):
        asked(RIVERS, period="Q2")
