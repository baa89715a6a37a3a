"""Regional networking: who hosted whom, and with which countries CSOs met."""

from __future__ import annotations

from rrs_data.markdown import escape
from rrs_data.networking import host_matrix
from rrs_data.parts import Part, Table, Text
from rrs_data.report import Report
from rrs_data.tallies import PAIR


def sentence(report: Report) -> Part | None:
    """With which countries the country's CSOs met, or how many pairs of countries did."""
    achievement = report.achievement("RRS-15")
    if not achievement.actual:
        return None
    pairs = [pair.split(PAIR) for pair in achievement.tally.keys]
    if report.regional:
        text = report.n(
            "CSOs of {n} pair of countries met at regional events {in_year}.",
            "CSOs of {n} pairs of countries met at regional events {in_year}.",
            achievement.actual,
            in_year=report.in_year(),
        )
    else:
        met = {code for pair in pairs for code in pair} - {report.country}
        text = report.n(
            "CSOs of {place} met CSOs of {n} country at regional events {in_year}: {countries}.",
            "CSOs of {place} met CSOs of {n} countries at regional events {in_year}: {countries}.",
            len(met),
            place=report.of_place,
            in_year=report.in_year(),
            countries=", ".join(
                report.country_name(code) for code in report.programme.countries if code in met
            ),
        )
    return Text.plain(text, *_ties(report))


def _ties(report: Report) -> list[str]:
    ties = report.achievement("RRS-17").actual
    if not ties:
        return []
    return [
        report.n(
            "{n} CSO of {place} met CSOs of Afghanistan or Pakistan.",
            "{n} CSOs of {place} met CSOs of Afghanistan or Pakistan.",
            ties,
            place=report.t("Central Asia", "genitive") if report.regional else report.of_place,
        )
    ]


def matrix(report: Report) -> Part | None:
    """People at regional events by host country and by the country that they came from."""
    people = host_matrix(report.indicators.sheets["RRS-1"], report.registers, report.period)
    if people.empty or not (
        report.regional or report.country in people.index or report.country in people.columns
    ):
        return None
    codes = list(report.programme.countries)
    hosts = [code for code in codes if code in people.index]
    guests = [code for code in codes if code in people.columns]
    rows = []
    for host in hosts:
        numbers = [int(people[guest].to_dict()[host]) for guest in guests]
        cells = [report.language.number(number) if number else "–" for number in numbers]
        row = [escape(report.country_name(host)), *cells]
        rows.append([f"**{cell}**" for cell in row] if host == report.country else row)
    return Table(
        "tbl-hosts",
        report.t(
            "Who hosted whom: people at regional events by host and by own country, {year_name}",
            year_name=report.year_name,
        ),
        [report.t("Host"), *(escape(report.country_name(guest)) for guest in guests)],
        rows,
        numeric=range(1, len(guests) + 1),
    )


def note(report: Report) -> Part | None:
    """How the matrix is read."""
    if matrix(report) is None:
        return None
    return Text.note(
        report.t("A person counts once with each host; a dash means that nobody came.")
    )
