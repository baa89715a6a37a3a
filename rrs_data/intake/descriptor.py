"""Descriptor: the ``datapackage.json`` of a source, read as data that may hold anything."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from rrs_data.intake import limits, reasons
from rrs_data.intake.files import File
from rrs_data.intake.findings import Finding
from rrs_data.intake.place import Place, Refusal


def read_descriptor(file: File) -> tuple[dict[str, Any], list[Finding]]:
    """The descriptor of a source, empty where it is broken, and what is wrong with it.

    The paths of its resources are never followed: registers are found by their names. Those that
    lead elsewhere are told.
    """
    place = Place("", file.shown)
    try:
        descriptor = _object(file.read())
    except Refusal as refusal:
        return {}, [place.refused(refusal)]
    return descriptor, [
        place.finding("descriptor-path", value=path)
        for path in _paths(descriptor)
        if leads_out(path)
    ]


def _object(data: bytes) -> dict[str, Any]:
    if len(data) > limits.DESCRIPTOR_BYTES:
        size = limits.DESCRIPTOR_BYTES // limits.MIB
        raise Refusal("descriptor-broken", reasons.LARGE_JSON.details(size=size))
    try:
        content = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        content = None
    if not isinstance(content, dict):
        raise Refusal("descriptor-broken", reasons.NO_JSON.details())
    return content


def _paths(descriptor: dict[str, Any]) -> Iterator[str]:
    """The paths of the resources; there may be one or several for each."""
    resources = descriptor.get("resources")
    for resource in resources if isinstance(resources, list) else []:
        path = resource.get("path") if isinstance(resource, dict) else None
        for one in path if isinstance(path, list) else [path]:
            if isinstance(one, str):
                yield one


def leads_out(path: str) -> bool:
    """Whether a path leads out of the directory in which the descriptor lies."""
    parts = PurePosixPath(path.replace("\\", "/"))
    return parts.is_absolute() or ".." in parts.parts or ":" in path
