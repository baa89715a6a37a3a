"""A new programme to start from: parameters, registers with invented rows, texts to be written.

``make new-programme DIR=…`` writes it, and prints the command that makes its first report. Its
registers are described by a copy of the package's own ``datapackage.json``, in the languages and
for the countries that were asked for; the files of ``first_programme`` are the rest.
"""

import argparse
import csv
import json
import re
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml
from babel import Locale, UnknownLocaleError
from babel.dates import format_skeleton
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from rrs_data.intake.schema import DESCRIPTOR, SHIPPED
from rrs_data.programme.programme import WRITTEN

TEMPLATES = Path(__file__).with_name("first_programme")

LEFT_OUT = ("prizes", "services")
"""Registers of the package's own that a small programme does without."""

TITLE = "Registers of our programme: every row is invented, as long as illustrative is true"

TOPICS = {
    "challenges": "Write what was harder than planned, and what was learned from it.",
    "success-story": "Write of one group, without names of people, and what changed for it.",
    "plan": "Write what is planned for the next year.",
}

PEOPLE = (
    *(("F", "25-34", 0), ("M", "35-44", 0), ("F", "18-24", 1)),
    *(("M", "45-54", 1), ("F", "35-44", 0), ("M", "25-34", 1)),
)
"""Sex, age band and which of the two organizations of each invented person of a country."""


class Wanted(argparse.Namespace):
    """What was asked for, in the form in which it is used."""

    directory: Path
    countries: list[str]
    language: list[str]
    currency: str
    first_month: int
    start: date
    end: date

    @property
    def year(self) -> int:
        """The first reporting year."""
        return self.start.year + (1 < self.first_month <= self.start.month)

    def values(self) -> dict[str, Any]:
        """What the files of ``first_programme`` ask for."""
        return {
            **vars(self),
            "year": self.year,
            "first": self.language[0],
            "names": self.names,
            "people": PEOPLE,
            "prefix": re.sub(r"[^a-z0-9]+", "-", self.directory.resolve().name.lower()).strip("-"),
            "day": lambda week, more=0: self.start + timedelta(weeks=week, days=more),
            "quarter_start": lambda number: add_months(self.start, 3 * number),
        }

    @property
    def names(self) -> dict[str, dict[str, str]]:
        """The countries' names in each language."""
        return {
            code: {one: Locale(one).territories[code] for one in self.language}
            for code in self.countries
        }


def add_months(day: date, months: int) -> date:
    """The first day of a month that is so many months later."""
    months += day.month - 1
    return date(day.year + months // 12, months % 12 + 1, 1)


def write_programme(wanted: Wanted) -> None:
    """Write the whole programme into its directory."""
    params, registers = wanted.directory / "params", wanted.directory / "registers"
    for name in ("programme.yml", "indicators.yml"):
        write(params / name, filled(name, wanted))
    for topic, text in TOPICS.items():
        path = params / "narrative" / wanted.countries[0] / str(wanted.year)
        write(path / f"{topic}.{wanted.language[0]}.md", f"<!-- demonstration -->\n\n{text}\n")
    descriptor, texts = described(wanted), yaml.safe_load(filled("rows.yml", wanted))
    for resource in descriptor["resources"]:
        rows = [in_languages(row, wanted) for row in texts.get(resource["name"], ())]
        fields = resource["schema"]["fields"]
        for field in fields:  # its own first row is an example
            if field.pop("example", None) and (shown := rows[0].get(field["name"])):
                field["example"] = str(shown)
        path = registers / resource["path"]
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="utf-8", newline="") as file:
            names = [field["name"] for field in fields]
            table = csv.DictWriter(file, names, extrasaction="ignore", lineterminator="\n")
            table.writeheader()
            table.writerows(rows)
    write(registers / DESCRIPTOR, json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n")


def write(path: Path, text: str) -> None:
    """Write a text file, with the directories above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def filled(name: str, wanted: Wanted) -> str:
    """One of the files of ``first_programme`` for what was asked for."""
    templates = Environment(
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 - YAML, of codes and names that were checked
    )
    return templates.get_template(name).render(wanted.values())


def described(wanted: Wanted) -> dict[str, Any]:
    """The package's own descriptor for other countries and languages."""
    content: dict[str, Any] = json.loads((SHIPPED / DESCRIPTOR).read_text(encoding="utf-8"))
    content |= {"name": "registers", "title": TITLE, "titles": {WRITTEN: TITLE}}
    content |= {"description": TITLE, "illustrative": True}
    content["resources"] = [one for one in content["resources"] if one["name"] not in LEFT_OUT]
    for resource in content["resources"]:
        schema = resource["schema"]
        schema["fields"] = [one for field in schema["fields"] for one in columns(field, wanted)]
    words = yaml.safe_load((TEMPLATES / "words.yml").read_text(encoding="utf-8"))
    return {**content, "resources": said(content["resources"], words, wanted.language)}


def said(content: Any, words: dict[str, dict[str, str]], languages: Sequence[str]) -> Any:
    """A descriptor's content, in which texts have the words that there are for each language."""
    if isinstance(content, list):
        return [said(one, words, languages) for one in content]
    if not isinstance(content, dict):
        return content
    text = content.get(WRITTEN)
    if isinstance(text, str):
        written = {code: content[code] for code in (WRITTEN, *languages) if code in content}
        known = [code for code in (WRITTEN, *languages) if text in words.get(code, {})]
        return written | {code: words[code][text] for code in known}
    own = {"title": words[WRITTEN].get(content.get("title", ""), content.get("title"))}
    inner = {name: said(one, words, languages) for name, one in content.items()}
    return inner | {name: text for name, text in own.items() if text is not None}


def columns(field: dict[str, Any], wanted: Wanted) -> Iterator[dict[str, Any]]:
    """A column for other countries; of a text, a column for each language."""
    name, _, language = field["name"].rpartition("_")
    if language == "country" or field["name"] == "country":
        others = {code: text for code, text in field["labels"].items() if code == "ALL"}
        labels = {**wanted.names, **others}
        kept = {key: value for key, value in field.items() if key != "synonyms"}
        yield kept | {"labels": labels, "constraints": field["constraints"] | {"enum": [*labels]}}
    elif language == WRITTEN:
        for code in wanted.language:
            called = f" in {Locale(WRITTEN).languages[code]}"
            title = re.sub(r" in \w+$", called, field["title"])
            yield field | {"name": f"{name}_{code}", "title": title, "titles": {WRITTEN: title}}
    elif name == "quarter":  # quarter_start: its four days, in words
        starts = [add_months(date(2000, wanted.first_month, 1), 3 * number) for number in range(4)]
        yield field | {
            "descriptions": {
                code: ", ".join(format_skeleton("MMMMd", day, locale=code) for day in starts)
                for code in (WRITTEN, *wanted.language)
            }
        }
    elif language not in field["titles"]:
        yield field


def in_languages(row: dict[str, Any], wanted: Wanted) -> dict[str, Any]:
    """A row with its texts in the columns of each language."""
    texts = {name: row[name] for name in ("title", "place_name") if name in row}
    more = {
        f"{name.removesuffix('_name')}_{code}": text
        for name, text in texts.items()
        for code in wanted.language
    }
    return row | more


def listed(text: str) -> list[str]:
    """Words with commas or blanks between them, each once."""
    return list(dict.fromkeys(re.split(r"[\s,]+", text.strip())))


def country_codes(text: str) -> list[str]:
    """Codes of countries. Raises ArgumentTypeError: one is none."""
    codes, known = listed(text.upper()), Locale(WRITTEN).territories
    unknown = [code for code in codes if not re.fullmatch("[A-Z]{2}", code) or code not in known]
    if unknown:
        raise argparse.ArgumentTypeError(f"no ISO 3166 code of a country: {', '.join(unknown)}")
    return codes


def language_codes(text: str) -> list[str]:
    """Codes of languages. Raises ArgumentTypeError: one is none."""
    for code in (codes := listed(text.lower())):
        try:
            Locale(code)
        except (UnknownLocaleError, ValueError):
            raise argparse.ArgumentTypeError(f"no code of a language: {code}") from None
    return codes


def currency_code(text: str) -> str:
    """The code of a currency. Raises ArgumentTypeError: it is none."""
    if text.upper() not in Locale(WRITTEN).currencies:
        raise argparse.ArgumentTypeError(f"no ISO 4217 code of a currency: {text}")
    return text.upper()


def asked(arguments: Sequence[str] | None) -> Wanted:
    """What was asked for; the program ends where it cannot be."""
    parser = argparse.ArgumentParser(prog="make new-programme")
    parser.add_argument("directory", type=Path, metavar="DIR")
    parser.add_argument("--countries", type=country_codes, default=["KE", "TZ"])
    parser.add_argument("--language", type=language_codes, default=[WRITTEN])
    parser.add_argument("--currency", type=currency_code, default="EUR")
    parser.add_argument("--first-month", type=int, choices=range(1, 13), default=1)
    parser.add_argument("--start", type=date.fromisoformat, metavar="YYYY-MM-DD")
    parser.add_argument("--end", type=date.fromisoformat, metavar="YYYY-MM-DD")
    wanted = parser.parse_args(arguments, Wanted())
    if wanted.directory == Path():
        parser.error("where to? give a new directory, such as DIR=../ours")
    wanted.start = wanted.start or date(datetime.now(tz=UTC).year, wanted.first_month, 1)
    wanted.end = wanted.end or add_months(wanted.start, 36) - timedelta(days=1)
    if wanted.start.day != 1 or wanted.end < add_months(wanted.start, 12) - timedelta(days=1):
        parser.error("START is to be the first day of a month, and END a year later or more")
    if wanted.directory.exists() and any(wanted.directory.iterdir()):
        parser.error(f"{wanted.directory} is not empty: give a new directory with DIR=")
    return wanted


def main(arguments: Sequence[str] | None = None) -> int:
    """Write a programme, and say how its first report is made."""
    wanted = asked(arguments)
    write_programme(wanted)
    where = f"PARAMS={wanted.directory}/params REGISTERS={wanted.directory}/registers"
    print(f"{wanted.directory} holds parameters, registers with invented rows, and texts to write.")
    print("Its first report:\n")
    print(f"    make report {where} COUNTRY={wanted.countries[0]} YEAR={wanted.year}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
