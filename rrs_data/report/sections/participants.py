"""Participants of regional events: how many, from where, women and men, of what age."""

from collections.abc import Callable, Iterator
from typing import Any

import pandas as pd
from matplotlib.figure import Figure as Picture

from rrs_data.charts.bars import paired_bars
from rrs_data.language.markdown import Figure
from rrs_data.programme.programme import REGION
from rrs_data.report import wording
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


def _women(report: Report) -> list[str]:
    share = report.actual("women")
    if share.value is None:
        return []
    text = report.t(
        "Of the participants, {share} were women "
        "({numerator} of {denominator} whose sex is recorded).",
        share=share,
        numerator=report.actual("women", ".numerator"),
        denominator=report.actual("women", ".denominator"),
    )
    return [text]


def by_age(report: Report) -> Picture:
    """Women and men of the period by age and place: whose sex is not recorded is not among them.

    Without a place each bar is of one part. Of fewer than five people nothing is drawn: they could
    be known by it.
    """
    achieved, schema = report.achieved("participants"), report.registers.schema
    sexes = schema.column("people", "sex")
    colours = sexes.colours if sexes and not report.public else {}
    other = "not-recorded"
    pair = [one for one in report.values("people", "sex") if colours.get(one, other) != other]
    by = achieved.indicator.by if achieved else ()
    few = not achieved or (achieved.actual or 0) < 5
    if few or not {"age_band", "sex"} <= {*by} or len(pair) != 2:
        return paired_bars(pd.DataFrame(), pd.DataFrame(), ())
    place = ["place"] if "place" in by else []
    people: Any = report.breakdown("participants", by=["age_band", "sex", *place])
    people = people.unstack("sex") if place else pd.concat({" ": people}, axis=1)  # noqa: PD010
    people = people.swaplevel(axis=1).reindex(columns=pair, level=0)
    some = people.astype(float) > 0
    known = people.loc[some.any(axis=1), some.any()]
    sums = report.breakdown("participants", by=["age_band", "sex"])
    keys = {one: f"{report.role('participants')}[sex={one}]" for one in pair}
    whole = grid(report, {"": ""}, keys)
    sums = pd.concat([sums.reindex(index=known.index, columns=pair), whole])

    def named(column: str) -> Callable[[str], str]:
        return lambda value: capital(wording.value_name(report, "people", column, value))

    shown = known.rename(index=named("age_band")).rename(columns=named("sex"), level=0)
    shown = shown.rename(columns=named("place"), level=1)
    sums = sums.rename(columns=named("sex"))
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
    found = found[found.astype(bool).any(axis=1)]
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
    """Women among the unique participants of the period, and what else is known of them."""
    achieved = report.achieved("participants")
    known = achieved.indicator.by if achieved and achieved.actual else ()
    told, charted = _women(report) if known else [], ("sex", "age_band", "country")
    for by in known:
        if by not in charted and len(report.breakdown("participants", by)) > 1:
            title = NamedValues(report, by, []).title
            told.append(f"{title}: {parts(report, 'participants', by, shares=True)}.")
    return Text.plain(*told)
