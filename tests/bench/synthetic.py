"""Synthetic programmes: a copy of the project with as many countries as reports are wanted.

Each new country has the rows of Kyrgyzstan apart from regional events: those are shown by every
report for all countries, and reports would grow with the number of countries. Nobody else has rows.

``python -m tests.bench.synthetic OUTPUT WORKERS [CLUSTER]`` makes the new countries' reports of a
checkout, which are all of one size; those of the region and of the shipped countries are not.
"""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import sys
from dataclasses import replace
from itertools import islice, product
from pathlib import Path
from string import ascii_uppercase

import pandas as pd
import yaml

from reports.pipeline.progress import Progress
from reports.pipeline.request import Wish, checked
from reports.pipeline.run import run_request
from reports.project.paths import PARAMS, ROOT
from rrs_data import load_programme

YEARS = 3
MODEL = "KG"
COPIED = (
    "rrs_data",
    "reports",
    "params",
    "notebooks",
    "requirements.lock",
    "pyproject.toml",
    "tests",
)


def synthetic(directory: Path, reports: int) -> Path:
    """Write a checkout whose programme has at least so many reports; returns it."""
    for name in COPIED:
        source, target = ROOT / name, directory / name
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("_output", "__pycache__"))
        else:
            directory.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target)
    codes = _codes(reports)
    _programme(directory / "params" / "programme.yml", codes)
    _schema(directory / "rrs_data" / "registers" / "datapackage.json", codes)
    _rows(directory / "rrs_data" / "registers", codes)
    return directory


def main() -> int:
    """Make the reports; the number of those that failed is the exit code."""
    output, workers, *cluster = sys.argv[1:]
    wish = Wish(output=output, strict="0", engine="embedded", language="en", workers=workers)
    request = checked(replace(wish, cluster="".join(cluster)))
    names = {code: one.name["en"] for code, one in load_programme(PARAMS).countries.items()}
    own = tuple(one for one in request.editions if names.get(one.country) == _name(one.country))
    ran = run_request(replace(request, editions=own), Progress(io.StringIO()))
    return sum(bool(outcome.failures) for outcome in ran.outcomes)


def _codes(reports: int) -> list[str]:
    """Codes for so many countries as give so many reports."""
    shipped = load_programme(PARAMS).countries
    codes = map("".join, product(ascii_uppercase, repeat=2))
    return list(islice((code for code in codes if code not in shipped), -(-reports // YEARS)))


def _name(text: str) -> str:
    """Another name for each text, like no other: the check looks for names that repeat."""
    letters = hashlib.sha256(text.encode()).hexdigest()[:16]
    return "Общество " + "".join(chr(ord("а") + int(letter, 16)) for letter in letters)


def _programme(path: Path, codes: list[str]) -> None:
    """Nothing but the new countries: their reports are all of one size."""
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    model = content["countries"][MODEL]
    content["countries"] |= {
        code: {**model, "name": {"en": _name(code), "ru": _name(code)}} for code in codes
    }
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")


def _schema(path: Path, codes: list[str]) -> None:
    content = json.loads(path.read_text(encoding="utf-8"))
    for resource in content["resources"]:
        for field in resource["schema"]["fields"]:
            allowed = field.get("constraints", {}).get("enum", [])
            if MODEL in allowed:
                allowed += codes
                field["labels"] |= dict.fromkeys(codes, field["labels"][MODEL])
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")


def _rows(registers: Path, codes: list[str]) -> None:
    """Copy the model's rows, with ids of their own."""
    frames = {
        path.stem: pd.read_csv(path, dtype=str, keep_default_na=False)
        for path in registers.glob("*.csv")
    }
    model = _model(frames)
    for name, frame in frames.items():
        copies = [_copy(model[name], code, number) for number, code in enumerate(codes, 1)]
        whole = pd.concat([frame.iloc[:0], *copies], ignore_index=True)
        whole.to_csv(registers / f"{name}.csv", index=False, encoding="utf-8", lineterminator="\n")


def _model(frames: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """The rows of the model's country that only its own reports show."""
    own = {name: frames[name].query("country == @MODEL") for name in ("people", "organisations")}
    events = frames["events"].query("host_country == @MODEL and level != 'regional'")
    attendances = frames["attendances"]
    attendances = attendances[
        attendances["event_id"].isin(events["event_id"])
        & attendances["person_id"].isin(own["people"]["person_id"])
    ]
    given = {
        name: frames[name][
            frames[name]["organisation_id"].isin(own["organisations"]["organisation_id"])
        ]
        for name in ("services", "grants", "prizes")
    }
    given["services"] = given["services"].query("kind != 'organisational_development'")
    given["prizes"] = given["prizes"].iloc[:0]
    told = {name: frames[name].query("country == @MODEL") for name in ("targets", "finance")}
    return {**own, **given, **told, "events": events, "attendances": attendances}


def _copy(frame: pd.DataFrame, code: str, number: int) -> pd.DataFrame:
    changes: dict[str, pd.Series] = {}
    for column in frame.columns:
        if column in ("country", "host_country"):
            changes[column] = frame[column].where(frame[column] != MODEL, code)
        elif column == "person_id":
            changes[column] = frame[column].where(frame[column] == "", frame[column] + code)
        elif column.endswith("_id"):
            suffix = f"{number:04}"
            changes[column] = frame[column].where(frame[column] == "", frame[column] + suffix)
        elif column.startswith("title_") and "organisation_id" in frame and "place" in frame:
            changes[column] = (code + frame[column]).map(_name)
    return frame.assign(**changes)


if __name__ == "__main__":
    raise SystemExit(main())
