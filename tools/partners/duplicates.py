"""Duplicates: the review file is written anew, with what is proposed and what a person decided."""

from collections.abc import Mapping
from operator import attrgetter
from pathlib import Path

import pandas as pd

from reports.pipeline.register_commands import language_of, programme_and_schema
from reports.project import REGISTERS, Given, written_to
from rrs_data.intake import review as reviews
from rrs_data.intake.findings import Findings, as_text
from rrs_data.intake.registers import check_set
from rrs_data.intake.review import COLUMNS, OPEN, Decision, read_review, review_path
from rrs_data.intake.source import take_in
from rrs_data.programme.faults import Fault, FaultsError, raise_if_any
from tools.partners.proposals import propose

KEY = attrgetter("register", "id", "same_as")  # what a decision and a proposal are about


def propose_duplicates(given: Given) -> int:
    """Propose duplicates, keep the decisions already made, and write the review file anew."""
    language, registers = language_of(given), given["registers"] or str(REGISTERS)
    if not given["output"] and "://" in registers:
        mend = "give the review file with OUTPUT="
        raise FaultsError([Fault("REGISTERS", "an address", "a directory or a file", mend)])
    # Decisions are kept in the directory of registers, or beside their file.
    path = Path(given["output"] or review_path(Path(registers).expanduser())).expanduser()
    _, schema = programme_and_schema(registers, given["params"])
    intake = take_in(registers, schema)
    checked, findings = check_set(intake.raws, schema, before=intake.findings)
    raise_if_any(findings.errors)
    with written_to(path):
        frames = {name: one.frame for name, one in checked.items()}
        counts = renew_review(path, frames, language.code)
    summary = language.t(
        "{path}: {open} to decide, {decided} decided, {gone} left out whose ids are gone",
        None,
        path=path,
        **counts,
    )
    print(summary)
    return 0


def renew_review(path: Path, frames: Mapping[str, pd.DataFrame], language: str) -> dict[str, int]:
    """Write a review file, or write it anew: decisions already made, then what is proposed.

    Decisions on ids that are no longer in the registers are left out, and counted as ``gone``; a
    pair that is not proposed any more keeps its score and reasons. Raises FaultsError, and leaves
    the file alone, when anything in it is not understood; raises OSError.
    """
    review = read_review(path)
    raise_if_any(Findings(review.findings).errors)
    titles = {}
    for name, key in reviews.REGISTERS.items():
        if name in frames:
            frame = frames[name]
            texts = frame.get(f"title_{language}", pd.Series("", frame.index)).fillna("")
            titles[name] = dict(zip(frame[key], texts, strict=True))
    proposed = {KEY(one): one for one in propose(frames)}
    fresh = [Decision(*key, OPEN) for key in proposed if not review.decides(*key)]
    made = [one for one in review.decisions if one.decision != OPEN]
    kept = [one for one in made if {one.id, one.same_as} <= titles.get(one.register, {}).keys()]
    rows = []
    for one in sorted([*kept, *fresh], key=KEY):
        cells = one._asdict()
        if now := proposed.get(KEY(one)):
            cells |= {"score": f"{now.score:.2f}", "reasons": now.in_words(language)}
        title, other = (titles[one.register][name] for name in (one.id, one.same_as))
        rows.append(cells | {"title": title, "title_same_as": other})
    # Whole or not at all: a file with decisions is never left half-written.
    new, table = path.with_name(path.name + ".new"), pd.DataFrame(rows, columns=COLUMNS)
    table.fillna("").map(as_text).to_csv(
        new, index=False, encoding="utf-8-sig", errors="backslashreplace", lineterminator="\n"
    )
    new.replace(path)
    return {"decided": len(kept), "open": len(fresh), "gone": len(made) - len(kept)}
