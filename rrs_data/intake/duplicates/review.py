"""The review file, ``duplicates.csv``: proposals for a person to accept or reject.

Columns: register, id, title, same_as, title_same_as, score, reasons, decision. ``id`` is the later
row, which is left out when the pair is accepted; ``same_as`` is the earlier one, which stays.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pandas as pd

from rrs_data.intake.duplicates.decisions import ACCEPT, OPEN, REJECT, Decision, Review, undecided
from rrs_data.intake.duplicates.proposal import Proposal
from rrs_data.intake.findings import Finding
from rrs_data.intake.spreadsheet import as_text, as_typed

FILE = "duplicates.csv"
COLUMNS = ("register", "id", "title", "same_as", "title_same_as", "score", "reasons", "decision")
NEEDED = ("register", "id", "same_as", "decision")
REGISTERS = {"organisations": "organisation_id", "people": "person_id"}
"""The registers in which duplicates are looked for, and their ids."""

WORDS = {
    **dict.fromkeys(("", "-", "?"), OPEN),
    **dict.fromkeys(("accept", "accepted", "yes", "да", "принять", "принято"), ACCEPT),
    **dict.fromkeys(("reject", "rejected", "no", "нет", "отклонить", "отклонено"), REJECT),
}
"""The words that decisions are read in."""

MOST_BYTES = 64 * 2**20


def read_review(path: Path) -> Review:
    """Read a review file; one that is not there holds no decisions.

    Read are UTF-8 with or without BOM and Windows-1251, commas, semicolons or tabs, any line ends,
    decisions in Russian or English in any case. What is wrong stands in the review's findings.
    """
    if not path.exists() and not path.is_symlink():
        return Review(str(path))
    try:
        header, rows = _records(path)
    except (OSError, ValueError, csv.Error) as error:
        reason = " ".join(str(error).split())
        return Review(str(path), (), (_unreadable(path, reason),))
    missing = [name for name in NEEDED if name not in header]
    if missing:
        reason = f"{', '.join(header)}: {', '.join(missing)}?"
        return Review(str(path), (), (_unreadable(path, reason),))
    decisions = [_decision(number, dict(zip(header, row, strict=False))) for number, row in rows]
    return Review(str(path), tuple(decisions), tuple(_faults(decisions, path)))


def _records(path: Path) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """The header's names and the rows with any text, with their numbers."""
    if path.resolve().parent != path.parent.resolve():
        raise ValueError(f"{path.name} -> {path.resolve()}")
    if path.stat().st_size > MOST_BYTES:
        raise ValueError(f"> {MOST_BYTES // 2**20} MiB")
    text = _decoded(path.read_bytes())
    first = text.split("\n", 1)[0]
    separator = max(";\t,", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    header, *rows = [[as_typed(cell.strip()) for cell in row] for row in reader] or [[""]]
    names = ["_".join(name.lower().split()) for name in header]
    return names, [(number, row) for number, row in enumerate(rows, start=2) if any(row)]


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1251")


def _decision(row: int, cells: Mapping[str, str]) -> Decision:
    given = cells.get("decision", "")
    return Decision(
        cells.get("register", "").lower(),
        cells.get("id", ""),
        cells.get("same_as", ""),
        WORDS.get(given.lower(), given),
        row,
        cells,
    )


def _faults(decisions: Sequence[Decision], path: Path) -> Iterator[Finding]:
    for one in decisions:
        if one.register not in REGISTERS:
            value = one.cells.get("register", "")
            names = ", ".join(REGISTERS)
            yield Finding(
                "review-register",
                "",
                str(path),
                one.row,
                "register",
                value,
                details={"names": names},
            )
        if one.decision not in (ACCEPT, REJECT, OPEN):
            yield Finding(
                "review-decision", one.register, str(path), one.row, "decision", one.decision
            )


def _unreadable(path: Path, reason: str) -> Finding:
    details = {"reason": reason, "columns": ", ".join(COLUMNS)}
    return Finding("review-unreadable", "", str(path), details=details)


def unknown_ids(review: Review, frames: Mapping[str, pd.DataFrame]) -> tuple[Finding, ...]:
    """Findings on accepted pairs of which an id is not in its register."""
    if not any(one.decision == ACCEPT for one in review.decisions):
        return ()
    known = _titles(frames)
    return tuple(
        Finding(
            "review-unknown",
            one.register,
            review.file,
            one.row,
            column,
            value,
            details={"register": one.register},
        )
        for one in review.decisions
        if one.decision == ACCEPT and one.register in known
        for column, value in (("id", one.id), ("same_as", one.same_as))
        if value not in known[one.register]
    )


def write_review(
    path: Path,
    proposals: Sequence[Proposal],
    review: Review,
    frames: Mapping[str, pd.DataFrame],
    language: str,
) -> dict[str, int]:
    """Write the review file anew: decisions already made, then what is proposed and open.

    Rows are in the order of register and ids. Decisions on ids that are no longer in the registers
    are left out. Returns how many rows are ``decided``, ``open`` and ``gone``.
    """
    titles = _titles(frames)
    current = {(one.register, one.id, one.same_as): one for one in proposals}
    made = [one for one in review.decisions if one.pair in review.decided]
    kept = [one for one in made if _is_known(one, titles)]
    rows = [
        _row(one.register, one.id, one.same_as, titles, language)
        | _old(one, current.get((one.register, one.id, one.same_as)), language)
        for one in kept
    ]
    fresh = undecided(proposals, review)
    rows += [
        _row(one.register, one.id, one.same_as, titles, language) | _judged(one, language)
        for one in fresh
    ]
    _write(path, sorted(rows, key=lambda row: (row["register"], row["id"], row["same_as"])))
    return {"decided": len(kept), "open": len(fresh), "gone": len(made) - len(kept)}


def _titles(frames: Mapping[str, pd.DataFrame]) -> dict[str, dict[str, tuple[str, str]]]:
    """For each register its ids with their titles, Russian and English; people have none."""
    found = {}
    for register, key in REGISTERS.items():
        if register in frames:
            frame = frames[register]
            ids = frame[key].astype(object).fillna("").tolist()
            columns = [
                frame[name].astype(object).fillna("").tolist() if name in frame else [""] * len(ids)
                for name in ("title_ru", "title_en")
            ]
            found[register] = dict(zip(ids, zip(*columns, strict=True), strict=True))
    return found


def _is_known(one: Decision, titles: Mapping[str, Mapping[str, object]]) -> bool:
    ids = titles.get(one.register, {})
    return one.id in ids and one.same_as in ids


def _row(
    register: str,
    late: str,
    early: str,
    titles: Mapping[str, Mapping[str, tuple[str, str]]],
    language: str,
) -> dict[str, str]:
    place = 0 if language == "ru" else 1
    known = titles.get(register, {})
    return {
        "register": register,
        "id": late,
        "title": known.get(late, ("", ""))[place],
        "same_as": early,
        "title_same_as": known.get(early, ("", ""))[place],
        "score": "",
        "reasons": "",
        "decision": OPEN,
    }


def _judged(one: Proposal, language: str) -> dict[str, str]:
    return {"score": f"{one.score:.2f}", "reasons": one.in_words(language)}


def _old(one: Decision, again: Proposal | None, language: str) -> dict[str, str]:
    """A decision's own cells, with score and reasons as they are now where it is still proposed."""
    judged = (
        _judged(again, language)
        if again
        else {name: one.cells.get(name, "") for name in ("score", "reasons")}
    )
    return {**judged, "decision": one.decision}


def _write(path: Path, rows: Sequence[Mapping[str, str]]) -> None:
    """Write whole or not at all: a file with decisions is never left half-written."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: as_text(cell) for name, cell in row.items()} for row in rows)
    beside = path.with_name(path.name + ".new")
    beside.write_bytes(text.getvalue().encode("utf-8-sig", errors="backslashreplace"))
    beside.replace(path)
