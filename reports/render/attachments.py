"""What goes with a report: links to its other files, and the files that its PDF carries."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reports.project import DRAFT, EVIDENCE
from rrs_data.language.markdown import escape

ATTACHED, PICTURE_FILES = "attached", "pictures"
"""Where a report is rendered, the directories of what its PDF carries, and of pictures."""

LINK = re.compile(r'^<li><a href="([^"#:]+)".*</li>\n', re.MULTILINE)
"""A link to another file, as templates/report.html writes it: on a line of its own."""


@dataclass(frozen=True)
class FileLink:
    """A link to a file in the same directory; ``language`` if it is the report in another one."""

    file: str
    text: str
    language: str = ""


@dataclass(frozen=True)
class Attachment:
    """A file inside the PDF: ``kind`` is its media type, ``relation`` what PDF/A-3 calls so."""

    name: str
    content: bytes
    kind: str
    relation: str
    description: str


@dataclass(frozen=True)
class Logo:
    """The picture of the donor's marking, and the words for who does not see it."""

    path: str
    content: bytes
    alt: str


@dataclass(frozen=True)
class Companions:
    """The links of the HTML, the attachments of the PDF, and the logo on the cover of all."""

    links: tuple[FileLink, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    logo: Logo | None = None

    def metadata(self) -> dict[str, Any]:
        """What the templates read of them, as metadata for pandoc."""
        attached = [vars(one) | {"path": f"{ATTACHED}/{one.name}"} for one in self.attachments]
        return {
            "rrs-links": [_escaped(vars(each)) for each in self.links],
            "rrs-attachments": [_escaped(each) for each in attached],
            **({"rrs-logo": _escaped(vars(self.logo))} if self.logo else {}),
        }

    def write(self, directory: Path) -> None:
        """Put the attachments and the logo where the templates look for them."""
        (directory / ATTACHED).mkdir()
        for each in self.attachments:
            (directory / ATTACHED / each.name).write_bytes(each.content)
        (directory / PICTURE_FILES).mkdir()
        if self.logo:
            (directory / self.logo.path).write_bytes(self.logo.content)


def links(
    stems: Mapping[str, str],
    language: str,
    formats: Collection[str],
    labels: Mapping[str, Any],
    evidence: str = "",
) -> tuple[FileLink, ...]:
    """A page's links: itself in the other languages and formats, its other part, its figures.

    ``stems`` holds the report's names by language, ``evidence`` is what the page's own has besides
    if it is the report's evidence; a link without a word among ``labels`` is left out.
    """
    words, names, stem = labels.get("links", {}), labels.get("languages", {}), stems[language]
    others = [(f"{own}{evidence}.html", names.get(code, ""), code) for code, own in stems.items()]
    part = (f"{stem}.html", "report") if evidence else (f"{stem}{EVIDENCE}.html", "evidence")
    forms = [one for one in ("pdf", *(() if evidence else ("docx", "xlsx"))) if one in formats]
    printed = [(f"{stem}{evidence}.{form}", form) for form in forms]
    data = [(f"achievements.{ending}", ending) for ending in ("csv", "json")]
    rest = [(file, words.get(word, "")) for file, word in (part, *printed, *data)]
    return tuple(
        FileLink(file, str(text), *code)
        for file, text, *code in (*others, *rest)
        if text and code != [language]
    )


def remove_dead_links(page: Path, files: Collection[str]) -> None:
    """Remove the links of an HTML page to files that were not made after all."""
    text, made = page.read_text(encoding="utf-8"), {name.replace(DRAFT, ""): name for name in files}

    def to_what_was_made(link: re.Match[str]) -> str:
        name = made.get(link[1].replace(DRAFT, ""), "")  # one language may be a draft
        return link[0].replace(link[1], name) if name else ""

    live = LINK.sub(to_what_was_made, text)
    if live != text:
        page.write_text(live, encoding="utf-8")


def _escaped(entry: Mapping[str, Any]) -> dict[str, str]:
    return {name: escape(text) for name, text in entry.items() if isinstance(text, str)}
