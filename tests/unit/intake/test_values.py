from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest

from rrs_data.intake.values import text_of


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1104.55, "1104.55"),
        (1104.5500000000002, "1104.55"),
        (0.1 + 0.2, "0.3"),
        (2014.0, "2014"),
        (2014, "2014"),
        (-0.0, "0"),
        (1e-9, "0.000000001"),
        (123456789012.0, "123456789012"),
        (Decimal("10.50"), "10.5"),
        (Decimal("1E+3"), "1000"),
        (float("nan"), "nan"),
        (True, "true"),
        (False, "false"),
        (None, ""),
        (date(2014, 9, 30), "2014-09-30"),
        (datetime(2014, 9, 30), "2014-09-30"),  # noqa: DTZ001  spreadsheets have no zones
        (datetime(2014, 9, 30, 12, 5), "2014-09-30T12:05:00"),  # noqa: DTZ001
        (time(9, 30), "09:30:00"),
        (timedelta(days=1, hours=12, minutes=5), "36:05"),
        ("  a ", "  a "),
        ("a\ud800", "a?"),
        ("да".encode(), "да"),
        (b"\xff", "\ufffd"),
    ],
)
def test_value_is_the_text_that_a_person_would_type(value: object, text: str) -> None:
    """Without binary dust, exponents and needless noughts."""
    assert text == text_of(value)
