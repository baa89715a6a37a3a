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
    """From all that is shown, each count missing in a shown table can be five more or less.

    A small one of a table that is not shown at all can be told no nearer than by two.
    """
    known = {k: [oracle.true[k], *(oracle.count(k, one) for one in worlds)] for k in oracle.apart}
    ends = {key: (min(counts), max(counts)) for key, counts in known.items()}
    for column in (*COLUMNS, "country"):
        near = {k: n for k, n in oracle.apart.items() if np.ptp(ends[k]) < n - 1e-6}
        Group(oracle, oracle.people, column).widen(ends, near)

    least = min(np.ptp(ends[key]) for key, apart in oracle.apart.items() if apart == WIDTH)
    print(f"{len(oracle.shown)} shown, {len(ends)} hidden, {least:.2f} apart at least")
    assert {} == {k: ends[k] for k, n in oracle.apart.items() if np.ptp(ends[k]) < n - 1e-6}


def altered(directory, people, registers=REGISTERS):
    """A copy of registers in which people are others."""
    shutil.copytree(registers, directory)
    path = directory / "people.csv"
    written = pd.read_csv(path, dtype=str, keep_default_na=False).set_index("person_id")
    columns = [one for one in ("country", *COLUMNS) if one in people]
    written.loc[people.index, columns] = people[columns]
    written.to_csv(path, lineterminator="\n")
    return directory


def made(directory, *words, formats="pdf,html,docx,xlsx"):
    """A public report's files, with the list of all, by their names."""
    words = ["report", *words, "--edition", "public", "--engine", "embedded", "--language", "en"]

    assert 0 == main([*words, "--format", formats, "--output", str(directory)])

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
def output(params):
    """The public report on a country in all formats."""
    made(params.parent / "output", "KG", "2014", "--params", str(params))
    return params.parent / "output"


def test_hidden_counts_decide_about_no_byte(oracle, worlds, params, output, tmp_path):
    """Each hidden count is another in some registers that give the same public files.

    All shown counts are as they were, so that the kept choice is taken as it is.
    """
    files = sorted(output.rglob("[!.]*.*"))
    first = {file.relative_to(output).as_posix(): file.read_bytes() for file in files}
    moves = {k: any(oracle.count(k, one) != oracle.true[k] for one in worlds) for k in oracle.apart}

    for number, people in enumerate(worlds):
        registers = altered(tmp_path / f"registers-{number}", people)
        given = ["--params", str(params), "--registers", str(registers)]
        other = made(tmp_path / str(number), "KG", "2014", *given)

        assert [] == [key for key in oracle.shown if oracle.count(key, people) != oracle.shown[key]]
        assert [] == [name for name in {**first, **other} if first.get(name) != other.get(name)]
    size = sum(map(len, first.values()))
    print(f"{sum(moves.values())} of {len(moves)} others; {len(first)} files, {size} bytes")
    assert [] == [key for key, moved in moves.items() if key[1] == "KG" and not moved]
    assert {"index.html", "KG/2014-public/rrs-KG-2014-public-en.pdf"} <= {*first}


def test_it_is_published_and_verified(params, output, tmp_path, capsys):
    """Whoever has a file of it can ask whether it is ours; a changed figure in it is told."""
    where = ["--params", str(params), "--published", str(tmp_path / "published")]
    asked = ["publish", "KG", "2014", "--edition", "public", "--date", "2014-12-29"]
    assert 0 == main([*asked, *where, "--output", str(output)])
    page, paper = (
        output / f"KG/2014-public/rrs-KG-2014-public-en.{one}" for one in ("html", "pdf")
    )
    sent = tmp_path / "sent"
    sent.mkdir()
    text = page.read_text("utf-8")
    (sent / page.name).write_text(text.replace(">61</span>", ">62</span>", 1), encoding="utf-8")
    with pikepdf.open(paper) as pdf:
        swap_digits_of_fonts(pdf)
        pdf.save(sent / paper.name)

    assert [0, 0] == [main(["verify", str(one), *where]) for one in (page, paper)]
    assert 2 == main(["verify", str(sent), *where])
    assert ">61</span>" in text
    assert {page.name, paper.name} <= {*re.findall(r"rrs-\S+\.\w+", capsys.readouterr().out)}


def rivers(directory, **changes):
    """The second programme's parameters, with other texts in a file."""
    shutil.copytree(RIVERS / "params", directory / "params")
    for name, (was, now) in changes.items():
        path = directory / "params" / f"{name}.yml"
        path.write_text(path.read_text("utf-8").replace(was, now, 1), encoding="utf-8")
    return directory / "params"


def checked_for(params, **asked):
    """What is told of a request for a public report of the second programme."""
    where = {"params": str(params), "registers": str(RIVERS / "registers"), "edition": "public"}
    request = checked({"country": "GE", "year": "2022", "engine": "embedded", **where, **asked})
    return " ".join(read_content(request)[0].notices)


def test_the_choice_is_kept(tmp_path):
    """The first public report says what is hidden; two at once agree; the next take it as it is."""
    params = rivers(tmp_path)
    (params / "public.csv").unlink()
    with ThreadPoolExecutor(2) as both:
        told = [*both.map(checked_for, [params, params])]

    kept = (params / "public.csv").read_bytes()
    assert [0, 1] == sorted(one.count("public.csv: hides 72 counts; commit it") for one in told)
    assert (RIVERS / "params" / "public.csv").read_bytes() == kept
    assert "public.csv" not in checked_for(params)
    assert [] == [*params.glob(".*")]


def test_the_choice_is_only_extended(tmp_path):
    """Where it no longer suffices more is hidden; what was hidden stays, and it is told."""
    smallest = ("\nfirst_month", "\nsmall_counts: 2\nfirst_month")
    params = rivers(tmp_path, programme=smallest)
    kept, programme = params / "public.csv", params / "programme.yml"
    kept.unlink()
    checked_for(params)
    few = kept.read_text("utf-8").splitlines()[2:]
    programme.write_text(programme.read_text("utf-8").replace("counts: 2", "counts: 5"), "utf-8")

    told = checked_for(params)

    many = kept.read_text("utf-8").splitlines()[2:]
    assert f"{len({*many} - {*few})} more counts are hidden" in told
    assert {*few} < {*many}
    programme.write_text(programme.read_text("utf-8").replace("counts: 5", "counts: 2"), "utf-8")
    checked_for(params)
    assert many == kept.read_text("utf-8").splitlines()[2:]


def test_a_category_with_commas_and_quotes_is_kept():
    """Whatever values people have: the file is CSV as any reader reads it."""
    where = {"params": RIVERS / "params", "registers": RIVERS / "registers"}
    public = open_report("GE", 2022, "en", edition="public", **where).figures.suppression
    line = ("A1", "2022", "GE", "sex", 'Upper valley, "old" town')

    _, _, *lines = csv.reader(public.text({line}).splitlines())

    assert [list(line)] == lines


DAMAGED = (
    "A1,2022,GE,sex",
    "A1,2022,GE,sex,femle",
    "A1,2022,XX,,",
    "A1,2031,GE,,",
    "Z9,2022,GE,,",
    "<<<<<<< HEAD",
    "",
)


@pytest.mark.parametrize("line", DAMAGED)
def test_a_damaged_choice_is_told(line, tmp_path):
    """By file and line, with what is allowed; nothing is made."""
    kept = rivers(tmp_path) / "public.csv"
    head, header, *lines = kept.read_text("utf-8").splitlines()
    kept.write_text("\n".join([head, header, line, *lines, ""]), encoding="utf-8")

    with pytest.raises(FaultsError, match=r"public.csv, line 3") as error:
        checked_for(kept.parent)
    assert "of A1, A2, A3, B2; in " in error.value.faults[0].expected


def test_without_the_choice_nothing_is_opened(tmp_path):
    """A notebook has no public report before there is a choice, for it writes none."""
    params = rivers(tmp_path)
    (params / "public.csv").unlink()
    given = {"params": params, "registers": RIVERS / "registers", "edition": "public"}

    with pytest.raises(FaultsError, match="make report EDITION=public"):
        _ = open_report("GE", "2022", "en", **given).achievements


def test_of_few_people_nothing_is_in_the_files(tmp_path):
    """In the second programme all counts are hidden, so that whoever is who changes no byte."""
    people = pd.read_csv(RIVERS / "registers/people.csv", dtype=str, keep_default_na=False)
    people = people.set_index("person_id")
    others = people.assign(sex=np.roll(people["sex"], 1), age_band=np.roll(people["age_band"], 1))
    given = ["GE", "2022", "--params", str(rivers(tmp_path)), "--registers"]

    first = made(tmp_path / "first", *given, str(RIVERS / "registers"), formats="html,xlsx")
    registers = altered(tmp_path / "registers", others, RIVERS / "registers")
    second = made(tmp_path / "second", *given, str(registers), formats="html,xlsx")

    assert not people.equals(others)
    assert first == second


def test_personal_data_in_a_narrative_stop_it(tmp_path):
    """Doubt is enough; a donor's report is made, and tells what is certain."""
    params = rivers(tmp_path)
    text = params / "narrative/GE/2022/plan.en.md"
    text.write_text("## Plans\n\nWe go on.\n\nCall +995 599 12 34 56.\n", encoding="utf-8")

    with pytest.raises(FaultsError, match=r"narrative/GE/2022/plan\.en\.md, line 5"):
        checked_for(params)
    assert "plan.en.md, line 5: “C••• +9•• 5•• 1• 3• 5•" in checked_for(params, edition="donor")


def test_typed_numbers_are_listed(tmp_path):
    """They are read before a public report is sent: no days, years, money, or figures by name."""
    params = rivers(tmp_path)
    text = params / "narrative/GE/2022/plan.en.md"
    plain = "On 3 May 2022 it cost 400 euros, €20 each; {A1} came. "
    text.write_text(f"{plain}Of them 3 were men. Two went.\n", encoding="utf-8")

    told = checked_for(params)

    assert "narrative/GE/2022/plan.en.md, line 1: Of them 3 were men." in told
    assert "euros" not in told
    assert "were men" not in checked_for(params, edition="donor")


def test_a_doubt_about_personal_data_stops_it(tmp_path):
    """A donor's report goes on with a warning where a title may be a person's name."""
    shutil.copytree(REGISTERS, directory := tmp_path / "registers")
    path = directory / "organisations.csv"
    text = path.read_text(encoding="utf-8").replace(
        "Resource Center “Bright Path”", "Chyngyz Aitmatov"
    )
    path.write_text(text, encoding="utf-8")
    asked = {"country": "KG", "year": "2014", "edition": "public", "registers": str(directory)}

    with pytest.raises(FaultsError, match=r" 2  title_en "):
        read_content(checked(asked))


def test_a_quarter_has_no_public_edition():
    """What a year hides could be computed from its quarters."""
    with pytest.raises(FaultsError, match="of a part of a year there is no public edition"):
        checked({"country": "KG", "year": "2014", "period": "Q2", "edition": "public"})


def test_a_public_edition_has_names_of_its_own():
    """It stands beside the donor's, or in a directory of its own if none is asked for."""
    asked = checked({"country": "KG", "year": "2014", "edition": "public"})
    (edition,) = asked.editions

    assert PUBLIC_OUTPUT == asked.output
    assert ("KG/2014-public", "rrs-KG-2014-public-en") == (
        edition.directory.as_posix(),
        edition.stem("en"),
    )
