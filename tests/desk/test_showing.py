"""Showing: frames, pictures and sentences in a notebook, as the report has them."""

import inspect
import re
from math import inf

import IPython.display
import pandas as pd
import pytest
from IPython.core.interactiveshell import InteractiveShell
from matplotlib.figure import Figure as Picture

import rrs_data
from rrs_data import FaultsError, Text, section, sentence, show
from rrs_data.language.markdown import escape
from rrs_data.report.desk import on_desk, put_on_desk
from rrs_data.report.sections import background
from rrs_data.report.tabular import TABLE


@pytest.fixture
def shown(monkeypatch):
    """What is displayed: data, and what it is."""
    found = []
    keep = lambda data, raw, metadata: found.append((data, metadata["rrs"]))  # noqa: ARG005, E731
    monkeypatch.setattr(IPython.display, "display", keep)
    return found


@pytest.fixture(params=["en", "ru"])
def report(request, report_of):
    """KG 2014 on the desk, in each language."""
    report = report_of("KG", 2014, request.param)
    put_on_desk(report)
    return report


def table_of(shown):
    """The last table as the report makes it."""
    return shown[-1][0][TABLE]


def test_a_frame_in_the_reports_language(report, shown):
    """Heads by columns' titles, values by labels and locale; a register's rows have no heads."""
    grants = report.rows("grants")[["title_en", "purpose", "awarded", "amount"]].head(1)
    show(grants.assign(title_en="<b> | #x"), label="tbl-a", caption={"en": "A", "ru": "А"})
    table, english = table_of(shown), report.language.code == "en"
    day, amount = ("Nov 25\\, 2013", "\\$3\\,500") if english else ("25 ноября 2013", "3 500 \\$")

    heads = ["Purpose", "Awarded on"] if english else ["Цель", "Дата присуждения"]
    assert heads == table["heads"][1:3]
    assert r"\<b\> \| \#x" == table["rows"][0][0]
    assert table["rows"][0][2].startswith(day)
    assert amount == table["rows"][0][3].replace("\xa0", " ")
    assert ([3], 0, 0) == (table["numeric"], table["row_heads"], table["untraced"])
    assert ("A" if english else "А") == shown[-1][1]["caption"]


def test_an_index_stands_as_row_heads(report, shown):
    """Levels of the index are row heads, those of columns one head; plain numbers lead nowhere."""
    people = report.evidence("participants", one_per="person_id")
    sizes = pd.crosstab(people["age_band"], people["sex"])
    show(sizes, label="tbl-a", caption="A")
    one, (head, *_) = table_of(shown), table_of(shown)["rows"][0]
    show(report.breakdown("participants", ["age_band", "sex"]), label="tbl-b", caption="B")

    assert head.startswith("18–24")
    assert (1, [1, 2, 3], 18) == (one["row_heads"], one["numeric"], one["untraced"])
    assert one["heads"] == table_of(shown)["heads"]
    assert '[5]{.figure indicator="RRS-1[age_band=18-24][sex=F]"}' == table_of(shown)["rows"][0][1]
    assert 0 == table_of(shown)["untraced"]


def test_any_values(report, shown):
    """Years, fractions, truth, what is missing, styles and names of one's own."""
    frame = pd.DataFrame(
        {"year": [2014, 2015], "mine": [1234.5, inf], "yes": [True, False], "t": ["a", None]}
    )
    styler = frame.assign(amount=[3, 4]).style.format("{:.3f}", subset=["mine"]).hide([1])
    show(styler.hide(["yes"], axis=1).highlight_max(), label="tbl-a", caption="A")
    styled = table_of(shown)
    show(frame, label="tbl-a", caption="A")
    number, yes = {"en": (r"1\,234\.5", "yes"), "ru": ("1 234\\,5", "да")}[report.language.code]

    assert ([["2014", r"1234\.500", "a", "3"]], True) == (styled["rows"], styled["unstyled"])
    first = [one.replace("\xa0", " ") for one in table_of(shown)["rows"][0][:3]]
    assert ["2014", number, yes] == first
    assert ["—", "—"] == [table_of(shown)["rows"][1][at] for at in (1, 3)]
    assert ([0, 1], 1) == (table_of(shown)["numeric"], table_of(shown)["untraced"])


def test_a_long_register_says_what_is_left_out(report, shown):
    """A table shows the first rows of a register and says how many more there are, and where."""
    show(report.rows("attendances", "role", whole=True), label="tbl-a", caption="A")

    assert 200 == len(table_of(shown)["rows"])
    assert escape(report.language.number(1696)) in shown[-1][1]["marked"]
    assert r"attendances\.csv" in shown[-1][1]["marked"]


def test_pictures_sentences_and_sections(report, shown):
    """Any figure of matplotlib; sentences count numbers that lead nowhere; nothing is nothing."""
    picture = Picture()
    picture.add_subplot().plot([1, 2])
    show(picture, None, Text.plain(), label="fig-a", caption="A", alt={"en": "Up", "ru": "Вверх"})
    sentence("In 2014 {n} of RRS-1 came, 12 more.", n=report.figure("RRS-1"))
    show(report.rows("grants").head(0), report.t("Never seen before."), "3 of 5", "")
    section("Begun")
    what = [one for _, one in shown]

    alt = {"en": "Up", "ru": "Вверх"}[report.language.code]
    assert ("fig-a", alt) == (what[0]["label"], what[0]["alt"])
    assert "[61]{.figure indicator" in shown[1][0]["text/markdown"]
    assert 1 == what[1]["untraced"]
    assert 2 == what[3]["untraced"]
    assert ("# Begun", 1) == (shown[4][0]["text/markdown"], what[4]["heading"])
    assert 5 == len(shown)
    lacking = ["Never seen before."] if report.language.code == "ru" else []
    assert lacking == what[2].get("untranslated", [])


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (lambda: show(3), ["int", "a DataFrame", "sentence(…)"]),
        (lambda: sentence("{n} came", m=1), ["no value for {n}", "report.figure"]),
        (lambda: sentence("{} came", m=1), ["index 0", 'as in sentence("{n} came."']),
        (lambda: sentence("{n:.1f}", n=on_desk().figure("RRS-1")), ["takes no format"]),
    ],
)
def test_what_cannot_be_shown(report_of, wrong, said):
    """It is told with what can, and how."""
    put_on_desk(report_of("KG", 2014, "en"))
    with pytest.raises(FaultsError) as caught:
        wrong()

    assert [] == [text for text in said if text not in str(caught.value)]


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
def test_examples_of_the_documentation_run(name, report_of, shown):
    """About twenty public names have an example each, and all run as they are printed."""
    report = report_of("KG", 2014, "en")
    put_on_desk(report)
    public = getattr(rrs_data, name)
    known = {"report": report, "t": report.t, "background": background}
    known |= {"country": "KG", "year": 2014, "language": "en"}
    known |= {one: getattr(rrs_data, one) for one in rrs_data.__all__}
    known |= {"by_age": report.breakdown("RRS-1", "age_band"), "grants": report.rows("grants")}
    methods = [one for _, one in inspect.getmembers(public, inspect.isfunction)]
    found = [
        example
        for one in [public, *methods]
        for example in re.findall(r"(?:^ {4}\S.*\n?)+", inspect.getdoc(one) or "", re.MULTILINE)
    ]
    for example in found:
        exec(compile(inspect.cleandoc(example), name, "exec"), dict(known))  # noqa: S102

    assert found
    assert len(rrs_data.__all__) < 25
