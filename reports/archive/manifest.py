"""The manifest: what a report was made from, so that it can be checked and made again.

No clock, no user, no machine and no path: they would change the bytes and tell nobody anything. For
other programs the same stands in the crate, with the files of the report's directory.
"""

import base64
import json
import os
import platform
import subprocess
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from jinja2 import Environment, StrictUndefined, Template

from reports.archive.record import Record, as_csv, as_json, sha256_of
from reports.project import Edition
from reports.render.office import add_custom_part
from rrs_data.programme.loading import load_yaml

PACKAGES = (
    *("pandas", "numpy", "matplotlib", "babel", "papermill", "nbclient", "ipykernel", "nbconvert"),
    *("pypandoc_binary", "typst"),
)
"""The packages whose versions can change a figure or a page."""

KINDS = {
    ".pdf": "application/pdf",
    ".html": "text/html",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".ipynb": "application/x-ipynb+json",
    ".csv": "text/csv",
    ".json": "application/json",
    ".yml": "application/yaml",
}
"""The media types of a report's files and of what it was made from."""

MANIFEST, MANIFEST_ELEMENT = "manifest.json", "rrs-manifest"
"""Where the manifest is: a PDF's attachment, and the id of an element of other files."""

CRATE = "ro-crate-metadata.json"


def making(engine: str, commit: str) -> dict[str, Any]:
    """What a report is made with."""
    pinned = [("python", platform.python_version()), *((one, version(one)) for one in PACKAGES)]
    return {"engine": engine, "commit": commit, "packages": dict(sorted(pinned))}


def provenance(
    report: Edition, language: str, made_with: Mapping[str, Any], *, donor_mark: bool
) -> dict[str, Any]:
    """What makes a report, known before it is made: the notebook's parameter ``provenance``."""
    return {
        **made_with,
        "parameters": {
            "country": report.country,
            "year": report.year,
            **({"period": report.part} if report.part else {}),
            "language": language,
            "notebook": report.notebook,
            **({"edition": "public"} if report.public else {}),
            **({} if donor_mark else {"donor_mark": False}),
        },
    }


def manifest(
    report: Edition, record: Record, made_by: Mapping[str, Any], params: Path
) -> dict[str, Any]:
    """Everything that decides about a report's content; ``made_by`` is its :func:`provenance`.

    Registers and files of parameters (relative to ``params``) have their SHA-256.
    """
    own = f".{made_by['parameters']['language']}.md"
    narrative = (params / "narrative" / report.country / report.period).rglob("[!.]*.*")
    texts = [one for one in narrative if one.name.endswith(own) or one.suffix != ".md"]
    files = sorted([*report.parameters(params), *texts])
    recorded = ("period", "illustrative", "schema", "registers")
    return {
        **made_by,
        **{name: record[name] for name in recorded if name in record},
        "parameter_files": {one.relative_to(params).as_posix(): sha256_of(one) for one in files},
    }


def attachments(
    record: Record, contents: Mapping[str, Any], params: Path, labels: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """What a PDF carries: its figures, the parameters and the manifest, with a word on each.

    ``contents`` is the manifest. The figures are the data that the PDF shows; it was made from the
    others.
    """
    files = [
        ("achievements.csv", as_csv(record).encode("utf-8-sig"), "figures"),
        *((path.name, path.read_bytes(), "parameters") for path in sorted(params.glob("*.yml"))),
        (MANIFEST, as_json(contents).encode(), "manifest"),
    ]
    return [
        {
            "name": name,
            "path": f"{Path(contents['file']).stem}/{name}",
            "content": content,
            "kind": KINDS[Path(name).suffix],
            "relation": "data" if what == "figures" else "source",
            "description": labels["attached"][what],
        }
        for name, content, what in files
        if name != "restatements.yml" or record.get("edition") != "public"
    ]


def embed_manifest(file: Path, contents: Mapping[str, Any]) -> None:
    """Write its manifest into a page or an Office file, where no reader sees it."""
    text = json.dumps(contents, ensure_ascii=False, sort_keys=True).replace("<", "\\u003c")
    if file.suffix in (".docx", ".xlsx"):
        add_custom_part(file, f'<manifest id="{MANIFEST_ELEMENT}">{escape(text)}</manifest>')
        return
    element = f'<script type="application/json" id="{MANIFEST_ELEMENT}">{text}</script>\n'
    content = file.read_text(encoding="utf-8")
    file.write_text(content.replace("</body>", f"{element}</body>", 1), encoding="utf-8")


def write_crate(
    report: Edition, manifests: Sequence[Mapping[str, Any]], directory: Path, implementer: str
) -> None:
    """Describe the files of a run in their directory.

    It is a Process Run Crate 0.5, on RO-Crate 1.1. Registers are not in the directory, because they
    hold people: they are named by their hash, as RFC 6920 names content. ``manifests`` are those of
    the run's languages; the day in the crate is the last of the report's period.
    """
    first, hashes = manifests[0], dict[str, str]()
    for one in manifests:
        hashes |= {f"{name}.csv": digest for name, digest in one.get("registers", {}).items()}
        hashes |= one["parameter_files"]
    inputs = list[dict[str, str]]()
    for name, digest in sorted(hashes.items()):
        packed = base64.urlsafe_b64encode(bytes.fromhex(digest)).decode("ascii").rstrip("=")
        inputs.append({"id": f"ni:///sha-256;{packed}?name={name}", "name": name, "sha256": digest})
    asked = {
        name: dict.fromkeys(str(one["parameters"][name]) for one in manifests)
        for name in sorted(first["parameters"])
    }
    files = [
        {"id": path.name, "kind": KINDS[path.suffix], "size": path.stat().st_size}
        | {"sha256": sha256_of(path)}
        for path in sorted(directory.iterdir())
        if path.suffix in KINDS and path.name != CRATE
    ]
    text = _crate().render(
        report=report,
        day=first["period"]["end"],
        implementer=implementer,
        commit=first["commit"] or "not under version control",
        files=files,
        inputs=inputs,
        parameters=[
            {"id": f"#parameter-{name}", "name": name, "value": ",".join(values)}
            for name, values in asked.items()
        ],
        made_with=first,
        links=lambda entities: [{"@id": one["id"]} for one in entities],
    )
    content = load_yaml(text)
    content["@graph"].sort(key=lambda one: one["@id"])
    (directory / CRATE).write_text(as_json(content), encoding="utf-8")


@cache
def _crate() -> Template:
    text = Path(__file__).with_name("crate.yml.jinja").read_text(encoding="utf-8")
    return Environment(undefined=StrictUndefined).from_string(text)  # noqa: S701 - no HTML


def commit_of(root: Path, *, apart_from: Path) -> str:
    """The commit of a checkout, and whether it has changes apart from a directory of outputs.

    Empty where there is no git, or ``root`` is not a checkout's own top.
    """
    if git(root, "rev-parse", "--show-prefix") != "":
        return ""
    below = root in apart_from.parents
    without = [f":(exclude,literal){apart_from.relative_to(root)}"] if below else []
    commit = git(root, "rev-parse", "--verify", "HEAD") or ""
    changed = git(root, "status", "--porcelain", "--", ".", *without)
    return f"{commit} (with uncommitted changes)" if commit and changed else commit


def git(root: Path, *arguments: str) -> str | None:
    """What git answers, or None. Not misled by the variables that git sets for its hooks."""
    environment = {name: value for name, value in os.environ.items() if name[:4] != "GIT_"}
    environment["GIT_OPTIONAL_LOCKS"] = "0"
    command = ["git", "-C", str(root), *arguments]
    try:
        answer = subprocess.run(command, env=environment, capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    return answer.stdout.decode("utf-8", "replace").strip()
