"""What a programme is stands in data: code, templates and notebooks know none."""

import re
from itertools import chain

from tests.conftest import ROOT

KINDS = {"py", "pyi", "yml", "json", "jinja", "html", "css", "js", "lua", "typ", "ipynb"}
DATA = (
    "rrs_data/registers/",  # the shipped programme's own
    "rrs_data/language/locale/",  # translations of what the code says
    "rrs_data/charts/outlines/",  # all countries of the world
    "reports/_output/",
)

SAME_EVERYWHERE = {
    *("organisations", "people", "events", "attendances"),
    *("services", "grants", "finance", "targets"),
}
"""The registers that code may name: they are the same in every programme."""

ALLOWED = {
    "rrs_data/__init__.py": "RRS",  # the product is called RRS Reports
    "reports/archive/crate.yml.jinja": "RRS",
    "rrs_data/programme/programme.py": "en",  # the language that texts in code are written in
    "rrs_data/intake/privacy/name_words.yml": r"\w+stan",  # what a country has is no programme's
    "rrs_data/intake/privacy/personal_data.yml": r"\w+stan|[A-Z]{2}",
}
"""What may stand where, and why."""


def names_of(programme):
    """What a programme, its places and those behind it are called, in its languages."""
    named = [programme.title, programme.abbreviation, programme.implementer, programme.donor]
    named += [one.name for one in (*programme.countries.values(), *programme.regions.values())]
    named += [one["short"] for one in programme.acronyms]
    return {text for texts in named for text in texts.values()} - {"CSO", "ОГО"}


def patterns(programme, sheets, registers):
    """By what the shipped programme has of its own, how it would stand in code."""
    own = {name.rstrip("s") for name in registers.keys() - SAME_EVERYWHERE}
    quoted = {*registers["events"].column["kind"].allowed, *programme.languages}
    return {
        **{code: rf"\b{code}\b" for code in sheets},
        **{code: rf"\b{code}\b(?!\\x)" for code in (*programme.countries, *programme.regions)},
        **{name: rf"(?<!\w){re.escape(name)}(?!\w)" for name in names_of(programme)},
        programme.currency.code: rf"(?i)\b{programme.currency.code}\b",
        **{name: rf"(?i)\b{name}" for name in own},
        **{word: rf"""(?<=["'=/,]){word}(?=["'/\],])""" for word in quoted},
    }


def test_code_knows_no_programme(programme, indicators, registers):
    """No code of an indicator, country, region, currency, kind of event or language; no name."""
    own = patterns(programme, indicators.sheets, registers.schema.registers)
    found, allowed = [], set()
    rooms = ("rrs_data", "reports", "notebooks")
    for path in sorted(chain(*(ROOT.glob(f"{room}/**/*.*") for room in rooms))):
        name = path.relative_to(ROOT).as_posix()
        if path.suffix[1:] not in KINDS or name.startswith(DATA):
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            for word, pattern in own.items():
                if re.search(pattern, line):
                    if re.fullmatch(ALLOWED.get(name, ""), word):
                        allowed.add(name)
                    else:
                        found.append(f"{name}:{number}: {word}: {line.strip()[:90]}")

    assert "" == "\n".join(found)
    assert {*ALLOWED} == allowed
