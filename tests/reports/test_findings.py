"""What charts and the money section say: findings that hold, and targets in words."""

import re

import pandas as pd
import pytest

from rrs_data import bars
from rrs_data.charts.bars import drawn_from
from rrs_data.language.markdown import plain
from rrs_data.report.desk import put_on_desk
from rrs_data.report.sections import activities, charting, money, network, participants
from rrs_data.report.tabular import in_words
from rrs_data.report.tracking_workbook import TrackingWorkbook
from tests.reports.sentences import plain as without_marks
from tests.reports.whole import outputs_of, words_of
from tests.small_registers import came, registers_of

LINES = [
    {"budget_line": "personnel", "approved": "59130", "spent": "59222"},
    {"budget_line": "events", "approved": "40000", "spent": "39990"},
    {"budget_line": "grants", "approved": "5000", "spent": "0"},
]


@pytest.fixture(scope="module")
def spending(report_of):
    """The report of a country that spent a little more than was approved for one line."""
    report = report_of("KG", 2014, "en", registers=registers_of(finance=LINES))
    return report, outputs_of(report, drawn=True)


def labelled(outputs, label):
    """What a reader sees and hears of a table or a chart."""
    (found,) = [one for one in outputs if one[1].get("label") == label]
    return without_marks(words_of(found))


def test_an_overspent_line_is_not_at_a_hundred_percent(spending):
    """59,222 dollars of 59,130 are 100.2%, 39,990 of 40,000 are 99.98%, in table and workbook."""
    report, outputs = spending
    rows = TrackingWorkbook(report).bundle()[0]["application/json"]["sheets"][4][1][0]["rows"]
    shares = re.findall(r"\d+\.\d+%", labelled(outputs, "tbl-finance"))

    assert {"100.2%", "99.98%"} <= set(shares)
    assert ["percent1", "percent2", "percent"] == [row[3][1] for row in rows]


def test_budget_spent_and_remaining_of_each_line_stand_in_one_chart(spending):
    """The words for the chart hold them for each line; what is overspent remains as a minus."""
    told = labelled(spending[1], "fig-finance")

    assert "Personnel — $59,130: spent — $59,222, remaining — −$92" in told
    assert "events — $40,000: spent — $39,990, remaining — $10" in told
    assert "grants — $5,000: remaining — $5,000" in told


@pytest.mark.parametrize(
    ("country", "parts"),
    [
        ("KG", ["$150,400 (published amount)", "$656,120", "$150,400 of it is for Kyrgyzstan"]),
        ("ALL", ["$150,400 (published amount)", "$656,120", "in all countries; $"]),
    ],
)
def test_award_and_budget_are_reconciled(report_of, country, parts):
    """One paragraph has the award, the budget of the whole programme, and why they differ."""
    report = report_of(country, 2014, "en")
    text = without_marks(money.award(report).markdown)

    assert [part for part in parts if part not in text] == []
    assert report.language.pick(report.programme.award.note) in text


def test_grants_stand_by_purpose_and_place(report_of):
    """Each purpose has its grants in towns and in villages, which come to all of them."""
    report = report_of("ALL", 2014, "en")
    purposes = report.breakdown("grants_amount", by="purpose")
    places = activities.by_place(report, purposes)

    assert ["urban", "rural", "all"] == list(places)
    assert (places["all"] == places["urban"].astype(float) + places["rural"].astype(float)).all()


def test_focus_regions_have_a_chart_where_there_are_several(report_of):
    """All countries' report compares them; a country's own stands in its table."""
    regions = participants.by_focus(report_of("ALL", 2014, "en"))

    assert ["Kyzylorda oblast, Kazakhstan", "Khatlon oblast, Tajikistan"] == list(regions.index)
    assert participants.by_focus(report_of("KZ", 2014, "en")).empty


@pytest.mark.parametrize(
    ("guests", "caption"),
    [
        ((2, 1), "fiscal year 2014: the largest group in the exchanges of Kyrgyzstan was 2 people"),
        ((1, 1), "Who met whom at regional events, fiscal year 2014"),
    ],
)
def test_the_largest_group_is_named_unless_two_are(report_of, guests, caption):
    """The matrix of hosts and guests has no superlative at a tie."""
    homes = [home for home, number in zip(("KZ", "TJ"), guests, strict=True) for _ in range(number)]
    registers = registers_of(
        organisations=[{"country": home} for home in homes],
        people=[
            {"country": home, "organisation_id": f"ORG-{number:03}"}
            for number, home in enumerate(homes, 1)
        ],
        events=[{"host_country": "KG"}],
        attendances=came(*((1, number) for number in range(1, len(homes) + 1))),
    )
    report = report_of("KG", 2014, "en", registers=registers)
    told = plain(network.largest_group(report, network.travels(report, network.hosts(report))))

    assert caption in told
    assert ("largest" in told) == (guests[0] != guests[1])


def test_a_caption_compares_with_target_and_period_before(report_of):
    """What was reached stands beside the target, and beside the year before by more, less, same."""
    report = report_of("KG", 2014, "en")

    assert "38 were trained; up from 30 (2013); target: 50" == plain(
        charting.compared(report, "people_trained", "38 were trained")
    )


def test_alternative_texts_name_targets(report_of):
    """Who hears a chart learns the target of each row as who sees it does."""
    report = report_of("KG", 2014, "en")
    frame = charting.by_period(
        report, {"": "{period}/{participants}", "target": "{period}/{participants}.target"}
    )

    put_on_desk(report)
    told = plain(in_words(report, "People", drawn_from(bars(frame))))

    assert "People. 2013 (target 39) — 40, 2014 (target 60) — 61." == told


def test_a_chart_of_one_value_is_a_sentence(report_of):
    """Nothing is lost where there is too little to draw; of nothing there is no word."""
    registers = registers_of(
        organisations=[{}], grants=[{"organisation_id": "ORG-001", "amount": "3000.00"}]
    )
    outputs = outputs_of(report_of("KG", 2014, "en", registers=registers), drawn=True)
    texts = [without_marks(words_of(one)) for one in outputs if one[1]["role"] == "text"]

    assert "fig-grants" not in [what.get("label") for _, what in outputs]
    assert [one for one in texts if "by purpose" in one and "$3,000" in one]
    assert drawn_from(bars(pd.Series([0, 0]))).marks == 0
