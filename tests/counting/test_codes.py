"""Codes: every code that a sheet may have is one everywhere, and any indicator may be left out."""

import re
import shutil
from dataclasses import replace

import pytest

from reports.render.programs import run_pandoc
from rrs_data import open_report
from tests.conftest import BRAND, PARAMS, REGISTERS, ROOT
from tests.reports.whole import outputs_of

CODES = {"RRS-1": "RRS-1b", "RRS-3": "EU-2.1", "RRS-5": "A1", "RRS-16": "EG.3.2-24"}
"""Codes of the shipped sheets, and others in their place."""


@pytest.fixture(scope="module")
def other(tmp_path_factory):
    """KG 2014 with other codes in parameters, narrative and targets."""
    directory = tmp_path_factory.mktemp("codes")
    for source, name in ((PARAMS, "params"), (REGISTERS, "registers")):
        shutil.copytree(source, directory / name)
    for path in directory.rglob("*.*"):
        if path.suffix in (".yml", ".csv", ".md"):
            text = path.read_text("utf-8")
            text = re.sub(r"RRS-\d+", lambda code: CODES.get(code[0], code[0]), text)
            path.write_text(text, encoding="utf-8")
    where = {name: directory / name for name in ("registers", "params")}
    return open_report("KG", 2014, "en", **where, brand=BRAND)


def test_any_code_is_counted(other, shipped):
    """The achievements, keys and reasons of a sheet do not depend on what its code looks like."""
    for old, new in CODES.items():
        for key in ("{}", "{}.target", "2013/{}", "ALL/2014/{} ~ {}.target"):
            expected = shipped.figure(key.format(old, old)).value
            assert expected == other.figure(key.format(new, new)).value
        one, another = shipped.achievements[old].as_record(), other.achievements[new].as_record()
        assert {**one, "indicator": new} == another
    assert shipped.figure("RRS-1[sex=F]").value == other.figure("RRS-1b[sex=F]").value


def test_any_code_is_reported(other):
    """All sections are built, and every code has the explanation that its figures lead to."""
    found = outputs_of(other)
    texts = [data.get("text/markdown", "") for data, _ in found]
    tables = {what["label"] for _, what in found if "label" in what}

    assert {"tbl-indicators", "tbl-participants", "tbl-published"} <= tables
    for code in CODES.values():
        assert any(f"{{#explain-{code.lower()}}}" in text for text in texts)
    assert not any(re.search(r"\{\.figure register=\"[^\"]*(EU-2|A1|RRS)", text) for text in texts)


def test_figures_lead_to_any_code():
    """The filter finds the explanation of a figure, whatever its code is."""
    keys = {"EU-2.1": "", "KG/2013/EU-2.1.target": "-kg", "EU-2.1[sex=F] / A1": ""}
    figures = [f'[90]{{.figure indicator="{key}"}}' for key in keys]
    text = "\n\n".join(["# Text", *figures, "# A {#explain-eu-2.1}", "# B {#explain-eu-2.1-kg}"])
    lead = f"--lua-filter={ROOT}/reports/filters/figures.lua"
    page = run_pandoc(["-f", "markdown", "-t", "html", lead], text)

    assert [f"eu-2.1{area}" for area in keys.values()] == re.findall('href="#explain-(.*?)"', page)


@pytest.mark.parametrize("first", range(3))
def test_any_indicator_may_be_left_out(shipped, first, tmp_path):
    """Without every third sheet the report is built, and does not name their codes."""
    codes = list(shipped.indicators.sheets)[first::3]
    sheets = {name: one for name, one in shipped.indicators.sheets.items() if name not in codes}
    figures = tuple(one for one in shipped.published.figures if one.indicator not in codes)
    report = replace(
        shipped,
        indicators=replace(shipped.indicators, sheets=sheets),
        published=replace(shipped.published, figures=figures),
        params=tmp_path,  # where no narrative names a figure
    )
    # Rows are counted in one way whichever other sheets there are: they are marked once for all.
    for name in ("column", "texts", "candidates"):
        setattr(report.figures, name, getattr(shipped.figures, name))
    texts = [data.get("text/markdown", "") for data, _ in outputs_of(report)]

    named = rf"({'|'.join(codes)})\b"
    assert not any(re.search(named, text.replace("\\", "")) for text in texts)
