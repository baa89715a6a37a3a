"""What goes with a report: links to its other files, and the files that its PDF carries."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reports.project import DRAFT, EVIDENCE
from rrs_data.language.markdown import escape

ATTACHED, PICTURE_FILES = "attached", "pictures"
"""Where a report is rendered, the directories of what its PDF carries, and of pictures."""

LINK = re.compile(r'^<li><a href="([^"#:]+)".*</li>\n', re.MULTILINE)
"""A link to another file, as templates/report.html writes it: on a line of its own."""


Entry = Mapping[str, Any]
"""Something that goes with a report, by the names that the templates read; bytes are its content.
"""


@dataclass(frozen=True)
class Companions:
    """The links of the HTML, the attachments of the PDF, and the logo on the cover of all.

    A link has ``file``, ``text`` and, if it leads to the report in another language, ``language``;
    an attachment ``name``, ``kind`` (its media type), ``relation`` (as PDF/A-3 calls it) and
    ``description``; the logo ``path`` and ``alt``.
    """

    links: Sequence[Entry] = ()
    attachments: Sequence[Entry] = ()
    logo: Entry | None = None

    def metadata(self) -> dict[str, Any]:
        """What the templates read of them, as metadata for pandoc."""
        attached = [{**one, "path": f"{ATTACHED}/{one['name']}"} for one in self.attachments]
        return {
            "rrs-links": [*map(_escaped, self.links)],
            "rrs-attachments": [*map(_escaped, attached)],
            **({"rrs-logo": _escaped(self.logo)} if self.logo else {}),
        }

    def files(self) -> dict[str, bytes]:
        """The attachments and the logo, by the paths where the templates look for them."""
        attached = {f"{ATTACHED}/{one['name']}": one["content"] for one in self.attachments}
        return attached | ({self.logo["path"]: self.logo["content"]} if self.logo else {})


def links(
    stems: Mapping[str, str],
    language: str,
    formats: Collection[str],
    labels: Mapping[str, Any],
    evidence: str = "",
) -> list[Entry]:
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
    return [
        {"file": file, "text": str(text), "language": "".join(code)}
        for file, text, *code in (*others, *rest)
        if text and code != [language]
    ]


def remove_dead_links(page: Path, files: Collection[str]) -> None:
    """Remove the links of an HTML page to files that were not made after all."""
    text, made = page.read_text(encoding="utf-8"), {name.replace(DRAFT, ""): name for name in files}

    def to_what_was_made(link: re.Match[str]) -> str:
        name = made.get(link[1].replace(DRAFT, ""), "")  # one language may be a draft
        return link[0].replace(link[1], name) if name else ""

    live = LINK.sub(to_what_was_made, text)
    if live != text:
        page.write_text(live, encoding="utf-8")


def _escaped(entry: Entry) -> dict[str, str]:
    return {name: escape(text) for name, text in entry.items() if isinstance(text, str)}
