"""Values: what spreadsheets and databases hold as numbers, days and yes or no, as plain text."""

from __future__ import annotations

import math
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import singledispatch

MIDNIGHT = time()


@singledispatch
def text_of(value: object) -> str:
    """A value as the text that a person would type: ISO days, plain decimals, true and false.

    A number keeps the 15 digits that a spreadsheet shows, so that 1104.55 does not come out as
    1104.5500000000002; a day at midnight is a day, a duration is hours and minutes. What is missing
    is an empty text.
    """
    return "" if value is None else str(value)


@text_of.register
def _of_text(value: str) -> str:
    # A lone surrogate is no character that a file could hold.
    return value.encode("utf-8", "replace").decode()


@text_of.register
def _of_truth(value: bool) -> str:
    return "true" if value else "false"


@text_of.register
def _of_number(value: float) -> str:
    return _plain(Decimal(f"{value:.15g}")) if math.isfinite(value) else str(value)


@text_of.register
def _of_decimal(value: Decimal) -> str:
    return _plain(value) if value.is_finite() else str(value)


@text_of.register
def _of_moment(value: datetime) -> str:
    return value.date().isoformat() if value.time() == MIDNIGHT else value.isoformat()


@text_of.register(date)
@text_of.register(time)
def _of_day(value: date | time) -> str:
    return value.isoformat()


@text_of.register
def _of_duration(value: timedelta) -> str:
    hours, rest = divmod(value, timedelta(hours=1))
    return f"{hours}:{rest // timedelta(minutes=1):02}"


@text_of.register
def _of_bytes(value: bytes) -> str:
    return value.decode("utf-8", "replace")


def _plain(value: Decimal) -> str:
    """A decimal without an exponent and without noughts at its end."""
    if not value:
        return "0"
    plain = f"{value:f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain
