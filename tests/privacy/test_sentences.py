"""Sentences with personal data, and honest ones: how many are found, and how many refused."""

from pathlib import Path

import pytest
import yaml

from rrs_data.intake.findings import RULES
from rrs_data.intake.privacy import kind_of

PARTS = {
    part: yaml.safe_load(Path(__file__).with_name(f"{part}.yml").read_text(encoding="utf-8"))
    for part in ("tuned_on", "held_out")
}


def found(texts):
    """By text: nothing, or the severity of the rule that its cell breaks."""
    return {
        text: RULES[f"personal-{kind}"]["severity"] if (kind := kind_of(text)) else ""
        for kind_of_texts in texts.values()
        for text in kind_of_texts
    }


@pytest.mark.parametrize("part", PARTS)
def test_personal_data_are_found(part):
    """Of names, numbers, addresses and dates of birth in sentences at least 95 % are told."""
    texts = PARTS[part]["personal"]
    missed = [text for text, severity in found(texts).items() if not severity]

    assert [] == missed[len(found(texts)) // 20 :], f"{len(missed)} missed: {missed}"


@pytest.mark.parametrize("part", PARTS)
def test_each_kind_is_found(part):
    """No kind is left out: of each at least three quarters are told."""
    shares = {
        kind: [bool(severity) for severity in found({kind: texts}).values()]
        for kind, texts in PARTS[part]["personal"].items()
    }

    assert {} == {kind: told for kind, told in shares.items() if sum(told) < 0.75 * len(told)}


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize(("severity", "most"), [("error", 0.02), ("warning", 0.05)])
def test_honest_texts_are_let_through(part, severity, most):
    """At most 2 % of titles, laws, places and sums are refused, and at most 5 % doubted."""
    honest = found(PARTS[part]["honest"])
    stopped = [text for text, told in honest.items() if told == severity]

    assert len(stopped) <= most * len(honest), stopped


def test_every_sentence_is_there_once():
    """The parts are apart: nothing that the check was tuned on is in what measures it."""
    texts = [
        text
        for part in PARTS.values()
        for kinds in part.values()
        for some in kinds.values()
        for text in some
    ]

    assert 800 < len(texts) == len({*texts})
