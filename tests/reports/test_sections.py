"""The sections: every report builds, in both languages, and says nothing that it should not."""

import re

import pytest

from rrs_data.language.language import own_name
from rrs_data.programme.programme import FINAL
from rrs_data.report.sections import charting
from tests.reports.sentences import faults
from tests.reports.whole import outputs_of, record_of, rows_of, words_of
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

QUIET = ("TM", "UZ", "AF", "PK")
"""Countries with little to tell."""


BUILT = [
    *(("KG", 2014, "en"), ("KG", 2014, "ru"), ("ALL", FINAL, "en"), ("ALL", FINAL, "ru")),
    *(("AF", 2014, "en"), ("AF", 2014, "ru"), ("AF", 2015, "en"), ("PK", 2014, "en")),
    *(("KZ", 2013, "ru"), ("KZ", 2014, "en"), ("TJ", 2014, "ru"), ("UZ", 2014, "ru")),
    *(("TM", 2013, "ru"), ("TM", 2014, "ru"), ("ALL", 2014, "ru")),
]
"""Every country, the first, a middle and the last year, and some in both languages."""

DRAWN = BUILT[0], BUILT[3]


@pytest.fixture(scope="session")
def built(report_of):
    """The outputs of these reports; pictures of two."""
    return {name: outputs_of(report_of(*name), drawn=name in DRAWN) for name in BUILT}


def each(built, *roles):
    """The outputs of some roles in all reports; without a role, all outputs."""
    for name, found in built.items():
        yield from ((name, one) for one in found if not roles or one[1]["role"] in roles)


def test_all_reports(built, programme):
    """Reports build in both languages, each with one cover first and one record last.

    A country with much to tell has at least four charts.
    """
    assert {*programme.countries, "ALL"} == {country for country, *_ in built}
    for (country, year, _), found in built.items():
        roles = [what["role"] for _, what in found]

        assert ("cover", "achievements") == (roles[0], roles[-1])
        assert (1, 1) == (roles.count("cover"), roles.count("achievements"))
        if year == 2014 and country not in QUIET:
            assert roles.count("figure") >= 4


def test_tables(built):
    """A table has rows, and every row as many cells as the head; no cell of the head is empty."""
    for name, (data, what) in each(built, "table"):
        head, *rows = rows_of(data["text/markdown"])

        assert rows, (name, what["label"])
        assert {len(head)} == {len(row) for row in rows}, (name, what["label"])
        assert all(head), (name, what["label"])
        assert all(map(any, rows)), (name, what["label"])


def test_no_placeholder(built):
    """No text shows a missing value or a code as programs do, nor an unfilled field."""
    missing = r"\b(?:None|nan|NaN|NaT|inf|<NA>|Timestamp|float64)\b|[{}]"
    for name, output in each(built):
        assert not re.findall(rf"{missing}|\b[a-z]+_[a-z_]+\b", words_of(output)), (name, output[1])


def test_floats_are_named(built):
    """Tables and pictures have a caption; pictures also words, which say more than it does."""
    for name, found in built.items():
        for what in (what for _, what in found if "label" in what):
            assert what["label"].startswith({"table": "tbl-", "figure": "fig-"}[what["role"]])
            assert what["caption"].strip(), name
            assert len(what.get("alt", what["caption"] + "…")) > len(what["caption"]), name


def test_each_language_is_itself(built):
    """Russian has no Latin words but codes and names; English only the other language's name."""
    for name, output in each(built):
        words = words_of(output)
        latin = set(re.findall(r"[A-Za-z]+", words)) if name[2] == "ru" else set()
        cyrillic = set(re.findall(r"[А-Яа-яЁё]+", words)) if name[2] == "en" else set()

        assert {word for word in latin if not re.fullmatch("[a-f]+", word)} <= LATIN, name
        assert cyrillic <= {own_name("ru")}, name


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


def test_nothing_about_zero_things(built):
    """Where there is little to tell, no sentence, caption or tile tells of zero things."""
    told = {name: about_zero(found) for name, found in built.items() if name[0] in QUIET}

    assert {} == {name: sentences for name, sentences in told.items() if sentences}


def numbers(data, language):
    """The numbers of a table's cells, in a form that does not depend on the language."""
    text = re.sub(r"\{[^}]*\}", "", data["text/markdown"].partition("\n")[2]).replace("\\", "")
    thousands, point = ("\u00a0", ",") if language == "ru" else (",", ".")
    text = re.sub(rf"(?<=\d){thousands}(?=\d{{3}}\b)", "", text).replace(point, ".")
    return re.findall(r"\d+(?:\.\d+)?", text)


def test_sentences_hold(built):
    """No report says of its numbers what they do not bear."""
    assert {} == {name: wrong for name, found in built.items() if (wrong := faults(found))}


def test_a_table_of_trainings_says_whose_rule_a_training_is(built):
    """What counts as one is the programme's own rule or the donor's, and printed with the table."""
    for language, words in (("en", "The program's own rule"), ("ru", "Правило самой программы")):
        found = built["KG", 2014, language]

        assert "tbl-trainings" in [what.get("label") for _, what in found]
        assert any(words in words_of(one) for one in found)


DAY = re.compile(r"[A-Z][a-z]+ \d{1,2}, (20\d\d)|\d{1,2} [а-я]+ (20\d\d)")


def test_no_day_is_told_before_it_came(built):
    """A report on a year names no day of a later one: its winners are there, not their ceremony."""
    for name, output in each(built):
        years = [int(one or other) for one, other in DAY.findall(words_of(output))]
        if output[1].get("label") == "tbl-snapshot":
            continue  # it has the award's own days

        assert name[1] == FINAL or max(years, default=0) <= name[1], (name, output[1])


BOTH = [BUILT[:2], BUILT[2:4], BUILT[4:6]]


def test_both_languages_say_the_same(built):
    """Both languages have the same elements in the same order, the same numbers and record."""
    words_with_numbers = ("tbl-snapshot", "tbl-provenance")  # days, the language's own code
    for english, russian in ((built[one], built[other]) for one, other in BOTH):
        assert record_of(english) == record_of(russian)
        for (one, what), (other, what_else) in zip(english, russian, strict=True):
            assert what.get("label", what["role"]) == what_else.get("label", what_else["role"])
            if what["role"] == "table" and what["label"] not in words_with_numbers:
                # In days, languages put day and month in different orders.
                assert sorted(numbers(one, "en")) == sorted(numbers(other, "ru")), what["label"]


@pytest.mark.parametrize(("country", "language"), [("KG", "ru"), ("ALL", "en")])
def test_registers_without_rows(report_of, country, language):
    """Over empty registers a report still builds: no chart, no activities, rows alone."""
    found = outputs_of(report_of(country, 2014, language, registers=registers_of()), drawn=True)
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


def test_long_tables_are_cut(report_of, monkeypatch):
    """A table that nobody reads to its end says how many rows it leaves out and where they are."""
    monkeypatch.setattr(charting, "MOST_ROWS", 3)
    registers = registers_of(events=[{"kind": "training"} for _ in range(5)])
    found = outputs_of(report_of("KG", 2014, "ru", registers=registers))
    ((data, what),) = [one for one in found if one[1].get("label") == "tbl-trainings"]
    sentence = "Ещё 2 строки здесь не показаны; все строки — в реестре «Мероприятия» (events.csv)"

    assert (3, 5) == (len(rows_of(data["text/markdown"])) - 1, len(registers["events"]))
    assert sentence in what["marked"].replace("\\", "")
