"""Reconciliation: what the parameters say beside what sheets and registers give; restatements."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from operator import itemgetter
from pathlib import Path
from typing import Any, Literal

from rrs_data.indicators.achievements import Achievements, target_period
from rrs_data.indicators.keys import Filter, Key, Term, check_part, parse_key
from rrs_data.indicators.sheets import Indicators
from rrs_data.intake.findings import Findings
from rrs_data.intake.schema import Schema
from rrs_data.programme.faults import Fault, FaultsError, gather
from rrs_data.programme.loading import made, position, read_params
from rrs_data.programme.programme import Programme, Texts


@dataclass(frozen=True)
class PublishedFigure:
    """One published figure, and the indicator that computes it.

    ``since`` starts the count later than the indicator does; ``category`` takes one category of
    the indicator's first breakdown, or several with commas; ``parts`` are published parts of the
    figure per country.
    """

    code: str
    title: Texts
    indicator: str
    country: str
    value: float
    relation: Literal["equals", "more_than"] = "equals"
    since: date | None = None
    category: str | None = None
    parts: Mapping[str, float] = field(default_factory=dict)

    @property
    def by_country(self) -> dict[str, float]:
        """The figure and its parts, by country (or the region)."""
        return {self.country: self.value, **self.parts}


FILE = "restatements.yml"


@dataclass(frozen=True)
class Restatement:
    """A published figure that changed, by its key with country and year; the schema says why."""

    figure: str
    was: float
    now: float
    reason: Literal["late_data", "correction", "duplicate", "definition"]
    why: Texts
    approved: str
    day: date


@dataclass(frozen=True)
class Published:
    """All published figures, their source, the day as of which they are taken, and restatements."""

    source: Texts
    as_of: date
    assumption: Texts
    figures: tuple[PublishedFigure, ...]
    restatements: tuple[Restatement, ...]
    file: Path


def load_published(params: Path) -> Published:
    """Read ``published.yml`` and ``restatements.yml``, where there are any. Raises FaultsError."""

    def content_of(name: str) -> Any:
        file = params / f"{name}.yml"
        return read_params(file, name) if file.exists() else {}

    found, restated = gather(*(partial(content_of, one) for one in ("published", "restatements")))
    nothing = {"source": {}, "as_of": str(date.min), "assumption": {}, "figures": []}
    restatements = [
        {name: group[name] for name in ("reason", "why", "approved")}
        | {"day": group["date"], "was": float(one["was"]), "now": float(one["now"])}
        | {"figure": str(parse_key(one["figure"]))}
        for group in restated.get("restatements", ())
        for one in group["figures"]
    ]
    found = nothing | found | {"restatements": sorted(restatements, key=itemgetter("day"))}
    published: Published = made(Published, found | {"file": params / "published.yml"})
    return published


@dataclass(frozen=True)
class Reconciled:
    """A published figure, or a published part of one, and the computed value with its key."""

    figure: PublishedFigure
    country: str
    published: float
    key: Key
    computed: float | None

    @property
    def agrees(self) -> bool:
        """Whether both say the same."""
        more = self.figure.relation == "more_than" and self.country == self.figure.country
        if more and self.computed is not None:
            return self.computed > self.published
        return self.computed == self.published


def uncounted(published: Published, indicators: Indicators, schema: Schema) -> Iterator[Fault]:
    """Published figures that no sheet counts: without such an indicator, breakdown or category."""
    for figure in published.figures:
        sheet, where = indicators.sheets.get(figure.indicator), ("figures", figure.code)
        if not sheet:
            expected = f"an indicator with a sheet: {', '.join(indicators.sheets)}"
            found, mend = figure.indicator, "name one of these, or add its sheet"
            yield Fault(position(published.file, *where), found, expected, mend)
            continue
        (term,) = published_key(figure, figure.country, published, indicators).terms
        try:
            check_part(term, sheet, schema)
        except FaultsError as error:
            found, expected = figure.category or "", error.faults[0].expected
            yield Fault(position(published.file, *where), found, expected, "correct it")


def misnamed(
    programme: Programme, indicators: Indicators, params: Path, schema: Schema
) -> Iterator[Fault]:
    """What ``programme.yml`` says of events and roles, where registers or sheets say otherwise."""
    rule = programme.trainee
    trainings = rule.kinds if rule else ()
    named: list[tuple[str, str, tuple[str, ...], Iterable[str]]] = [
        ("events", "host_country", ("countries",), programme.countries),
        ("events", "kind", ("online",), programme.online),
        ("events", "kind", ("trainee", "kinds"), trainings),
        ("attendances", "role", ("trainee", "roles"), rule.roles if rule else ()),
        ("attendances", "role", ("taking_part",), programme.taking_part),
    ]
    for register, name, steps, values in named:
        column = schema.column(register, name)
        allowed = column.allowed if column else ()
        for value in [one for one in values if allowed and one not in allowed]:
            where = position(params / "programme.yml", *steps, value)
            expected = f"what {register} have as {name}: {', '.join(allowed)}"
            yield Fault(where, value, expected, "correct it, or allow it in datapackage.json")
    sheet = indicators.sheets.get(indicators.roles.get("people_trained", ""))
    for source in sheet.sources if sheet and trainings else ():
        kinds = source.where.get("event.kind", list(trainings))
        counted = kinds if isinstance(kinds, list) else [kinds]
        if sheet and {*counted} != {*trainings}:
            steps = ("indicators", sheet.code, "sources", source.register, "where")
            where, found = position(params / "indicators.yml", *steps), ", ".join(counted)
            expected = f"programme.yml › trainee › kinds: {', '.join(trainings)}"
            yield Fault(where, found, expected, "let both name the same kinds of events")


def published_key(
    figure: PublishedFigure, country: str, published: Published, indicators: Indicators
) -> Key:
    """The key of a published figure's computed value, as of the day of publication."""
    by = indicators.sheets[figure.indicator].by[:1] or ("by",)  # no column, so a fault
    wanted = tuple((figure.category or "").split(","))
    where = tuple(Filter(column, wanted) for column in by if figure.category)
    span = f"{figure.since or ''}..{published.as_of}"
    return Key((Term(figure.indicator, where, "", country, span),))


def findings_of(achievements: Achievements) -> Findings:
    """What the check of the registers found, and what only shows once they are counted.

    That is targets since the start below what was reached before their period began.
    """
    registers, programme = achievements.registers, achievements.programme
    targets = registers.targets
    if not targets or registers.findings.errors:
        return registers.findings
    found, rows = [*registers.findings], targets.frame.dropna(subset=["target"])
    for place, row in zip(rows.index, rows.to_dict("records"), strict=True):
        sheet = achievements.indicators.sheets.get(row["indicator"])
        if sheet and sheet.adds == "last" and sheet.unit != "percent":
            period = programme.periods[target_period(row)]
            periods = programme.alike(row["country"], period)
            for last in [one for one in periods if one.end < period.end][-1:]:
                days = achievements.span(sheet.code, last)
                reached = achievements.tally(sheet.code, row["country"], days).value or 0
                if reached > row["target"]:
                    now = {"actual": f"{reached:.10g}", "day": str(last.end)}
                    found.append(targets.finding("target-reached", place, "target", **now))
    return Findings(found)
