"""The catalogue: every text is translated, whole, in every plural form, and none is stale."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from rrs_data import Report
from rrs_data.language.language import CATALOGUES
from tests.conftest import ROOT

RUSSIAN = CATALOGUES / "ru" / "LC_MESSAGES" / "rrs.po"

PLURAL = ("n", "mention")
"""What takes a text in singular and plural."""

Key = tuple[str, str | None]
"""A text (of a plural its singular) and its context."""


@lru_cache
def trees() -> list[tuple[Path, ast.AST]]:
    """The code in which texts may stand, as trees."""
    return [(path, ast.parse(source)) for path, source in sources()]


def sources() -> Iterator[tuple[Path, str]]:
    """All code in which texts may stand: both packages, the notebooks' cells, and templates."""
    for path in sorted((ROOT / "reports" / "templates").glob("*.html")):
        yield path, "\n".join(re.findall(r't\("[^"]+"\)', path.read_text(encoding="utf-8")))
    for package in ("rrs_data", "reports"):
        for path in sorted((ROOT / package).rglob("*.py")):
            yield path, path.read_text(encoding="utf-8")
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            if cell["cell_type"] == "code":
                yield path, "".join(cell["source"])


def calls(*sought: str) -> Iterator[tuple[Path, ast.Call]]:
    """All calls of ``t``, ``n`` or ``mention``, as a function or as a method."""
    for path, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                called = node.func
                own = called.attr if isinstance(called, ast.Attribute) else None
                if (called.id if isinstance(called, ast.Name) else own) in sought:
                    yield path, node


def literal(node: ast.expr) -> str | None:
    """A text that stands in the code, if it does."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def singulars() -> dict[Key, None]:
    """The texts without plural."""
    found: dict[Key, None] = {}
    for _, call in calls("t"):
        contexts = [literal(keyword.value) for keyword in call.keywords if keyword.arg == "context"]
        contexts += [literal(call.args[1])] if len(call.args) > 1 else []
        if call.args and (text := literal(call.args[0])):
            found[text, contexts[0] if contexts else None] = None
    return found


def plurals() -> dict[str, str]:
    """The texts with plural: the singular and the plural."""
    return {
        one: many
        for _, call in calls(*PLURAL)
        if len(call.args) > 1 and (one := literal(call.args[0])) and (many := literal(call.args[1]))
    }


def fields(text: str) -> set[str]:
    """The names of the fields in a text."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    """The Russian catalogue."""
    with RUSSIAN.open("rb") as file:
        return read_po(file, locale="ru")


@pytest.fixture(scope="module")
def entries(catalogue: Catalog) -> dict[Key, tuple[tuple[str, ...], tuple[str, ...]]]:
    """The catalogue's entries: what is translated, and its translations."""
    return {
        (_all(message.id)[0], message.context): (_all(message.id), _all(message.string))
        for message in catalogue
        if message.id
    }


def _all(texts: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    return (texts,) if isinstance(texts, str) else tuple(texts or ())


def test_texts_are_literals() -> None:
    """A text that is put together in the code could not be found here, nor translated."""
    unclear = [
        f"{path.name}:{call.lineno}"
        for names, number in ((["t"], 1), (PLURAL, 2))
        for path, call in calls(*names)
        if path.name not in ("report.py", "language.py")  # these define them
        and (len(call.args) < number or not all(map(literal, call.args[:number])))
    ]

    assert [] == unclear


def test_every_text_is_translated(entries: dict[Key, object]) -> None:
    """Every text of the code has its entry, and every entry is a text of the code."""
    used: set[Key] = {*singulars(), *((one, None) for one in plurals())}

    assert len(used) > 200
    assert set() == used - set(entries)
    assert set() == set(entries) - used


def test_nothing_empty_or_fuzzy(catalogue: Catalog) -> None:
    """No translation is empty, uncertain or left over."""
    empty = [m.id for m in catalogue if m.id and not all(_all(m.string))]

    assert [] == empty
    assert [] == [m.id for m in catalogue if m.id and m.fuzzy]
    assert {} == dict(catalogue.obsolete)


def test_every_plural_form(
    entries: dict[Key, tuple[tuple[str, ...], tuple[str, ...]]],
) -> None:
    """A text with plural is the code's in both numbers and has three forms in Russian."""
    for one, many in plurals().items():
        ids, strings = entries.get((one, None), ((one, many), ("", "", "")))

        assert (one, many) == ids
        assert 3 == len(strings), one


def test_fields(entries: dict[Key, tuple[tuple[str, ...], tuple[str, ...]]]) -> None:
    """A translation has the fields of its text: no more, and none is lost but the number."""
    for ids, strings in entries.values():
        expected = set().union(*map(fields, ids))
        for string in strings:
            assert fields(string) <= expected, string
            assert expected - fields(string) <= {"n"}, string


def test_fields_are_given(shipped: Report) -> None:
    """Every field of a text is filled in where the text is used, or by the report itself."""
    for names, number in ((["t"], 1), (PLURAL, 2)):
        for path, call in calls(*names):
            given = {keyword.arg for keyword in call.keywords} | set(shipped.words)
            texts = [text for node in call.args[:number] if (text := literal(node))]
            needed = set().union(*map(fields, texts)) - ({"n"} if number == 2 else set())
            if None not in given:
                assert needed <= given, f"{path.name}:{call.lineno}"
