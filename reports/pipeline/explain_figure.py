"""Explaining: ``make explain`` prints how a figure was counted, down to the rows."""

import json
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from textwrap import fill

import pandas as pd

from reports.pipeline.notebooks import chosen_notebooks
from reports.pipeline.request import source_of
from reports.pipeline.summary import WIDTH, template
from reports.project import ANNUAL_REPORT, BRAND, OUTPUT, PARAMS, Edition, Given, path_of
from rrs_data import Report, open_report
from rrs_data.indicators.keys import INVENTORY, PARAMETERS
from rrs_data.programme.choices import choices
from rrs_data.programme.faults import Fault, FaultsError
from rrs_data.programme.loading import load_programme
from rrs_data.programme.programme import WRITTEN
from rrs_data.report.explanations import Explanation, as_record, explain, explain_count
from rrs_data.report.frames import LABEL, CountedFrame

FORMATS = ("text", "csv", "json")


def answer(given: Given) -> str:
    """The explanation of a figure as text, CSV or JSON; ``given`` are the options as typed.

    Raises FaultsError.
    """
    (form,) = choices("FORMAT", given["format"].strip() or FORMATS[0], FORMATS, most=1)
    params = path_of(given["params"], PARAMS)
    spoken = load_programme(params).languages
    report = open_report(
        given["country"],
        given["year"],
        given["language"].strip() or (WRITTEN if WRITTEN in spoken else spoken[0]),
        period=given["period"],
        registers=source_of(given["registers"]),
        params=params,
        brand=BRAND,
    )
    if counted := _counted(report, given):
        name, value, explanations = counted.label, counted.value, [explain_count(report, counted)]
    else:
        key = report.key(given["figure"])
        explanations = explain(report, key)
        name, value = str(key), report.figures.value(key)[0]
    with_rows = given["rows"].strip() not in ("", "0")
    if form == "json":
        record = as_record(report, name, value, explanations)
        return json.dumps(record, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    if form == "csv":
        heads, *rows = _every_row(report, explanations) if with_rows else _fields(explanations)
        frame = pd.DataFrame(rows, columns=list(heads), dtype=object)
        return frame.to_csv(index=False, lineterminator="\r\n")
    shown = explanations[0].shown if counted else report.figure(name).text
    return template("explanation.txt.jinja", fill=partial(fill, width=WIDTH)).render(
        name=name,
        shown=shown,
        explanations=explanations,
        rows=partial(_rows, report) if with_rows else None,
    )


def _counted(report: Report, given: Given) -> CountedFrame | None:
    """A figure that a notebook counted itself, as the record of the made report has it.

    None where the name cannot be a label. Raises FaultsError: it is not in the record, or the
    register has changed since.
    """
    label = given["figure"].strip()
    if not LABEL.fullmatch(label) or label in (*report.registers.frames, *INVENTORY, *PARAMETERS):
        return None
    (notebook,) = chosen_notebooks(given["notebook"] or ANNUAL_REPORT, most=1)
    edition = Edition(report.country, report.year, notebook, report.period.part)
    path = path_of(given["output"], OUTPUT) / edition.directory / "achievements.json"
    record = json.loads(path.read_text(encoding="utf-8")) if path.exists() else None
    counts = (record or {}).get("counted", {})
    found = f"not in {path}" if record else f"no {path}"
    if label in counts:
        counted = CountedFrame(**counts[label])
        if counted.sha256 == report.registers.hashes[counted.register]:
            return counted
        found = f"counted from another state of the register {counted.register}"
    expected = (
        f"one of {', '.join(counts)}" if counts else "a made report, whose notebook counts it"
    )
    mend = f"make it: make report COUNTRY={report.country} YEAR={report.year} NOTEBOOK={notebook}"
    mend += f" PERIOD={edition.part}" if edition.part else ""
    raise FaultsError([Fault(f"the figure “{label}”", found, expected, mend)])


def _rows(report: Report, register: str, rows: Sequence[int]) -> str:
    """Rows of a register as they stand there."""
    frame, columns = report.registers[register], report.registers.schema.registers[register]
    names = ["row", *(column.name for column in columns.columns)]
    text: str = frame.loc[frame["row"].isin(rows), names].to_csv(index=False)
    return text.rstrip("\n")


def _every_row(report: Report, explanations: Iterable[Explanation]) -> Iterator[tuple[object, ...]]:
    """Every row that was read, whether it was counted, and why not."""
    from rrs_data.report import wording

    yield "figure", "register", "row", "counted", "why_not"
    for one in explanations:
        term, evidence = str(one.traced.term), one.traced.evidence
        counted = [(term, name, row, 1, "") for name, rows in evidence.rows.items() for row in rows]
        others = [
            (term, name, row, 0, wording.reason(report, each))
            for name, excluded in evidence.excluded().items()
            for each in excluded
            for row in each.rows
        ]
        yield from sorted([*counted, *others], key=lambda line: (line[1], line[2]))


def _fields(explanations: Iterable[Explanation]) -> Iterator[tuple[object, ...]]:
    yield "figure", "value", "name", "text"
    for one in explanations:
        for name, text in one.fields:
            yield str(one.traced.term), one.traced.value, name, text
