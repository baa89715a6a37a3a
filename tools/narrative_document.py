"""The Word file in which a report's texts are reviewed: how it is written, and read again.

It carries the texts as they were exported. Figures, which texts name by their keys, stand in
content controls that Word locks; pictures stand as their line of Markdown.
"""

import json
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from html import unescape
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape
from zipfile import BadZipFile

import yaml

from reports.render.office import (
    CUSTOM_PART,
    add_custom_part,
    read_parts,
    write_parts,
    write_reference,
)
from reports.render.programs import run_pandoc
from rrs_data.programme.faults import Fault, FaultsError
from rrs_data.programme.narrative import DEVIATIONS
from rrs_data.report.sections.background import KEY

WORDS = yaml.safe_load(Path(__file__).with_name("narrative.yml").read_text(encoding="utf-8"))

HINT = "✎"
"""Begins a paragraph that tells the writer something; it is no part of a text."""

CODE = re.compile(r"^#+ +(\S+)\s*$", re.MULTILINE)
PICTURE = re.compile(r"^!\[.*$", re.MULTILINE)

MARKDOWN = "markdown-smart-implicit_figures"
WRITTEN = f"{MARKDOWN}-simple_tables-multiline_tables-grid_tables-header_attributes-raw_attribute"

CONTROL = (
    '<w:sdt><w:sdtPr><w:alias w:val="{key}"/><w:tag w:val="{key}"/>'
    '<w:lock w:val="contentLocked"/></w:sdtPr>'
    "<w:sdtContent><w:r><w:t>{text}</w:t></w:r></w:sdtContent></w:sdt>"
)

TRACKED = {"insertion": "inserted", "deletion": "deleted", "comment-start": "commented"}

TEXT = "word/document.xml"

Block = dict[str, Any]


@dataclass(frozen=True)
class Exported:
    """What the document carries: which report it belongs to, and the texts as they were."""

    country: str
    period: str
    language: str
    figures: Mapping[str, str]
    """What stands for each key."""
    texts: Mapping[str, str]

    @property
    def titles(self) -> dict[str, str]:
        """The topics by their headings."""
        return {said(WORDS["topics"][topic]["title"], self.language): topic for topic in self.texts}


def said(texts: Mapping[str, str], language: str) -> str:
    """A text in a language of reports."""
    return texts.get(language, texts["en"])


def write_document(exported: Exported, file: Path, title: str, hints: Mapping[str, str]) -> None:
    """Write the texts into a Word file; ``hints`` say for which codes a reason is owed, and why."""
    language, pieces = exported.language, [_hint(said(WORDS["about"], exported.language))]
    for heading, topic in exported.titles.items():
        pieces += [f"# {heading}", _hint(said(WORDS["topics"][topic]["purpose"], language))]
        text = _lowered(exported.texts[topic])
        if topic == DEVIATIONS:
            text = _with_hints(text, hints)
        pieces.append(PICTURE.sub(lambda match: f"`{match[0]}`", text))
    with tempfile.TemporaryDirectory(prefix="rrs-narrative-") as scratch:
        reference = Path(scratch, "reference.docx")
        write_reference(reference)
        document = json.loads(run_pandoc([f"--from={MARKDOWN}", "--to=json"], "\n\n".join(pieces)))
        document["meta"] = {
            "title": {"t": "MetaString", "c": title},
            "lang": {"t": "MetaString", "c": language},
        }
        document["blocks"] = _walked(
            document["blocks"], lambda one: _controlled(one, exported.figures)
        )
        options = ["--from=json", "--to=docx", f"--reference-doc={reference}"]
        run_pandoc([*options, f"--output={file.absolute()}"], json.dumps(document))
    add_custom_part(file, f"<narrative>{escape(json.dumps(asdict(exported)))}</narrative>")


def _hint(text: str) -> str:
    return f'::: {{custom-style="Note"}}\n{HINT} {text}\n:::'


def _lowered(text: str) -> str:
    """A text whose headings stand below its topic's."""
    return (
        re.sub(r"^# ", "## ", text, flags=re.MULTILINE)
        if re.search(r"^# ", text, re.MULTILINE)
        else text
    )


def _with_hints(text: str, hints: Mapping[str, str]) -> str:
    """The reasons with what each is to explain, and the headings of those that are missing."""
    written = set(CODE.findall(text))
    missing = [f"## {code}" for code in hints if code not in written]
    whole = "\n\n".join([*([text] if text else []), *missing])
    return CODE.sub(
        lambda match: "\n\n".join(
            [match[0].strip(), *map(_hint, filter(None, [hints.get(match[1])]))]
        ),
        whole,
    )


def _walked(node: Any, change: Callable[[Block], list[Block]]) -> Any:
    """A document in which each element became those that it is changed into."""
    if isinstance(node, list):
        found: list[Any] = []
        for one in node:
            inner = one if _is_hint(one) else _walked(one, change)
            found += change(inner) if isinstance(inner, dict) and "t" in inner else [inner]
        return found
    return (
        {name: _walked(value, change) for name, value in node.items()}
        if isinstance(node, dict)
        else node
    )


def _is_hint(node: Any) -> bool:
    """Whether a block tells the writer something."""
    return isinstance(node, dict) and node.get("t") == "Div" and _text_of(node).startswith(HINT)


def _controlled(one: Block, figures: Mapping[str, str]) -> list[Block]:
    """A word in which each key is a content control that shows its figure."""
    if one["t"] != "Str":
        return [one]
    first, *others = KEY.split(one["c"])
    found = [{"t": "Str", "c": first}]
    for key, after in zip(others[::2], others[1::2], strict=True):
        control = CONTROL.format(key=key, text=escape(figures[key]))
        found += [{"t": "RawInline", "c": ["openxml", control]}, {"t": "Str", "c": after}]
    return found


def carried(file: Path) -> Exported:
    """What a document carries. Raises FaultsError: it is none that was exported."""
    try:
        part = read_parts(file)[CUSTOM_PART].decode()
        return Exported(**json.loads(unescape(re.sub(r"<[^>]*>", "", part))))
    except (OSError, BadZipFile, KeyError, ValueError, TypeError):
        found, expected = "not a document with a report's texts", "one that EXPORT= wrote"
        mend = "begin with make narrative EXPORT=narrative.docx, and save it from Word as .docx"
        raise FaultsError([Fault(f"IMPORT, {file}", found, expected, mend)]) from None


def with_keys(file: Path, figures: Mapping[str, str], copy: Path) -> list[Fault]:
    """Write a copy with keys in place of the figures; a fault for each that was changed."""
    faults: list[Fault] = []

    def key_of(control: re.Match[str]) -> str:
        tag = re.search(r'<w:tag w:val="([^"]+)"', control[0])
        if not tag or tag[1] not in figures:
            return control[0]
        key, shown = tag[1], unescape("".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)", control[0])))
        if shown != figures[key]:
            mend = "put it back; where it is wrong, correct the registers, and export anew"
            faults.append(Fault(f"the figure {key}", f"“{shown}”", f"“{figures[key]}”", mend))
        return f"<w:r><w:t>{{{key}}}</w:t></w:r>"

    parts = read_parts(file)
    text = re.sub("<w:sdt>.*?</w:sdt>", key_of, parts[TEXT].decode(), flags=re.DOTALL)
    write_parts({**parts, TEXT: text.encode()}, copy)
    return faults


def texts_of(file: Path, exported: Exported) -> dict[str, str]:
    """The texts of a document by topic, with all changes accepted, as pandoc writes Markdown."""
    document, found, topic = _document(file, "accept"), dict[str, list[Block]](), ""
    for block in _walked(document["blocks"], _plain):
        if block["t"] == "Header" and block["c"][0] == 1:
            topic = exported.titles.get(_text_of(block), topic)
            found.setdefault(topic, [])
        elif topic and not _text_of(block).startswith(HINT):
            found[topic].append(block)
    options = ["--from=json", f"--to={WRITTEN}", "--wrap=none"]
    return {
        name: _tidied(run_pandoc(options, json.dumps({**document, "meta": {}, "blocks": blocks})))
        for name, blocks in found.items()
    }


def _document(file: Path, changes: str) -> dict[str, Any]:
    options = ["--from=docx", "--to=json", f"--track-changes={changes}", str(file)]
    return dict(json.loads(run_pandoc(options)))


def _plain(one: Block) -> list[Block]:
    """An element without what Word adds: names of headings, spans."""
    if one["t"] == "Header":
        return [{"t": "Header", "c": [one["c"][0], ["", [], []], one["c"][2]]}]
    return list(one["c"][1]) if one["t"] == "Span" else [one]


def _text_of(node: Any) -> str:
    if isinstance(node, list):
        return "".join(map(_text_of, node))
    if not isinstance(node, dict):
        return ""
    kind, content = node.get("t"), node.get("c")
    if kind in ("Str", "Code"):
        return str(content if kind == "Str" else content[1])
    return " " if kind in ("Space", "SoftBreak", "LineBreak") else _text_of(content)


def _tidied(markdown: str) -> str:
    """Markdown with its pictures, and without codes below which no reason stands."""
    text = re.sub(r"^`(!\[.*)`$", r"\1", markdown.strip(), flags=re.MULTILINE)
    return re.sub(r"^#+ [A-Z][\w.-]*\d\s*(?=^#|\Z)", "", text, flags=re.MULTILINE).strip()


def remarks(file: Path, exported: Exported) -> Iterator[str]:
    """What reviewers inserted, deleted and commented, in the order of the document."""
    topic = ""
    for block in _document(file, "all")["blocks"]:
        if block["t"] == "Header" and block["c"][0] == 1:
            topic = exported.titles.get(_text_of(block), topic)
        found: list[str] = []
        _walked([block], lambda one, found=found: _noted(one, found))  # type: ignore[misc]
        yield from (f"{topic}: {one}" for one in found)


def _noted(one: Block, found: list[str]) -> list[Block]:
    if one["t"] == "Span":
        (_, classes, pairs), content = one["c"]
        for did in [TRACKED[name] for name in classes if name in TRACKED]:
            who = dict(pairs)
            found.append(
                f"{who.get('author', '')} {who.get('date', '')[:10]} {did} “{_text_of(content)}”"
            )
    return [one]
