"""Notebooks as they are kept: without results, and without a word of who opened them with what.

JupyterLab and VS Code write the kernel's title, versions and the state of their own windows into a
notebook; ``tidy`` takes all that out, ``check`` names the notebooks where it was left. ``new NAME``
writes a small notebook to start from.
"""

import re
import sys
from pathlib import Path

import nbformat

from reports.project import NOTEBOOKS

KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}
METADATA = {"kernelspec": KERNEL, "language_info": {"name": "python"}}
FIRST = Path(__file__).with_name("first_notebook.ipynb")


def tidied(path: Path) -> str:
    """The text of a notebook as it is kept."""
    notebook = nbformat.read(path, as_version=4)
    notebook.metadata = METADATA
    for cell in notebook.cells:
        cell.metadata = {"tags": cell.metadata.tags} if cell.metadata.get("tags") else {}
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return f"{nbformat.writes(notebook)}\n"


def tidy(directory: Path, *, write: bool) -> list[Path]:
    """Tidy the notebooks of a directory, or only find those that are to be tidied."""
    texts = {path: tidied(path) for path in sorted(directory.glob("*.ipynb"))}
    changed = [path for path, text in texts.items() if text != path.read_text(encoding="utf-8")]
    for path in changed if write else ():
        path.write_text(texts[path], encoding="utf-8", newline="\n")
    return changed


def new(name: str, directory: Path) -> Path:
    """Write a notebook to start from. Raises ValueError; one that is there stays as it is."""
    if not re.fullmatch(r"\w[\w-]*", name):
        raise ValueError(f"NAME is “{name}”: give letters, digits, - and _, such as NAME=visit")
    path = directory / f"{name}.ipynb"
    text = FIRST.read_text(encoding="utf-8").replace("NAME", name)
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        raise ValueError(f"notebooks/{path.name} is there already: give another NAME") from None
    return path


def main(command: str, name: str = "") -> int:
    """Run a command: 1 where notebooks are to be tidied, 2 where no notebook was written."""
    if command == "new":
        try:
            path = new(name, NOTEBOOKS)
        except ValueError as error:
            print(error, file=sys.stderr)
            return 2
        print(f"{path}\nNow: make report NOTEBOOK={name} COUNTRY=KG YEAR=2014")
        return 0
    for path in (changed := tidy(NOTEBOOKS, write=command == "tidy")):
        said = (
            "tidied" if command == "tidy" else "is not as notebooks are kept: make format tidies it"
        )
        print(f"{path}: {said}")
    return int(command == "check" and bool(changed))


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
