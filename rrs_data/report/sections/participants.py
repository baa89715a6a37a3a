"""Participants of regional events: how many, from where, women and men, of what age."""

from collections.abc import Callable, Iterator

import pandas as pd
from matplotlib.figure import Figure as Picture

from rrs_data.charts.bars import paired_bars
from rrs_data.programme.programme import REGION
from rrs_data.report import wording
from rrs_data.report.elements import Element, Text
from rrs_data.report.report import Report, capital
from rrs_data.report.sections.charting import grid, parts
from rrs_data.report.tabular import NamedValues

AGES = ("age_band", "sex", "place")
"""By what the participants stand in one picture; without a place in two parts less."""

FEWEST = 5
"""So many people stand in a picture by age, sex and place at least."""

CHARTED = ("sex", "age_band", "country")
"""Breakdowns of the participants that have a chart or a table of their own."""


def sentence(report: Report) -> Element | None:
    """Attendances, unique people and new people in one breath."""
    attended, people = report.actual("attendances"), report.actual("participants")
    if not attended.value or not people.value:
        return None
    since_start = report.mention(
        "Since the program began, {n} person has taken part.",
        "Since the program began, {n} people have taken part.",
        report.actual("participants_since_start"),
    )
    return Text.plain(
        report.n(
            "{In_period}, CSO representatives from {area} attended regional events {n} time:",
            "{In_period}, CSO representatives from {area} attended regional events {n} times:",
            attended,
        ),
        report.n("{n} unique person.", "{n} unique people.", people),
        *([] if report.final else since_start),
        *_women(report),
    )


def _women(report: Report) -> Iterator[str]:
    share = report.actual("women")
    if share.value is not None:
        yield report.t(
            "Of the participants, {share} were women "
            "({numerator} of {denominator} whose sex is recorded).",
            share=share,
            numerator=report.actual("women", ".numerator"),
            denominator=report.actual("women", ".denominator"),
        )


def by_age(report: Report) -> Picture:
    """Women and men of the period by age and place: whose sex is not recorded is not among them.

    Of fewer than :data:`FEWEST` people nothing is drawn: they could be known by it.
    """
    achieved, sex = report.achieved("participants"), ("people", "sex")
    columns = [one for one in AGES if achieved and one in achieved.indicator.by]
    schema = report.registers.schema.column(*sex)
    colours = schema.colours if schema and not report.public else {}
    pair = [one for one in report.values(*sex) if colours.get(one) not in (None, "not-recorded")]
    if (
        not achieved
        or (achieved.actual or 0) < FEWEST
        or columns[:2] != [*AGES[:2]]
        or len(pair) != 2
    ):
        return paired_bars(pd.DataFrame(), pd.DataFrame(), ())
    people = report.breakdown("participants", by=columns)
    if columns[2:]:
        people = pd.DataFrame(people.unstack("sex")).swaplevel(axis=1)  # noqa: PD010 - in order
    else:
        people = pd.concat({" ": people}, axis=1).swaplevel(axis=1)
    people = people.reindex(columns=pair, level=0)
    known = people.loc[(people.astype(float) > 0).any(axis=1), (people.astype(float) > 0).any()]

    def named(column: str) -> Callable[[str], str]:
        return lambda value: capital(wording.value_name(report, "people", column, value))

    shown = known.rename(index=named("age_band")).rename(columns=named("sex"), level=0)
    shown = shown.rename(columns=named(columns[2]), level=1) if columns[2:] else shown
    sums = report.breakdown("participants", by=columns[:2]).reindex(index=known.index, columns=pair)
    whole = grid(report, {"": ""}, {one: f"{achieved.indicator.code}[sex={one}]" for one in pair})
    sums = pd.concat([sums, whole]).rename(columns=named("sex"))
    return paired_bars(shown, sums, [f"brand:{colours[one]}" for one in pair])


def by_country(report: Report) -> pd.DataFrame:
    """Unique people of the period by country and sex with the share of women, and of all countries.

    The share is that of the indicator of women.
    """
    people = report.breakdown("participants", by=["country", "sex"], country=REGION)
    t, women, of_all = report.t, report.role("women"), f"{REGION}/{report.span}/"
    code = f"{of_all}{report.role('participants')}{{0[0]}}"
    keys = {
        capital(report.label("people", "sex", str(sex))): f"{code}[sex={sex}]" for sex in people
    }
    keys |= {t("Total"): code}
    keys |= {t("Share of women"): f"{of_all}{women}{{0[1]}}"} if women else {}
    rows = {one: (f"[country={one}]", f"[person.country={one}]") for one in people.index}
    return grid(report, rows | ({REGION: ("", "")} if len(rows) > 1 else {}), keys, "country")


def from_focus(report: Report) -> list[str]:
    """How many people come from each focus region of the country, or of all."""
    code = report.role("participants_since_start")
    return [
        report.n(
            "{region}: {part} of {n} participant since the start ({share})",
            "{region}: {part} of {n} participants since the start ({share})",
            report.figure(f"{scope}{code}"),
            region=name,
            part=report.figure(f"{scope}{code}{part}"),
            share=report.figure(f"{scope}{code}{part} / {scope}{code}"),
        )
        for name, (scope, part) in (focus_regions(report) if code else {}).items()
        if report.value(f"{scope}{code}{part}")
    ]


def by_focus(report: Report) -> pd.DataFrame:
    """People since the start from focus regions and from elsewhere in their countries, and all."""
    t, code = report.t, report.role("participants_since_start")
    rows = focus_regions(report) if code and report.regional else {}
    keys = {t("from the focus region"): f"{{0[0]}}{code}{{0[1]}}"}
    keys[t("from elsewhere")] = f"{{0[0]}}{code} - {keys[t('from the focus region')]}"
    return grid(report, rows, keys | {"all": f"{{0[0]}}{code}"})


def by_region(report: Report) -> pd.DataFrame:
    """A country's people by focus region, and the others, in the period and since the start."""
    t, focus = report.t, {} if report.regional else focus_regions(report)
    roles = {capital(report.period_name): "participants"}
    roles |= {t("Since the start"): "participants_since_start"}
    known = {head: code for head, role in roles.items() if (code := report.role(role))}
    if not focus or not known:
        return pd.DataFrame()
    rows = {name: part for name, (_, part) in focus.items()}
    others, column = "".join(rows.values()).replace("=", "!="), next(iter(rows.values()))
    rows[t("Other regions")] = others
    rows[t("Region not recorded")] = f"{column.partition('=')[0]}=]"
    found = grid(report, rows, {head: f"{code}{{0}}" for head, code in known.items()}, t("Region"))
    found = found[(found.astype(float) > 0).any(axis=1)]
    return found.iloc[:, -1:] if report.final else found


def focus_regions(report: Report, owner: str = "person") -> dict[str, tuple[str, str]]:
    """The focus regions of a country, or of all, by name: where their people are counted, and how.

    ``owner`` is whose region a key asks for: the person's or the organization's.
    """
    pick, found = report.language.pick, {}
    for region in report.programme.regions.values():
        part = f"[{owner}.{region.column}={','.join(region.values)}]"
        if report.regional:
            name = f"{pick(region.name)}, {report.country_name(region.country)}"
            found[name] = f"{region.country}/{report.span}/", part
        elif region.country == report.country:
            found[pick(region.name)] = "", part
    return found


def inclusion(report: Report) -> Element | None:
    """Women among the unique participants of the period, and what else is known of them."""
    achieved = report.achieved("participants")
    if not achieved or not achieved.actual:
        return None
    columns = [by for by in achieved.indicator.by if by not in CHARTED]
    others = [by for by in columns if len(report.breakdown("participants", by)) > 1]
    titles = [NamedValues.of(report, by, [], "").title for by in others]
    listed = [parts(report, "participants", by, shares=True) for by in others]
    found = [f"{title}: {each}." for title, each in zip(titles, listed, strict=True)]
    told = [*_women(report), *found]
    return Text.plain(*told) if told else None
