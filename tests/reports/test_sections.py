"""The sections: every report builds, in both languages, and says nothing that it should not."""

import re
from functools import cache

import pytest

from rrs_data.language.language import own_name
from rrs_data.programme.programme import FINAL
from tests.reports.sentences import faults
from tests.reports.whole import outputs_of, rows_of, words_of
from tests.small_registers import came, registers_of

LATIN = {
    # The donor, its rules, and the programme's own codes; file names, parameters and programs.
    "USAID", "RRS", "SHA", "json", "achievements", "JupyterLab", "COUNTRY", "YEAR", "LANGUAGE",
    "ALL", "ru", "final", "ADS", "PIRS", "CFR", "USD", "KGS", "FY", "CSV", "C",
    *("PDF", "JSON", "Word", "XLSX", "English"),  # the cover's links to the report's other forms
    *("KG", "KZ", "TJ", "TM", "UZ", "AF", "PK"),
    *("EV", "GR", "ORG", "PZ", "SV"),  # the beginnings of the registers' ids
}  # fmt: skip
"""Latin words that Russian text may hold: codes and names, read by eye."""

DAY = re.compile(r"[A-Z][a-z]+ \d{1,2}, (20\d\d)|\d{1,2} [а-я]+ (20\d\d)")

QUIET = ("TM", "UZ", "AF", "PK")
"""Countries with little to tell."""

BOTH = [("KG", 2014), ("ALL", FINAL), ("AF", 2014)]
BUILT = [
    *((*report, language) for report in BOTH for language in ("en", "ru")),
    *(("AF", 2015, "en"), ("PK", 2014, "en"), ("KZ", 2013, "ru"), ("KZ", 2014, "en")),
    *(("TJ", 2014, "ru"), ("UZ", 2014, "ru"), ("TM", 2013, "ru"), ("TM", 2014, "ru")),
    ("ALL", 2014, "ru"),
]
"""Every country, the first, a middle and the last year, and some in both languages."""

each_report = pytest.mark.parametrize("name", BUILT, ids=str)


@pytest.fixture(scope="session")
def built(report_of):
    """The outputs of a report, made once."""
    return cache(lambda *name: outputs_of(report_of(*name)))


@each_report
def test_elements(built, name):
    """Cover first, record last; tables and pictures have captions, and tables whole rows."""
    country, year, _ = name
    roles = [what["role"] for _, what in built(*name)]

    assert ("cover", "achievements") == (roles[0], roles[-1])
    assert (1, 1) == (roles.count("cover"), roles.count("achievements"))
    assert roles.count("figure") >= 4 or year != 2014 or country in QUIET
    for data, what in built(*name):
        if "label" in what:
            assert what["label"].startswith({"table": "tbl-", "figure": "fig-"}[what["role"]])
            assert what["caption"].strip(), what
            assert len(what.get("alt", what["caption"] + "…")) > len(what["caption"]), what
        if what["role"] == "table":
            head, *rows = rows_of(data["text/markdown"])
            assert [len(head)] * len(rows) == [len(row) for row in rows], what
            assert all([rows, *head, *map(any, rows)]), what


@each_report
def test_words(built, name):
    """No text shows a missing value, a code, an unfilled field, another language or a later day."""
    missing = r"\b(?:None|nan|NaN|NaT|inf|<NA>|Timestamp|float64)\b|[{}]|\b[a-z]+_[a-z_]+\b"
    _, year, language = name
    for output in built(*name):
        words = words_of(output)
        letters = {"ru": "[A-Za-z]+", "en": "[А-Яа-яЁё]+"}[language]
        foreign = {one for one in re.findall(letters, words) if not re.fullmatch("[a-f]+", one)}
        days = [int(one or other) for one, other in DAY.findall(words)]

        assert [] == re.findall(missing, words), output[1]
        assert foreign <= {"ru": LATIN, "en": {own_name("ru")}}[language]
        if year != FINAL and output[1].get("label") != "tbl-snapshot":  # it has the award's days
            assert max(days, default=0) <= year, output[1]


@each_report
def test_sentences_hold(built, name):
    """No report says of its numbers what they do not bear, nor tells of zero things."""
    assert [] == faults(built(*name))
    assert [] == (about_zero(built(*name)) if name[0] in QUIET else [])


def about_zero(found):
    """Sentences, captions and alternative texts that count zero things; 0 % and $0 compare.

    Explanations of figures do tell of zero rows.
    """
    counted = re.compile(r"^:::: \{\.counted\}$.*?^::::$", flags=re.MULTILINE | re.DOTALL)
    zero = re.compile(r"(?<![\w.,$\u00a0-])0(?![\w.,]*\d)(?!\s?[%$])")
    told = [
        ({**data, "text/markdown": counted.sub("", data.get("text/markdown", ""))}, what)
        for data, what in found
        if what["role"] in ("text", "figure")
    ]
    sentences = re.split(r"(?<=[.:;])\s|\n", "\n".join(map(words_of, told)))
    return [sentence for sentence in sentences if zero.search(sentence)]


def test_a_table_of_trainings_says_whose_rule_a_training_is(built):
    """What counts as one is the programme's own rule or the donor's, and printed with the table."""
    for language, words in (("en", "The program's own rule"), ("ru", "Правило самой программы")):
        assert any(words in words_of(one) for one in built("KG", 2014, language))


def numbers(data, language):
    """The numbers of a table's cells, in a form that does not depend on the language."""
    text = re.sub(r"\{[^}]*\}", "", data["text/markdown"].partition("\n")[2]).replace("\\", "")
    thousands, point = ("\u00a0", ",") if language == "ru" else (",", ".")
    text = re.sub(rf"(?<=\d){thousands}(?=\d{{3}}\b)", "", text).replace(point, ".")
    return sorted(re.findall(r"\d+(?:\.\d+)?", text))


@pytest.mark.parametrize("name", BOTH, ids=str)
def test_both_languages_say_the_same(built, name):
    """Both languages have the same elements in the same order, the same numbers and record."""
    words_with_numbers = ("tbl-snapshot", "tbl-provenance")  # days, the language's own code
    english, russian = built(*name, "en"), built(*name, "ru")

    for (one, what), (other, what_else) in zip(english, russian, strict=True):
        assert what.get("label", what["role"]) == what_else.get("label", what_else["role"])
        assert what["role"] != "achievements" or one == other
        if what["role"] == "table" and what["label"] not in words_with_numbers:
            # Languages put day and month in different orders.
            assert numbers(one, "en") == numbers(other, "ru"), what["label"]


@pytest.mark.parametrize(("country", "language"), [("KG", "ru"), ("ALL", "en")])
def test_registers_without_rows(report_of, country, language):
    """Over empty registers a report still builds: no chart, no activities, rows alone."""
    found = outputs_of(report_of(country, 2014, language, registers=registers_of()))
    words = " ".join(map(words_of, found))

    assert [] == [what["label"] for _, what in found if what["role"] == "figure"]
    assert "nan" not in words.split()
    assert {"en": "Nobody attended", "ru": "никто не участвовал"}[language] in words


def test_a_year_with_nothing_after_one_with_something(report_of):
    """A country that was busy last year and is quiet now has no caption about zero people."""
    registers = registers_of(
        organisations=[{}],
        people=[{}, {"sex": "M"}],
        events=[{"start": "2013-03-03", "end": "2013-03-05"}],
        attendances=came((1, 1), (1, 2)),
    )

    assert [] == about_zero(outputs_of(report_of("KG", 2014, "ru", registers=registers)))
