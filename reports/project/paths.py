"""Paths: where the project's own files lie, wherever a command is called from."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOK = ROOT / "notebooks" / "annual_report.ipynb"
REGISTERS = ROOT / "rrs_data" / "registers"
PARAMS = ROOT / "params"
PUBLISHED = ROOT / "reports" / "published"
OUTPUT = ROOT / "reports" / "_output"
BRAND = ROOT / "reports" / "_brand.yml"
