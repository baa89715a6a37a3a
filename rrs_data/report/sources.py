"""Sources: what a chart says in words, and where the figures of charts and tables come from."""

import re
from collections.abc import Iterable

from rrs_data.charts.bars import Drawn
from rrs_data.indicators.keys import INVENTORY, Term, parse_key
from rrs_data.language.markdown import Figure, escape
from rrs_data.report import wording
from rrs_data.report.phrases import capital
from rrs_data.report.report import Report

LABELLED = re.compile(r"[a-z0-9]+(-[a-z0-9]+)+")
"""A label of what a notebook counted itself, as no key can look."""

MOST_INDICATORS = 6
"""So many indicators are named below a chart; beyond that the line leads to all of them."""


def in_words(report: Report, caption: str, drawn: Drawn) -> str:
    """What a chart says: the caption with every number of its frame that is not zero, and targets.

    A target that is a column of the frame as well is said once.
    """

    def text(one: float) -> str:
        return one.marked if isinstance(one, Figure) else report.language.number(one)

    rows, frame, named = [], drawn.frame, any(drawn.frame.columns)
    aims = drawn.targets.iloc[:, -1:].drop(columns=list(frame), errors="ignore")
    for at, (name, values) in enumerate(frame.iterrows()):
        told = {of: text(one) for of, one in values.dropna().items() if one}
        parts = ", ".join(f"{of} — {each}" if named else each for of, each in told.items())
        total = drawn.totals[at] if named and drawn.totals else None
        whole = f"{name} — {text(total)}" if total else str(name)
        aimed = [f" ({of} {text(each[at])})" for of in aims if (each := [*aims[of]])[at] > 0]
        whole += "".join(aimed)
        rows += [f"{whole}{': ' if named else ' — '}{parts}"] if told else []
    return f"{caption}. {drawn.lead}{capital(('; ' if named else ', ').join(rows))}."


def counted_from(report: Report, keys: Iterable[str], *, sheets: bool = False) -> str:
    """The registers whose rows figures are, or the facts, as Markdown with a link for each.

    With ``sheets`` the indicators that count them, where there are any.
    """
    order, terms = list(report.indicators.sheets), _terms(keys)
    found = sorted({(order.index(one.base), one.country) for one in terms if one.base in order})
    links = [_to_indicator(report, order[number], country) for number, country in found * sheets]
    if len(links) > MOST_INDICATORS:
        links = [f'[{escape(report.t("reference sheets"))}]{{.explained register="*"}}']
    links = links or [
        f'[{escape(wording.base_name(report, base))}]{{.explained register="{base}"}}'
        for base in dict.fromkeys(term.base for term in terms)
        if base in INVENTORY or base in report.registers.frames
    ]
    return f"[{escape(report.t('How counted:'))} {', '.join(links)}]{{.source}}" if links else ""


def not_for_publication(report: Report, figures: Iterable[tuple[str, float | None]]) -> str:
    """What a donor's edition says of figures, with their keys, that no public one would show."""
    number, sheets = report.programme.small_counts, report.indicators.sheets
    small = _terms(key for key, value in figures if value in range(1, number))
    people = any(one.base in sheets and sheets[one.base].of_people for one in small)
    text = report.t(
        "Not for publication: some counts are of fewer than {number} people.", number=number
    )
    return text if people and not report.public else ""


def _terms(keys: Iterable[str]) -> list[Term]:
    """The terms of keys; what a notebook counted itself has a label in place of a key."""
    known = [key for key in keys if key and not LABELLED.fullmatch(key)]
    return [term for key in known for term in parse_key(key).terms]


def _to_indicator(report: Report, code: str, country: str) -> str:
    """A link to how an indicator was counted, in the report's country or another."""
    if not country:
        return f'[{escape(code)}]{{.explained indicator="{code}"}}'
    own = country in report.programme.countries
    area = report.country_name(country) if own else report.t("all countries")
    key = f"{country}/{report.span}/{code}"
    return f'[{escape(f"{code} ({area})")}]{{.explained indicator="{key}"}}'
