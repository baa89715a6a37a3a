"""Method: how far the data can be trusted, and from what and by what the report was made.

The data quality statement is on five criteria: validity, integrity, precision,
reliability, timeliness (ADS 201.3.5.7).
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

import pandas as pd

from rrs_data.indicators.keys import RECONCILED, ROWS, UNKNOWN, WARNINGS
from rrs_data.indicators.reconciliation import findings_of
from rrs_data.intake.findings import RULES
from rrs_data.language.language import NOTHING
from rrs_data.programme.programme import REGION
from rrs_data.report.report import Report, small

PEOPLE = "attendances{part}.person_id"
"""Those who attended an event in the period, each counted once."""


def data_quality(report: Report) -> dict[str, str]:
    """What speaks for the data on each of the five criteria."""
    t = report.t
    found = {
        t("Validity"): _validity(report),
        t("Integrity"): _integrity(report),
        t("Precision"): [
            t("People are kept as age bands and regions, never as names or birth dates."),
            *report.mention(
                "{n} participant belongs to no organization and is in no figure on CSOs.",
                "{n} participants belong to no organization and are in no figure on CSOs.",
                report.figure(PEOPLE.format(part="[person.organisation_id=]")),
            ),
        ],
        t("Reliability"): [
            t("All figures are counted by the same sheets, in every country and period."),
            *report.mention(
                "{n} of {total} published figures agrees with the registers.",
                "{n} of {total} published figures agree with the registers.",
                report.figure(f"{RECONCILED}[agrees=true]"),
                total=report.figure(RECONCILED),
            ),
        ],
        t("Timeliness"): _timeliness(report),
    }
    return {criterion: " ".join(sentences) for criterion, sentences in found.items()}


def _validity(report: Report) -> Iterator[str]:
    everyone = PEOPLE.format(part="")
    people, known, unknown = report.figure(everyone), [], []
    if report.public:
        yield report.t(
            "In the public edition no count of fewer than {number} people is shown, nor what it "
            "could be computed from. A dash, or a missing category, may stand for such a count.",
            number=report.language.number(report.programme.small_counts),
        )
        return
    if not people.value:
        yield report.t("Nobody attended an event in the period.")
        return
    yield report.n("{n} person attended events.", "{n} people attended events.", people)
    for column in report.registers.schema.registers["people"].columns:
        title = small(report.language.pick(column.titles))
        key = PEOPLE.format(part=f"[person.{column.name}=unknown]")
        if UNKNOWN in column.allowed and report.value(key):
            share = report.figure(f"{key} / {everyone}").marked
            unknown.append(f"{title} — {report.figure(key).marked} ({share})")
        elif UNKNOWN in column.allowed:
            known.append(title)
    if known:
        yield report.t("Recorded for everyone: {listed}.", listed=", ".join(known))
    if unknown:
        yield report.t("Not recorded: {listed}.", listed=", ".join(unknown))


def _integrity(report: Report) -> Iterator[str]:
    if report.public:
        yield report.t("Every row was checked before the report was made.")
        return
    counts = {name: report.figure(f"{ROWS}.{name}") for name in ("read", "used", "refused")}
    yield report.t(
        "Every row was checked before the report was made: types, allowed values, ids, "
        "references between registers, dates, amounts and personal data. Rows read: {read}; "
        "used: {used}; refused: {refused}.",
        **counts,
    )
    if counts["refused"]:
        yield report.t("Refused rows repeat others: a person confirmed each of them.")
    rules = Counter(warning.rule for warning in findings_of(report.figures).warnings)
    listed = [
        f"{report.language.pick(RULES[rule]['title'])} — "
        f"{report.figure(f'{WARNINGS}[rule={rule}]').marked}"
        for rule, _ in rules.most_common()
    ]
    yield from report.mention(
        "{n} warning remained after the check: {listed}.",
        "{n} warnings remained after the check: {listed}.",
        report.figure(WARNINGS),
        listed=", ".join(listed),
    )
    yield report.t("The registers' hashes are in the file of evidence.")


def _timeliness(report: Report) -> list[str]:
    hosted = "" if report.regional else f"[event.host_country={report.country}]"
    attended = f"{REGION}/{report.span}/attendances{hosted}.event_id"
    return [
        report.t("The registers hold no date of entry, so late records cannot be counted."),
        *report.mention(
            "{n} grant stands as of the last update of its register.",
            "{n} grants stand as of the last update of their register.",
            report.figure("grants[status!=]"),
        ),
        *report.mention(
            "{n} event began before the period and is counted by its end.",
            "{n} events began before the period and are counted by their end.",
            report.figure(f"events[start=..{report.period.start - timedelta(days=1)}]"),
        ),
        *report.mention(
            "{n} event has no attendance yet.",
            "{n} events have no attendance yet.",
            report.figure(f"events - {attended}" if report.value("events") else "events"),
        ),
    ]


def threshold(report: Report) -> str:
    """From which deviation on a reason is demanded, and by whose rule."""
    share = report.figure("programme.deviation_threshold")
    text = report.t("A deviation of more than {threshold} needs a written reason.", threshold=share)
    return f"{text} {report.language.pick(report.programme.deviation_note)}".strip()


def registers(report: Report) -> pd.DataFrame:
    """The registers read, with their rows and the beginnings of their hashes."""
    own, t = report.registers, report.t
    rows = {
        report.language.pick(own.schema.registers[name].titles): {
            t("Rows"): report.figure(f"{ROWS}[register={name}].read"),
            "SHA-256": f"{digest[:16]}…",
        }
        for name, digest in ({} if report.public else own.hashes).items()
    }
    return pd.DataFrame(rows).T.rename_axis(t("Register"))


def provenance(
    report: Report, asked: Mapping[str, object], made: Mapping[str, Any]
) -> dict[str, str]:
    """By what the report was made, and by which exchange rates, by the names of the facts."""
    t, currency = report.t, report.programme.currency
    asked = {**asked, "EDITION": "public" * report.public}
    found = {
        t("Parameters"): ", ".join(f"{name}={value}" for name, value in asked.items() if value),
        t("Rendering engine"): made.get("engine") or t("not rendered: opened in JupyterLab"),
        t("Commit of the code"): made.get("commit") or t("not under version control"),
        t("Packages"): ", ".join(map(" ".join, made.get("packages", {}).items())) or NOTHING,
    }
    for number, rate in enumerate(currency.rates, 1):
        found[t("Exchange rate from {day}", day=report.language.short_day(rate.since))] = t(
            "1 {code} is {rate} {currency} ({source})",
            code=rate.currency,
            rate=report.figure(f"programme.rates.{number}", report.language.decimal),
            source=report.language.pick(rate.source),
        )
    return found
