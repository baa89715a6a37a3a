"""The layout: ``_quarto.yml`` and the files that it names, where a report is rendered."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import yaml

from reports.project.paths import ROOT
from reports.render.brand import copy_fonts, font_faces, load_brand

REPORTS = ROOT / "reports"

FORMATS = {"html": "html", "pdf": "typst", "docx": "docx"}
"""Quarto's name for each format."""


def load_settings() -> dict[str, Any]:
    """What ``_quarto.yml`` says, with the formats under our names; paths are the layout's."""
    text = (REPORTS / "_quarto.yml").read_text(encoding="utf-8")
    settings: dict[str, Any] = yaml.safe_load(text)
    formats = settings["format"]
    return settings | {"format": {name: formats[own] for name, own in FORMATS.items()}}


def metadata_of(settings: dict[str, Any]) -> dict[str, Any]:
    """What the templates and filters read besides the report's own front matter."""
    return {"rrs-colours": load_brand().variables(), "crossref": settings["crossref"]}


def lay_out(directory: Path) -> None:
    """Put templates, filters, fonts and the brand's style sheet into a report's directory."""
    for name in ("templates", "filters"):
        shutil.copytree(REPORTS / name, directory / name)
    copy_fonts(directory / "fonts")
    brand = load_brand()
    css = font_faces(brand.family) + brand.custom_properties()
    (directory / "brand.css").write_text(css, encoding="utf-8")
