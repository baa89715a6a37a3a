"""A sample of an executed annual report: what the tests of rendering are made with."""

from copy import deepcopy
from functools import cache
from pathlib import Path

import yaml
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from rrs_data import open_report
from rrs_data.language.markdown import escape, pipe_table
from rrs_data.report.sections import background
from tests.conftest import BRAND, PARAMS, REGISTERS

HOSTILE = r"<script>alert(1)</script> #eval $x$ {{< meta title >}} @someone \ | *a* [b](c) `d`"

ALT = "Women 400; men 250. \"Quoted\", 'apostrophe', <b>, {x}, back\\slash & done."

MARKDOWN = yaml.safe_load(Path(__file__).with_suffix(".yml").read_text(encoding="utf-8"))
SVG = MARKDOWN.pop("svg")


def executed(language="ru", *cells):
    """An executed notebook; ``cells`` come after the sample's own."""
    for_analysts, injected = ({"tags": [tag]} for tag in ("for-analysts", "injected-parameters"))
    own = [
        new_markdown_cell("Notes for those who open the notebook.", metadata=for_analysts),
        new_code_cell('language = "ru"', metadata=injected),
        code("cover(report)", cover(language)),
        code("section(…)", text(f"# {escape('Основные показатели')}"), text(MARKDOWN["tiles"])),
        code("story(report)", text(MARKDOWN["story"].replace("HOSTILE", escape(HOSTILE)))),
        code("table(report)", table("tbl-indicators", "Показатели и цели", short_table())),
        code("chart(report)", figure("fig-people", "Участники: больше женщин, чем мужчин")),
        code("section(…)", text("# Мероприятия\n\n## Региональный уровень {#regional}")),
        code("events(report)", table("tbl-events", f"Все {HOSTILE}", long_table())),
        code("record(report)", record()),
    ]
    notebook = new_notebook(cells=[*own, *cells])
    notebook.metadata["papermill"] = {"start_time": "2026-11-23T22:45:00", "duration": 1.5}
    for cell in notebook.cells:
        cell.metadata["papermill"] = {"duration": 0.25, "status": "completed"}
    return notebook


def code(source, *outputs):
    return new_code_cell(source, outputs=list(outputs), execution_count=1)


def part(data, **what):
    """An output of ``rrs_data``."""
    return new_output("display_data", data=data, metadata={"rrs": what})


def text(markdown):
    return part({"text/markdown": markdown}, role="text")


@cache
def front(language):
    """The front matter of the real report KG 2014."""
    report = open_report("KG", 2014, language, registers=REGISTERS, params=PARAMS, brand=BRAND)
    return background.cover(report).bundle()[1]["front"]


def cover(language):
    return part({"text/markdown": "Cover"}, role="cover", front=deepcopy(front(language)))


def record():
    content = {"country": "KG", "year": 2014, "achievements": []}
    return part({"application/json": content}, role="achievements")


def table(label, caption, markdown):
    return part({"text/markdown": markdown}, role="table", label=label, caption=caption)


def figure(label, caption):
    return part({"image/svg+xml": SVG}, role="figure", label=label, caption=caption, alt=ALT)


def short_table():
    """A table with text, numbers and a status."""
    heads = ["Показатель", "База", "Цель", "Факт", "% цели", "Статус"]
    rows = [
        ["Участники региональных мероприятий", "0", "80", "90", "113 %", "[выше]{.status-above}"],
        ["Организации, получившие услуги", "–", "70", "72", "103 %", "[в срок]{.status-met}"],
        ["Призы", "0", "4", "3", "75 %", "[ниже]{.status-below}"],
    ]
    return pipe_table(heads, rows, numeric=(1, 2, 3, 4))


def long_table():
    """A table over several pages, with hostile text."""
    title = escape(f"Региональная стажировка по институциональному развитию {HOSTILE}")
    rows = [[str(n), title, "Бишкек, Кыргызстан", str(n * 37)] for n in range(1, 61)]
    return pipe_table(["№", "Событие", "Место", "Участники"], rows, numeric=(0, 3))
