"""All proposals for a set of registers."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from rrs_data.intake.duplicates.organisations import propose_organisations
from rrs_data.intake.duplicates.people import propose_people
from rrs_data.intake.duplicates.proposal import Proposal


def propose(frames: Mapping[str, pd.DataFrame]) -> list[Proposal]:
    """Rows of ``organisations`` and ``people`` that are probably the same as an earlier row.

    ``frames`` are the registers' frames by name; those that are not there give nothing. The same
    frames give the same proposals in the same order: by register, id and the id that stays.
    """
    found = propose_organisations(frames["organisations"]) if "organisations" in frames else []
    return found + (propose_people(frames["people"]) if "people" in frames else [])
