"""Publications: what was sent to the donor, frozen; restatements are the only way to change it.

A publication is a JSON file that ``make publish`` writes. A report may not show another value of a
published figure unless ``params/restatements.yml`` says why.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from rrs_data.indicators.figures import Figures
from rrs_data.indicators.keys import INVENTORY, PARAMETERS, Term, parse_key
from rrs_data.indicators.reconciliation import FILE, Published
from rrs_data.programme.faults import Fault, FaultsError, raise_if_any
from rrs_data.programme.programme import FINAL, REGION, Period

DUST = 1e-9
"""Values that lie closer are the same."""


@dataclass(frozen=True)
class Publication:
    """The figures of a report that was sent on a day, by their keys with country and year.

    ``files`` has the SHA-256 of each file that was sent.
    """

    path: Path
    country: str
    period: str
    day: date
    figures: Mapping[str, float]
    files: Mapping[str, str]


def load_publications(directory: Path) -> list[Publication]:
    """All publications below a directory, the earliest first. Raises FaultsError."""
    found, faults = [], []
    for path in sorted(directory.glob("*/*/*.json")):
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
            figures = {str(parse_key(key)): float(at) for key, at in content["figures"].items()}
            country, year, day = (str(content[name]) for name in ("country", "year", "date"))
            period = "-".join(filter(None, [year, content.get("part")]))
            files = {str(name): str(digest) for name, digest in content["files"].items()}
            *_, place, issue, name = path.parts
            own = (place, name) == (country, f"{day}.json") and f"{issue}-".startswith(f"{period}-")
            if not (own and figures):
                raise ValueError("moved or empty")  # noqa: TRY301 - told as what is wrong within
            sent = date.fromisoformat(day)
            found.append(Publication(path, country, period, sent, figures, files))
        except (OSError, ValueError, KeyError, TypeError, AttributeError, FaultsError) as error:
            said = f"{type(error).__name__}: {error}"
            if isinstance(error, FaultsError):
                said = f"a figure that is none: {', '.join(one.found for one in error.faults)}"
            mend = f"bring it back with `git checkout -- {path.name}`, or publish again"
            faults.append(Fault(str(path), said, "a publication as `make publish` writes it", mend))
    raise_if_any(faults)
    return sorted(found, key=lambda one: (one.day, str(one.path)))


def is_frozen(key: str) -> bool:
    """Whether a figure is frozen with a publication.

    Shares, differences and counts of indicators follow from the others; parameters are in git; a
    register grows from year to year, and with it the rows that were read; its targets too.
    """
    terms = parse_key(key).terms
    whole = [one for one in terms if one.span == "*" and not one.where]
    whole += [one for one in terms if one.span == FINAL and one.measure == "target"]
    return len(terms) == 1 and not whole and terms[0].base not in (*INVENTORY, *PARAMETERS)


def in_force(
    publications: Sequence[Publication], published: Published
) -> tuple[dict[str, float], list[Fault]]:
    """The value of each published figure: as it was published first, or last restated.

    And a fault for each restatement that does not follow from what was published, or from others.
    """
    force = {key: value for one in reversed(publications) for key, value in one.figures.items()}
    faults = []
    for one in published.restatements:
        where = f"{published.file.with_name(FILE)}: {one.figure}, {one.day}"
        if one.figure not in force:
            expected, mend = "a figure of reports/published", "remove the entry"
            faults.append(Fault(where, "a figure that was never published", expected, mend))
        elif abs(force[one.figure] - one.was) > DUST:
            found = f"was: {one.was:.12g}; in force is {force[one.figure]:.12g}"
            expected, mend = "the value that was in force until then", "correct `was`"
            faults.append(Fault(where, found, expected, mend))
        force[one.figure] = one.now
    return force, faults


def check_publications(
    figures: Figures,
    publications: Sequence[Publication],
    reports: Collection[tuple[str, Period]],
) -> list[Fault]:
    """What stops some reports: published figures of theirs that changed without a reason.

    ``reports`` are countries (or the region) with their periods. Nothing stops them where nothing
    was published: so a report is made again to be compared, beside the restatements.
    """
    path = figures.published.file.with_name(FILE)
    force, faults = in_force(publications, figures.published)
    for one in publications:
        end = figures.days(Term("", country=one.country, span=one.period)).end
        ends = [period.end for country, period in reports if country in (one.country, REGION)]
        if ends and end <= max(ends):
            now: dict[str, float | None] = dict.fromkeys(one.figures)
            for key in now:
                with suppress(FaultsError):  # the figure does not exist any more
                    now[key] = figures.value(parse_key(key))[0]
            faults += changed(force, now, str(one.path), path)
    return faults if publications else []


def changed(
    force: Mapping[str, float], figures: Mapping[str, float | None], where: str, path: Path
) -> list[Fault]:
    """What is said of figures that are not what is in force, without a reason; nothing of none."""
    entries, first = "", list[str]()
    for key, value in figures.items():
        if key in force and (value is None or abs(value - force[key]) > DUST):
            now = "the figure does not exist any more" if value is None else f"{value:.12g}"
            entry = f'- {{figure: "{key}", was: {force[key]:.12g}, now: {now}}}'
            entries += f"\n                {entry}"
            first.append(f"{key} was {force[key]:.12g}")
    if not first:
        return []
    number = "one published figure differs" if len(first) == 1 else f"{len(first)} published differ"
    mend = (
        f"bring the registers back, or write the reason in {path}, below “restatements:”:\n"
        "            - date: YYYY-MM-DD\n"
        "              reason: late_data  # or correction, duplicate, definition\n"
        '              why: {en: "…"}  # in each language of the reports\n'
        '              approved: "…"\n'
        f"              figures:{entries}"
    )
    found = f"{number}: {'; '.join(first[:3])}"
    return [Fault(where, found, "the figures that were sent to the donor", mend)]
