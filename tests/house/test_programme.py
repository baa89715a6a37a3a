"""What a programme is stands in data: code, templates and notebooks know none."""

import json
import re
from itertools import chain

import yaml

from tests.conftest import PARAMS, REGISTERS, ROOT

ROOMS = ("rrs_data", "reports", "notebooks")
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

PRODUCT = "the product is called RRS Reports"
WORLD = "which papers, names and phones a country has is no matter of a programme"
REASONS = {
    "rrs_data/__init__.py": ("RRS", PRODUCT),
    "reports/archive/crate.yml.jinja": ("RRS", PRODUCT),
    "rrs_data/programme/programme.py": ("en", "the language that texts in code are written in"),
    "rrs_data/intake/privacy/name_words.yml": (r"\w+stan", WORLD),
    "rrs_data/intake/privacy/personal_data.yml": (r"\w+stan|[A-Z]{2}", WORLD),
}
"""What may stand where, and why."""


def patterns():
    """By what the shipped programme has of its own, how it would stand in code."""
    programme = yaml.safe_load((PARAMS / "programme.yml").read_text(encoding="utf-8"))
    sheets = yaml.safe_load((PARAMS / "indicators.yml").read_text(encoding="utf-8"))
    schema = json.loads((REGISTERS / "datapackage.json").read_text(encoding="utf-8"))
    registers = {one["name"]: one["schema"]["fields"] for one in schema["resources"]}
    (kind,) = [field for field in registers["events"] if field["name"] == "kind"]
    countries, regions = programme["countries"], programme["regions"]
    named = [one["name"] for one in [*countries.values(), *regions.values()]]
    named += [programme[name] for name in ("title", "abbreviation", "implementer", "donor")]
    named += [one["short"] for one in programme["acronyms"]]
    names = {*chain.from_iterable(one.values() for one in named)} - {"CSO", "ОГО"}
    own = {name.rstrip("s") for name in registers.keys() - SAME_EVERYWHERE}
    quoted = {*kind["constraints"]["enum"], *programme["languages"]}
    return {
        **{one["code"]: rf"\b{one['code']}\b" for one in sheets["indicators"]},
        **{code: rf"\b{code}\b(?!\\x)" for code in {*countries, *regions}},
        **{name: rf"(?<!\w){re.escape(name)}(?!\w)" for name in names},
        programme["currency"]["code"]: rf"(?i)\b{programme['currency']['code']}\b",
        **{name: rf"(?i)\b{name}" for name in own},
        **{word: rf"""(?<=["'=/,]){word}(?=["'/\],])""" for word in quoted},
    }


def test_code_knows_no_programme():
    """No code of an indicator, country, region, currency, kind of event or language; no name."""
    found, reasons, own = [], set(), patterns()
    for path in sorted(chain(*(ROOT.glob(f"{room}/**/*.*") for room in ROOMS))):
        name = path.relative_to(ROOT).as_posix()
        if path.suffix[1:] not in KINDS or name.startswith(DATA):
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            for word, pattern in own.items():
                if re.search(pattern, line):
                    if re.fullmatch(REASONS.get(name, [""])[0], word):
                        reasons.add(name)
                    else:
                        found.append(f"{name}:{number}: {word}: {line.strip()[:90]}")

    assert "" == "\n".join(found)
    assert {*REASONS} == reasons
