"""Participants of regional events: how many, from where, women and men, of what age."""

from collections.abc import Iterator
from typing import Any

import pandas as pd
from matplotlib.figure import Figure as Picture

from rrs_data.charts.bars import paired_bars
from rrs_data.language.markdown import Figure
from rrs_data.programme.programme import REGION
from rrs_data.report.elements import Text
from rrs_data.report.report import Report, capital
from rrs_data.report.sections.charting import grid, parts
from rrs_data.report.tabular import NamedValues


def sentence(report: Report) -> Text | None:
    """Attendances, unique people and new people in one breath."""
    attended, people = report.actual("attendances"), report.actual("participants")
    if not attended or not people:
        return None
    since_start = report.mention(
        "Since the program began, {n} person has taken part.",
        "Since the program began, {n} people have taken part.",
        report.actual("participants_since_start"),
    )
    told = [
        report.n(
            "{In_period}, CSO representatives from {area} attended regional events {n} time:",
            "{In_period}, CSO representatives from {area} attended regional events {n} times:",
            attended,
        ),
        report.n("{n} unique person.", "{n} unique people.", people),
        *([] if report.final else since_start),
    ]
    if (share := report.actual("women")).value is not None:
        women = report.t(
            "Of the participants, {share} were women "
            "({numerator} of {denominator} whose sex is recorded).",
            share=share,
            numerator=report.actual("women", ".numerator"),
            denominator=report.actual("women", ".denominator"),
        )
        told.append(women)
    return Text.plain(*told)


def by_age(report: Report) -> Picture | None:
    """Women and men of the period by age and place: whose sex is not recorded is not among them.

    Without a place each bar is of one part. Of fewer than five people nothing is drawn: they could
    be known by it.
    """
    achieved = report.achieved("participants")
    by = achieved.indicator.by if achieved and (achieved.actual or 0) >= 5 else ()
    sexes = report.registers.schema.column("people", "sex")
    if report.public or not sexes or not {"age_band", "sex"} <= {*by}:
        return None
    pair = [one for one, colour in sexes.colours.items() if colour != "not-recorded"]
    people: Any = report.breakdown("participants", by=["age_band", "sex"]).reindex(columns=pair)
    keys = {one: f"{report.role('participants')}[sex={one}]" for one in pair}
    sums = pd.concat([people, grid(report, {"": ""}, keys)])
    if "place" in by:
        people = report.breakdown("participants", by=["age_band", "sex", "place"])
        people = people.unstack("sex").swaplevel(axis=1).reindex(columns=pair, level=0)  # noqa: PD010
    else:
        people.columns = pd.MultiIndex.from_product([pair, [" "]])
    some = people.astype(float) > 0
    known = people.loc[some.any(axis=1), some.any()]
    if known.empty or len(pair) != 2:
        return None

    columns = ("age_band", "sex", "place")
    age, sex, where = (NamedValues(report, one, [], "people").head for one in columns)
    shown = known.rename(index=age).rename(columns=sex, level=0).rename(columns=where, level=1)
    sums = sums.reindex([*known.index, ""]).rename(columns=sex)
    return paired_bars(shown, sums, [f"brand:{sexes.colours[one]}" for one in pair])


def by_country(report: Report) -> pd.DataFrame:
    """Unique people of the period by country and sex with the share of women, and of all countries.

    The share is that of the indicator of women.
    """
    people = report.breakdown("participants", by=["country", "sex"], country=REGION)
    t, women, of_all = report.t, report.role("women"), f"{REGION}/{report.span}/"
    code = f"{of_all}{report.role('participants')}{{0[0]}}"
    words = report.values("people", "sex")
    keys = {capital(words.get(sex, sex)): f"{code}[sex={sex}]" for sex in map(str, people)}
    keys |= {t("Total"): code}
    keys |= {t("Share of women"): f"{of_all}{women}{{0[1]}}"} if women else {}
    rows = {one: (f"[country={one}]", f"[person.country={one}]") for one in people.index}
    return grid(report, rows | ({REGION: ("", "")} if len(rows) > 1 else {}), keys, "country")


def from_focus(report: Report) -> list[str]:
    """How many people come from each focus region of the country, or of all."""
    return [
        report.n(
            "{region}: {part} of {n} participant since the start ({share})",
            "{region}: {part} of {n} participants since the start ({share})",
            whole,
            **known,
        )
        for whole, known in shares_of_focus(report, report.role("participants_since_start"))
    ]


def by_focus(report: Report) -> pd.DataFrame:
    """People since the start from focus regions and from elsewhere in their countries, and all."""
    t, code = report.t, report.role("participants_since_start")
    rows = focus_regions(report) if code and report.regional else {}
    whole, focus = f"{{0[0]}}{code}", f"{{0[0]}}{code}{{0[1]}}"
    keys = {t("from the focus region"): focus, t("from elsewhere"): f"{whole} - {focus}"}
    return grid(report, rows, keys | {"all": whole})


def by_region(report: Report) -> pd.DataFrame:
    """A country's people by focus region, and the others, in the period and since the start."""
    t, focus = report.t, {} if report.regional else focus_regions(report)
    roles = {t("Since the start"): "participants_since_start"}
    if not report.final:
        roles = {capital(report.period_name): "participants"} | roles
    keys = {head: f"{code}{{0}}" for head, role in roles.items() if (code := report.role(role))}
    if not focus or not keys:
        return pd.DataFrame()
    rows = {name: part for name, (_, part) in focus.items()}
    others, column = "".join(rows.values()).replace("=", "!="), next(iter(rows.values()))
    rows[t("Other regions")] = others
    rows[t("Region not recorded")] = f"{column.partition('=')[0]}=]"
    found = grid(report, rows, keys, t("Region"))
    return found[found.astype(bool).any(axis=1)]


def focus_regions(report: Report, owner: str = "person") -> dict[str, tuple[str, str]]:
    """The focus regions of a country, or of all, by name: where their people are counted, and how.

    ``owner`` is whose region a key asks for: the person's or the organization's.
    """
    found = {}
    for region in report.programme.regions.values():
        if report.regional or region.country == report.country:
            name = report.language.pick(region.name)
            name += f", {report.country_name(region.country)}" if report.regional else ""
            part = f"[{owner}.{region.column}={','.join(region.values)}]"
            found[name] = f"{region.country}/{report.span}/", part
    return found


def shares_of_focus(
    report: Report, code: str | None, owner: str = "person"
) -> Iterator[tuple[Figure, dict[str, object]]]:
    """What an indicator comes to, and what of it is of each focus region where that is anything."""
    for name, (scope, part) in (focus_regions(report, owner) if code else {}).items():
        own, whole = report.figure(f"{scope}{code}{part}"), report.figure(f"{scope}{code}")
        if own:
            share = report.figure(f"{scope}{code}{part} / {scope}{code}")
            yield whole, {"region": name, "part": own, "share": share}


def inclusion(report: Report) -> Text:
    """What is known of the period's unique participants besides sex, age and country."""
    achieved = report.achieved("participants")
    known = achieved.indicator.by if achieved and achieved.actual else ()
    told, charted = list[str](), ("sex", "age_band", "country")
    for by in known:
        if by not in charted and len(report.breakdown("participants", by)) > 1:
            title = NamedValues(report, by, []).title
            told.append(f"{title}: {parts(report, 'participants', by, shares=True)}.")
    return Text.plain(*told)
