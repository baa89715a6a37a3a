"""Regional networking: who hosted whom, and with which countries CSOs met."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import product

import pandas as pd

from rrs_data.charts.arrows import Flow
from rrs_data.charts.maps import Words, country_map
from rrs_data.charts.shapes import layout
from rrs_data.indicators.tallies import PAIR
from rrs_data.language.markdown import escape
from rrs_data.programme.programme import REGION
from rrs_data.report.elements import Chart, Element, Table, Text, bold
from rrs_data.report.report import Report, capital
from rrs_data.report.sections.charting import counted_by


def sentence(report: Report) -> Element | None:
    """With which countries the country's CSOs met, or how many pairs of countries did."""
    achievement = report.achieved("pairs_of_countries")
    if not achievement or not achievement.actual:
        return None
    number = report.actual("pairs_of_countries")
    if report.regional:
        text = report.n(
            "CSOs of {n} pair of countries met at regional events {in_year}.",
            "CSOs of {n} pairs of countries met at regional events {in_year}.",
            number,
        )
    else:
        met = {code for pair in achievement.tally.keys for code in pair.split(PAIR)}
        text = report.n(
            "CSOs of {area} met CSOs of {n} country at regional events {in_year}: {countries}.",
            "CSOs of {area} met CSOs of {n} countries at regional events {in_year}: {countries}.",
            number,
            countries=", ".join(
                report.country_name(code)
                for code in report.programme.countries
                if code in met - {report.country}
            ),
        )
    ties = report.mention(
        "{n} CSO of {area} met CSOs of Afghanistan or Pakistan.",
        "{n} CSOs of {area} met CSOs of Afghanistan or Pakistan.",
        report.actual("ties"),
        area=report.t("Central Asia", "genitive") if report.regional else report.words["area"],
    )
    return Text.plain(text, *ties)


def _travels(report: Report) -> dict[tuple[str, str], int]:
    """People at the year's regional events by host country and own country.

    A person counts once with each host, so these do not add up to the participants.
    """
    attended = report.evidence("participants", register="attendances", country=REGION)
    unique = attended.drop_duplicates(["event.host_country", "person_id"])
    pairs = zip(unique["event.host_country"], unique["person.country"], strict=True)
    return Counter(pairs)


def matrix(report: Report) -> Iterator[Element]:
    """People at regional events by host country and by the country that they came from."""
    travels = _travels(report)
    if not travels or not (report.regional or any(report.country in pair for pair in travels)):
        return
    hosts, guests = (
        [code for code in report.programme.countries if code in codes]
        for codes in map(set, zip(*travels, strict=True))
    )
    rows = []
    for host in hosts:
        figures = [report.figure(_came(report, host, guest)) for guest in guests]
        cells = [figure.cell if figure.value else "–" for figure in figures]
        row = [escape(report.country_name(host)), *cells]
        rows.append(bold(row) if host == report.country else row)
    yield Table(
        "tbl-hosts",
        report.t(
            "Who hosted whom: people at regional events by host and by own country, {year_name}"
        ),
        [report.t("Host"), *(escape(report.country_name(guest)) for guest in guests)],
        rows,
        numeric=range(1, len(guests) + 1),
    )
    yield Text.note(report.t("A person counts once with each host; a dash means that nobody came."))


def _came(report: Report, host: str, *guests: str) -> str:
    """The key of the people from some countries at the regional events that one hosted.

    Without ``guests`` they are those from all other countries.
    """
    own = f"[country={','.join(guests)}]" if guests else f"[country!={host}]"
    code = report.role("participants")
    return f"{REGION}/{report.year}/{code}[event.host_country={host}]{own}"


def map_of_hosts(report: Report) -> Element | None:
    """A map of who travelled to whose regional events.

    None when nobody went abroad, or somebody from or to a country that the map does not show.
    """
    flows = _flows(report)
    countries = {code for flow in flows for code in (flow.home, flow.host)}
    if not flows or not countries <= set(layout().countries):
        return None
    finding = _most_guests(report, flows) if report.regional else _travel(report, flows)
    numbers = _by_host(report, flows) if report.regional else _both_ways(report, flows)
    own = None if report.regional else report.country
    arrows = [
        (one.home, one.host, report.figure(_came(report, one.host, one.home))) for one in flows
    ]
    frame = pd.DataFrame(arrows, columns=["home", "host", "people"], dtype=object)
    totals = [report.figure(_came(report, host)) for host in _guests(flows)]
    words, write = _words(report, flows), report.language.number
    figure = country_map(frame, words, write, own=own, totals=totals)
    figures = [*frame["people"], *totals]
    alt = f"{finding}. {numbers} {report.language.pick(layout().note)}"
    source = counted_by(report, figures)
    return Chart("fig-hosts-map", finding, alt, figure, figures, source)


def _flows(report: Report) -> list[Flow]:
    """Who went to another country; in a country's report, from and to that country."""
    travels = _travels(report)
    return [
        Flow(home, host, travels[host, home])
        for host, home in product(report.programme.countries, repeat=2)
        if home != host and (host, home) in travels
        if report.regional or report.country in {home, host}
    ]


def _guests(flows: Sequence[Flow]) -> dict[str, float]:
    """How many people from other countries each host had."""
    hosts = dict.fromkeys(flow.host for flow in flows)
    return {host: sum(flow.people for flow in flows if flow.host == host) for host in hosts}


def _most_guests(report: Report, flows: Sequence[Flow]) -> str:
    """Which country, or which countries together, hosted most people from other countries."""
    guests = _guests(flows)
    first = [host for host, number in guests.items() if number == max(guests.values())]
    names, most = list(map(report.country_name, first)), report.figure(_came(report, first[0]))
    if len(names) > 1:
        return report.n(
            "{hosts} hosted most guests at regional events {in_year}: "
            "{n} person from other countries each",
            "{hosts} hosted most guests at regional events {in_year}: "
            "{n} people from other countries each",
            most,
            hosts=report.language.listing(names),
        )
    return report.n(
        "{host} hosted most guests at regional events {in_year}: {n} person from other countries",
        "{host} hosted most guests at regional events {in_year}: {n} people from other countries",
        most,
        host=names[0],
    )


def _travel(report: Report, flows: Sequence[Flow]) -> str:
    """From how many countries people came, and to how many the country's people went."""
    country, findings = report.country, []
    if any(flow.host == country for flow in flows):
        came = report.n(
            "CSO representatives from {n} other country came to regional events {in_area}",
            "CSO representatives from {n} other countries came to regional events {in_area}",
            report.figure(f"{_came(report, country)}.person.country"),
        )
        findings.append(came)
    if any(flow.home == country for flow in flows):
        hosts = f"[event.host_country!={country}].event.host_country"
        went = report.n(
            "CSO representatives from {area} went to regional events in {n} other country",
            "CSO representatives from {area} went to regional events in {n} other countries",
            report.figure(f"{report.role('participants')}{hosts}"),
        )
        findings.append(went)
    return capital(f"{'; '.join(findings)} ({report.year_name})")


def _both_ways(report: Report, flows: Sequence[Flow]) -> str:
    """How many people came from each country, and how many went to each."""
    came = {flow.home: flow.people for flow in flows if flow.host == report.country}
    went = {flow.host: flow.people for flow in flows if flow.home == report.country}
    texts = {
        report.t("People who came, by own country: {listed}.", listed=_listed(report, came)): came,
        report.t("People who went, by host country: {listed}.", listed=_listed(report, went)): went,
    }
    return " ".join(filter(texts.get, texts))


def _by_host(report: Report, flows: Sequence[Flow]) -> str:
    """How many people came to each host, from each country."""
    listed = []
    for host, number in _guests(flows).items():
        homes = {flow.home: flow.people for flow in flows if flow.host == host}
        total = _listed(report, {host: number})
        listed.append(f"{total} ({_listed(report, homes)})")
    return report.t("Guests by host and own country: {listed}.", listed="; ".join(listed))


def _listed(report: Report, people: Mapping[str, float]) -> str:
    """Countries with their numbers, the largest first."""
    ranked = sorted(people.items(), key=lambda item: -item[1])
    return ", ".join(
        f"{report.country_name(code)} – {report.language.number(number)}" for code, number in ranked
    )


def _words(report: Report, flows: Sequence[Flow]) -> Words:
    """What is written on the map; only countries that are in the programme by then are named."""
    return Words(
        names={
            code: report.country_name(code)
            for code, country in report.programme.countries.items()
            if country.since < report.period.end and code in layout().countries
        },
        notes={
            host: report.n("{n} guest", "{n} guests", number)
            for host, number in _guests(flows).items()
            if report.regional or host == report.country
        },
        oblasts={
            code: report.language.pick(oblast.name) for code, oblast in layout().oblasts.items()
        },
        source=report.t("Map: Natural Earth, simplified; borders imply no judgement"),
    )
