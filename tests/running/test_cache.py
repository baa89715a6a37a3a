"""What is kept: a report is made again when, and only when, it would be another, and says why."""

import shutil
import sys
from dataclasses import replace

import pandas as pd
import pytest

from reports.pipeline import cache
from reports.pipeline.summary import Ran, summary_text
from tests.conftest import ended
from tests.driver import made, small_request
from tests.small_notebooks import COVER, all_parameters, code, record_cell, write_notebook


def copied(request, directory, *names):
    """The request with copies of its directories of these names."""
    own = {name: shutil.copytree(getattr(request, name), directory / name) for name in names}
    return replace(request, **own)


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    """A request for a report in one language, made with copies of everything."""
    directory = tmp_path_factory.mktemp("cache")
    request = replace(small_request(directory), published=directory / "published")
    request = copied(request, directory, "registers", "params")
    (request.notebooks / "extra.csv").write_text("a,b\n")
    made(request)
    return request


@pytest.fixture
def request_(first, tmp_path):
    """The same, with an output of its own to spoil."""
    return copied(first, tmp_path, "output")


def again(request):
    """What becomes of the report when it is asked for again, and the steps on the way."""
    ran, steps = made(request)
    return ran.outcomes[0], [step.partition(": ")[2] for step in steps]


def test_kept(request_):
    """Nothing is read, run or written; a file written again with the same bytes is the same."""
    events = request_.registers / "events.csv"
    events.write_bytes(events.read_bytes())
    before = {path: path.stat().st_mtime_ns for path in request_.output.rglob("*")}
    outcome, steps = again(request_)

    assert (True, []) == (outcome.kept, steps)
    assert 7 == len([file for file in outcome.files if file.exists()])
    assert before == {path: path.stat().st_mtime_ns for path in request_.output.rglob("*")}


ADDED = {
    "registers/events.csv": "\n",
    "registers/duplicates.csv": "register,id,title,same_as,title_same_as,score,reasons,decision\n",
    "params/programme.yml": "# x\n",
    "params/narrative/KG/2014/notes.en.md": "A plan.",
    "notebooks/extra.csv": "1",
}
"""What is written at the end of files that a report reads, or into new ones."""
OTHER = [all_parameters(), COVER, code("x = 1"), record_cell("1")]


def test_whatever_is_read_has_changed(request_, tmp_path):
    """The notebook is run again, and each change is named: a file that it reads is one too."""
    request = copied(request_, tmp_path, "registers", "params", "notebooks")
    for name, text in ADDED.items():
        with (tmp_path / name).open("a", encoding="utf-8") as file:
            file.write(text)
    write_notebook(request.notebooks, *OTHER)
    outcome, steps = again(request)

    assert [
        "narrative: narrative/KG/2014/notes.en.md (new)",
        "notebooks: annual_report.ipynb",
        "notebooks: extra.csv",
        "parameters: programme.yml",
        "registers: duplicates.csv (new)",
        "registers: events.csv",
    ] == sorted(outcome.changes)
    assert "run the notebook" in steps


def test_another_notebook_changes_nothing(request_, tmp_path):
    """A notebook's change makes its own reports anew, in a directory of their own."""
    request, (annual,) = copied(request_, tmp_path, "notebooks"), request_.editions
    request = replace(request, editions=(annual, replace(annual, notebook="brief")))
    brief = request.notebooks / "brief.ipynb"
    write_notebook(brief, all_parameters(), COVER, record_cell("1"))
    first = [outcome.kept for outcome in made(request)[0].outcomes]
    write_notebook(brief, *OTHER)
    ran, _ = made(request)

    assert ([True, False], [True, False]) == (first, [one.kept for one in ran.outcomes])
    assert ["notebooks: brief.ipynb"] == ran.outcomes[1].changes
    assert (request.output / "KG/2014-brief/rrs-KG-2014-brief-en.pdf").is_file()


@pytest.mark.parametrize(
    ("changes", "why"),
    [({"donor_mark": False, "strict": True}, "DONOR_MARK"), ({"force": True}, "FORCE=1")],
)
def test_something_else_is_asked_for(request_, changes, why):
    """What is asked for counts too."""
    (edition,) = request_.editions
    request = replace(request_, editions=(replace(edition, year=2013),))
    made(request)
    outcome, steps = again(replace(request, **changes))

    assert why in str(outcome.changes)
    assert ("strict" in changes) == ("option: STRICT" in outcome.changes)
    assert "run the notebook" in steps


def test_what_is_only_rendered_again(request_, monkeypatch):
    """A changed template, other formats or languages need no notebook to be run."""
    executed = request_.output / "KG/2014/rrs-KG-2014-en.ipynb"
    before, changed = executed.read_bytes(), {**cache.code(), "rendering: reports/templates/a": "x"}
    monkeypatch.setattr(cache, "code", lambda: changed)
    template, first = again(request_)
    formats = replace(request_, formats=("pdf",))
    outcome, second = again(formats)
    _, others = again(replace(formats, languages=("ru", "en")))

    assert "KG 2014  rendered  rendering: reports/templates/a (new)" in summary_text(
        Ran(request_, (template, template)), []
    )
    assert before == executed.read_bytes()
    assert ["option: FORMAT"] == outcome.changes
    assert "run the notebook" not in [*first, *second]
    assert ["render", "render", "run the notebook"] == sorted(others)[-3:]


def test_a_failed_report_is_made_again(request_):
    """A report that failed is not taken for made, nor are its other languages for whole."""
    fails = code("assert language == 'en'")
    request = small_request(request_.output.parent, fails, languages=("ru", "en"))

    assert [1, 1] == [len(again(request)[0].failures) for _ in range(2)]


def test_one_flipped_bit_is_noticed_in_every_kept_file(request_):
    """Whatever is damaged in what is kept is named and made anew, with the bytes that it had."""
    directory = request_.output / "KG/2014"
    before = {path.name: path.read_bytes() for path in directory.iterdir()}
    stamp = {".stamp.json"}
    for damaged in (before.keys() - stamp, stamp):
        for number, name in enumerate(damaged, 1):
            flipped = bytearray(before[name])
            flipped[len(flipped) * number // 10] ^= 1 << number % 8
            (directory / name).write_bytes(flipped)
        outcome, _ = again(request_)
        named = {each.removeprefix("changed file: ") for each in outcome.changes}

        assert named == (damaged if damaged != stamp else {"not made before"})
        assert before == {path.name: path.read_bytes() for path in directory.iterdir()}
    assert 8 == len(before)


QUALITY = """
from rrs_data import open_report, section, show
from rrs_data.report.sections import method
report = open_report(country, year, language, registers=registers)
section("Quality", *method.data_quality(report).values())
"""


def test_a_changed_capacity_is_seen(tmp_path):
    """What no figure counts makes the report anew too: the warning is shown, and how to list it."""
    own = tmp_path / "our own"
    request = copied(small_request(tmp_path, code(QUALITY)), own, "registers", "params")
    file = request.registers / "events.csv"
    pages = []
    for capacity in ("20", "1"):
        events = pd.read_csv(file, dtype="str", keep_default_na=False)
        events.loc[events["event_id"] == "EV-005", "capacity"] = capacity
        events.to_csv(file, index=False)
        ran, _ = made(request)
        page = (tmp_path / "out/KG/2014/rrs-KG-2014-en.html").read_text(encoding="utf-8")
        pages.append("more people than seats" in page)

    assert [False, True] == pages
    assert ["registers: events.csv"] == ran.outcomes[0].changes
    given = f"REGISTERS='{own}/registers' PARAMS='{own}/params'"
    assert f"1 warning (make check {given} lists all):" in summary_text(ran, [])


def test_nothing_slow_is_imported_to_keep_a_report(request_):
    """To find that nothing has changed takes no data frames, notebooks or engines."""
    script = (
        "import sys; from reports.pipeline import cache, request, run\n"
        "asked = request.checked({'country': 'KG', 'year': '2014', 'output': sys.argv[1]})\n"
        "cache.plan_of(asked, asked.editions[0], {})\n"
        "slow = {'pandas', 'numpy', 'nbformat', 'matplotlib', 'rich', 'IPython'}\n"
        "print(sorted(slow & sys.modules.keys()))"
    )
    done = ended([sys.executable, "-c", script, str(request_.output)])

    assert "[]\n" == done.stdout
