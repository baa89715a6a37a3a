"""The layout: ``_quarto.yml`` and the files that it names, where a report is rendered."""

from __future__ import annotations

import shutil
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from reports.project.paths import ROOT
from reports.render.brand import copy_fonts, font_faces, load_brand

REPORTS = ROOT / "reports"

FORMATS = {"html": "html", "pdf": "typst", "docx": "docx"}
"""Quarto's name for each format."""


@dataclass(frozen=True)
class Settings:
    """The content of ``_quarto.yml``; paths in it are relative to the report's directory."""

    content: dict[str, Any]

    def format(self, name: str) -> dict[str, Any]:
        """The settings of ``html``, ``pdf`` or ``docx``."""
        return dict(self.content["format"][FORMATS[name]])

    @property
    def filters(self) -> list[str]:
        """The Lua filters of both engines."""
        return list(self.content["filters"])

    def metadata(self) -> dict[str, Any]:
        """What the templates and filters read besides the report's own front matter."""
        return {
            "rrs-colours": load_brand().variables(),
            "crossref": self.content.get("crossref", {}),
        }

    def copy(self) -> dict[str, Any]:
        """The settings, to be changed."""
        return deepcopy(self.content)


@cache
def load_settings(path: Path = REPORTS / "_quarto.yml") -> Settings:
    """Read the project file."""
    return Settings(yaml.safe_load(path.read_text(encoding="utf-8")))


def lay_out(directory: Path) -> None:
    """Put templates, filters, fonts and the brand's style sheet into a report's directory."""
    for name in ("templates", "filters"):
        shutil.copytree(REPORTS / name, directory / name)
    copy_fonts(directory / "fonts")
    brand = load_brand()
    css = font_faces(brand.family) + brand.custom_properties()
    (directory / "brand.css").write_text(css, encoding="utf-8")
