"""The command line."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from reports.pipeline import cli
from reports.pipeline.cli import OPTIONS, Refused, parser
from reports.pipeline.outcome import Failure, Outcome
from reports.pipeline.progress import Step
from reports.pipeline.request import Request, Wish
from reports.pipeline.summary import SHOWN, failures_text, shown, summary_text
from reports.project.edition import Edition
from reports.project.paths import ROOT
from tests.driver import request_of

REPORT = Edition("KG", 2014)


@pytest.fixture
def request_(tmp_path: Path) -> Request:
    """A request with the plain engine."""
    return request_of(tmp_path / "a.ipynb", tmp_path / "out")


def outcome(
    files: Sequence[Path] = (), failures: Sequence[Failure] = (), missing: Sequence[Path] = ()
) -> Outcome:
    """An outcome of KG 2014."""
    return Outcome(REPORT, tuple(files), tuple(failures), tuple(missing))


def test_report() -> None:
    """A report is asked for by country and year; every option is a field of the request."""
    options = vars(parser().parse_args(["report", "KG", "2014", "--language", "ru"]))
    command = options.pop("command")

    assert ("report", Wish("KG", "2014", language="ru")) == (command, Wish(**options))


def test_country_and_year_last() -> None:
    """Country and year may stand after the options and a double dash, as make gives them."""
    options = parser().parse_args(["report", "--format", "pdf", "--", "KG", "2014"])

    assert ("KG", "2014", "pdf") == (options.country, options.year, options.format)


def test_nothing_given_is_the_checks_affair() -> None:
    """Without country and year the check says what is missing, together with the rest."""
    options = parser().parse_args(["report"])

    assert ("", "") == (options.country, options.year)


def test_all() -> None:
    """All reports are asked for without country and year."""
    options = vars(parser().parse_args(["all", "--engine", "embedded"]))
    options.pop("command")

    assert Wish(engine="embedded") == Wish(**options)


@pytest.mark.parametrize("arguments", [[], ["repot"], ["report", "--langage", "ru"], ["all", "KG"]])
def test_command_that_cannot_be_understood(arguments: list[str]) -> None:
    """A command that cannot be understood is told as any fault, with the usage."""
    with pytest.raises(Refused, match="expected: python -m reports") as caught:
        parser().parse_args(arguments)

    assert "to mend:" in str(caught.value)


def test_refusals_count() -> None:
    """A refusal says how many faults there are."""
    starts = [str(Refused("X", count)).splitlines()[0] for count in (1, 2)]

    assert ["one thing is" in starts[0], "2 things are" in starts[1]] == [True, True]


def test_help_is_quick_and_whole() -> None:
    """The help names every option, without importing what reports are made with."""
    script = (
        "import sys; from reports.pipeline.cli import main\n"
        "try: main(['report', '--help'])\n"
        "finally: print('heavy:', {'pandas', 'papermill', 'nbformat', 'rich'} & {*sys.modules})"
    )
    result = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert [] == [name for name in OPTIONS if f"--{name}" not in result.stdout]
    assert "heavy: set()" in result.stdout


def test_summary(request_: Request, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The summary says where the files are, which engine made them, and how long it took."""
    monkeypatch.chdir(tmp_path)
    steps = [Step("KG 2014 ru", "render", 1.25), Step("KG 2014 en", "render", 1.0)]
    text = summary_text(request_, [outcome([tmp_path / "out/a.pdf"])], steps)

    assert [
        "KG 2014:",
        "  out/a.pdf",
        "Engine: plain 1.0.",
        "Seconds: render 2.2; together 2.2.",
    ] == text.splitlines()


def test_summary_names_the_index(request_: Request) -> None:
    """After the reports comes the page that lists all of them."""
    text = summary_text(request_, [outcome([Path("/a.pdf")])], [], Path("/index.html"))

    assert ["  /a.pdf", "All reports: /index.html"] == text.splitlines()[1:3]


def test_summary_of_what_nobody_wrote(request_: Request) -> None:
    """Missing narrative is one short paragraph, however much of it is missing."""
    missing = [Path(f"/params/{number}.md") for number in range(100)]
    text = summary_text(request_, [outcome([Path("/a.pdf")], missing=missing)], [])
    paragraph = " ".join(text.splitlines()[4:])

    assert paragraph.endswith(f"and {100 - SHOWN} more.")
    assert SHOWN == paragraph.count("/params/")


def test_summary_has_notices(request_: Request) -> None:
    """What was noticed, such as a Quarto that is too old, is in the summary."""
    object.__setattr__(request_, "notices", ("Quarto 1.3 is too old.",))

    assert "Quarto 1.3 is too old." in summary_text(request_, [], [])


def test_failures() -> None:
    """A failure names what was not made, and why."""
    text = failures_text([outcome(failures=[Failure("KG 2014 ru", "Because.")])])

    assert "\nKG 2014 ru was not made.\nBecause.\n" == text


def test_failures_of_no_single_report() -> None:
    """What failed beside the reports is told too."""
    text = failures_text([outcome()], [Failure("The list of all reports", "Because.")])

    assert "\nThe list of all reports was not made.\nBecause.\n" == text


def test_no_failures() -> None:
    """Without failures nothing is said of them."""
    assert "" == failures_text([outcome()])


def test_paths_elsewhere_are_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is not below this directory is shown with its whole path."""
    monkeypatch.chdir(tmp_path)

    assert ("a", "/b") == (shown(tmp_path / "a"), shown(Path("/b")))


@pytest.mark.parametrize(("failures", "code"), [([], 0), ([Failure("KG 2014 ru", "Because.")], 1)])
def test_exit_code(
    request_: Request, capsys: pytest.CaptureFixture[str], failures: list[Failure], code: int
) -> None:
    """Results go to standard output, failures to standard error and into the exit code."""
    found = cli._tell(request_, [outcome(failures=failures)], [])
    printed = capsys.readouterr()

    assert (code, bool(code)) == (found, bool(printed.err))
    assert "Engine: plain 1.0." in printed.out
