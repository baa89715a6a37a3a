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
from rrs_data.intake.duplicates.proposals import Proposal, propose
from rrs_data.intake.findings import Finding, Findings, raise_errors
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


def review_path(registers: Path) -> Path:
    """Where the review file of registers is: in their directory, or beside their workbook."""
    return (registers if registers.is_dir() else registers.parent) / FILE


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
        details = {"reason": " ".join(str(error).split()), "columns": ", ".join(COLUMNS)}
        unreadable = Finding("review-unreadable", "", str(path), details=details)
        return Review(str(path), (), (unreadable,))
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
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(";\t,", key=first.count))
    header, *rows = [[as_typed(cell.strip()) for cell in row] for row in reader] or [[""]]
    names = ["_".join(name.lower().split()) for name in header]
    if missing := [name for name in NEEDED if name not in names]:
        raise ValueError(f"{', '.join(names)}: {', '.join(missing)}?")
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
            names, value = ", ".join(REGISTERS), one.cells.get("register", "")
            details = {"names": names}
            yield Finding(
                "review-register", "", str(path), one.row, "register", value, details=details
            )
        if one.decision not in (ACCEPT, REJECT, OPEN):
            yield Finding(
                "review-decision", one.register, str(path), one.row, "decision", one.decision
            )


def looked_at(frames: Mapping[str, pd.DataFrame]) -> list[str]:
    """The registers that are there and in which duplicates are looked for."""
    return [name for name in REGISTERS if name in frames]


def unknown_ids(review: Review, frames: Mapping[str, pd.DataFrame]) -> Iterator[Finding]:
    """Findings on accepted pairs of which an id is not in its register."""
    accepted = [one for one in review.decisions if one.decision == ACCEPT]
    for register in looked_at(frames):
        known = set(frames[register][REGISTERS[register]]) if accepted else set()
        for one in accepted:
            for column, value in (("id", one.id), ("same_as", one.same_as)):
                if one.register == register and value not in known:
                    details = {"register": register}
                    yield Finding(
                        "review-unknown", register, review.file, one.row, column, value, "", details
                    )


def renew_review(path: Path, frames: Mapping[str, pd.DataFrame], language: str) -> dict[str, int]:
    """Write a review file, or write it anew: decisions already made, then what is proposed.

    Decisions on ids that are no longer in the registers are left out. Returns how many rows are
    ``decided`` and ``open``, and how many ``gone``. Raises FaultsError, and leaves the file alone,
    when there is anything in it that is not understood; raises OSError.
    """
    review = read_review(path)
    raise_errors(Findings(review.findings))
    proposals = propose(frames)
    scored = {(one.register, one.id, one.same_as): one for one in proposals}
    titles = {name: _titles(frames[name], REGISTERS[name], language) for name in looked_at(frames)}
    made = [one for one in review.decisions if one.decision != OPEN]
    kept = [one for one in made if {one.id, one.same_as} <= titles.get(one.register, {}).keys()]
    fresh = undecided(proposals, review)
    listed: list[Decision | Proposal] = [*kept, *fresh]
    now = [scored.get((one.register, one.id, one.same_as)) for one in listed]
    _write(path, [_row(*pair, titles, language) for pair in zip(listed, now, strict=True)])
    return {"decided": len(kept), "open": len(fresh), "gone": len(made) - len(kept)}


def _titles(frame: pd.DataFrame, key: str, language: str) -> dict[str, str]:
    """The titles of a register's rows by id; people have none."""
    column = f"title_{language}"
    titles = frame[column] if column in frame else pd.Series("", frame.index)
    return dict(zip(frame[key], titles.fillna(""), strict=True))


def _row(
    one: Decision | Proposal,
    now: Proposal | None,
    titles: Mapping[str, Mapping[str, str]],
    language: str,
) -> dict[str, str]:
    """A row of the file; a pair that is not proposed any more keeps its score and reasons."""
    before = one.cells if isinstance(one, Decision) else {}
    return {
        "register": one.register,
        "id": one.id,
        "title": titles[one.register][one.id],
        "same_as": one.same_as,
        "title_same_as": titles[one.register][one.same_as],
        "score": f"{now.score:.2f}" if now else before.get("score", ""),
        "reasons": now.in_words(language) if now else before.get("reasons", ""),
        "decision": one.decision if isinstance(one, Decision) else OPEN,
    }


def _write(path: Path, rows: Sequence[Mapping[str, str]]) -> None:
    """Write whole or not at all: a file with decisions is never left half-written."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for row in sorted(rows, key=lambda row: (row["register"], row["id"], row["same_as"])):
        writer.writerow({name: as_text(cell) for name, cell in row.items()})
    new = path.with_name(path.name + ".new")
    new.write_bytes(text.getvalue().encode("utf-8-sig", errors="backslashreplace"))
    new.replace(path)
