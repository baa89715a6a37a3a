"""A sentence holds for none, one, few, many and a tie; the check itself is held to wrong ones."""

import pytest

from tests.reports.sentences import faults
from tests.reports.whole import outputs_of
from tests.small_registers import came, registers_of


def text(words):
    return [({"text/markdown": words}, {"role": "text"})]


def figure(title, told):
    return [({}, {"role": "figure", "caption": title, "alt": f"{title}. {told}"})]


def table(*rows):
    """A table."""
    head, *body = [f"| {' | '.join(row)} |" for row in rows]
    return [({"text/markdown": "\n".join([head, "| --- |", *body])}, {"role": "table"})]


def recorded(words, role="text", new=4):
    """A text beside a record: a share of two of four, new people, one of an unknown sex."""
    share = {"indicator": "A-1", "role": None, "unit": "percent", "numerator": 2, "denominator": 4}
    unknown = [{"by": "sex", "category": "unknown", "value": 1}]
    people = [
        {"indicator": name, "role": name, "unit": "people", "actual": number, "breakdown": unknown}
        for name, number in {"participants": 4, "new_participants": new}.items()
    ]
    record = {"achievements": [share, *people]}
    shown = ({"text/markdown": words}, {"role": role})
    return [shown, ({"application/json": record}, {"role": "achievements"})]


HALF = '[50%]{.figure indicator="A-1"}'
PEOPLE = [["Event", "Dates", "Participants"], ["Talk", "May 1, 2014", "62"]]


@pytest.mark.parametrize(
    ("rule", "outputs"),
    [
        ("tie", figure("By kind: “conference” leads with 50%", "Conference — 2, Training — 2")),
        ("tie", figure("По видам: на первом месте — «школа», 3", "Школа — 3, Тренинг — 3")),
        ("comparison", text("On target or better: 5 of 4 indicators.")),
        ("comparison", text("The register has 90 people, more than 1,200.")),
        ("comparison", text("None of 1 indicators has reached its target.")),
        ("comparison", text("0 people came, all of them for the first time.")),
        ("comparison", text("49 people took part in fiscal year 2014; up from 61 (2013)")),
        ("small share", text("Женщины составили 67\u00a0% участников.")),
        ("small share", recorded(f"| Women |\n| --- |\n| {HALF} |", "table")),
        ("small share", recorded(f"::: {{.tile}}\n{HALF}\n\nWomen\n:::")),
        ("all or none", recorded("4 people came, all of them for the first time.", new=3)),
        ("all or none", recorded("Указано у всех: возрастная группа, пол.")),
        ("rounding", table(["Line", "Spent"], ["A", "10"], ["B", "11"], ["**Total**", "**22**"])),
        ("two totals", table(*PEOPLE) + table(PEOPLE[0], [*PEOPLE[1][:2], "65"])),
        ("agreement", text("В мероприятиях участвовали 21 человека.")),
        ("agreement", text("Обучено 5 участника из 2 стран.")),
        ("agreement", text("Из 21 участников женщин больше.")),
        ("", figure("By kind: “conference” leads with 50%", "Conference — 3, Training — 2")),
        ("", recorded(f"{HALF} were women (2 of 4).\n\nRecorded for everyone: age band.")),
        ("", recorded("4 people came, all of them for the first time.")),
        ("", text("49 people took part in fiscal year 2014; up from 35 (2013)")),
        ("", text("[3] of [4] people (75%) came for the first time.")),
        ("", text("Из 21 участника пришли 5 гостей, 2 раза по 22 участника.")),
        ("", table(["Line", "Spent"], ["A", "10"], ["B", "12"], ["**Total**", "**22**"])),
        ("", table(*PEOPLE) + table(*PEOPLE)),
    ],
)
def test_the_check_itself(rule, outputs):
    """A planted fault of each rule is caught, and by that rule; what holds is left alone."""
    assert [rule] * bool(rule) == [found for found, _ in faults(outputs)]


@pytest.mark.parametrize(
    ("language", "number"),
    [*(("ru", number) for number in (0, 1, 2, 5, 21, 101)), ("en", 0), ("en", 1), ("en", 2)],
)
def test_sentences_hold_for_every_number(report_of, number, language):
    """As many people at one event and as many at another: a tie, all new, all of one region."""
    days = [{"start": f"2014-05-0{day}", "end": f"2014-05-0{day}"} for day in (1, 2)]
    people = [{"sex": "F" if one % 2 else "M"} for one in range(number)]
    attended = came(*((1 + one % 2, one + 1) for one in range(number)))
    registers = registers_of(organisations=[{}], people=people, events=days, attendances=attended)
    report = report_of("KG", 2014, language, registers=registers)

    assert [] == faults(outputs_of(report))
