"""Frames: pandas over the registers is never short of rows, and its numbers lead to them."""

import pandas as pd
import pytest

from rrs_data import FaultsError, sentence, show
from rrs_data.language.markdown import Figure
from rrs_data.report.desk import put_on_desk


def test_rows(shipped):
    """All rows of the country and period, or of the register, by their numbers, typed."""
    events, whole = shipped.rows("events"), shipped.rows("events", whole=True)
    few = shipped.rows("attendances", "event.kind", "person.sex")
    inside = whole["end"].between("2013-10-01", "2014-09-30") & (whole["host_country"] == "KG")

    assert whole[inside].index.equals(events.index)
    assert ("events", 60) == (whole.index.name, len(whole))
    assert list(shipped.registers["events"]["row"]) == list(whole.index)
    assert ["event.kind", "person.sex"] == list(few)
    assert {"event.level", "person.organisation.country"} <= set(shipped.rows("attendances"))
    categories = shipped.rows("people")["age_band"].cat.categories
    assert list(shipped.values("people", "age_band")) == list(categories)


def test_evidence(shipped):
    """The rows that a sheet counted, by its code or its role; one of each person if asked."""
    for role, code in {"participants": "RRS-1", "women": "RRS-16"}.items():
        rows, people = shipped.evidence(role), shipped.evidence(code, one_per="person_id")
        tally = shipped.achievements[code].tally

        assert list(tally.evidence.rows["attendances"]) == list(rows.index)
        assert sorted(tally.keys) == sorted(people["person_id"])
        assert rows["event_id"].notna().all()


def test_breakdown(shipped):
    """Every figure of a breakdown is that of its key, in the schema's order."""
    by_age = shipped.breakdown("participants", by=["age_band", "sex"])
    by_country = shipped.breakdown("RRS-1", "country", country="ALL")

    assert ["18-24", "25-34", "35-44", "45-54", "55+", "unknown"] == list(by_age.index)
    assert ["F", "M", "unknown"] == list(by_age.columns)
    for band, row in by_age.iterrows():
        for sex, figure in row.items():
            assert shipped.figure(f"RRS-1[age_band={band}][sex={sex}]") == figure
    assert list(shipped.programme.countries) == list(by_country.index)
    assert shipped.value("RRS-1") == by_age.to_numpy().sum()
    assert "ALL/2014/RRS-1[country=TJ]" == by_country["TJ"].key
    assert shipped.breakdown("RRS-4", "person.region").sum() == shipped.value("RRS-4")


def test_a_figure_is_a_number(shipped):
    """It computes, compares and formats; what is computed from it leads nowhere."""
    amount = shipped.figure("RRS-14")
    missing = Figure("—", "RRS-14.target", None)

    assert f"{amount} {amount!r} {amount:.1f}" == "$13,300 $13,300 13300.0"
    assert (26600.0, float) == (amount * 2, type(amount * 2))
    assert (True, False, "—") == (missing != missing, bool(missing), f"{missing}")  # noqa: PLR0124


def test_counting_a_frame(report_of):
    """Filtered, sorted, queried and joined frames lead to rows; what is missing is not zero."""
    report = report_of("KG", 2014)
    grants = report.rows("grants").sort_values("amount").query("amount > 3000")
    people = report.evidence("RRS-4")
    other = grants.join(pd.Series({"social": 1}, name="n"), on="purpose")
    unknown = grants.assign(amount=grants["amount"].where(grants["amount"] > 3400))
    found = [
        report.figure(grants, label="large"),
        report.figure(people, count="person_id"),
        report.figure(other, total="amount"),
        report.figure(unknown, total="amount"),
        report.figure(grants["purpose"], count="organisation.country"),
    ]
    counted = report.record().data["application/json"]["counted"]

    assert ["4", "61", "$13,300", "—", "1"] == [one.text for one in found]
    assert ["large", *(f"counted-1-{at}" for at in (1, 2, 3, 4))] == [one.key for one in found]
    assert sorted(grants.index) == list(counted["large"]["rows"])
    assert report.registers.hashes["grants"] == counted["large"]["sha256"]
    assert report.figure(grants, label="large") == 4  # the same again


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda r: r.rows("atendances"), ["“atendances”", "did you mean “attendances”?"]),
        (lambda r: r.rows("events", "kid"), ["a column of events", "did you mean “kind”?"]),
        (lambda r: r.evidence("guets"), ["RRS-17", "did you mean “guests”?"]),
        (lambda r: r.evidence("RRS-6"), ["one of services, attendances", 'register="services"']),
        (lambda r: r.evidence("RRS-1", "id"), ["one_per", "person_id"]),
        (lambda r: r.breakdown("grants", "sex"), ["a breakdown of RRS-13 (purpose"]),
        (lambda r: r.figure(r.rows("grants").reset_index()), ["RangeIndex", "row numbers of"]),
        (lambda r: r.figure(r.rows("grants").groupby("purpose").size()), ["“purpose”"]),
        (lambda r: r.figure(pd.concat([r.rows("grants")] * 2)), ["stand twice", "duplicated"]),
        (lambda r: r.figure(r.rows("grants").rename(lambda n: n + 99)), ["no rows of grants"]),
        (lambda r: r.figure(r.rows("grants"), total="purpose"), ["“purpose”", "count='purpose'"]),
        (lambda r: r.figure(r.rows("grants"), count="sex"), ["“sex”", "purpose"]),
        (lambda r: r.figure(r.rows("grants"), label="rrs-1"), ["no name of an indicator"]),
        (lambda r: r.figure(r.rows("grants"), label="Из сёл"), ["small letters and digits"]),
        (lambda r: [r.figure(r.rows(n), label="two") for n in ("grants", "events")], ["another"]),
        (lambda _: show(3), ["int", "a DataFrame", "sentence(…)"]),
        (lambda _: sentence("{n} came", m=1), ["no value for {n}", "report.figure"]),
        (lambda _: sentence("{} came", m=1), ["index 0", 'as in sentence("{n} came."']),
        (lambda r: sentence("{n:.1f}", n=r.figure("RRS-1")), ["takes no format"]),
    ],
)
def test_mistakes(report_of, ask, said):
    """What is unknown, of no rows or taken is told with what is allowed and how to mend it."""
    report = report_of("KG", 2014)
    put_on_desk(report)
    with pytest.raises(FaultsError) as caught:
        ask(report)

    assert [] == [text for text in said if text not in str(caught.value)]
