"""The documents, and the order of the tests: what they name is there."""

import ast
import re

import pytest

from tests.conftest import LONGEST, ROOT

TOP = ("rrs_data", "reports", "tests", "params", "tools", "notebooks", "docs")
MADE = ("reports/_output", "reports/published", "params/restatements.yml", "tests/fuzz/cases")
"""What is made, or may be empty."""


@pytest.mark.parametrize("document", ["CONTRIBUTING.md", "README.md", "README.ru.md"])
def test_files_and_directories_that_a_document_names_are_there(document):
    """Whoever moves a module finds the sentence that leads to it."""
    text = (ROOT / document).read_text(encoding="utf-8")
    named = {name.rstrip("/") for name in re.findall(r"`([\w./-]+)`", text)}
    paths = {name for name in named if name.split("/")[0] in TOP and not name.startswith(MADE)}
    modules = {name for name in named if re.fullmatch(r"\w+\.py", name)}
    known = {path.name for top in TOP for path in (ROOT / top).rglob("*.py")}

    assert [] == sorted(path for path in paths if not (ROOT / path).exists())
    assert set() == modules - known


def test_the_longest_tests_are_there():
    """A file of tests that was renamed keeps its place in the order."""
    assert [] == [name for name in LONGEST if not (ROOT / "tests" / name).is_file()]


def test_every_test_says_what_a_reader_can_rely_on():
    """A test without its sentence would be named by its mechanics alone."""
    paths = (ROOT / "tests").rglob("test_*.py")
    found = [node for path in paths for node in ast.walk(ast.parse(path.read_text("utf-8")))]
    tests = [one for one in found if isinstance(one, ast.FunctionDef) and one.name[:5] == "test_"]

    assert len(tests) > 500
    assert [] == [one.name for one in tests if not ast.get_docstring(one)]
