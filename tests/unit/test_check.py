"""The check of a request."""

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import rrs_data
from reports.pipeline.check import check
from reports.pipeline.request import Wish
from reports.project.edition import Edition
from reports.project.paths import NOTEBOOK, OUTPUT
from reports.render import engines
from rrs_data.indicators import deviations
from rrs_data.programme.faults import Fault, FaultsError
from tests.small_notebooks import all_parameters, code, write_notebook

KG = {"country": "KG", "year": "2014"}


@pytest.fixture(autouse=True)
def registers_and_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Registers and engines have tests of their own: here they are as the request needs them."""

    def choose_engine(wish: str) -> tuple[str, list[str]]:
        return f"engine {wish}", ["a notice"]

    monkeypatch.setattr(rrs_data, "load_registers", lambda *_: SimpleNamespace(illustrative=True))
    monkeypatch.setattr(deviations, "check_reasons", lambda *_: [])
    monkeypatch.setattr(engines, "choose_engine", choose_engine)


@pytest.fixture
def notebook(tmp_path: Path) -> Path:
    """A notebook with every parameter."""
    return write_notebook(tmp_path / "a.ipynb", all_parameters())


@pytest.fixture
def faults(notebook: Path) -> Callable[..., list[Fault]]:
    """Checks a request and returns its faults."""

    def found(**wish: Any) -> list[Fault]:
        with pytest.raises(FaultsError) as caught:
            check(Wish(**(KG | wish)), notebook)
        return list(caught.value.faults)

    return found


def test_defaults(notebook: Path) -> None:
    """Nothing but a country and a year is needed: all languages, PDF and HTML, any engine."""
    request = check(Wish(**KG), notebook)

    assert (Edition("KG", 2014),) == request.reports
    assert (("ru", "en"), ("pdf", "html")) == (request.languages, request.formats)
    assert ("engine auto", OUTPUT) == (request.engine, request.output)
    assert (None, None) == (request.registers, request.params)
    assert ("a notice",) == request.notices


@pytest.mark.parametrize("given", ["kg", " KG ", "Kg"])
def test_country_in_lower_case(notebook: Path, given: str) -> None:
    """A country's code may be written in small letters."""
    assert Edition("KG", 2014) == check(Wish(given, "2014"), notebook).reports[0]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("en", ("en",)),
        ("en,ru", ("ru", "en")),
        ("EN ru", ("ru", "en")),
        ("ru,ru", ("ru",)),
        ("all", ("ru", "en")),
        ("", ("ru", "en")),
    ],
)
def test_languages(notebook: Path, given: str, expected: tuple[str, ...]) -> None:
    """Languages come in the programme's order, each once, however they were written."""
    assert expected == check(Wish(**KG, language=given), notebook).languages


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("", ("pdf", "html")),
        ("docx", ("docx",)),
        ("docx,pdf", ("pdf", "docx")),
        ("all", ("pdf", "html", "docx")),
    ],
)
def test_formats(notebook: Path, given: str, expected: tuple[str, ...]) -> None:
    """A Word file is made when it is asked for."""
    assert expected == check(Wish(**KG, format=given), notebook).formats


def test_whole_programme(notebook: Path) -> None:
    """Without a country and a year every report of the programme is meant."""
    reports = check(Wish(), notebook).reports

    assert {"KG", "PK", "ALL"} <= {report.country for report in reports}


def test_given_directories_are_absolute(
    notebook: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A directory that was given is found from the notebook's directory too."""
    monkeypatch.chdir(tmp_path)
    request = check(Wish(**KG, registers="mine", output="out"), notebook)

    assert (tmp_path / "mine", tmp_path / "out") == (request.registers, request.output)


@pytest.mark.parametrize(
    ("given", "hint"),
    [
        ("Kyrgyzstan", "COUNTRY=KG"),
        ("Кыргызстан", "COUNTRY=KG"),
        ("kazahstan", "COUNTRY=KZ"),
        ("KGZ", "COUNTRY=KG"),
        ("XX", "take one of these"),
    ],
)
def test_unknown_country(faults: Callable[..., list[Fault]], given: str, hint: str) -> None:
    """An unknown country is answered with the codes, and with the one that was meant."""
    (fault,) = faults(country=given)

    assert ("COUNTRY", f"“{given}”") == (fault.where, fault.found)
    assert "KG Kyrgyzstan" in fault.expected
    assert hint in fault.mend


@pytest.mark.parametrize(
    "given", ["2012", "2016", "FY2014", "14", "２０１４", "2014.0", "finale", "-1"]
)
def test_unknown_year(faults: Callable[..., list[Fault]], given: str) -> None:
    """A year outside the programme, or none at all, is answered with the years."""
    (fault,) = faults(year=given)

    assert ("YEAR", f"“{given}”") == (fault.where, fault.found)
    assert "2013, 2014, 2015" in fault.expected


@pytest.mark.parametrize("country", ["KG", "AF", "ALL"])
def test_final_report(notebook: Path, country: str) -> None:
    """The report on the whole programme is asked for with a word in place of the year."""
    assert (Edition(country, "final"),) == check(Wish(country, "Final"), notebook).reports


def test_year_before_the_country_joined(faults: Callable[..., list[Fault]]) -> None:
    """A year in which the country had not joined yet is answered with the country's years."""
    (fault,) = faults(country="AF", year="2013")

    assert "2014, 2015" in fault.expected


@pytest.mark.parametrize(
    ("name", "given", "allowed", "hint"),
    [
        ("language", "rus", "ru, en", "LANGUAGE=ru"),
        ("format", "pfd", "pdf, html", "FORMAT=pdf"),
        ("engine", "quatro", "auto, quarto, embedded", "ENGINE=quarto"),
    ],
)
def test_unknown_choice(
    faults: Callable[..., list[Fault]], name: str, given: str, allowed: str, hint: str
) -> None:
    """An unknown language, format or engine is answered with what there is, the nearest first."""
    (fault,) = faults(**{name: given})

    assert (name.upper(), f"“{given}”") == (fault.where, fault.found)
    assert (True, True) == (allowed in fault.expected, hint in fault.mend)


def test_nothing_given(faults: Callable[..., list[Fault]]) -> None:
    """A country and a year that were left out are named both."""
    found = faults(country="", year=" ")

    assert [("COUNTRY", "nothing"), ("YEAR", "nothing")] == [(f.where, f.found) for f in found]


def test_output_below_a_file(faults: Callable[..., list[Fault]], tmp_path: Path) -> None:
    """An output directory that cannot be made is found before anything starts."""
    (tmp_path / "file").write_text("")
    (fault,) = faults(output=str(tmp_path / "file" / "out"))

    assert f"OUTPUT, {tmp_path / 'file' / 'out'}" == fault.where
    assert "OUTPUT=" in fault.mend


def test_output_leaves_nothing(notebook: Path, tmp_path: Path) -> None:
    """The check of the output directory makes nothing."""
    before = sorted(tmp_path.iterdir())
    check(Wish(**KG, output=str(tmp_path / "out")), notebook)

    assert before == sorted(tmp_path.iterdir())


def test_missing_params(faults: Callable[..., list[Fault]], tmp_path: Path) -> None:
    """Each file of parameters that is missing is named once."""
    where = [fault.where for fault in faults(params=str(tmp_path))]
    names = ["programme.yml", "indicators.yml", "published.yml"]

    assert [str(tmp_path / name) for name in names] == where


def test_missing_notebook(tmp_path: Path) -> None:
    """A notebook that is not there is told before a kernel starts."""
    with pytest.raises(FaultsError, match="no such file"):
        check(Wish(**KG), tmp_path / "a.ipynb")


def test_notebook_without_a_parameter(tmp_path: Path) -> None:
    """Papermill would drop a parameter that the notebook does not have: it is told instead."""
    notebook = write_notebook(tmp_path / "a.ipynb", code("country = 'KG'", "parameters"))
    with pytest.raises(FaultsError, match="does not set language, provenance, year"):
        check(Wish(**KG), notebook)


def test_faults_come_together(
    faults: Callable[..., list[Fault]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """All faults of a request come at once, those of the registers too."""

    def refuse(path: Path, *_others: object) -> None:
        raise FaultsError([Fault(str(path), "no such directory", "registers", "make them")])

    monkeypatch.setattr(rrs_data, "load_registers", refuse)
    found = faults(country="X", year="1", language="x", format="x", engine="x", registers="/x")
    where = [fault.where for fault in found]

    assert ["COUNTRY", "YEAR", "LANGUAGE", "FORMAT", "ENGINE", "/x"] == where


def test_shipped_notebook(monkeypatch: pytest.MonkeyPatch) -> None:
    """The notebook of the report has every parameter that can be given."""
    wish = Wish(**KG, registers=str(NOTEBOOK.parent), params=str(NOTEBOOK.parents[1] / "params"))

    assert NOTEBOOK == check(wish).notebook


def test_missing_reason_stops(
    faults: Callable[..., list[Fault]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """An indicator off its target without a written reason stops the report."""
    fault = Fault("RRS-9", "no reason", "a reason", "write it")
    monkeypatch.setattr(deviations, "check_reasons", lambda *_: [fault])

    assert [fault] == faults()


def test_draft_needs_no_reason(notebook: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """STRICT=0 lets a draft through."""
    fault = Fault("RRS-9", "no reason", "a reason", "write it")
    monkeypatch.setattr(deviations, "check_reasons", lambda *_: [fault])

    assert (Edition("KG", 2014),) == check(Wish(**KG, strict="0"), notebook).reports


def test_strict_is_yes_or_no(faults: Callable[..., list[Fault]]) -> None:
    """STRICT takes 0 and 1 and nothing else."""
    (fault,) = faults(strict="perhaps")

    assert ("STRICT", "“perhaps”") == (fault.where, fault.found)
