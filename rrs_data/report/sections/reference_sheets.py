"""Reference sheets: what each indicator means, and how each figure of the report was counted.

The filter ``figures.lua`` leads from the figures here, and from here back to where they stand.
"""

import re
from collections.abc import Iterator

import pandas as pd

from rrs_data.indicators.keys import INVENTORY, Term, parse_key
from rrs_data.indicators.sheets import Indicator
from rrs_data.language.markdown import escape
from rrs_data.programme.programme import REGION
from rrs_data.report import wording
from rrs_data.report.counted_frames import CountedFrame
from rrs_data.report.elements import Text
from rrs_data.report.explanations import LISTED, explain, explain_count
from rrs_data.report.report import Report, capital, small
from rrs_data.report.sections.tracking import tracked
from rrs_data.report.tabular import MOST_ROWS, NamedValues


def sheets(report: Report) -> Iterator[Text]:
    """A sheet for each indicator that the report tells of, and how its figures were counted."""
    terms = [term for key in report.ledger for term in parse_key(key).terms]
    of_region = {term.base for term in terms if term.country == REGION}
    for one in [achievement.indicator for achievement in tracked(report)]:
        told, unknown = fields(report, one).items(), report.t("not recorded")
        lines = [_line(name, value) for name, value in told if value != unknown]
        title = f"## {escape(one.code)}. {escape(report.language.pick(one.title))}"
        countries = dict.fromkeys([report.country, *([REGION] if one.code in of_region else [])])
        shown = countries if not report.public else ()
        counted = [_counted_in(report, one.code, country) for country in shown]
        yield Text("\n\n".join([title, "\\\n".join(lines), *counted]))


def table(report: Report) -> pd.DataFrame:
    """The sheets of the indicators that the report tells of: a row each, a column for a field."""
    pick, own = report.language.pick, [one.indicator for one in tracked(report)]
    names = pd.Index([f"{pick(one.title)} ({one.code})" for one in own], dtype="str")
    rows = [fields(report, one) for one in own]
    return pd.DataFrame.from_records(rows, names.rename(report.t("Indicator")))


def columns(report: Report, sheets: pd.DataFrame) -> pd.DataFrame:
    """What of the sheets differs between the indicators, in two columns."""
    t, differing = report.t, sheets.drop(columns=_same(sheets))
    groups = {
        t("Definition and limitations"): [t("Definition"), t("Limitations")],
        t("Unit"): [t("Unit"), t("Type"), t("Direction of change"), t("Data type")],
    }
    kept = {title: differing.filter(names) for title, names in groups.items()}
    cells = {title: own.agg("; ".join, axis=1) for title, own in kept.items() if own.size}
    return pd.DataFrame(cells).replace(r"\.;", ".", regex=True)


def same_for_all(report: Report, sheets: pd.DataFrame) -> Text | None:
    """What the sheets of all indicators say alike."""
    said = "; ".join(f"{name}: {sheets[name].iloc[0].rstrip('.')}" for name in _same(sheets))
    return Text.note(report.t("The same for all: {fields}.", fields=said)) if said else None


def _same(sheets: pd.DataFrame) -> list[str]:
    several = len(sheets) > 1
    return [str(name) for name in sheets if several and len(sheets[name].unique()) == 1]


def fields(report: Report, indicator: Indicator) -> dict[str, str]:
    """What a reference sheet says of an indicator, by the names of its fields."""
    t, pick = report.t, report.language.pick
    adding = {"sum": t("they add up"), "last": t("the last one stands for all")}
    adding["unique"] = t("counted anew, not added up")
    columns = {by: NamedValues(report, by, []).column for by in indicator.by}
    breakdowns = [small(pick(one.titles)) if one else by for by, one in columns.items()]
    units = {
        "people": t("people"),
        "organisations": t("organizations"),
        "events": t("events"),
        "attendances": t("attendances"),
        "grants": t("grants"),
        "pairs": t("pairs of countries"),
        "money": report.words["currency"],
        "percent": t("percent"),
    }
    types = {"money": t("amount"), "percent": t("share")}
    up, unknown = indicator.direction == "up", t("not recorded")
    return {
        **({t("Donor's code"): indicator.donor_code} if indicator.donor_code else {}),
        t("Objective"): pick(report.indicators.results[indicator.result]),
        t("Definition"): pick(indicator.definition),
        t("Rationale"): pick(indicator.rationale),
        t("Unit"): units[indicator.unit],
        t("Type"): t("outcome") if indicator.type == "outcome" else t("output"),
        t("Source"): pick(indicator.source),
        t("Method of collection"): pick(indicator.method),
        t("Frequency"): pick(indicator.frequency),
        t("Disaggregation"): ", ".join(dict.fromkeys(breakdowns)) or t("none"),
        t("Direction of change"): t("higher is better") if up else t("lower is better"),
        t("Over several periods"): adding[indicator.adds],
        t("Limitations"): pick(indicator.limitations),
        t("Data type"): types.get(indicator.unit, t("whole number")),
        t("Responsible"): pick(indicator.responsible) or unknown,
        t("Rationale for targets"): pick(indicator.targets) or unknown,
        t("Time of the baseline"): pick(indicator.baseline) or unknown,
        t("Quality checks"): pick(indicator.quality) or unknown,
        t("Changes to the indicator"): pick(indicator.changes) or unknown,
    }


def of_registers(report: Report) -> Iterator[Text]:
    """Figures that are no indicator's: the rows that they were counted from, or the facts."""
    for register in report.registers.frames if not report.public else ():
        if terms := _terms(report, register):
            yield _register(report, register, terms)
    for base in INVENTORY:
        if facts := [term for terms in _terms(report, base).values() for term in terms]:
            yield _facts(report, base, facts)
    for one in report.counted if not report.public else ():
        yield _by_hand(report, one)


def _by_hand(report: Report, one: CountedFrame) -> Text:
    """How a cell of the notebook counted a figure of its own."""
    explanation = explain_count(report, one, LISTED)
    (_, short), *fields, (name, code) = explanation.fields
    fence = "`" * (3 + max(map(len, re.findall("`+", code)), default=0))
    lines = [*(_line(*field) for field in fields), f"**{escape(name)}.**"]
    lines[-1] += f"\n\n{fence}\n{code}\n{fence}"
    title = f"{explanation.title}: {one.label}"
    return Text(_entry(report, f"## {escape(title)}", one.label, short, lines))


def _counted_in(report: Report, code: str, country: str) -> str:
    """How an indicator was counted, in the report's country or in all."""
    explanation = explain(report, Term(code, country=country, span=report.span), LISTED)
    anchor, title = code, report.t("How {code} was counted", code=code)
    if country != report.country:
        anchor += f"-{country}"
        title = report.t("How {code} was counted for all countries", code=code)
    figure = report.figure(str(explanation.traced.term))
    value = f"**{escape(report.t('Value'))}.** {figure.cell}"
    (_, short), _definition, *fields = explanation.fields  # the sheet above has the definition
    lines = [value, *(_line(name, text) for name, text in fields)]
    return _entry(report, f"### {escape(title)}", anchor.lower(), short, lines)


def _entry(report: Report, heading: str, anchor: str, short: str, lines: list[str]) -> str:
    """A heading with its name, a plain sentence, the lines of an explanation, and links back."""
    text = escape(short) + "\n\n" + "\\\n".join(lines)
    back = f"::: {{.shown-in}}\n{escape(report.t('Shown in:'))}\n:::"
    return f"{heading} {{#explain-{anchor}}}\n\n:::: {{.counted}}\n{text}\n\n{back}\n::::"


def _line(name: str, text: str) -> str:
    cut = re.sub(r"\b([0-9a-f]{16})[0-9a-f]{48}\b", r"\1…", text)
    return f"**{escape(name)}.** {escape(cut)}"


def _terms(report: Report, register: str) -> dict[tuple[str, ...], list[Term]]:
    """The report's figures from a register: those that differ only in values of their filters."""
    terms = [term for key in sorted(report.ledger) for term in parse_key(key).terms]
    found: dict[tuple[str, ...], list[Term]] = {}
    for term in dict.fromkeys(one for one in terms if one.base == register):
        columns = tuple(one.column for one in term.where)
        found.setdefault((term.measure, *columns), []).append(term)
    return found


def _register(report: Report, register: str, found: dict[tuple[str, ...], list[Term]]) -> Text:
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
        listed += ", " + t("and {n} more", n=number(left)) if left else ""
        known = {"n": number(len(terms)), "rows": number(len(rows)), "listed": listed}
        text = t("{n}, from {rows} rows: {listed}", **known)
        lines.append(_line(t("{what} by {by}", what=what, by=by) if by else what, text))
    title = t("Register “{register}”", register=name)
    short = t("Figures of no indicator, each counted from the rows of this register named below.")
    return Text(_entry(report, f"## {escape(title)}", register, short, lines))


def _facts(report: Report, base: str, terms: list[Term]) -> Text:
    """What was counted of the report itself, each figure with the lines that it counts."""
    title, lines = wording.base_name(report, base), []
    short = report.t("What the report says of itself: each number with what was counted.")
    for term in terms:
        number, names = report.figure(str(term)).text, wording.inventory_lines(report, term)
        filters = wording.inventory_filters(report, term) or report.t("all")
        lines.append(_line(capital(filters), ": ".join(filter(None, [number, ", ".join(names)]))))
    return Text(_entry(report, f"## {escape(title)}", base, short, lines))
