"""What goes with a report: links to its other files, and the files that its PDF carries.

Both are plain data under the names that the templates read. ``rrs-links`` have ``file``, ``text``
and, if they lead to the report in another language, ``language``; ``rrs-attachments`` have
``name``, ``kind`` (the media type), ``relation`` (as PDF/A-3 calls it) and ``description``, and
``rrs-logo``, the mark on the cover, has ``alt``; their ``content`` lies in ``path``.
"""

import re
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from reports.project import DRAFT, EVIDENCE

ATTACHED, PICTURE_FILES = "attached", "pictures"
"""Where a report is rendered, the directories of what its PDF carries, and of pictures."""

LINK = re.compile(r'^<li><a href="([^"#:]+)".*</li>\n', re.MULTILINE)
"""A link to another file, as templates/report.html writes it: on a line of its own."""
Entry = Mapping[str, Any]
"""Something that goes with a report."""


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
