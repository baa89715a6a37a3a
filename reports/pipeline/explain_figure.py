"""Explaining: ``make explain`` prints how a figure was counted, down to the rows."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from textwrap import fill

from reports.pipeline.request import source_of
from reports.pipeline.summary import WIDTH
from reports.project import BRAND, PARAMS, path_of
from rrs_data import Report, open_report
from rrs_data.programme.programme import choices
from rrs_data.report.explanations import Explanation, as_record, explain

FORMATS = ("text", "csv", "json")


def answer(given: Mapping[str, str]) -> str:
    """The explanation of a figure as text, CSV or JSON; ``given`` are the options as typed.

    Raises FaultsError.
    """
    (form,) = choices("FORMAT", given["format"].strip() or FORMATS[0], FORMATS, most=1)
    report = open_report(
        given["country"],
        given["year"],
        given["language"].strip() or "en",
        registers=source_of(given["registers"]),
        params=path_of(given["params"], PARAMS),
        brand=BRAND,
    )
    key = report.key(given["figure"])
    explanations = explain(report, key)
    with_rows = given["rows"].strip() not in ("", "0")
    if form == "json":
        record = as_record(report, given["figure"], explanations)
        return json.dumps(record, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    if form == "csv":
        return _csv(_every_row(report, explanations) if with_rows else _fields(explanations))
    return "\n".join(_text(report, str(key), explanations, with_rows=with_rows)) + "\n"


def _text(
    report: Report, key: str, explanations: Sequence[Explanation], *, with_rows: bool
) -> Iterator[str]:
    yield f"{key} = {report.figure(key).text}"
    for one in explanations:
        yield from ("", f"{one.traced.term} = {one.shown}")
        yield fill(one.title, WIDTH, initial_indent="  ", subsequent_indent="  ")
        for name, text in one.fields:
            yield fill(f"{name}: {text}", WIDTH, initial_indent="  ", subsequent_indent="      ")
        for register, rows in one.traced.evidence.rows.items() if with_rows else ():
            frame, columns = report.registers[register], report.registers.schema.registers[register]
            names = ["row", *(column.name for column in columns.columns)]
            yield from ("", f"  {register}.csv")
            counted = frame.loc[frame["row"].isin(rows), names]  # as they stand in the registers
            yield from (f"  {line}" for line in counted.to_csv(index=False).splitlines())


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


def _csv(lines: Iterable[Sequence[object]]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows(lines)
    return text.getvalue()
