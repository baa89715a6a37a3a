"""The crate: what a report's directory holds and what it was made from, for other programs.

``ro-crate-metadata.json`` is a Process Run Crate 0.5, on RO-Crate 1.1; ``crate.yml.jinja`` is its
template. Registers are not in the directory, because they hold people: they are named by their
hash, as RFC 6920 names content. The crate does not say when it was made: the same report would then
never have the same bytes.
"""

import base64
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml
from jinja2 import Environment, StrictUndefined

from reports.archive.manifest import KINDS
from reports.archive.record import Record, as_json, sha256_of
from reports.project import Edition

METADATA = "ro-crate-metadata.json"


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
    hashes: dict[str, str] = {}
    asked: dict[str, dict[str, None]] = {}
    for one in manifests:
        hashes |= {f"{name}.csv": digest for name, digest in one.get("registers", {}).items()}
        hashes |= one["parameter_files"]
        for name, value in one["parameters"].items():
            asked.setdefault(name, {})[str(value)] = None
    files = [
        {"id": path.name, "kind": KINDS[path.suffix], "size": path.stat().st_size}
        | {"sha256": sha256_of(path)}
        for path in sorted(directory.iterdir())
        if path.suffix in KINDS and path.name != METADATA
    ]
    template = Path(__file__).with_name("crate.yml.jinja").read_text(encoding="utf-8")
    environment = Environment(undefined=StrictUndefined, autoescape=False)  # noqa: S701 - no HTML
    text = environment.from_string(template).render(
        report=report,
        day=record["period"]["end"],
        implementer=implementer,
        commit=manifests[0]["commit"] or "not under version control",
        files=files,
        inputs=[
            {"id": f"ni:///sha-256;{_packed(digest)}?name={name}", "name": name, "sha256": digest}
            for name, digest in sorted(hashes.items())
        ],
        parameters=[
            {"id": f"#parameter-{name}", "name": name, "value": ",".join(values)}
            for name, values in sorted(asked.items())
        ],
        made_with=manifests[0],
        links=lambda entities: [{"@id": one["id"]} for one in entities],
    )
    content = yaml.safe_load(text)
    content["@graph"].sort(key=lambda one: one["@id"])
    path = directory / METADATA
    path.write_text(as_json(content), encoding="utf-8")
    return path


def _packed(digest: str) -> str:
    """A hash as RFC 6920 writes it."""
    return base64.urlsafe_b64encode(bytes.fromhex(digest)).decode("ascii").rstrip("=")
