"""Texts: bring the catalogues up to date with the code, or say what they lack.

``make texts`` finds every text in both packages, the notebooks and the templates, and writes it
into the catalogue of each language; what was translated stays. ``make texts LANGUAGE=fr`` begins
the catalogue of another language. ``--check``, which is a part of ``make lint``, changes nothing
and names every text that a reader would see untranslated, but for catalogues whose head is marked
“fuzzy”, as gettext marks what is unfinished: a report in their language is made all the same.
"""

from __future__ import annotations

import argparse
import ast
import json
import re
import sys
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from string import Formatter
from typing import NamedTuple

from babel import localedata
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

from rrs_data.programme.programme import WRITTEN

ROOT = Path(__file__).parents[1]
LOCALE = Path("rrs_data/language/locale")

TAKES = {"t": 1, "n": 2, "mention": 2}
"""What takes a text, as a function or a method, and how many: a plural is two."""

DEFINING = ("rrs_data/report/report.py", "rrs_data/language/language.py")
"""Where these are defined: they hand on what they are given."""

TEMPLATE_TEXT = re.compile(r't\("[^"]+"(?:, [^{}]+)?\)')


class TextCall(NamedTuple):
    """A call that takes a text: where, the texts (None where not literal), and the context.

    ``keywords`` are what it is given, or the call around it.
    """

    path: Path
    line: int
    ids: tuple[str | None, ...]
    context: str | None
    keywords: list[ast.keyword]

    def __str__(self) -> str:
        """Where it stands; a notebook's line is that of its code cells, one after the other."""
        return f"{self.path.as_posix()}:{self.line}"


def sources(root: Path) -> Iterator[tuple[Path, str]]:
    """All code in which texts may stand: packages, notebooks, templates, partners' workbooks."""
    for path in sorted(root.glob("notebooks/*.ipynb")):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
        lines = [re.sub(r"^([%!].*)$", r"# \1", one, flags=re.MULTILINE) for one in code]
        yield path.relative_to(root), "\n".join(lines)
    packages = ("rrs_data", "reports", "tools/partners")
    for path in sorted(one for package in packages for one in root.glob(f"{package}/**/*.py")):
        yield path.relative_to(root), path.read_text(encoding="utf-8")
    for path in sorted(root.glob("reports/templates/*.html")):
        found = TEMPLATE_TEXT.findall(path.read_text(encoding="utf-8"))
        yield path.relative_to(root), "\n".join(found)


def calls(root: Path) -> Iterator[TextCall]:
    """All calls that take a text."""
    for path, source in sources(root):
        nodes = list(ast.walk(ast.parse(source, str(path))))
        around = {
            inner: outer.keywords
            for outer in nodes
            if isinstance(outer, ast.Call)
            for inner in outer.args
        }
        for node in nodes:
            if isinstance(node, ast.Call) and (takes := TAKES.get(_name(node.func))):
                ids = tuple(map(_literal, node.args[:takes]))
                context = [_literal(one.value) for one in node.keywords if one.arg == "context"]
                if takes == 1:
                    context += map(_literal, node.args[1:2])
                ids += (None,) * (takes - len(ids))
                given = [*node.keywords, *around.get(node, [])]  # sentence(t("…"), n=…)
                yield TextCall(path, node.lineno, ids, next(iter(context), None), given)


def _name(called: ast.expr) -> str:
    """The name by which something is called: ``t`` of ``report.t`` too."""
    if isinstance(called, ast.Attribute):
        return called.attr
    return called.id if isinstance(called, ast.Name) else ""


def _literal(node: ast.expr) -> str | None:
    is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
    return node.value if is_text else None


def template(root: Path) -> Catalog:
    """The texts of the code as a catalogue without translations, in the order of the files."""
    found = Catalog()
    for call in calls(root):
        if all(call.ids):
            key = call.ids if len(call.ids) > 1 else call.ids[0]
            found.add(key, locations=[(call.path.as_posix(), call.line)], context=call.context)
    return found


def catalogues(root: Path) -> dict[Path, Catalog]:
    """The catalogues as they are written; Russian is that of the directory ``ru``."""
    return {
        path: read_po(BytesIO(path.read_bytes()), locale=path.parts[-3])
        for path in sorted((root / LOCALE).glob("*/LC_MESSAGES/rrs.po"))
    }


def begin(root: Path, code: str) -> Iterator[str]:
    """Begin the catalogue of a language, unless there is one."""
    path = root / LOCALE / code / "LC_MESSAGES" / "rrs.po"
    if not path.exists():
        path.parent.mkdir(parents=True)
        comment = "# Texts of the report. The keys are the English texts; see CONTRIBUTING.md."
        new = Catalog(code, project="RRS Reports", header_comment=comment, fuzzy=True)
        with path.open("wb") as file:
            write_po(file, new)
        yield (
            f"{path.relative_to(root)}: begun; when all is translated, remove the mark “fuzzy” at "
            "its head, and `make lint` will see to it that it stays whole"
        )
    yield from update(root)


def update(root: Path) -> Iterator[str]:
    """Write the catalogues anew; says what became of each."""
    texts = template(root)
    for path, catalogue in catalogues(root).items():
        before = {(one.id, one.context) for one in catalogue}
        catalogue.update(texts, update_creation_date=False)
        after = {(one.id, one.context) for one in catalogue}
        own = [one for one in catalogue if one.id]
        uncertain = sum(one.fuzzy for one in own)
        lacking = sum(not all(_all(one.string) or [""]) for one in own)
        with path.open("wb") as file:
            write_po(file, catalogue, width=0, include_lineno=False, ignore_obsolete=True)
        yield (
            f"{path.relative_to(root)}: {len(after - before)} new, {len(before - after)} no longer "
            f"used and removed, {lacking} not translated, {uncertain} marked “fuzzy”: look at "
            "each, then remove the mark"
        )


def faults(root: Path) -> Iterator[str]:
    """What a reader would see untranslated, or wrongly translated, and how to mend it."""
    for call in calls(root):
        if not all(call.ids) and call.path.as_posix() not in DEFINING:
            yield f"{call}: a text that the code puts together: write it whole, with {{fields}}"
    texts = template(root)
    finished = {path: one for path, one in catalogues(root).items() if not one.fuzzy}
    for path, catalogue in finished.items():
        known = {(_key(one), one.context): one for one in catalogue if one.id}
        used = {(_key(one), one.context): one for one in texts if one.id}
        name = path.relative_to(root).as_posix()
        for key, text in used.items():
            where = ":".join(map(str, text.locations[0]))
            if key not in known or _all(text.id) != _all(known[key].id):
                yield f"{where}: “{key[0]}” is not in {name}: `make texts` writes it there"
        for key, entry in known.items():
            mends = list(_translation_faults(entry, catalogue)) if key in used else [UNUSED]
            yield from (f"{name}:{entry.lineno}: “{key[0]}” {mend}" for mend in mends)


UNUSED = "is no text of the code: `make texts` removes it"


def _translation_faults(entry: Message, catalogue: Catalog) -> Iterator[str]:
    """What is wrong with the translation of one text."""
    strings, expected = _all(entry.string), set().union(*map(fields, _all(entry.id)))
    if not all(strings) or (entry.pluralizable and len(strings) != catalogue.num_plurals):
        yield "is not translated, or not in every plural form"
    elif entry.fuzzy:
        yield "is marked “fuzzy”: look at the translation, then remove the mark"
    elif any(not expected - {"n"} <= fields(one) <= expected for one in strings):
        yield f"has other {{fields}} in its translation: {', '.join(sorted(expected))} are needed"


def fields(text: str) -> set[str]:
    """The names of the fields in a text."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def _key(message: Message) -> str:
    """By what a text is found: of a plural its singular."""
    return _all(message.id)[0]


def _all(texts: str | Sequence[str] | None) -> tuple[str, ...]:
    return (texts,) if isinstance(texts, str) else tuple(texts or ())


def main() -> None:
    """Bring the catalogues up to date, or check them."""
    parser = argparse.ArgumentParser(prog="python -m tools.texts", description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing, say what is lacking")
    parser.add_argument("--root", type=Path, default=ROOT, help="the project")
    parser.add_argument("--language", default="", help="begin a catalogue: fr")
    arguments = parser.parse_args()
    root, code = arguments.root, arguments.language.strip()
    if code and (code == WRITTEN or not localedata.exists(code)):
        parser.error(f"LANGUAGE: “{code}” is none that needs a catalogue, such as fr or ky")
    said = list(faults(root) if arguments.check else begin(root, code) if code else update(root))
    for line in said:
        print(line, file=sys.stderr if arguments.check else sys.stdout)
    sys.exit(bool(arguments.check and said))


if __name__ == "__main__":
    main()
