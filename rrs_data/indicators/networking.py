"""Networking: who hosted whom, country by country."""

from __future__ import annotations

import pandas as pd

from rrs_data.indicators.conditions import matches
from rrs_data.indicators.sheets import Indicator
from rrs_data.intake.registers import Registers
from rrs_data.programme.periods import Period


def host_matrix(indicator: Indicator, registers: Registers, period: Period) -> pd.DataFrame:
    """People by host country (rows) and own country (columns), for regional events of a period.

    ``indicator`` is the sheet of unique participants, whose conditions say who counts. A person
    counts once with each host, so rows and columns do not add up to the unique participants.
    """
    (source,) = indicator.sources
    rows = registers.view(source.register)
    rows = rows[matches(rows, source.where) & period.holds(rows[source.date])]
    unique = rows.drop_duplicates(["event.host_country", "person_id"])
    return pd.crosstab(unique["event.host_country"], unique["person.country"])
