"""Tracking: each actual beside its baseline, its target and its past, and what was published.

A restatement says what a published figure was, what it is now, and why.
"""

from collections.abc import Iterator
from functools import partial

from rrs_data.indicators.achievements import Achievement, written_reasons
from rrs_data.indicators.keys import parse_key
from rrs_data.indicators.reconciliation import Restatement
from rrs_data.language.language import NOTHING
from rrs_data.language.markdown import Figure, escape, markdown
from rrs_data.programme.narrative import DEVIATIONS
from rrs_data.programme.programme import FINAL
from rrs_data.report import wording
from rrs_data.report.elements import Element, Table, Text
from rrs_data.report.report import Report, small
from rrs_data.report.sections.background import standing_in
from rrs_data.report.tabular import NamedValues


def tracked(report: Report) -> list[Achievement]:
    """The achievements with a target, if only for the year, or with a value in any period."""
    own, year = report.achievements, report.year
    planned = {code for code in own if report.value(f"{year}/{code}.target") is not None}
    return [
        a for code, a in own.items() if code in planned or a.actual or a.previous or a.cumulative
    ]


def table(report: Report) -> Iterator[Element]:
    """What was promised and what was achieved, by result; under an indicator, why it is off target.

    A row that begins with an empty span runs over the columns: ``group`` names a result, ``reason``
    and ``breakdown`` belong to the indicator above. A page alone shows breakdowns.
    """
    achievements, columns, t = tracked(report), _columns(report), report.t
    if not achievements:
        return
    reasons, rows = written_reasons(report.narrative), []
    for result, objective in report.indicators.results.items():
        own = [one for one in achievements if one.indicator.result == result]
        group = f"[]{{.group}}{escape(report.language.pick(objective))}"
        rows += [[group, *[""] * len(columns)]] if own else []
        for one in own:
            rows += _rows(report, one, columns, reasons)
    yield Text.note(
        t(
            "Below each actual stands its target. A bar shows how much of the target was reached, "
            "the line across it the target itself. A deviation of up to {threshold} in either "
            "direction counts as on target; shares deviate in percentage points. Targets come from "
            "the register of targets.",
            threshold=report.figure("programme.deviation_threshold"),
        ),
        wording.not_for_publication(report, report.ledger.items()),
    )
    yield Table(
        "tbl-indicators",
        t("Indicators against their targets, {period_name}"),
        [t("Indicator"), *columns],
        rows,
        numeric=range(1, len(columns) + 1),
        what=standing_in(report, DEVIATIONS),
    )


def _rows(
    report: Report, one: Achievement, columns: dict[str, list[str]], reasons: dict[str, str]
) -> Iterator[list[str]]:
    """An indicator's row, the reason that is owed, and its actual by its breakdowns."""
    code, title = one.indicator.code, escape(report.language.pick(one.indicator.title))
    cells = [_cell(report, one, *keys) for keys in columns.values()]
    yield [f"{title} [{escape(code)}]{{.code}}", *cells]
    rest, parts = [""] * (len(columns) - 1), []
    if one.off_target:
        reason = reasons.get(code) or report.t("No reason written yet.")
        yield ["", "[]{.reason}" + " ".join(reason.replace("|", r"\|").split()), *rest]
    for by in one.indicator.by if one.actual else ():
        found = report.breakdown(code, by)
        named = NamedValues(report, by, found.index)
        pairs = [f"{escape(named.head(at))} {part.cell}" for at, part in found.items()]
        if len(pairs) > (not report.public):
            parts.append(f"{escape(named.title)}: {', '.join(pairs)}")
    if parts:
        yield ["", "[]{.breakdown}" + "; ".join(parts), *rest]


def _columns(report: Report) -> dict[str, list[str]]:
    """The columns of figures by their heads: the key of one, or of an actual and its target.

    Before a year are all years, before a quarter or half those of its year, which follows so far.
    """
    t, own, year = report.t, report.period, report.programme.period(report.year)
    columns = {t("Baseline"): ["{0}.baseline"]}
    for one in report.periods:
        if one.year == own.year if own.part else one != own:
            columns[report.short_name(one)] = [f"{one.name}/{{0}}", f"{one.name}/{{0}}.target"]
    columns[t("Program") if report.final else report.short_name(own)] = ["{0}", "{0}.target"]
    if own.part:
        so_far = str(own.year) if own.end == year.end else t("{year} so far", year=own.year)
        columns[so_far] = [f"{year.start}..{own.end}/{{0}}", f"{year.name}/{{0}}.target"]
    if not report.final:
        columns[t("Program")] = [f"..{own.name}/{{0}}", f"{FINAL}/{{0}}.target"]
    if report.value("indicators[compared=true]") or not own.part:
        columns |= {t("% of target"): ["{0} / {0}.target"], t("Deviation"): ["{0} ~ {0}.target"]}
    return columns


def _cell(report: Report, one: Achievement, actual: str, target: str = "") -> str:
    """A figure, with its target below; what counts since the start does so always."""
    code = one.indicator.code
    if "~" in actual:
        return marked_deviation(report, one)
    if one.indicator.adds == "last" and ".." in actual:
        actual = "{0}"
    found = report.figure(actual.format(code))
    shown = f"**{found.cell}**" if actual == "{0}" and target else found.cell
    if "/ {0}.target" in actual and found.value is not None:
        shown += f' []{{.bullet share="{found:.3f}" status="{one.status}"}}'
    if actual == "{0}" and (few := of_few(report, one)):
        shown += f" ({few})"
    if target and report.value(target.format(code)) is not None:
        shown += f" [{report.figure(target.format(code)).cell}]{{.target}}"
    return shown


def of_few(report: Report, one: Achievement) -> str:
    """Of how many a share is taken, where these are fewer than ten."""
    if one.indicator.count != "share" or not 0 < (one.tally.denominator or 0) < 10:
        return ""
    parts = {"number": "numerator", "total": "denominator"}
    known = {name: report.figure(f"{one.indicator.code}.{part}") for name, part in parts.items()}
    return markdown(report.t("{number} of {total}", **known))


def deviation(report: Report, actual: str, expected: str) -> Figure:
    """How far one figure lies from another, with its sign: a share in percentage points."""
    sheet = report.indicators.sheets.get(report.key(actual).terms[0].base)
    if sheet and sheet.unit == "percent":
        return report.figure(f"{actual} - {expected}", report.language.points)
    percent = partial(report.language.percent, signed=True)
    return report.figure(f"{actual} ~ {expected}", percent)


def marked_deviation(report: Report, one: Achievement) -> str:
    """The deviation with a mark that does not speak by colour alone: its sign does."""
    code = one.indicator.code
    text = deviation(report, code, f"{code}.target").cell
    return f"[{text}]{{.status-{one.status}}}" if one.status in ("met", "below", "above") else text


def published(report: Report) -> Iterator[Element]:
    """The published figures with their source, the computed ones, and whether they agree."""
    t, pick, facts, rows = report.t, report.language.pick, report.published, []
    if not (reconciled := report.figures.reconciled(report.period)):
        return
    for one in reconciled:
        figure = one.figure
        known = report.figure(f"published.{figure.code}.{one.country}")
        more = figure.relation == "more_than" and one.country == figure.country
        agrees = t("yes") if one.agrees else t("no")
        rows.append(
            [
                escape(pick(figure.title)),
                escape(report.area_name(one.country)),
                f"[{escape(figure.indicator)}]{{.nowrap}}",
                markdown(t("more than {number}", number=known) if more else known.marked),
                report.figure(str(one.key)).cell,
                NOTHING if one.computed is None else escape(agrees),
            ]
        )
    yield Text.note(f"{t('Source')}: {small(pick(facts.source))}")
    caption = t("Published and computed figures, as of {day}", day=report.language.day(facts.as_of))
    heads = [t("Published figure"), t("Scope"), t("Indicator")]
    heads += [t("Published"), t("Computed"), t("Agrees")]
    yield Table("tbl-published", caption, heads, rows, numeric=(3, 4))


def concerning(report: Report) -> dict[int, Restatement]:
    """The restatements that a report prints: of its country up to its end, and of all it shows.

    By their numbers, as keys have them: ``restatements.1.was``.
    """
    found = {}
    for number, one in enumerate(report.published.restatements, 1):
        terms = parse_key(one.figure).terms
        dated = [term for term in terms if term.span not in ("*", FINAL)]
        past = all(report.figures.days(term).end <= report.period.end for term in dated)
        own = report.regional or all(term.country == report.country for term in terms)
        if one.figure in report.ledger or (own and past):
            found[number] = one
    return found


def restated(report: Report) -> Iterator[Element]:
    """Each figure with its former value, the new one, the reason and who approved it."""
    found, t = concerning(report), report.t
    if not found or report.public:
        return
    yield Text.note(
        t(
            "These figures were published before with other values. Everywhere in this report the "
            "new values are used."
        )
    )
    yield Table(
        "tbl-restatements",
        t("Restated figures"),
        [t("Figure", "restated"), t("Was"), t("Now"), t("Why"), t("Approved")],
        [_restated_row(report, number, one) for number, one in found.items()],
        numeric=(1, 2),
    )


def _restated_row(report: Report, number: int, one: Restatement) -> list[str]:
    t = report.t
    was = report.figure(f"restatements.{number}.was")
    last = [each for each in report.published.restatements if each.figure == one.figure][-1]
    now = report.figure(one.figure if one is last else f"restatements.{number}.now")
    bases = dict.fromkeys(term.base for term in parse_key(one.figure).terms)
    title = "; ".join(wording.base_name(report, base) for base in bases)
    name = f"{escape(title)} [{escape(one.figure)}]{{.nowrap}}"
    reason = {
        "late_data": t("Late data"),
        "correction": t("Correction"),
        "duplicate": t("Double count"),
        "definition": t("New definition"),
    }[one.reason]
    why = f"{reason}. {report.language.pick(one.why)}"
    approved = f"{one.approved}, {report.language.short_day(one.day)}"
    return [name, was.cell, now.cell, escape(why), escape(approved)]
