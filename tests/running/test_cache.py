"""What is kept: a report is made again when, and only when, it would be another, and says why."""

import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from reports.pipeline.summary import Ran, summary_text
from reports.project import PARAMS, REGISTERS, ROOT
from tests.driver import made, request_of
from tests.small_notebooks import COVER, all_parameters, code, record_cell, write_notebook


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    """A request for a report in one language, made with copies of everything."""
    directory = tmp_path_factory.mktemp("cache")
    notebook = write_notebook(directory / "nb", all_parameters(), COVER, record_cell("1"))
    (directory / "nb/extra.csv").write_text("a,b\n")
    request = request_of(notebook, directory / "out", ["en"])
    request = replace(
        request,
        registers=Path(shutil.copytree(REGISTERS, directory / "registers")),
        params=Path(shutil.copytree(PARAMS, directory / "params")),
        published=directory / "published",
    )
    made(request)
    return request


@pytest.fixture
def request_(first, tmp_path):
    """The same, with an output of its own to spoil."""
    return replace(first, output=Path(shutil.copytree(first.output, tmp_path / "out")))


def again(request):
    """What becomes of the report when it is asked for again, and the steps on the way."""
    ran, steps = made(request)
    return ran.outcomes[0], [step.partition(": ")[2] for step in steps]


def test_kept(request_):
    """A report of which nothing has changed is kept: nothing is read, run or written.

    A file that was written again with the same bytes is the same.
    """
    events = Path(request_.source) / "events.csv"
    events.write_bytes(events.read_bytes())
    before = {path: path.stat().st_mtime_ns for path in request_.output.rglob("*")}
    outcome, steps = again(request_)

    assert (True, []) == (outcome.kept, steps)
    assert 7 == len([file for file in outcome.files if file.exists()])
    assert before == {path: path.stat().st_mtime_ns for path in request_.output.rglob("*")}


REVIEW = "register,id,title,same_as,title_same_as,score,reasons,decision\n"
OTHER = [all_parameters(), COVER, code("x = 1"), record_cell("1")]
CHANGES = {
    "registers: events.csv": lambda path: append(path / "registers/events.csv", "\n"),
    "registers: duplicates.csv (new)": lambda path: append(
        path / "registers/duplicates.csv", REVIEW
    ),
    "parameters: programme.yml": lambda path: append(path / "params/programme.yml", "# x\n"),
    "narrative: narrative/KG/2014/notes.en.md (new)": lambda path: append(
        path / "params/narrative/KG/2014/notes.en.md", "A plan."
    ),
    "notebooks: extra.csv": lambda path: append(path / "nb/extra.csv", "1"),
    "notebooks: annual_report.ipynb": lambda path: write_notebook(path / "nb", *OTHER),
}


def append(path, text):
    """Write a bit more into a file."""
    with path.open("a", encoding="utf-8") as file:
        file.write(text)


@pytest.mark.parametrize(("why", "change"), CHANGES.items())
def test_what_is_read_has_changed(first, request_, change, why):
    """The notebook is run again, and the change is named: a file that it reads is one too."""
    directory = first.output.parent
    backup = Path(shutil.copytree(directory, request_.output.parent / "all"))
    try:
        change(directory)
        outcome, steps = again(request_)
    finally:
        for name in ("registers", "params", "nb"):
            shutil.rmtree(directory / name)
            shutil.copytree(backup / name, directory / name)

    assert [why] == outcome.plan.changes
    assert "run the notebook" in steps


def test_another_notebook_changes_nothing(request_, tmp_path):
    """A notebook's change makes its own reports anew, in a directory of their own."""
    notebooks = Path(shutil.copytree(request_.notebooks, tmp_path / "nb"))
    (annual,) = request_.editions
    request = replace(
        request_, notebooks=notebooks, editions=(annual, replace(annual, notebook="brief"))
    )
    write_notebook(notebooks / "brief.ipynb", all_parameters(), COVER, record_cell("1"))
    first = [outcome.kept for outcome in made(request)[0].outcomes]
    write_notebook(notebooks / "brief.ipynb", *OTHER)
    ran, _ = made(request)

    assert ([True, False], [True, False]) == (first, [one.kept for one in ran.outcomes])
    assert ["notebooks: brief.ipynb"] == ran.outcomes[1].plan.changes
    assert (request.output / "KG/2014-brief/rrs-KG-2014-brief-en.pdf").is_file()


@pytest.mark.parametrize(
    ("changes", "why", "rendered_only"),
    [
        ({"formats": ("pdf",)}, "option: FORMAT", True),
        ({"languages": ("ru", "en")}, "not made before", False),
        ({"donor_mark": False}, "option: DONOR_MARK", False),
        ({"strict": True}, "option: STRICT", False),
        ({"force": True}, "asked for with FORCE=1", False),
    ],
)
def test_something_else_is_asked_for(request_, changes, why, rendered_only):
    """What is asked for counts too; other formats need no notebook to be run."""
    request = replace(request_, **changes)
    if changes.get("strict"):
        request = replace(request, editions=(replace(request.editions[0], year=2013),))
        made(replace(request, strict=False))
    outcome, steps = again(request)

    assert why in ", ".join(outcome.plan.changes)
    assert (rendered_only, not rendered_only) == (
        not outcome.plan.anew,
        "run the notebook" in steps,
    )


def test_a_page_of_another_language_is_only_rendered_again(request_):
    """It leads to the new language now; what its notebook computed is the same."""
    _, steps = again(replace(request_, languages=("ru", "en")))

    assert ["render", "render", "run the notebook"] == sorted(steps)[-3:]


def test_templates_are_only_rendered_again(request_, monkeypatch):
    """A changed template makes new files of the same executed notebook."""
    from reports.pipeline import cache

    executed = request_.output / "KG/2014/rrs-KG-2014-en.ipynb"
    before, changed = executed.read_bytes(), {**cache.code(), "rendering: reports/templates/a": "x"}
    monkeypatch.setattr(cache, "code", lambda: changed)
    outcome, steps = again(request_)

    assert not outcome.plan.anew
    assert "run the notebook" not in steps
    assert before == executed.read_bytes()
    said = summary_text(Ran((outcome, outcome)), [])
    assert "KG 2014  rendered  rendering: reports/templates/a (new)" in said


def test_a_failed_report_is_made_again(request_, tmp_path):
    """A report that failed is not taken for made, nor are its other languages for whole."""
    cells = [all_parameters(), code("assert language == 'en'"), COVER, record_cell("1")]
    notebook = write_notebook(tmp_path / "other", *cells)
    request = replace(request_, notebooks=notebook.parent, languages=("ru", "en"))

    assert [1, 1] == [len(again(request)[0].failures) for _ in range(2)]


def test_one_flipped_bit_is_noticed_in_every_kept_file(request_):
    """Whatever is damaged in what is kept is made anew, with the bytes that it had."""
    directory = request_.output / "KG/2014"
    kept = list(directory.iterdir())
    files = {path: path.read_bytes() for path in kept}
    for number, (path, content) in enumerate(files.items(), 1):
        flipped = bytearray(content)
        flipped[len(content) * number // 10] ^= 1 << number % 8
        path.write_bytes(flipped)
        ran, _ = made(request_)

        assert ran.index, path
        assert content == path.read_bytes(), path

    assert 8 == len(files)


QUALITY = """
from rrs_data import open_report, section, show
from rrs_data.report.sections import method
report = open_report(country, year, language, registers=registers)
section("Quality", *method.data_quality(report).values())
"""


def test_a_changed_capacity_is_seen(tmp_path):
    """A cell that no figure counts makes the report anew: its warning is shown.

    So is the command that lists all warnings, with the registers and parameters of the report.
    """
    registers = Path(shutil.copytree(REGISTERS, tmp_path / "registers"))
    params = Path(shutil.copytree(PARAMS, tmp_path / "our params"))
    notebook = write_notebook(tmp_path / "nb", all_parameters(), code(QUALITY), record_cell("1"))
    request = request_of(notebook, tmp_path / "out", ["en"])
    request = replace(request, registers=registers, params=params)
    pages = []
    for capacity in ("20", "1"):
        events = pd.read_csv(registers / "events.csv", dtype=str, keep_default_na=False)
        events.loc[events["event_id"] == "EV-005", "capacity"] = capacity
        events.to_csv(registers / "events.csv", index=False)
        ran, _ = made(request)
        page = (tmp_path / "out/KG/2014/rrs-KG-2014-en.html").read_text(encoding="utf-8")
        pages.append("more people than seats" in page)

    assert [False, True] == pages
    assert ["registers: events.csv"] == ran.outcomes[0].plan.changes
    given = f"REGISTERS={registers} PARAMS='{params}'"
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
    command = [sys.executable, "-c", script, str(request_.output)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)

    assert "[]\n" == done.stdout
