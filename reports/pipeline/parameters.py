"""A notebook's parameters: the names that its cell tagged ``parameters`` assigns."""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import Any


def parameter_names(notebook: Path) -> set[str]:
    """The parameters of a notebook; papermill would only warn of any other name.

    Raises OSError when it cannot be read, ValueError when it is not a notebook or has no such
    cell, SyntaxError when the cell is not Python.
    """
    try:
        cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
        tagged = [cell for cell in cells if "parameters" in cell["metadata"].get("tags", [])]
    except (ValueError, KeyError, TypeError):
        raise ValueError("it is not a notebook") from None
    if not tagged:
        raise ValueError("it has no cell tagged `parameters`")
    return {name for statement in _parse(tagged[0]).body for name in _assigned(statement)}


def _parse(cell: dict[str, Any]) -> ast.Module:
    source = cell["source"]
    return ast.parse(source if isinstance(source, str) else "".join(source))


def _assigned(statement: ast.stmt) -> list[str]:
    """``a = 1`` and ``a: int = 1``."""
    if isinstance(statement, ast.Assign):
        return [target.id for target in statement.targets if isinstance(target, ast.Name)]
    if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
        return [statement.target.id]
    return []
