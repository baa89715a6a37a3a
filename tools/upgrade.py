"""``make upgrade``: parameters and registers of an earlier shape are written anew in today's.

Nothing is changed where it lies: OUTPUT= becomes a copy, ``params`` and ``registers``, in which
only what has another shape today is changed; comments stay. Every change is printed, and so is what
a person has to look at.
"""

import json
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from reports.project import PARAMS, Given, path_of, written_to
from rrs_data.indicators.sheets import load_indicators
from rrs_data.intake.descriptor import schema_of
from rrs_data.intake.schema import DESCRIPTOR, SHIPPED
from rrs_data.programme.faults import Fault, FaultsError, gather
from rrs_data.programme.loading import load_programme

UPGRADED = "upgraded"
"""Where the copy goes, unless OUTPUT= says otherwise."""

FIRST_MONTHS = {"fiscal": 10, "calendar": 1}
"""What ``reporting_year`` said, as the month with which it begins."""

WAS_PRINTED = ("marking", "due", "deviation_note", "trainee", "taking_part", "online")
"""What the code said of every programme before; it is the parameters' to say now."""

ROLES, UNITS, COLUMNS = {"prizes": "recognition"}, {"usd": "money"}, {"oblast": "region"}
"""Roles and units of sheets, and columns of registers: what they were called, and are called."""

CURRENCY = re.compile(r", (?:USD|долл\. США)$")
"""What stood behind the title of an amount, whose currency is the programme's now."""


@dataclass
class File:
    """A file's text while it is brought over, and what was changed in it, by line."""

    path: Path
    text: str
    changes: list[str] = field(default_factory=list)

    def replace(self, pattern: str, new: str | Callable[[re.Match[str]], str], why: str) -> None:
        """Put something else in place of whatever fits a pattern of lines."""

        def told(match: re.Match[str]) -> str:
            now = new(match) if callable(new) else match.expand(new)
            line = self.text.count("\n", 0, match.start()) + 1
            self.changes.append(f"line {line}: {_one_line(match[0])} → {_one_line(now)} ({why})")
            return now

        self.text = re.sub(pattern, told, self.text, flags=re.MULTILINE)

    def add(self, block: str, why: str) -> None:
        """Add lines at the end."""
        self.text = f"{self.text.rstrip()}\n\n{block.rstrip()}\n"
        self.changes.append(f"added: {_one_line(block)} ({why})")


def _one_line(text: str) -> str:
    short = " ".join(text.split())
    return f"“{short if len(short) <= 60 else short[:59] + '…'}”" if short else "nothing"


def upgrade(given: Given) -> int:
    """Bring parameters, registers or both over; 1 where something is left that is at fault."""
    named = [name for name in ("params", "registers") if given[name].strip()]
    sources = {name: path_of(given[name], Path()) for name in named}
    if not sources:
        mend = "give PARAMS=, REGISTERS= or both"
        raise FaultsError([Fault("PARAMS and REGISTERS", "nothing", "a directory of either", mend)])
    output = path_of(given["output"], Path(UPGRADED))
    if output.exists() and (not output.is_dir() or any(output.iterdir())):
        expected, mend = "a new or empty directory", "choose another one with OUTPUT="
        raise FaultsError([Fault(f"OUTPUT, {output}", "something is there", expected, mend)])
    with written_to(output):
        for name, source in sources.items():
            _copy(source, output / name)
        files = [*_params(output / "params"), *_registers(output / "registers")]
        for file in files:
            file.path.write_text(file.text, encoding="utf-8")
    _tell(files, output)
    return _check(output)


def _copy(source: Path, target: Path) -> None:
    """Copy a directory, or a workbook with what lies beside it."""
    if not source.exists():
        raise FaultsError([Fault(str(source), "nothing", "a directory or a file", "correct it")])
    if source.is_dir():
        shutil.copytree(source, target)
        return
    target.mkdir(parents=True)
    for name in (source.name, DESCRIPTOR, "duplicates.csv"):
        if (one := source.with_name(name)).is_file():
            shutil.copy(one, target)


def _tell(files: list[File], output: Path) -> None:
    for file in files:
        if file.changes:
            print(file.path.relative_to(output), *file.changes, sep="\n  ")
    changes = sum(len(file.changes) for file in files)
    print(f"\n{output}: {changes or 'no'} changes. What lay there before is as it was.")


def _check(output: Path) -> int:
    """Say what is still at fault in what was written."""
    params, registers = output / "params", output / "registers"
    used = params if params.exists() else PARAMS
    try:
        schema = schema_of(registers if registers.exists() else SHIPPED, used)
        gather(lambda: load_programme(used), lambda: load_indicators(used, schema))
    except FaultsError as error:
        print(f"\nStill to be mended:\n\n{error}", file=sys.stderr)
        return 1
    return 0


# --- parameters ----------------------------------------------------------------------------------


def _params(directory: Path) -> Iterator[File]:
    if not directory.exists():
        return
    for name, bring in (("programme.yml", _programme), ("indicators.yml", _indicators)):
        if (path := directory / name).exists():
            file = File(path, path.read_text(encoding="utf-8"))
            bring(file)
            yield file


def _programme(file: File) -> None:
    content = yaml.safe_load(file.text) or {}
    kinds = "|".join(FIRST_MONTHS)
    file.replace(
        rf"^reporting_year: *({kinds})\b",
        lambda match: f"first_month: {FIRST_MONTHS[match[1]]}",
        "a year begins with any month",
    )
    currency = content.get("award", {}).get("currency")
    if currency:
        why = "amounts are in the reporting currency"
        file.replace(r"^ +currency: *[A-Z]{3} *\n", "", why)
    if "currency" not in content:
        code = currency or "USD"
        file.add(f"currency:\n  code: {code}", "the reporting currency; others may have rates")
    why = "case forms are given for each language that needs them"
    file.replace(r"^( +)ru: *(\{ *(?:genitive|locative).*\})", r"\1cases: { ru: \2 }", why)
    file.replace(
        r"^( +)ru: *\n +genitive: *(.+)\n +locative: *(.+)$",
        r"\1cases: { ru: { genitive: \2, locative: \3 } }",
        why,
    )
    if "prefix" not in content:
        file.add("prefix: rrs", "how the names of all files begin: as they did")
    for key, block in _blocks(PARAMS / "programme.yml").items():
        if key in WAS_PRINTED and key not in content:
            file.add(block, "printed for every programme before: see whether it is true of yours")


def _blocks(path: Path) -> dict[str, str]:
    """The keys at the top of a file of YAML, each with its own lines."""
    text = path.read_text(encoding="utf-8")
    return {
        match[1]: match[0]
        for match in re.finditer(r"^(\w+):.*\n(?:^ .*\n)*", text, flags=re.MULTILINE)
    }


def _indicators(file: File) -> None:
    for what, names in (("role", ROLES), ("unit", UNITS)):
        for old, new in names.items():
            file.replace(rf"^( +{what}: *){old}\b", rf"\g<1>{new}", f"the {what} is called so now")
    for old, new in COLUMNS.items():
        why = "the column is called so now"
        file.replace(rf"^([^#\n]*[\s\[{{.,]){old}\b(?=[\s\]:,}}])", rf"\g<1>{new}", why)


# --- registers -----------------------------------------------------------------------------------


def _registers(directory: Path) -> Iterator[File]:
    if not directory.exists():
        return
    for path in sorted(directory.glob("*.csv")):
        data = path.read_bytes()
        try:
            file = File(path, data.decode("utf-8"))
        except UnicodeDecodeError:
            continue  # it is read as it is: its header is known under either name
        head, end, rest = file.text.partition("\n")
        names = File(path, head)
        for old, new in COLUMNS.items():
            why = "the column is called so now"
            names.replace(rf"(^|[,;\t\"]){old}(?=[,;\t\"\r]|$)", rf"\g<1>{new}", why)
        if names.changes:
            path.write_bytes(f"{names.text}{end}{rest}".encode())
            print(path.name, *names.changes, sep="\n  ")
    path = directory / DESCRIPTOR
    if path.exists():
        file = File(path, path.read_text(encoding="utf-8-sig"))
        content = json.loads(file.text)
        for resource in content.get("resources", ()):
            file.changes += _resource(resource)
        if file.changes:
            file.text = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
        yield file


def _resource(resource: dict[str, object]) -> Iterator[str]:
    """Bring the description of one register over."""
    name, schema = resource["name"], resource.get("schema")
    if not isinstance(schema, dict):
        return
    for one in schema["fields"]:
        where = f"{name} › {one['name']}"
        if new := COLUMNS.get(one["name"]):
            one |= {"name": new, "headers": [*one.get("headers", ()), one["name"]]}
            yield f"{where}: called {new} (files may call it as before)"
        if one.get("unit") == "USD":
            one["unit"] = "money"
            one["title"] = CURRENCY.sub("", one.get("title", one["name"]))
            titles = one.get("titles", {}).items()
            one["titles"] = {code: CURRENCY.sub("", text) for code, text in titles}
            yield f"{where}: unit money (the currency is the programme's)"
        if one["name"].endswith("_ru") and not one.get("constraints", {}).get("required"):
            one.setdefault("constraints", {})["required"] = True
            yield f"{where}: required (in one of the languages; it was so by itself)"
    if name == "targets" and "period" not in schema["primaryKey"]:
        yield from _targets(schema)


def _targets(schema: dict[str, list[object]]) -> Iterator[str]:
    """Targets are of a year, a part of one, or of the whole programme."""
    today = json.loads((SHIPPED / DESCRIPTOR).read_text(encoding="utf-8"))
    own = next(one["schema"] for one in today["resources"] if one["name"] == "targets")
    columns = {one["name"]: one for one in own["fields"]}
    kept = [columns["year"] if one["name"] == "year" else one for one in schema["fields"]]
    at = next(at for at, one in enumerate(kept) if one["name"] == "year")
    schema["fields"] = [*kept[: at + 1], columns["period"], *kept[at + 1 :]]
    schema["primaryKey"] = own["primaryKey"]
    yield "targets › year: a year or “final”"
    yield "targets › period: added (empty, Q1 to Q4, H1 or H2); files need not have it"
