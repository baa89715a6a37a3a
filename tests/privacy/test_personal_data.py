"""Personal data: what is told from titles, places, dates and sentences, in every script."""

from collections import Counter
from pathlib import Path
from time import thread_time

import pytest
import yaml

from rrs_data.intake.findings import RULES
from rrs_data.intake.privacy import kind_of, personal_header
from rrs_data.intake.schema import load_schema
from tools.demo.personal import personal_texts

TEXTS, *PARTS = (
    yaml.safe_load(Path(__file__).with_name(f"{name}.yml").read_text(encoding="utf-8"))
    for name in ("texts", "tuned_on", "held_out")
)
"""Short texts, and sentences: those that the check was tuned on, and those that measure it."""
IN_BOTH = pytest.mark.parametrize("part", PARTS, ids=["tuned on", "held out"])


@pytest.mark.parametrize("kind", ["name", "name-like", "phone", "email", "identity", "honest"])
def test_kinds_of_texts(kind):
    """Names, phones and numbers are told as people write them; titles, places and sums are none."""
    expected = dict.fromkeys(TEXTS[kind], None if kind == "honest" else kind)

    assert expected == {text: kind_of(text) for text in expected}


def test_recall_of_each_form():
    """Of each form of labelled personal data nearly all is found; with rare first names most."""
    told, texts = Counter(), personal_texts()
    for one in texts:
        same = str(kind_of(one.text)).removesuffix("-like") == one.kind.removesuffix("-like")
        told[one.kind, one.form] += same
    of_form = Counter((one.kind, one.form) for one in texts)

    assert [] == [
        form
        for form, count in of_form.items()
        if told[form] < count * (0.9 if "uncommon" in form[1] else 0.99)
    ]


@IN_BOTH
def test_personal_data_are_found_in_sentences(part):
    """At least 95 % of names, numbers, addresses and days of birth, and 75 % of each kind."""
    missed = {
        kind: [text for text in texts if not kind_of(text)]
        for kind, texts in part["personal"].items()
    }

    assert sum(map(len, missed.values())) <= 0.05 * sum(map(len, part["personal"].values())), missed
    assert all(len(missed[kind]) <= len(texts) / 4 for kind, texts in part["personal"].items())


@IN_BOTH
@pytest.mark.parametrize(("severity", "most"), [("error", 0.02), ("warning", 0.05)])
def test_honest_sentences_are_let_through(part, severity, most):
    """At most 2 % of titles, laws, places and sums are refused, and at most 5 % doubted."""
    kinds = {text: kind_of(text) for texts in part["honest"].values() for text in texts}
    stopped = [
        text
        for text, kind in kinds.items()
        if kind and RULES[f"personal-{kind}"]["severity"] == severity
    ]

    assert len(stopped) <= most * len(kinds), stopped


def test_every_sentence_is_there_once():
    """The parts are apart: nothing that the check was tuned on is in what measures it."""
    kinds = [texts for part in PARTS for own in part.values() for texts in own.values()]
    texts = [text for own in kinds for text in own]

    assert 800 < len(texts) == len({*texts})


@pytest.mark.parametrize("unit", ["а", "A.b ", "Иванов И. ", "a@", "1 2", "( at ", "-'", "+7("])
def test_time_grows_with_the_length(unit):
    """Ten times as long a text takes about ten times as long; on a busy machine not each time."""

    def seconds(times):
        start = thread_time()
        kind_of(unit * times)
        return thread_time() - start

    once = 10_000 // len(unit)
    tries = range(once, once + 10)  # each with another text: what was judged once is remembered

    assert any(seconds(10 * times) < 40 * seconds(times) for times in tries)


def test_headers():
    """Those for names, phones, births and documents are known; those of the schema are none."""
    columns = [one for register in load_schema().registers.values() for one in register.columns]
    own = [text for column in columns for text in (column.name, *column.titles.values())]

    assert [] == [header for header in TEXTS["personal headers"] if not personal_header(header)]
    assert [] == [header for header in [*TEXTS["honest headers"], *own] if personal_header(header)]


def test_no_register_asks_for_personal_data_of_people():
    """No column for a name, a phone, an e-mail or a day of birth; unknown is a category."""
    people = load_schema().registers["people"]

    assert ["person_id", "sex", "age_band", "country", "region", "place", "organisation_id"] == [
        column.name for column in people.columns
    ]
    assert all("unknown" in people.column[one].allowed for one in ("sex", "age_band", "place"))
