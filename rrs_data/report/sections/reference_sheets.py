"""Reference sheets: what each indicator means, and how each figure of the report was counted.

The filter ``figures.lua`` leads from the figures here, and from here back to where they stand.
"""

import re
from collections.abc import Iterator

import pandas as pd

from rrs_data.indicators.keys import INVENTORY, Term, parse_key
from rrs_data.indicators.sheets import Indicator, entity_column
from rrs_data.language.markdown import escape
from rrs_data.programme.programme import REGION
from rrs_data.report import wording
from rrs_data.report.counted_frames import CountedFrame
from rrs_data.report.elements import Element, Text
from rrs_data.report.explanations import LISTED, explain, explain_count
from rrs_data.report.report import Report, capital, small
from rrs_data.report.sections.tracking import tracked
from rrs_data.report.tabular import MOST_ROWS

ANCHOR = "explain"
"""The beginning of the headings' names: ``explain-rrs-1``, ``explain-rrs-1-all``."""

HASH = re.compile(r"\b[0-9a-f]{64}\b")


def sheets(report: Report) -> Iterator[Element]:
    """A sheet for each indicator that the report tells of."""
    for achievement in tracked(report):
        yield _sheet(report, achievement.indicator)


def _sheet(report: Report, indicator: Indicator) -> Element:
    heading = f"## {escape(indicator.code)}. {escape(report.language.pick(indicator.title))}"
    lines = [
        f"**{escape(name)}.** {escape(value)}"
        for name, value in fields(report, indicator).items()
        if value != report.t("not recorded")
    ]
    sheet = f"{heading}\n\n" + "\\\n".join(lines)
    countries = [report.country, *([REGION] if _shows_region(report, indicator.code) else [])]
    shown = countries if not report.public else ()
    return Text("\n\n".join([sheet, *(_entry(report, indicator.code, one) for one in shown)]))


def table(report: Report) -> pd.DataFrame:
    """The sheets of the indicators that the report tells of: a row each, a column for a field."""
    pick, own = report.language.pick, [one.indicator for one in tracked(report)]
    names = pd.Index([f"{pick(one.title)} ({one.code})" for one in own], dtype="str")
    rows = [fields(report, one) for one in own]
    return pd.DataFrame.from_records(rows, names.rename(report.t("Indicator")))


def columns(report: Report, sheets: pd.DataFrame) -> pd.DataFrame:
    """What of the sheets differs between the indicators, in two columns."""
    t, same = report.t, _same(sheets)
    groups = {
        t("Definition and limitations"): [t("Definition"), t("Limitations")],
        t("Unit"): [t("Unit"), t("Type"), t("Direction of change"), t("Data type")],
    }
    kept = {
        title: [name for name in group if name in sheets and name not in same]
        for title, group in groups.items()
    }
    cells = {title: sheets[own].agg("; ".join, axis=1) for title, own in kept.items() if own}
    return pd.DataFrame(cells).replace(r"\.;", ".", regex=True)


def same_for_all(report: Report, sheets: pd.DataFrame) -> Element | None:
    """What the sheets of all indicators say alike."""
    said = [f"{name}: {sheets[name].iloc[0].rstrip('.')}" for name in _same(sheets)]
    if not said:
        return None
    return Text.note(report.t("The same for all: {fields}.", fields="; ".join(said)))


def _same(sheets: pd.DataFrame) -> list[str]:
    several = len(sheets) > 1
    return [str(name) for name in sheets if several and len(sheets[name].unique()) == 1]


def fields(report: Report, indicator: Indicator) -> dict[str, str]:
    """What a reference sheet says of an indicator, by the names of its fields."""
    t, pick = report.t, report.language.pick
    adding = {"sum": t("they add up"), "last": t("the last one stands for all")}
    adding["unique"] = t("counted anew, not added up")
    return {
        **({t("Donor's code"): indicator.donor_code} if indicator.donor_code else {}),
        t("Objective"): pick(report.indicators.results[indicator.result]),
        t("Definition"): pick(indicator.definition),
        t("Rationale"): pick(indicator.rationale),
        t("Unit"): _unit(report, indicator),
        t("Type"): t("outcome") if indicator.type == "outcome" else t("output"),
        t("Source"): pick(indicator.source),
        t("Method of collection"): pick(indicator.method),
        t("Frequency"): pick(indicator.frequency),
        t("Disaggregation"): _breakdowns(report, indicator),
        t("Direction of change"): (
            t("higher is better") if indicator.direction == "up" else t("lower is better")
        ),
        t("Over several periods"): adding[indicator.adds],
        t("Limitations"): pick(indicator.limitations),
        t("Data type"): {"money": t("amount"), "percent": t("share")}.get(
            indicator.unit, t("whole number")
        ),
        t("Responsible"): pick(indicator.responsible) or t("not recorded"),
        t("Rationale for targets"): pick(indicator.targets) or t("not recorded"),
        t("Time of the baseline"): pick(indicator.baseline) or t("not recorded"),
        t("Quality checks"): pick(indicator.quality) or t("not recorded"),
        t("Changes to the indicator"): pick(indicator.changes) or t("not recorded"),
    }


def _unit(report: Report, indicator: Indicator) -> str:
    """An indicator's unit in words."""
    t = report.t
    return {
        "people": t("people"),
        "organisations": t("organizations"),
        "events": t("events"),
        "attendances": t("attendances"),
        "grants": t("grants"),
        "pairs": t("pairs of countries"),
        "money": report.words["currency"],
        "percent": t("percent"),
    }[indicator.unit]


def _breakdowns(report: Report, indicator: Indicator) -> str:
    """The titles of the columns by which the indicator is broken down."""
    source, schema = indicator.sources[0], report.registers.schema
    paths = {by: entity_column(indicator, source, schema, by) for by in indicator.by}
    columns = {by: schema.column(source.register, path) for by, path in paths.items()}
    names = [
        small(report.language.pick(column.titles)) if column else by
        for by, column in columns.items()
    ]
    return ", ".join(dict.fromkeys(names)) or report.t("none")


def of_registers(report: Report) -> Iterator[Element]:
    """Figures that are no indicator's: the rows that they were counted from, or the facts."""
    for register in report.registers.frames if not report.public else ():
        terms = _terms(report, register)
        if terms:
            yield _register(report, register, terms)
    for base in INVENTORY:
        facts = [term for terms in _terms(report, base).values() for term in terms]
        if facts:
            yield _facts(report, base, facts)
    for one in report.counted if not report.public else ():
        yield _counted(report, one)


def _counted(report: Report, one: CountedFrame) -> Element:
    """How a cell of the notebook counted a figure of its own."""
    explanation = explain_count(report, one, LISTED)
    (_, short), *fields, (name, code) = explanation.fields
    fence = "`" * (3 + max(map(len, re.findall("`+", code)), default=0))
    lines = [*(_line(*field) for field in fields), f"**{escape(name)}.**"]
    lines[-1] += f"\n\n{fence}\n{code}\n{fence}"
    title = f"{explanation.title}: {one.label}"
    text = _entry_of(report, short, lines)
    return Text(f"## {escape(title)} {{#{ANCHOR}-{one.label}}}\n\n{text}")


def _shows_region(report: Report, code: str) -> bool:
    if report.regional:
        return False
    terms = [term for key in report.ledger for term in parse_key(key).terms]
    return any(term.base == code and term.country == REGION for term in terms)


def _entry(report: Report, code: str, country: str) -> str:
    key = str(Term(code, country=country))
    (explanation,) = explain(report, report.key(key), LISTED)
    anchor, title = f"{ANCHOR}-{code}", report.t("How {code} was counted", code=code)
    if country == REGION and not report.regional:
        anchor += f"-{country}"
        title = report.t("How {code} was counted for all countries", code=code)
    figure = report.figure(str(explanation.traced.term))
    value = f"**{escape(report.t('Value'))}.** {figure.cell}"
    (_, short), _definition, *fields = explanation.fields  # the sheet above has the definition
    lines = [value, *(_line(name, text) for name, text in fields)]
    return f"### {escape(title)} {{#{anchor.lower()}}}\n\n{_entry_of(report, short, lines)}"


def _entry_of(report: Report, short: str, lines: list[str]) -> str:
    """A plain sentence, the lines of an explanation, and the place of the links back to it."""
    text = escape(short) + "\n\n" + "\\\n".join(lines)
    back = f"::: {{.shown-in}}\n{escape(report.t('Shown in:'))}\n:::"
    return f":::: {{.counted}}\n{text}\n\n{back}\n::::"


def _line(name: str, text: str) -> str:
    return f"**{escape(name)}.** {escape(HASH.sub(lambda match: match[0][:16] + '…', text))}"


def _terms(report: Report, register: str) -> dict[tuple[str, ...], list[Term]]:
    """The report's figures from a register: those that differ only in values of their filters."""
    found: dict[tuple[str, ...], list[Term]] = {}
    for key in sorted(report.ledger):
        for term in parse_key(key).terms:
            if term.base == register:
                columns = tuple(one.column for one in term.where)
                kept = found.setdefault((term.measure, *columns), [])
                if term not in kept:
                    kept.append(term)
    return found


def _register(report: Report, register: str, found: dict[tuple[str, ...], list[Term]]) -> Element:
    t, number = report.t, report.language.number
    name = wording.register_name(report, register)
    lines = [
        f"**{escape(t('Rows of the register'))}.** {report.figure(f'{REGION}/*/{register}').cell}",
        _line(t("SHA-256 of the register"), report.registers.hashes[register]),
    ]
    for (measure, *columns), terms in found.items():
        traced = [report.figures.traced(term) for term in terms]
        rows = {row for one in traced for row in one.evidence.rows.get(register, ())}
        what = wording.column_name(report, register, measure) if measure else t("Rows")
        by = ", ".join(wording.column_name(report, register, column) for column in columns)
        listed, left = wording.ranges(sorted(rows), MOST_ROWS)
        if left:
            listed += ", " + t("and {n} more", n=number(left))
        text = t(
            "{n}, from {rows} rows: {listed}",
            n=number(len(terms)),
            rows=number(len(rows)),
            listed=listed,
        )
        lines.append(_line(t("{what} by {by}", what=what, by=by) if by else what, text))
    title = t("Register “{register}”", register=name)
    short = t("Figures of no indicator, each counted from the rows of this register named below.")
    return Text(f"## {escape(title)} {{#{ANCHOR}-{register}}}\n\n{_entry_of(report, short, lines)}")


def _facts(report: Report, base: str, terms: list[Term]) -> Element:
    """What was counted of the report itself, each figure with the lines that it counts."""
    title, lines = wording.base_name(report, base), []
    short = report.t("What the report says of itself: each number with what was counted.")
    for term in terms:
        number, names = report.figure(str(term)).text, wording.inventory_lines(report, term)
        filters = wording.inventory_filters(report, term) or report.t("all")
        lines.append(_line(capital(filters), ": ".join(filter(None, [number, ", ".join(names)]))))
    return Text(f"## {escape(title)} {{#{ANCHOR}-{base}}}\n\n{_entry_of(report, short, lines)}")
