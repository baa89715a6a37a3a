"""Regional networking: who hosted whom, and with which countries CSOs met."""

from functools import partial

import pandas as pd
from matplotlib.figure import Figure as Picture

from rrs_data.charts.bars import remember
from rrs_data.charts.grids import matrix
from rrs_data.charts.maps import country_map, cover_map
from rrs_data.charts.shapes import read_outlines, world
from rrs_data.indicators.tallies import PAIR
from rrs_data.language.markdown import plain
from rrs_data.programme.programme import REGION
from rrs_data.report.elements import Text
from rrs_data.report.report import Report, capital
from rrs_data.report.sections.charting import grid
from rrs_data.report.tabular import worded


def sentence(report: Report) -> Text:
    """With which countries the country's CSOs met, or how many pairs of countries did."""
    achieved, number = report.achieved("pairs_of_countries"), report.actual("pairs_of_countries")
    if not achieved or not number:
        return Text("")
    group, ties = next(iter(report.programme.groups.values()), None), report.titled("ties")
    if report.regional:
        pairs = report.n(
            "CSOs of {n} pair of countries met at regional events {in_period}.",
            "CSOs of {n} pairs of countries met at regional events {in_period}.",
            number,
        )
        return Text.plain(pairs, *ties)
    met = {code for pair in achieved.tally.keys for code in pair.split(PAIR)} - {report.country}
    others = [report.of_area(code) for code in report.programme.countries if code in met]
    text = report.n(
        "CSOs of {area} met CSOs of {n} country at regional events {in_period}: {countries}.",
        "CSOs of {area} met CSOs of {n} countries at regional events {in_period}: {countries}.",
        number,
        countries=report.language.listing(others),
    )
    if group:
        ties = report.mention(
            "{n} CSO of {area} met CSOs of {group}.",
            "{n} CSOs of {area} met CSOs of {group}.",
            report.actual("ties"),
            group=report.language.pick(group.name),
        )
    return Text.plain(text, *ties)


def hosts(report: Report, *, online: bool = False) -> pd.DataFrame:
    """People at the period's regional events by host country (rows) and own country (columns).

    A person counts once with each host, so these do not add up to the participants; those of events
    held ``online`` came to no host and stand apart. Of countries that met nobody there are none.
    """
    met = report.breakdown("participants", ["event.host_country", "country"], country=REGION)
    people = f"{REGION}/{report.span}/{report.role('participants')}{_held(report, online=online)}"
    rows, columns = (
        [one for one in report.programme.countries if one in axis] for axis in met.axes
    )
    keys = {code: f"{people}[event.host_country={{0}}][country={code}]" for code in columns}
    found = grid(report, {code: code for code in rows}, keys, "host_country")
    told = len({*rows, *columns}) > 1 and (report.regional or report.country in {*rows, *columns})
    return found.rename_axis(columns="country")[: len(rows) * told]


def _held(report: Report, *, online: bool = False) -> str:
    """The part of people at events that are held online, or at the others."""
    kinds = ",".join(report.programme.online)
    return f"[event.kind{'=' if online else '!='}{kinds}]" if kinds else ""


def who_met_whom(report: Report, in_person: pd.DataFrame) -> Picture:
    """The matrix of hosts and their guests, with those who joined them online."""
    joined = hosts(report, online=True) if report.programme.online else in_person * 0
    own = "" if report.regional else report.name
    return matrix(worded(report, in_person), worded(report, joined), own)


def largest_group(report: Report, travels: pd.DataFrame) -> str:
    """What the matrix shows, with the largest group that crossed a border; without it at a tie."""
    title = report.t("Who met whom at regional events, {period_name}")
    first = travels[travels["people"] == travels["people"].max()]
    if len(first) != 1 or len(travels) < 2:
        return title
    home, host, people = first.iloc[0][["home", "host", "people"]]
    return report.n(
        "{title}: the largest group in the exchanges of {area} was {n} person from {home}, "
        "hosted by {host}",
        "{title}: the largest group in the exchanges of {area} was {n} people from {home}, "
        "hosted by {host}",
        people,
        title=title,
        home=report.of_area(home),
        host=report.country_name(host),
    )


def note_on_hosts(report: Report, hosts: pd.DataFrame) -> Text:
    """What the matrix of hosts does not say."""
    told = [report.t("A row is the country that hosted; a person counts once with each host.")]
    if report.programme.online:
        told.append(report.t("Small numbers with a plus joined events that were held online."))
    return Text.plain(*(told if len(hosts) else ()))


def travels(report: Report, hosts: pd.DataFrame) -> pd.DataFrame:
    """Who went to another country, a row for each pair: ``home``, ``host`` and ``people``.

    In a country's report from and to that country. Nothing where one of the countries is not on the
    map.
    """
    pairs = [
        (home, host, people)
        for home, own in hosts.items()
        for host, people in own.items()
        if home != host and people > 0 and (report.regional or report.country in {home, host})
    ]
    frame = pd.DataFrame(pairs, columns=["home", "host", "people"], dtype=object)
    shown = {*frame["home"], *frame["host"]} <= set(world())
    return frame if shown else frame.head(0)


def draw_cover(report: Report) -> Picture:
    """The report's country in the programme's network, for the cover: a picture without a word."""
    return cover_map(travels(report, hosts(report)), _on_map(report), report.country)


def draw_map(report: Report, travels: pd.DataFrame) -> Picture:
    """A map of who came and went; of the region one for each host. It says its numbers by host."""
    t, own, names, pick = report.t, report.country, _on_map(report), report.language.pick
    outlines = read_outlines(report.params / "outlines.geojson")
    regions = [
        (region.country, pick(region.name), outlines[code])
        for code, region in report.programme.regions.items()
        if code in outlines and region.country in names
    ]
    ways = travels.assign(of=travels["host"] if report.regional else own)
    texts = {str(of): _texts(report, str(of), each) for of, each in ways.groupby("of", sort=False)}
    people = travels.pivot_table("people", "host", "home", aggfunc="first")
    totals = [report.figure(_came(report, one)) if one in texts else None for one in people.index]
    people = people.rename(index=report.country_name, columns=report.country_name)
    listed = ", ".join(f"{name} ({names[country]})" for country, name, _ in regions)
    marked = t("Regions marked: {regions}.", regions=listed) + " " if listed else ""
    lead = f"{marked}{t('Guests by host country and the country that they came from')}: "
    source = t("Map: Natural Earth, simplified; borders imply no judgment")
    again = partial(country_map, ways, texts, source, regions)
    return remember(again(), people, totals=totals, lead=lead, again=again)


def _texts(report: Report, own: str, travels: pd.DataFrame) -> dict[str, str]:
    """The names of countries on one's map; below them its guests, who came and who went."""
    guests = report.figure(_came(report, own))
    texts = {code: [name] for code, name in _on_map(report).items()}
    texts[own] += report.mention("{n} guest", "{n} guests", guests)
    for home, host, people in travels[["home", "host", "people"]].itertuples(index=False):
        came = report.n("{n} came", "{n} came", people)
        went = report.n("{n} went", "{n} went", people)
        other, text = (home, came) if host == own else (host, went)
        texts[other].append(text)
    return {code: plain("\n".join(lines)) for code, lines in texts.items()}


def _on_map(report: Report) -> dict[str, str]:
    """The names of the countries on the map: those in the programme by the end of the period."""
    countries, end = report.programme.countries.items(), report.period.end
    known = [code for code, one in countries if one.since < end and code in world()]
    return {code: report.country_name(code) for code in known}


def _came(report: Report, host: str) -> str:
    """The key of the people from other countries at the regional events that one hosted."""
    people = f"{REGION}/{report.span}/{report.role('participants')}{_held(report)}"
    return f"{people}[event.host_country={host}][country!={host}]"


def finding(report: Report, travels: pd.DataFrame) -> str:
    """Who hosted most guests; of a country, from and to how many countries people travelled."""
    if travels.empty:
        return ""
    if report.regional:
        hosts = travels["host"].unique()
        figures = [report.figure(_came(report, host)) for host in hosts]
        guests = pd.Series(figures, hosts, dtype=object)
        first = guests[guests == guests.max()]
        return report.t(
            "Most people from other countries at regional events {in_period}: {hosts} — {number}",
            hosts=report.language.listing([*map(report.country_name, first.index)]),
            number=first.iloc[0],
        )
    went = f"{_held(report)}[event.host_country!={report.country}].event.host_country"
    findings = report.mention(
        "CSO representatives from {n} other country came to regional events {in_area}",
        "CSO representatives from {n} other countries came to regional events {in_area}",
        report.figure(f"{_came(report, report.country)}.person.country"),
    )
    findings += report.mention(
        "CSO representatives from {area} went to regional events in {n} other country",
        "CSO representatives from {area} went to regional events in {n} other countries",
        report.actual("participants", went),
    )
    return capital(f"{'; '.join(findings)} ({report.period_name})")
