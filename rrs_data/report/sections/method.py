"""Method: how far the data can be trusted, and from what and by what the report was made.

The data quality statement is on five criteria: validity, integrity, precision,
reliability, timeliness (ADS 201.3.5.7).
"""

from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pandas as pd

from rrs_data.indicators.keys import RECONCILED, ROWS, UNKNOWN, WARNINGS
from rrs_data.indicators.reconciliation import findings_of
from rrs_data.intake.findings import RULES
from rrs_data.language.language import NOTHING
from rrs_data.language.markdown import Figure
from rrs_data.programme.programme import REGION
from rrs_data.report.report import Report, small

PEOPLE = "attendances{part}.person_id"
"""Those who attended an event in the period, each counted once."""

DAY = timedelta(days=1)


def data_quality(report: Report) -> dict[str, str]:
    """What speaks for the data on each of the five criteria."""
    t = report.t
    return {
        t("Validity"): _validity(report),
        t("Integrity"): _integrity(report),
        t("Precision"): _precision(report),
        t("Reliability"): _reliability(report),
        t("Timeliness"): _timeliness(report),
    }


def _validity(report: Report) -> str:
    if report.public:
        return report.t(
            "In the public edition no count of fewer than {number} people is shown, nor what it "
            "could be computed from. A dash, or a missing category, may stand for such a count.",
            number=report.language.number(report.programme.small_counts),
        )
    everyone = PEOPLE.format(part="")
    people, known, unknown = report.figure(everyone), [], []
    if not people.value:
        return report.t("Nobody attended an event in the period.")
    for column in report.registers.schema.registers["people"].columns:
        title = small(report.language.pick(column.titles))
        key = PEOPLE.format(part=f"[person.{column.name}=unknown]")
        if UNKNOWN in column.allowed and report.value(key):
            share = report.figure(f"{key} / {everyone}").marked
            unknown.append(f"{title} — {report.figure(key).marked} ({share})")
        elif UNKNOWN in column.allowed:
            known.append(title)
    sentences = [report.n("{n} person attended events.", "{n} people attended events.", people)]
    if known:
        sentences.append(report.t("Recorded for everyone: {listed}.", listed=", ".join(known)))
    if unknown:
        sentences.append(report.t("Not recorded: {listed}.", listed=", ".join(unknown)))
    return " ".join(sentences)


def _some(report: Report, key: str) -> Figure:
    """A figure, or nothing where it is zero: zero is not looked up in the registers."""
    return report.figure(key) if report.value(key) else Figure(NOTHING, "", None)


def _integrity(report: Report) -> str:
    read, used, refused = (report.figure(f"{ROWS}.{name}") for name in ("read", "used", "refused"))
    sentences = [
        report.t(
            "Every row was checked before the report was made: types, allowed values, ids, "
            "references between registers, dates, amounts and personal data. Rows read: {read}; "
            "used: {used}; refused: {refused}.",
            read=read,
            used=used,
            refused=refused,
        )
    ]
    if report.public:
        return report.t("Every row was checked before the report was made.")
    if refused.value:
        sentences.append(report.t("Refused rows repeat others: a person confirmed each of them."))
    if warnings := findings_of(report.figures).warnings:
        rules = Counter(warning.rule for warning in warnings)
        listed = [
            f"{report.language.pick(RULES[rule]['title'])} — "
            f"{report.figure(f'{WARNINGS}[rule={rule}]').marked}"
            for rule, _ in rules.most_common()
        ]
        sentences += report.mention(
            "{n} warning remained after the check: {listed}.",
            "{n} warnings remained after the check: {listed}.",
            report.figure(WARNINGS),
            listed=", ".join(listed),
        )
    sentences.append(report.t("The registers' hashes are in the file of evidence."))
    return " ".join(sentences)


def _precision(report: Report) -> str:
    text = report.t("People are kept as age bands and regions, never as names or birth dates.")
    alone = report.mention(
        "{n} participant belongs to no organization and is in no figure on CSOs.",
        "{n} participants belong to no organization and are in no figure on CSOs.",
        _some(report, PEOPLE.format(part="[person.organisation_id=]")),
    )
    return " ".join([text, *alone])


def _reliability(report: Report) -> str:
    text = report.t("All figures are counted by the same sheets, in every country and period.")
    if report.reconciled:
        text += " " + report.n(
            "{n} of {total} published figures agrees with the registers.",
            "{n} of {total} published figures agree with the registers.",
            report.figure(f"{RECONCILED}[agrees=true]"),
            total=report.figure(RECONCILED),
        )
    return text


def _timeliness(report: Report) -> str:
    hosted = "" if report.regional else f"[event.host_country={report.country}]"
    attended = f"{REGION}/{report.span}/attendances{hosted}.event_id"
    return " ".join(
        [
            report.t("The registers hold no date of entry, so late records cannot be counted."),
            *report.mention(
                "{n} grant stands as of the last update of its register.",
                "{n} grants stand as of the last update of their register.",
                _some(report, "grants[status!=]"),
            ),
            *report.mention(
                "{n} event began before the period and is counted by its end.",
                "{n} events began before the period and are counted by their end.",
                _some(report, f"events[start=..{report.period.start - DAY}]"),
            ),
            *report.mention(
                "{n} event has no attendance yet.",
                "{n} events have no attendance yet.",
                _some(report, f"events - {attended}" if report.value("events") else "events"),
            ),
        ]
    )


def threshold(report: Report) -> str:
    """From which deviation on a reason is demanded, and by whose rule."""
    share = report.figure("programme.deviation_threshold")
    text = report.t("A deviation of more than {threshold} needs a written reason.", threshold=share)
    return f"{text} {report.language.pick(report.programme.deviation_note)}".strip()


def registers(report: Report) -> pd.DataFrame:
    """The registers read, with their rows and the beginnings of their hashes."""
    own, t = report.registers, report.t
    if report.public:
        return pd.DataFrame()
    rows = {
        report.language.pick(own.schema.registers[name].titles): {
            t("Rows"): report.figure(f"rows[register={name}].read"),
            "SHA-256": f"{digest[:16]}…",
        }
        for name, digest in own.hashes.items()
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
        rule = t(
            "1 {code} is {rate} {currency} ({source})",
            code=rate.currency,
            rate=report.figure(f"programme.rates.{number}", report.language.decimal),
            source=report.language.pick(rate.source),
        )
        found[t("Exchange rate from {day}", day=report.language.short_day(rate.since))] = rule
    return found
