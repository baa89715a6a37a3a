"""The crate: what a report's directory holds and what it was made from, for other programs.

``ro-crate-metadata.json`` is a Process Run Crate 0.5, on RO-Crate 1.1. Registers are not in the
directory, because they hold people: they are named by their hash, as RFC 6920 names content. The
crate does not say when it was made: the same report would then never have the same bytes.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from rocrate.model.contextentity import ContextEntity
from rocrate.rocrate import ROCrate

from reports.archive.checksums import sha256_of
from reports.archive.record import Record
from reports.project.edition import Edition

METADATA = "ro-crate-metadata.json"
PROFILE, PROFILE_VERSION = "https://w3id.org/ro/wfrun/process/0.5", "0.5"
LICENCE = "https://spdx.org/licenses/MIT"
SOFTWARE = "#rrs-reports"

KINDS = {
    ".pdf": "application/pdf",
    ".html": "text/html",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".ipynb": "application/x-ipynb+json",
    ".csv": "text/csv",
    ".json": "application/json",
}


def write_crate(
    report: Edition,
    manifests: Sequence[Mapping[str, Any]],
    record: Record,
    directory: Path,
    implementer: str,
) -> Path:
    """Describe the files of a run in a directory; returns the path of the description.

    ``manifests`` are those of the run's languages (``manifest``). The same
    files and manifests give the same bytes: the day in it is the last of the report's period.
    """
    crate = ROCrate(version="1.1")
    crate.name = f"RRS report {report}"
    crate.description = f"Report on {report.country}, {report.year}, made from registers by code"
    crate.datePublished = date.fromisoformat(record["period"]["end"])
    crate.license = _entity(crate, LICENCE, "CreativeWork", "MIT License")
    agent = _entity(crate, "#implementer", "Organization", implementer)
    crate.root_dataset["author"] = crate.root_dataset["publisher"] = agent
    files = sorted(path for path in directory.iterdir() if _is_output(path))
    results = [crate.add_file(path, path.name, properties=_described(path)) for path in files]
    action = _entity(crate, f"#run-{report.stem('all')}", "CreateAction", f"Making {report}")
    action["description"] = f"Counts the indicators of {report} from registers and renders them"
    action["agent"] = agent
    action["instrument"] = _software(crate, manifests[0])
    action["object"] = [*_inputs(crate, manifests), *_parameters(crate, manifests)]
    action["result"] = results
    crate.root_dataset["mentions"] = action
    crate.root_dataset["conformsTo"] = _profile(crate)
    path = directory / METADATA
    path.write_text(_text(crate), encoding="utf-8")
    return path


def _is_output(path: Path) -> bool:
    return path.is_file() and path.suffix in KINDS and path.name != METADATA


def _described(path: Path) -> dict[str, Any]:
    return {
        "name": path.name,
        "encodingFormat": KINDS[path.suffix],
        "contentSize": str(path.stat().st_size),
        "sha256": sha256_of(path),
    }


def _software(crate: ROCrate, manifest: Mapping[str, Any]) -> ContextEntity:
    """The reports' own code at its commit, and the programs that it needs."""
    commit = manifest["commit"] or "not under version control"
    software = _entity(crate, SOFTWARE, "SoftwareApplication", "RRS Reports")
    software["softwareVersion"] = commit
    software["description"] = "Makes reports from registers: python -m reports"
    engine = _entity(crate, "#engine", "SoftwareApplication", str(manifest["engine"]))
    engine["softwareVersion"] = str(manifest["engine"])
    needed = [engine]
    for name, version in sorted(manifest["packages"].items()):
        kind = "generic" if name == "python" else "pypi"
        package = _entity(crate, f"pkg:{kind}/{name}@{version}", "SoftwareApplication", name)
        package["softwareVersion"] = version
        needed.append(package)
    software["softwareRequirements"] = needed
    return software


def _inputs(crate: ROCrate, manifests: Iterable[Mapping[str, Any]]) -> list[ContextEntity]:
    """Registers and files of parameters, named by their hashes."""
    hashes: dict[str, str] = {}
    for manifest in manifests:
        hashes |= {f"{name}.csv": digest for name, digest in manifest.get("registers", {}).items()}
        hashes |= manifest["parameter_files"]
    return [_input(crate, name, digest) for name, digest in sorted(hashes.items())]


def _input(crate: ROCrate, name: str, digest: str) -> ContextEntity:
    entity = _entity(crate, content_name(digest) + f"?name={name}", "CreativeWork", name)
    entity["sha256"] = digest
    return entity


def content_name(digest: str) -> str:
    """A SHA-256 as a name of content (RFC 6920)."""
    text = base64.urlsafe_b64encode(bytes.fromhex(digest)).decode("ascii").rstrip("=")
    return f"ni:///sha-256;{text}"


def _parameters(crate: ROCrate, manifests: Iterable[Mapping[str, Any]]) -> list[ContextEntity]:
    """What was asked for: country, year and languages."""
    asked: dict[str, list[str]] = {}
    for manifest in manifests:
        for name, value in manifest["parameters"].items():
            values = asked.setdefault(name, [])
            if str(value) not in values:
                values.append(str(value))
    entities = []
    for name, values in sorted(asked.items()):
        entity = _entity(crate, f"#parameter-{name}", "PropertyValue", name)
        entity["value"] = ",".join(values)
        entities.append(entity)
    return entities


def _profile(crate: ROCrate) -> ContextEntity:
    profile = _entity(crate, PROFILE, "CreativeWork", "Process Run Crate")
    profile["version"] = PROFILE_VERSION
    return profile


def _entity(crate: ROCrate, name: str, kind: str, title: str) -> ContextEntity:
    properties = {"@type": kind, "name": title}
    entity: ContextEntity = crate.add(ContextEntity(crate, name, properties=properties))
    return entity


def _text(crate: ROCrate) -> str:
    """The description as JSON, its entities in order."""
    content = crate.metadata.generate()
    content["@graph"] = sorted(content["@graph"], key=lambda one: str(one["@id"]))
    return json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
