"""Sources: the quiet line below a chart or table that leads to how its numbers were counted."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rrs_data.indicators.keys import FACTS, parse_key
from rrs_data.language.markdown import escape
from rrs_data.language.marks import MARK, Figure
from rrs_data.report import fact_words, wording
from rrs_data.report.report import Report

MOST = 6
"""So many indicators are named; beyond that the line leads to all of them."""


def counted_by(report: Report, figures: Iterable[Figure]) -> str:
    """The indicators that figures come from, as Markdown with a link for each."""
    scopes = [re.findall(r"(?:([A-Z]{2,3})/[^/ ]+/)?(RRS-[0-9]+)", one.key) for one in figures]
    found = sorted({(code, country) for each in scopes for country, code in each}, key=_in_order)
    links = [
        f"[{escape(code if not country else f'{code} ({_place(report, country)})')}]"
        f'{{.explained indicator="{f"{country}/{report.span}/" if country else ""}{code}"}}'
        for code, country in found
    ]
    if len(links) > MOST:
        links = [f'[{escape(report.t("reference sheets"))}]{{.explained register="*"}}']
    return _line(report, ", ".join(links)) if links else ""


def counted_from(report: Report, *bases: str) -> str:
    """The registers whose rows a table's numbers are, or the facts, with a link for each."""
    links = [f'[{escape(_name(report, base))}]{{.explained register="{base}"}}' for base in bases]
    return _line(report, ", ".join(links))


def _line(report: Report, links: str) -> str:
    return f"[{escape(report.t('How counted:'))} {links}]{{.source}}"


def bases_of(texts: Iterable[str]) -> list[str]:
    """The registers and facts that figures in sentences come from, in the order of the figures."""
    keys = [key for text in texts for _, key, _ in MARK.findall(text)]
    bases = [term.base for key in keys for term in parse_key(key).terms]
    return list(dict.fromkeys(bases))


def _name(report: Report, base: str) -> str:
    in_facts = base in FACTS
    return fact_words.title(report, base) if in_facts else wording.register_name(report, base)


def _place(report: Report, country: str) -> str:
    regional = country not in report.programme.countries
    return report.t("all countries") if regional else report.country_name(country)


def _in_order(found: tuple[str, str]) -> tuple[int, str]:
    """RRS-2 before RRS-10."""
    return int(found[0].rsplit("-", 1)[1]), found[1]
