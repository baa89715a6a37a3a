"""Showing: frames in a notebook as the report has them, and what IPython makes of them."""

import inspect
import re
from math import inf

import IPython.display
import pandas as pd
import pytest
from IPython.core.interactiveshell import InteractiveShell

import rrs_data
from rrs_data import FaultsError, listing, show
from rrs_data.report.desk import put_on_desk
from rrs_data.report.sections import background
from rrs_data.report.tabular import TABLE


@pytest.fixture
def shown(monkeypatch):
    """What is displayed: data, and what it is."""
    found = []
    keep = lambda data, raw, metadata: found.append((data, metadata["rrs"]))  # noqa: ARG005, E731
    monkeypatch.setattr(IPython.display, "display", keep)
    return found


@pytest.fixture
def report(report_of):
    """KG 2014 on the desk."""
    report = report_of("KG", 2014)
    put_on_desk(report)
    return report


def table_of(shown, frame):
    """A frame's table as the report makes it, with the blanks of a keyboard."""
    show(frame, label="tbl-a", caption={"en": "in en", "ru": "in ru"})
    table = shown[-1][0][TABLE]
    rows = [[cell.replace("\xa0", " ") for cell in row] for row in table["rows"]]
    return {**table, "rows": rows}


@pytest.mark.parametrize(
    ("language", "heads", "day", "amount"),
    [
        ("en", ["Purpose", "Awarded on"], "Nov 25\\, 2013", "\\$3\\,500"),
        ("ru", ["Цель", "Дата присуждения"], "25 ноября 2013", "3 500 \\$"),
    ],
)
def test_a_frame_in_the_reports_language(report_of, shown, language, heads, day, amount):
    """Heads by columns' titles, values by labels and locale; a register's rows have no heads."""
    report = report_of("KG", 2014, language)
    put_on_desk(report)
    grants = report.rows("grants")[["title_en", "purpose", "awarded", "amount"]].head(1)
    table = table_of(shown, grants.assign(title_en="<b> | #x"))
    (row,) = table["rows"]

    assert heads == table["heads"][1:3]
    assert (r"\<b\> \| \#x", amount) == (row[0], row[3])
    assert row[2].startswith(day)
    assert ([3], 0, 0) == (table["numeric"], table["row_heads"], table["untraced"])
    assert f"in {language}" == shown[-1][1]["caption"]


def test_an_index_stands_as_row_heads(report, shown):
    """Levels of the index are row heads, those of columns one head; plain numbers lead nowhere."""
    people = report.evidence("participants", one_per="person_id")
    plain = table_of(shown, pd.crosstab(people["age_band"], people["sex"]))
    traced = table_of(shown, report.breakdown("participants", ["age_band", "sex"]))

    assert plain["rows"][0][0].startswith("18–24")
    assert (1, [1, 2, 3], 18) == (plain["row_heads"], plain["numeric"], plain["untraced"])
    assert (plain["heads"], 0) == (traced["heads"], traced["untraced"])
    assert '[5]{.figure indicator="RRS-1[age_band=18-24][sex=F]"}' == traced["rows"][0][1]


@pytest.mark.usefixtures("report")
def test_any_values(shown):
    """Years, fractions, truth, what is missing, styles and names of one's own."""
    frame = pd.DataFrame(
        {"year": [2014, 2015], "mine": [1234.5, inf], "yes": [True, False], "t": ["a", None]}
    )
    styler = frame.assign(amount=[3, 4]).style.format("{:.3f}", subset=["mine"]).hide([1])
    styled = table_of(shown, styler.hide(["yes"], axis=1).highlight_max())
    table = table_of(shown, frame)

    assert ([["2014", r"1234\.500", "a", "3"]], True) == (styled["rows"], styled["unstyled"])
    assert [["2014", r"1\,234\.5", "yes", "a"], ["2015", "—", "no", "—"]] == table["rows"]
    assert ([0, 1], 1) == (table["numeric"], table["untraced"])


def test_a_long_register_says_what_is_left_out(report, shown):
    """A table shows the first rows of a register and says how many more there are, and where."""
    rows = report.rows("attendances", "role", whole=True)
    for long in (rows, listing(rows, {"Role": "role"})):
        assert 200 == len(table_of(shown, long)["rows"])
        assert r"1\,696 more rows" in shown[-1][1]["marked"]
        assert r"attendances\.csv" in shown[-1][1]["marked"]


@pytest.fixture
def shell():
    shell = InteractiveShell.instance()
    shell.run_cell('from rrs_data import open_report\nreport = open_report("KG", 2014, "en")')
    yield shell
    InteractiveShell.clear_instance()


def test_ipython_knows_frames_pictures_and_reports(shell):
    """A last line gives the report's table; pictures are the same each time; a report is a page."""
    frame = shell.run_cell('report.rows("events", "kind", "start").head(2)').result
    data, _ = shell.display_formatter.format(frame)
    shell.run_cell("import matplotlib.pyplot as plt\nfig, ax = plt.subplots()\nax.plot([1, 2])")
    pictures = [shell.display_formatter.format(shell.user_ns["fig"])[0] for _ in range(2)]
    page = shell.display_formatter.format(shell.user_ns["report"])[0]

    assert ["Kind", "First day"] == data[TABLE]["heads"]
    assert pictures[0]["image/svg+xml"] == pictures[1]["image/svg+xml"]
    assert "<dc:date>" not in pictures[0]["image/svg+xml"]
    assert "<Report KG 2014 en>" == page["text/plain"]
    for text in ("Attendances", "1896", "RRS-17", "report.rows("):
        assert text in page["text/html"]
    assert len(page["text/html"]) < 10_000


def test_a_fault_names_the_line_of_the_cell(shell, capsys):
    """First the analyst's line, then what was wrong and how to mend it, and no traceback."""
    shell.run_cell('x = 1\nreport.rows("evnts")')
    lines = capsys.readouterr().out.splitlines()

    assert 'In line 2 of the cell: report.rows("evnts")' == lines[0]
    assert any("did you mean “events”?" in line for line in lines)
    assert len(lines) < 9


def test_a_cell_that_runs_again_counts_anew(shell):
    """The same cell may run again; another cell may not take its label."""
    cell = 'report.figure(report.rows("grants").head(n), label="again")'
    ran = [
        shell.run_cell(one, store_history=True)
        for one in ("n = 1", cell, "n = 2", cell, f"{cell}  # another", "n = 3", f"{cell} + 0")
    ]

    assert (1, 2, None) == (ran[1].result, ran[3].result, ran[4].error_in_exec)
    assert isinstance(ran[-1].error_in_exec, FaultsError)


@pytest.mark.parametrize("name", [one for one in rrs_data.__all__ if one != "REGION"])
@pytest.mark.usefixtures("shown")
def test_examples_of_the_documentation_run(name, report):
    """About twenty public names have an example each, and all run as they are printed."""
    public = getattr(rrs_data, name)
    known = {one: getattr(rrs_data, one) for one in rrs_data.__all__}
    known |= {"report": report, "t": report.t, "background": background}
    known |= {"country": "KG", "year": 2014, "language": "en"}
    known |= {"by_age": report.breakdown("RRS-1", "age_band"), "grants": report.rows("grants")}
    methods = [one for _, one in inspect.getmembers(public, inspect.isfunction)]
    texts = "\n\n".join(inspect.getdoc(one) or "" for one in [public, *methods])
    found = re.findall(r"(?:^ {4}\S.*\n?)+", texts, re.MULTILINE)
    for example in found:
        exec(compile(inspect.cleandoc(example), name, "exec"), dict(known))  # noqa: S102

    assert found
    assert len(rrs_data.__all__) < 25
