"""The executed notebook: as both engines render it, and as it is kept beside the report.

What both render is Markdown with its pictures beside it; what is kept carries no times, no random
ids and no addresses, so that its bytes repeat.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from itertools import chain
from typing import Any

from nbformat import NotebookNode

from reports.render.dialect import CellOptions, write
from reports.render.outputs import INJECTED, Shown, quoted, tagged
from reports.render.report_cell import ReportCell
from rrs_data.language.markdown import escape
from rrs_data.programme.faults import Fault, FaultsError, gather

FACTS = ("period", "implementer", "donor", "number", "award", "contact", "edition")
"""The cover's facts in the order in which they are printed; notebooks sort names by themselves."""

COVER_PICTURE = "pictures/cover.svg"

UNTRANSLATED = 5
"""So many texts without a translation are named, the others counted."""

INPUT_PATH = re.compile(r"^(?:registers|params) = .*\n?", re.MULTILINE)
RANDOM = {"text/plain": " at 0x[0-9a-f]+", "text/html": r"(?<=\bT_)[0-9a-f]{5}(?![0-9a-f])"}
"""Addresses, and the ids of styled frames."""
CELL_FILE = re.compile(r"\S*ipykernel_\d+\S*\.py")


@dataclass(frozen=True)
class PreparedDocument:
    """What is shown: as Markdown, and the pictures in it.

    ``timestamp`` is the time of all its files: the last day reported on, for the clock's would
    change their bytes. ``notices`` say what the notebook's cells did that the report does not show.
    ``cover`` is what the cover gave: the ``labels`` are the words of the page, ``missing`` the
    files of the texts that it owes; with it stands what a spreadsheet holds, if one was asked for.
    """

    outputs: Sequence[Shown]
    text: str
    pictures: dict[str, bytes]
    timestamp: datetime
    notices: tuple[str, ...]
    cover: Mapping[str, Any]

    @property
    def has_evidence(self) -> bool:
        """Whether some of its sections stand in a second file."""
        return re.search(r"^# .*\{[^}]*\.evidence\}$", self.text, re.MULTILINE) is not None


def prepare(executed: NotebookNode) -> PreparedDocument:
    """Make the document that both engines render.

    Raises FaultsError with everything in the notebook's cells that is not in the dialect; what is
    not in it of their Markdown shows once it is read, when an engine renders it.
    """
    covers = [dict(one.metadata["rrs"]["front"]) for one in outputs_with(executed, "cover")]
    cover = covers[0] if covers else {}
    language = cover.get("lang", "")
    cells = [ReportCell(executed.cells[: n + 1], language) for n in range(len(executed.cells))]
    shown = list(chain.from_iterable(gather(*(cell.outputs for cell in cells))))
    outputs = followed([one for one in shown if isinstance(one, Shown)])
    front = json.dumps(front_matter(cover) if cover else {}, ensure_ascii=False, indent=1)
    blocks = [f"<!-- output {n} -->\n\n{one.markdown}" for n, one in enumerate(outputs, 1)]
    text = "\n\n".join([f"---\n{front}\n---", *blocks])
    told_too = [partial(write, text, outputs)] if len(covers) != 1 else []
    own_cover, *_ = gather(partial(only_output, executed, "cover"), *told_too)
    pictures = {name: content for one in outputs for name, content in one.pictures.items()}
    if picture := own_cover.data.get("image/svg+xml"):
        pictures[COVER_PICTURE] = picture.encode()
    for held in outputs_with(executed, "workbook"):
        cover |= held.data["application/json"]
    notices = [one for one in shown if isinstance(one, str)]
    notices += _untranslated(executed, language)
    timestamp = datetime.fromisoformat(cover["date"]).replace(tzinfo=UTC)
    return PreparedDocument(outputs, text, pictures, timestamp, tuple(notices), cover)


def followed(outputs: Sequence[Shown]) -> list[Shown]:
    """The outputs without the titles of sections in which nothing stands."""
    kept: list[Shown] = []
    for one in reversed(outputs):
        title = re.match("(#{1,6}) ", kept[-1].written if kept else "# ")
        if not one.heading or not title or len(title[1]) > one.heading:
            kept.append(one)
    return kept[::-1]


def _untranslated(executed: NotebookNode, language: str) -> Iterator[str]:
    """One notice on all texts that no catalogue and no parameter has in the document's language."""
    texts = dict.fromkeys(
        text for _, what in _told(executed) for text in what.get("untranslated", ())
    )
    if texts:
        first = ", ".join(map(quoted, list(texts)[:UNTRANSLATED]))
        more = f" and {len(texts) - UNTRANSLATED} more" if len(texts) > UNTRANSLATED else ""
        yield (
            f"Not translated into {language}, so they stand in another language: {first}{more}; "
            "add what is yours to the parameters and to datapackage.json; the reports' own words "
            f"go into the catalogue that `make texts LANGUAGE={language}` writes."
        )


def front_matter(values: Mapping[str, Any]) -> dict[str, Any]:
    """The cover's plain values as metadata for pandoc: each text escaped, own names under ``rrs``.

    The cover's entries that have a word among the labels become its facts. What is ``marked``, the
    headline and its figures are Markdown already, in which figures have their keys.
    """
    plain = escaped(values)
    cover, labels = plain["cover"], plain["labels"]
    shown = cover | values["marked"]
    named = dict.fromkeys(one for one in (*FACTS, *cover) if one in cover and one in labels)
    facts = [{"name": name, "term": labels[name], "value": shown[name]} for name in named]
    own = {name: plain[name] for name in ("cover", "labels", "evidence", "running-head")}
    own |= {"facts": facts, "brief": values["brief"]}
    if values["headline"]:
        own |= {name: values[name] for name in ("headline", "figures")}
    if values["picture"]:
        own["picture"] = {"path": COVER_PICTURE, "alt": plain["picture"]}
    return {
        "title": plain["title"],
        "subtitle": plain["subtitle"],
        "lang": values["lang"],
        "toc-title": labels["contents"],
        "rrs": own,
    }


def escaped(value: Any) -> Any:
    """Plain values as metadata for pandoc, which takes texts for Markdown; bytes are left out."""
    if isinstance(value, Mapping):
        return {
            str(name): escaped(one) for name, one in value.items() if not isinstance(one, bytes)
        }
    return [*map(escaped, value)] if isinstance(value, list | tuple) else escape(value)


def clean_executed(executed: NotebookNode, *, public: bool = False) -> NotebookNode:
    """The executed notebook to keep: as it ran, without times, addresses and random ids.

    Nor does it say where registers and parameters lay: it would differ from machine to machine. A
    ``public`` one has no rows of registers that the report does not show.
    """
    notebook = deepcopy(executed)
    for holder in (notebook, *notebook.cells):
        for name in ("papermill", "execution"):
            holder.metadata.pop(name, None)
    for number, cell in enumerate(notebook.cells, 1):
        cell["id"] = f"cell-{number:03}"
        if public and "outputs" in cell and CellOptions.of(cell.source, "").hidden:
            cell["outputs"] = []
        if tagged(cell, INJECTED):
            cell["source"] = INPUT_PATH.sub("", cell["source"]).rstrip("\n")
        for output in cell.get("outputs", []):
            if output.output_type == "stream":
                output["text"] = CELL_FILE.sub("cell.py", output["text"])
            for kind in RANDOM.keys() & output.get("data", {}):
                output.data[kind] = re.sub(RANDOM[kind], "", output.data[kind])
    return notebook


def only_output(executed: NotebookNode, role: str) -> NotebookNode:
    """The output with a role, such as ``achievements``. Raises FaultsError unless there is one."""
    found = list(outputs_with(executed, role))
    if len(found) != 1:
        mend = f"open a report with open_report(…), and show its {role} once if you want your own"
        told = f"{len(found)} outputs with the role `{role}`"
        raise FaultsError([Fault("the notebook", told, "exactly one", mend)])
    return found[0]


def outputs_with(executed: NotebookNode, role: str) -> Iterator[NotebookNode]:
    """The outputs that ``rrs_data`` gave a role."""
    yield from (output for output, what in _told(executed) if what.get("role") == role)


def _told(executed: NotebookNode) -> Iterator[tuple[NotebookNode, Mapping[str, Any]]]:
    """Every output, and what ``rrs_data`` says of it."""
    for cell in executed.cells:
        for output in cell.get("outputs", ()):
            yield output, output.get("metadata", {}).get("rrs", {})
