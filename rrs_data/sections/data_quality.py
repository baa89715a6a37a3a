"""The data quality statement, on the donor's five words and computed from the registers."""

from __future__ import annotations

from collections import Counter

from rrs_data import quality
from rrs_data.markdown import escape
from rrs_data.parts import Part, Table, Text
from rrs_data.quality import Share
from rrs_data.report import Report
from rrs_data.rows import total
from rrs_data.sections.reconciliation import reconcile


def table(report: Report) -> Part:
    """What speaks for the data on each of the five words."""
    t = report.t
    rows = [
        (t("Validity"), _validity(report)),
        (t("Integrity"), _integrity(report)),
        (t("Precision"), _precision(report)),
        (t("Reliability"), _reliability(report)),
        (t("Timeliness"), _timeliness(report)),
    ]
    return Table(
        "tbl-quality",
        t("Data quality on the donor's five criteria"),
        [t("Criterion"), t("Finding")],
        [[escape(word), escape(finding)] for word, finding in rows],
    )


def _validity(report: Report) -> str:
    shares = {
        report.t("sex"): quality.unknown(report.registers, report.country, report.period, "sex"),
        report.t("age band"): quality.unknown(
            report.registers, report.country, report.period, "age_band"
        ),
        report.t("urban or rural"): quality.unknown(
            report.registers, report.country, report.period, "place"
        ),
    }
    people = next(iter(shares.values())).whole
    if not people:
        return report.t("Nobody attended an event in the period.")
    listed = ", ".join(f"{name} – {_written(report, share)}" for name, share in shares.items())
    return report.n(
        "Of {n} person who attended, not recorded: {listed}.",
        "Of {n} people who attended, not recorded: {listed}.",
        people,
        listed=listed,
    )


def _written(report: Report, share: Share) -> str:
    language = report.language
    if not share.part:
        return report.t("nobody")
    return f"{language.number(share.part)} ({language.percent(share.value, digits=1)})"


def _integrity(report: Report) -> str:
    number, rows = report.language.number, total(report.registers.counts.values())
    sentences = [
        report.t(
            "Every row was checked before the report was made: types, allowed values, ids, "
            "references between registers, dates, amounts and personal data. Rows read: {read}; "
            "used: {used}; refused: {refused}.",
            read=number(rows.read),
            used=number(rows.used),
            refused=number(rows.refused),
        )
    ]
    if rows.refused:
        sentences.append(report.t("Refused rows repeat others: a person confirmed each of them."))
    if report.registers.warnings:
        sentences.append(_warnings(report))
    sentences.append(report.t("The registers' hashes stand under “Method and provenance”."))
    return " ".join(sentences)


def _warnings(report: Report) -> str:
    """What the check doubted and let through, by rule."""
    warnings = report.registers.warnings
    counts = Counter(warning.title(report.language.code) for warning in warnings)
    return report.n(
        "{n} warning was let through: {listed}.",
        "{n} warnings were let through: {listed}.",
        len(warnings),
        listed=", ".join(
            f"{title} – {report.language.number(count)}" for title, count in counts.most_common()
        ),
    )


def _precision(report: Report) -> str:
    share = quality.without_organisation(report.registers, report.country, report.period)
    text = report.t("People are kept as age bands and oblasts, never as names or birth dates.")
    if share.part:
        text += " " + report.n(
            "{n} participant belongs to no organization and is in no figure on CSOs.",
            "{n} participants belong to no organization and are in no figure on CSOs.",
            share.part,
        )
    return text


def _reliability(report: Report) -> str:
    text = report.t("All figures are counted by the same sheets, in every country and every year.")
    reconciled = reconcile(report)
    if reconciled:
        text += " " + report.n(
            "{n} of {total} published figures agrees with the registers.",
            "{n} of {total} published figures agree with the registers.",
            sum(one.agrees for one in reconciled),
            total=report.language.number(len(reconciled)),
        )
    return text


def _timeliness(report: Report) -> str:
    registers, country, period = report.registers, report.country, report.period
    crossing = quality.crossing(registers, country, period)
    missing = quality.without_attendance(registers, country, period)
    sentences = [
        report.t("The registers hold no date of entry, so late records cannot be counted.")
    ]
    if crossing.part:
        sentences.append(
            report.n(
                "{n} event began before the period and is counted by its end.",
                "{n} events began before the period and are counted by their end.",
                crossing.part,
            )
        )
    if missing.part:
        sentences.append(
            report.n(
                "{n} event has no attendance yet.",
                "{n} events have no attendance yet.",
                missing.part,
            )
        )
    return " ".join(sentences)


def caveats(report: Report) -> Part:
    """What was assumed, and what the figures do not say."""
    t, pick = report.t, report.language.pick
    texts = [
        pick(report.published.assumption),
        pick(report.programme.award.note),
        t(
            "The deviation threshold of {threshold} is the usual convention and is not confirmed "
            "for this award.",
            threshold=report.language.percent(report.programme.deviation_threshold),
        ),
        t("To take part in an event does not yet mean that something has changed afterwards."),
    ]
    return Text("\n".join(f"- {escape(text)}" for text in texts))
