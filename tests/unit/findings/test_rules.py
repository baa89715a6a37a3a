"""Rules: data in both languages, whole, and each with its own word for it."""

from string import Formatter

import pytest

from rrs_data.intake.findings import RULES, Rule


@pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))
def test_both_languages(rule: Rule) -> None:
    """A rule has all its texts in both languages, each with the same fields."""
    texts = [rule.title, rule.expected, rule.mend, *([rule.found] if rule.found else [])]

    assert all({"en", "ru"} == set(text) and all(text.values()) for text in texts)
    for text in texts:
        assert plain(fields(text["en"])) == plain(fields(text["ru"]))


@pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))
def test_severity(rule: Rule) -> None:
    """A finding is an error or a warning."""
    assert rule.severity in ("error", "warning")


@pytest.mark.parametrize("language", ["en", "ru"])
def test_titles_tell_rules_apart(language: str) -> None:
    """No two rules are called the same, but for the two that only count."""
    titles = [rule.title[language] for code, rule in RULES.items() if not code.startswith("more-")]

    assert len(titles) == len(set(titles))


def fields(text: str) -> set[str]:
    """The names of the fields in a text."""
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def plain(names: set[str]) -> set[str]:
    """Names without the mark of a language: ``title_en`` and ``title_ru`` are one."""
    return {name.removesuffix("_en").removesuffix("_ru") for name in names}
