"""Background: what the programme is, how it counts, and what people wrote for the report."""

from __future__ import annotations

from rrs_data.language.markdown import escape, markdown
from rrs_data.report.elements import Element, Table, Text
from rrs_data.report.report import Report


def facts(report: Report) -> Element:
    """The programme's published facts."""
    t, pick, programme = report.t, report.language.pick, report.programme
    rows = [
        (t("Programme"), pick(programme.title)),
        (t("Aim"), pick(programme.aim)),
        (t("Implementer"), pick(programme.implementer)),
        (t("Donor"), pick(programme.donor)),
        (t("Award period"), report.language.span(programme.span)),
        (
            t("Published amount"),
            f"{report.figure('programme.award.amount')}. {pick(programme.award.note)}",
        ),
        (
            t("Countries"),
            report.language.listing([report.country_name(c) for c in programme.countries]),
        ),
        (t("Reporting period"), f"{report.language.span(report.period)} ({report.year_name})"),
    ]
    if not report.regional:
        focus = pick(programme.countries[report.country].focus)
        rows.append((t("In this report"), f"{report.name}. {focus}"))
    return Table(
        "tbl-snapshot",
        t("The programme at a glance"),
        [t("Subject"), t("Fact")],
        [[escape(subject), markdown(fact)] for subject, fact in rows],
    )


def counting_rules(report: Report) -> Element:
    """How events, services and people are counted, in words."""
    t = report.t
    rules = [
        t(
            "An event belongs to the period in which it ends, a service to the one in which it "
            "begins, a grant to the one in which it was awarded."
        ),
        t(
            "A person is counted once in a year (unique), once in the programme (since the "
            "start), and as new in the year of the first event; attendances count every time."
        ),
        t(
            "Unique people do not add up over years or countries: every figure is counted from "
            "the registers' rows."
        ),
        t("A dash stands for a value that does not exist: missing is not zero."),
    ]
    return Text("\n".join(f"- {escape(rule)}" for rule in rules))


def acronyms(report: Report) -> Element:
    """The short forms that the report uses."""
    t, pick = report.t, report.language.pick
    programme = report.programme
    rows = [
        (pick(programme.abbreviation), pick(programme.title)),
        (t("CSO"), t("civil society organization")),
        (t("ARGO"), pick(programme.implementer)),
        ("USAID", t("United States Agency for International Development")),
        ("RRS", t("code of the programme's own indicators (from the Russian abbreviation)")),
        ("SHA-256", t("a file's fingerprint, by which a change is found")),
    ]
    return Table(
        "tbl-acronyms",
        t("Acronyms"),
        [t("Short form"), t("Meaning")],
        [[escape(short), escape(long)] for short, long in rows],
    )


def written(report: Report, topic: str) -> Element | None:
    """The text on a topic from ``params/narrative``, or None where nobody wrote one."""
    text = report.narrative.text(topic)
    return Text(text) if text else None
