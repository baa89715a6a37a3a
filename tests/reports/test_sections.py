"""The sections: every report builds, in both languages, and says nothing that it should not."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import IPython.display
import pytest

import rrs_data
from rrs_data import Report
from rrs_data.language.language import Language, own_name
from rrs_data.programme.periods import FINAL, Year
from rrs_data.report import elements
from tests.conftest import ROOT
from tests.small_registers import came, registers_of
from tests.undrawn import undraw

Part = tuple[dict[str, Any], dict[str, Any]]
Built = dict[tuple[str, Year, str], list[Part]]

NOTEBOOK = ROOT / "notebooks" / "annual_report.ipynb"

LATIN = {
    # The donor, its rules, and the programme's own codes; file names, parameters and programs.
    "USAID", "RRS", "SHA", "json", "achievements", "JupyterLab", "COUNTRY", "YEAR", "LANGUAGE",
    "ALL", "ru", "final", "ADS", "PIRS", "CFR", "USD", "FY", "CSV", "C",
    *("PDF", "JSON", "English"),  # the cover's links to the report's other forms
    *("KG", "KZ", "TJ", "TM", "UZ", "AF", "PK"),
    *("EV", "GR", "ORG", "PZ", "SV"),  # the beginnings of the registers' ids
}  # fmt: skip
"""Latin words that Russian text may hold: codes and names, read by eye."""

QUIET = ("TM", "UZ", "AF", "PK")
"""Countries with little to tell."""


def build(report: Report) -> list[Part]:
    """All parts of a report, from the notebook's cells; pictures are drawn for one year."""
    found: list[Part] = []

    def keep(data: dict[str, Any], *, raw: bool, metadata: dict[str, Any]) -> None:
        assert raw
        found.append((data, metadata["rrs"]))

    names: dict[str, Any] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(IPython.display, "display", keep)
        patch.setattr(elements, "svg", lambda _figure: "<svg/>")
        if (report.language.code, report.year) != ("en", 2014):  # drawing takes most of the time
            undraw(patch)
        patch.setattr(rrs_data, "open_report", lambda *_given, **_paths: report)
        for cell in json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]:
            if cell["cell_type"] == "code":
                exec("".join(cell["source"]), names)  # noqa: S102
    return found


@pytest.fixture(scope="session")
def built(report_of: Callable[..., Report], country_years: list[tuple[str, int]]) -> Built:
    """Every report in both languages, and some of the final ones."""
    finals: list[tuple[str, Year]] = [(country, FINAL) for country in ("KG", "TM", "AF", "ALL")]
    return {
        (country, year, language): build(report_of(country, year, language))
        for country, year in [*country_years, *finals]
        for language in ("ru", "en")
    }


def each(built: Built, role: str, **where: Any) -> Iterator[tuple[tuple[str, Year, str], Part]]:
    """The parts of one role in all reports, or those of a language."""
    for key, found in built.items():
        if where.get("language") in (None, key[2]):
            for data, what in found:
                if what["role"] == role:
                    yield key, (data, what)


def rows_of(table: str) -> list[list[str]]:
    """The cells of a pipe table without its rule; a bar with a backslash is no border."""
    head, _, *rows = table.splitlines()
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in (head, *rows)]


def words_of(part: Part) -> str:
    """Everything that a reader sees or hears of a part, as plain text."""
    data, what = part
    texts = [data.get("text/markdown", ""), what.get("caption", ""), what.get("alt", "")]
    if what["role"] == "cover":
        texts = [*strings(what["front"])]
    text = "\n".join(texts)
    text = re.sub(r"\]\{[^}]*\}", "]", text)  # a span's attributes are no text
    text = re.sub(r" \{#[^}]*\}$", "", text, flags=re.MULTILINE)  # nor is a heading's name
    text = re.sub(r"^:{3,}.*$", "", text, flags=re.MULTILINE)
    return re.sub(r"\\(.)", r"\1", text)


def strings(content: Any) -> Iterator[str]:
    """All texts of the front matter but codes."""
    if isinstance(content, dict):
        for value in content.values():
            yield from strings(value)
    elif isinstance(content, list):
        for value in content:
            yield from strings(value)
    elif isinstance(content, str):
        yield content


def sentences(text: str) -> list[str]:
    """The sentences and captions of a text."""
    return [one for one in re.split(r"(?<=[.:;])\s|\n", text) if one.strip()]


def test_all_reports(built: Built) -> None:
    """All reports build in both languages, each with one cover and one record."""
    assert 2 * (22 + 4) == len(built)
    for found in built.values():
        roles = [what["role"] for _, what in found]

        assert "cover" == roles[0]
        assert "achievements" == roles[-1]
        assert {1} == {roles.count("cover"), roles.count("achievements")}


def test_no_empty_table(built: Built) -> None:
    """A table has rows, and every row as many cells as the head; no cell of the head is empty."""
    for key, (data, what) in each(built, "table"):
        head, *rows = rows_of(data["text/markdown"])

        assert rows, (key, what["label"])
        assert {len(head)} == {len(row) for row in rows}, (key, what["label"])
        assert all(head), (key, what["label"])
        assert [] == [row for row in rows if not any(row)], (key, what["label"])


def test_no_placeholder(built: Built) -> None:
    """No text shows a missing value as a program does, nor a field that was not filled in."""
    for key, found in built.items():
        for part in found:
            assert not re.findall(
                r"\b(?:None|nan|NaN|NaT|inf|<NA>|Timestamp|float64)\b|[{}]", words_of(part)
            ), (key, part[1])


def test_no_code_of_a_register(built: Built) -> None:
    """Values of the registers are shown by their words, never by their codes."""
    for key, found in built.items():
        for part in found:
            assert not re.findall(r"\b[a-z]+_[a-z_]+\b", words_of(part)), (key, part[1])


def test_floats_are_named(built: Built) -> None:
    """Tables and pictures have labels of their own and a caption; pictures also words."""
    for key, found in built.items():
        labels = [what["label"] for _, what in found if "label" in what]
        assert len(labels) == len(set(labels)), key
    for prefix, role in (("tbl-", "table"), ("fig-", "figure")):
        for key, (_, what) in each(built, role):
            assert what["label"].startswith(prefix), key
            assert what["caption"].strip(), key
    for key, (_, what) in each(built, "figure"):
        assert len(what["alt"]) > len(what["caption"]), (key, what["label"])


def test_sections_are_not_empty(built: Built) -> None:
    """A heading is followed by something of its own before the next of its level or above."""
    for key, found in built.items():
        heads = [
            len(match[0]) if (match := re.match("#+(?= )", data.get("text/markdown", ""))) else 0
            for data, what in found
            if what["role"] in ("text", "table", "figure")
        ]
        texts = [
            data.get("text/markdown", "")
            for data, what in found
            if what["role"] in ("text", "table", "figure")
        ]
        for level, text, following in zip(heads, texts, [*heads[1:], 1], strict=True):
            alone = "\n" not in text.strip()
            assert not (level and alone and following and following <= level), (key, text)


def test_charts(built: Built) -> None:
    """A report on a country with much to tell has at least four charts."""
    for country in ("KG", "KZ", "TJ", "ALL"):
        found = built[country, 2014, "ru"]

        assert 4 <= sum(what["role"] == "figure" for _, what in found)


def test_no_latin_in_russian(built: Built) -> None:
    """Russian text has no Latin words but the allowed codes and names."""
    found: dict[str, tuple[Any, ...]] = {}
    for key, all_parts in built.items():
        if key[2] == "ru":
            for part in all_parts:
                for word in re.findall(r"[A-Za-z]+", words_of(part)):
                    found.setdefault(word, (key, part[1].get("label")))
    hashes = {word for word in found if re.fullmatch("[a-f]+", word)}

    assert {} == {word: at for word, at in found.items() if word not in LATIN | hashes}


def test_no_cyrillic_in_english(built: Built) -> None:
    """English text has no Russian words but the name of the other language on the cover."""
    for key, all_parts in built.items():
        if key[2] == "en":
            for part in all_parts:
                words = set(re.findall(r"[А-Яа-яЁё]+", words_of(part)))

                assert words <= {own_name("ru")}, (key, part[1])


def _told(data: dict[str, Any]) -> str:
    """A text without its explanations, which do tell of zero rows."""
    text = str(data.get("text/markdown", ""))
    return re.sub(r"^:::: \{\.counted\}$.*?^::::$", "", text, flags=re.MULTILINE | re.DOTALL)


def about_zero(found: list[Part]) -> list[str]:
    """Sentences, captions and alternative texts that count zero things; 0 % and $0 compare."""
    told = [
        sentence
        for data, what in found
        if what["role"] in ("text", "figure")
        for sentence in sentences(words_of(({**data, "text/markdown": _told(data)}, what)))
    ]
    return [one for one in told if re.search(r"(?<![\w.,$\u00a0-])0(?![\w.,]*\d)(?!\s?[%$])", one)]


def test_nothing_about_zero_things(built: Built) -> None:
    """Where there is little to tell, no sentence, caption or tile tells of zero things."""
    told = {key: about_zero(found) for key, found in built.items() if key[0] in QUIET}

    assert {} == {key: sentences for key, sentences in told.items() if sentences}


def test_both_languages_have_the_same_parts(built: Built) -> None:
    """Both languages have the same parts in the same order, but for what a person wrote."""
    for country, year, _ in {key: None for key in built if key[2] == "en"}:
        labels = [
            [what.get("label", what["role"]) for _, what in built[country, year, language]]
            for language in ("en", "ru")
        ]

        assert labels[0] == labels[1]


def numbers(cells: list[list[str]], language: str) -> list[str]:
    """The numbers of a table's cells, in a form that does not depend on the language."""
    text = "\n".join("\t".join(row) for row in cells)
    text = re.sub(r"\{[^}]*\}", "", text).replace("\\", "")
    if language == "ru":
        text = re.sub(r"(?<=\d)\u00a0(?=\d{3}\b)", "", text).replace(",", ".")
    else:
        text = re.sub(r"(?<=\d),(?=\d{3}\b)", "", text)
    return re.findall(r"\d+(?:\.\d+)?", text)


def test_both_languages_show_the_same_numbers(built: Built) -> None:
    """In every table both languages show the same numbers in the same order."""
    for country, year in {key[:2] for key in built}:
        tables = [
            {
                what["label"]: rows_of(data["text/markdown"])
                for key, (data, what) in each(
                    {k: v for k, v in built.items() if k == here}, "table"
                )
            }
            for here in ((country, year, "en"), (country, year, "ru"))
        ]
        for label in tables[0]:
            if label in ("tbl-snapshot", "tbl-provenance"):
                continue  # days in words, the language's own code
            one, other = (
                sorted(numbers(table[label], language))
                if _has_days(label)
                else numbers(table[label], language)
                for table, language in zip(tables, ("en", "ru"), strict=True)
            )

            assert one == other, (country, year, label)


def _has_days(label: str) -> bool:
    """Whether days stand in a table's cells: languages put day and month in different orders."""
    return not label.startswith("tbl-indicators")


def test_records_are_the_same_in_both_languages(built: Built) -> None:
    """The record of the figures does not depend on the language."""
    for country, year in {key[:2] for key in built}:
        one, other = (
            next(
                d["application/json"]
                for d, w in built[country, year, language]
                if w["role"] == "achievements"
            )
            for language in ("en", "ru")
        )

        assert one == other


def test_tiles_show_their_indicators(built: Built) -> None:
    """A marked figure is the actual of the indicator that it names."""
    tiles = 0
    for (country, year, language), (data, _) in each(built, "text"):
        record = next(
            d["application/json"]
            for d, w in built[country, year, language]
            if w["role"] == "achievements"
        )
        actual = {one["indicator"]: (one["actual"], one["unit"]) for one in record["achievements"]}
        marked = re.findall(
            r'\[([^\[\]]*)\]\{\.figure indicator="(RRS-[0-9]+)"\}', data["text/markdown"]
        )
        for text, code in marked:
            tiles += 1

            assert Language(language).value(*actual[code]) == text.replace("\\", "")
    assert tiles > 1000


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("country", ["KG", "ALL", "AF"])
def test_registers_without_rows(
    report_of: Callable[..., Report], country: str, language: str
) -> None:
    """Over empty registers a report still builds: no chart, no activities."""
    report = report_of(country, 2014, language, registers=registers_of())
    found = build(report)

    assert [] == [what["label"] for _, what in found if what["role"] == "figure"]
    assert "nan" not in " ".join(map(words_of, found)).split()


@pytest.mark.parametrize("language", ["ru", "en"])
def test_one_of_everything(report_of: Callable[..., Report], language: str) -> None:
    """Registers with one row each, its texts full of marks, make a report with that text in it."""
    nasty = "<script>|#$*`[x](y){{< a >}}"
    organisations = [{"title_ru": nasty, "title_en": nasty}]
    texts = {"title_ru": nasty, "title_en": nasty, "place_ru": nasty, "place_en": nasty}
    registers = registers_of(
        organisations=organisations,
        people=[{}],
        events=[texts, {**texts, "kind": "training", "level": "national"}],
        attendances=came((1, 1), (2, 1)),
        services=[{}],
        grants=[{"title_ru": nasty, "title_en": nasty}],
        prizes=[{"nomination_ru": nasty, "nomination_en": nasty}],
        targets=[{"indicator": "RRS-1"}],
        finance=[{}],
    )
    found = build(report_of("KG", 2014, language, registers=registers))
    whole = "".join(data.get("text/markdown", "") for data, _ in found)

    assert "<script>" not in whole
    assert r"\<script\>\|\#\$\*\`\[x\]\(y\)\{\{\< a \>\}\}" in whole


@pytest.mark.parametrize("language", ["ru", "en"])
def test_a_year_with_nothing_after_one_with_something(
    report_of: Callable[..., Report], language: str
) -> None:
    """A country that was busy last year and is quiet now has no caption about zero people."""
    registers = registers_of(
        organisations=[{}],
        people=[{}, {"sex": "M"}],
        events=[{"start": "2013-03-03", "end": "2013-03-05"}],
        attendances=came((1, 1), (1, 2)),
    )
    found = build(report_of("KG", 2014, language, registers=registers))

    assert [] == about_zero(found)


@pytest.mark.parametrize(("language", "year"), [("en", "Year 2014"), ("ru", "2014 год")])
def test_reports_by_calendar_year(
    report_of: Callable[..., Report], language: str, year: str
) -> None:
    """With calendar years a report builds as well, and its cover says so."""
    programme = replace(report_of().programme, reporting_year="calendar")
    report = report_of("KG", 2014, language, programme=programme, period=programme.period(2014))
    facts = build(report)[0][1]["front"]["cover"]

    assert year == facts["year"]
    assert {"2014"} == set(re.findall(r"\d{4}", facts["period"]))
