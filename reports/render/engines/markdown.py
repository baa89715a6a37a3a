"""The prepared notebook as Markdown with its pictures beside it, by nbconvert."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nbconvert.exporters import MarkdownExporter
from nbformat import NotebookNode

from reports.render.dialect import cell_options
from reports.render.engines.project import REPORTS

TEMPLATE = REPORTS / "templates" / "notebook.md.j2"


class ReportExporter(MarkdownExporter):
    """Writes floats as Quarto would, so that the same filters and templates fit."""

    def __init__(self, **kw: Any) -> None:
        """Use the reports' own small template."""
        template = TEMPLATE.read_text(encoding="utf-8")
        super().__init__(raw_template=template, **kw)  # type: ignore[no-untyped-call]
        self.register_filter("cell_options", cell_options)  # type: ignore[no-untyped-call]


def write_markdown(notebook: NotebookNode, path: Path) -> Path:
    """Write a prepared notebook as Markdown, its pictures into the same directory."""
    names = {"unique_key": "picture", "output_files_dir": "pictures"}
    text, resources = ReportExporter().from_notebook_node(notebook, names)
    for name, content in dict(resources).get("outputs", {}).items():
        picture = path.parent / name
        picture.parent.mkdir(parents=True, exist_ok=True)
        picture.write_bytes(content)
    path.write_text(text, encoding="utf-8")
    return path
