"""The documents, and the order of the tests: what they name is there."""

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
