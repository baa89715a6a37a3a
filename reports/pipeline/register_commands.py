"""The commands ``check`` and ``explain``, and what all commands about registers need.

A command takes the options as they were typed, an empty text for one that was not, and returns the
exit code; what is wrong with them is raised as FaultsError.
"""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from textwrap import fill
from typing import Any

import pandas as pd

from reports.archive.record import as_json
from reports.pipeline.request import chosen_notebooks
from reports.pipeline.summary import WIDTH, template
from reports.project import (
    ANNUAL_REPORT,
    OUTPUT,
    PARAMS,
    REGISTERS,
    Edition,
    Given,
    path_of,
    registers_at,
    write_whole,
)
from rrs_data import Report, open_report
from rrs_data.indicators.achievements import Achievements
from rrs_data.indicators.keys import INVENTORY, PARAMETERS
from rrs_data.indicators.reconciliation import findings_of
from rrs_data.indicators.sheets import load_indicators
from rrs_data.intake.descriptor import schema_of
from rrs_data.intake.findings import FORMATS, LANGUAGES
from rrs_data.intake.registers import checked_registers
from rrs_data.intake.schema import Schema
from rrs_data.language.language import Language
from rrs_data.programme.choices import choice
from rrs_data.programme.faults import Fault, FaultsError
from rrs_data.programme.loading import load_programme
from rrs_data.programme.programme import WRITTEN, Programme
from rrs_data.report.counted_frames import LABEL, CountedFrame
from rrs_data.report.explanations import as_record, explain, explain_count


def check(given: Given) -> int:
    """Check registers and list what is wrong; 2 where there are errors, else 0."""
    form = choice("FORMAT", given["format"] or "table", *FORMATS)
    language, source = language_of(given), given["registers"] or REGISTERS
    programme, schema = programme_and_schema(source, given["params"])
    indicators = load_indicators(path_of(given["params"], PARAMS), schema)
    checked = checked_registers(source, (programme, indicators.sheets), schema)
    findings = findings_of(Achievements(checked, indicators, programme))
    text = FORMATS[form](findings, checked.counts, language)
    if given["output"]:
        write_whole(path := Path(given["output"]).expanduser(), text.encode())
        print(path)
    else:
        sys.stdout.write(text)
    return 2 if findings.errors else 0


def programme_and_schema(source: str | Path, params: str) -> tuple[Programme, Schema]:
    """The programme of a directory of parameters; the schema of a source, or else of it."""
    directory = path_of(params, PARAMS)
    programme = load_programme(directory)
    return programme, schema_of(source, directory, programme.languages)


def language_of(given: Given) -> Language:
    """The language of what is printed: English unless another is asked for."""
    return Language(choice("LANGUAGE", given["language"] or LANGUAGES[0], *LANGUAGES))


def explain_figure(given: Given) -> int:
    """Print how a figure was counted, down to the rows, as text, CSV or JSON."""
    form = choice("FORMAT", given["format"].strip() or "text", "text", "csv", "json")
    with_rows = given["rows"].strip() not in ("", "0")
    params = path_of(given["params"], PARAMS)
    spoken = load_programme(params).languages
    report = open_report(
        given["country"],
        given["year"],
        given["language"].strip() or (WRITTEN if WRITTEN in spoken else spoken[0]),
        period=given["period"],
        registers=registers_at(given["registers"]),
        params=params,
    )
    if counted := _counted(report, given):
        name, value, explanations = counted.label, counted.value, [explain_count(report, counted)]
    else:
        key = report.key(given["figure"])
        explanations = [explain(report, term) for term in key.terms]
        name, value = str(key), report.figures.value(key)[0]
    if form == "text":
        text = template("explanation.txt.jinja", fill=partial(fill, width=WIDTH)).render(
            name=name,
            shown=explanations[0].shown if counted else report.figure(name).text,
            explanations=explanations,
            rows=partial(_rows, report) if with_rows else None,
        )
    elif form == "json":
        terms = [as_record(report, one) for one in explanations]
        text = as_json({"figure": name, "value": value, "terms": terms})
    else:
        told = [
            row
            for one in explanations
            for row in _told(as_record(report, one), with_rows=with_rows)
        ]
        text = pd.DataFrame(told, dtype=object).to_csv(index=False, lineterminator="\r\n")
    sys.stdout.write(text)
    return 0


def _told(term: Mapping[str, Any], *, with_rows: bool) -> Iterator[dict[str, Any]]:
    """What is said of a term; or of every row that was read, whether it was counted, or why not."""
    own = {"figure": term["term"]}
    if not with_rows:
        for name, text in term["text"].items():
            yield own | {"value": term["value"], "name": name, "text": text}
        return
    for name, one in sorted(term["registers"].items()):
        whys = dict.fromkeys(one["counted"], "")
        for each in one["excluded"]:
            whys |= dict.fromkeys(each["rows"], each["why"])
        for row, why in sorted(whys.items()):
            yield own | {"register": name, "row": row, "counted": int(not why), "why_not": why}


def _counted(report: Report, given: Given) -> CountedFrame | None:
    """A figure that a notebook counted itself, as the record of the made report has it.

    None where the name cannot be a label. Raises FaultsError: it is not in the record, or the
    register has changed since.
    """
    label = given["figure"].strip()
    if not LABEL.fullmatch(label) or label in (*report.registers.frames, *INVENTORY, *PARAMETERS):
        return None
    notebook, *_ = chosen_notebooks(given["notebook"] or ANNUAL_REPORT)
    edition = Edition(report.country, report.year, notebook, report.period.part)
    path = path_of(given["output"], OUTPUT) / edition.directory / "achievements.json"
    counts, found = {}, f"not in {path}"
    with suppress(OSError, ValueError):
        counts = json.loads(path.read_text(encoding="utf-8")).get("counted", {})
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
    frame, columns = report.registers[register], report.registers.schema.registers[register]
    names = ["row", *(column.name for column in columns.columns)]
    text: str = frame.loc[frame["row"].isin(rows), names].to_csv(index=False)
    return text.rstrip("\n")
