"""The crate: what a report's directory holds and what it was made from, for other programs.

``ro-crate-metadata.json`` is a Process Run Crate 0.5, on RO-Crate 1.1. Registers are not in the
directory, because they hold people: they are named by their hash, as RFC 6920 names content. The
crate does not say when it was made: the same report would then never have the same bytes.
"""

import base64
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from reports.archive.manifest import KINDS
from reports.archive.record import Record, as_json, sha256_of
from reports.project import Edition

METADATA = "ro-crate-metadata.json"
SPECIFICATION = "https://w3id.org/ro/crate/1.1"
PROFILE, PROFILE_VERSION = "https://w3id.org/ro/wfrun/process/0.5", "0.5"
LICENCE = "https://spdx.org/licenses/MIT"
SOFTWARE, AGENT = "#rrs-reports", "#implementer"

Entity = dict[str, Any]


def write_crate(
    report: Edition,
    manifests: Sequence[Mapping[str, Any]],
    record: Record,
    directory: Path,
    implementer: str,
) -> Path:
    """Describe the files of a run in a directory; returns the path of the description.

    ``manifests`` are those of the run's languages. The same files and manifests give the same
    bytes: the day in the crate is the last of the report's period.
    """
    paths = [path for path in sorted(directory.iterdir()) if path.suffix in KINDS]
    files = [_file(path) for path in paths if path.name != METADATA]
    used = [*_inputs(manifests), *_parameters(manifests)]
    action = _action(report, used, files)
    root = _entity(
        "./",
        "Dataset",
        f"RRS report {report}",
        description=f"Report on {report.country}, {report.year}, made from registers by code",
        datePublished=record["period"]["end"],
        license={"@id": LICENCE},
        author={"@id": AGENT},
        publisher={"@id": AGENT},
        hasPart=_links(files),
        mentions={"@id": action["@id"]},
        conformsTo={"@id": PROFILE},
    )
    entities = [*_context(implementer), root, *files, *_programs(manifests[0]), *used, action]
    graph = sorted(entities, key=lambda one: str(one["@id"]))
    content = {"@context": f"{SPECIFICATION}/context", "@graph": graph}
    path = directory / METADATA
    path.write_text(as_json(content), encoding="utf-8")
    return path


def _context(implementer: str) -> list[Entity]:
    """What every crate names: itself, its profile, the licence and who answers for it."""
    about = {"about": {"@id": "./"}, "conformsTo": {"@id": SPECIFICATION}}
    return [
        {"@id": METADATA, "@type": "CreativeWork", **about},
        _entity(PROFILE, "CreativeWork", "Process Run Crate", version=PROFILE_VERSION),
        _entity(LICENCE, "CreativeWork", "MIT License"),
        _entity(AGENT, "Organization", implementer),
    ]


def _action(report: Edition, used: Iterable[Entity], files: Iterable[Entity]) -> Entity:
    """The making of the report: from what, with which program, to which files."""
    return _entity(
        f"#run-{report.stem('all')}",
        "CreateAction",
        f"Making {report}",
        description=f"Counts the indicators of {report} from registers and renders them",
        agent={"@id": AGENT},
        instrument={"@id": SOFTWARE},
        object=_links(used),
        result=_links(files),
    )


def _file(path: Path) -> Entity:
    kind, size = KINDS[path.suffix], str(path.stat().st_size)
    found = {"encodingFormat": kind, "contentSize": size, "sha256": sha256_of(path)}
    return _entity(path.name, "File", path.name, **found)


def _programs(manifest: Mapping[str, Any]) -> list[Entity]:
    """The reports' own code at its commit, after the programs that it needs."""
    engine = str(manifest["engine"])
    needed = [_program("#engine", engine, engine)]
    for name, version in sorted(manifest["packages"].items()):
        registry = "generic" if name == "python" else "pypi"
        needed.append(_program(f"pkg:{registry}/{name}@{version}", name, version))
    code = _program(SOFTWARE, "RRS Reports", manifest["commit"] or "not under version control")
    code["description"] = "Makes reports from registers: python -m reports"
    code["softwareRequirements"] = _links(needed)
    return [*needed, code]


def _program(name: str, title: str, version: str) -> Entity:
    return _entity(name, "SoftwareApplication", title, softwareVersion=version)


def _inputs(manifests: Iterable[Mapping[str, Any]]) -> list[Entity]:
    """Registers and files of parameters, named by their hashes (RFC 6920)."""
    hashes: dict[str, str] = {}
    for manifest in manifests:
        hashes |= {f"{name}.csv": digest for name, digest in manifest.get("registers", {}).items()}
        hashes |= manifest["parameter_files"]
    found = []
    for name, digest in sorted(hashes.items()):
        text = base64.urlsafe_b64encode(bytes.fromhex(digest)).decode("ascii").rstrip("=")
        content = f"ni:///sha-256;{text}?name={name}"
        found.append(_entity(content, "CreativeWork", name, sha256=digest))
    return found


def _parameters(manifests: Iterable[Mapping[str, Any]]) -> list[Entity]:
    """What was asked for: country, year and languages."""
    asked: dict[str, dict[str, None]] = {}
    for manifest in manifests:
        for name, value in manifest["parameters"].items():
            asked.setdefault(name, {})[str(value)] = None
    return [
        _entity(f"#parameter-{name}", "PropertyValue", name, value=",".join(values))
        for name, values in sorted(asked.items())
    ]


def _entity(name: str, kind: str, title: str, **properties: Any) -> Entity:
    return {"@id": name, "@type": kind, "name": title, **properties}


def _links(entities: Iterable[Entity]) -> list[Entity]:
    return [{"@id": one["@id"]} for one in entities]
