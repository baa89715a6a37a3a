import pytest

from rrs_data.intake.place import plain


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("events.csv", "events.csv"),
        ("Первый\nдень", "Первый день"),
        ("a\x00b\u202ec", "a\\u0000b\\u202ec"),
        ("x" * 1000, "x" * 199 + "…"),
    ],
)
def test_name_is_shown_on_one_line_with_nothing_invisible(text: str, shown: str) -> None:
    """A file's name may hold anything; a finding must stay legible."""
    assert shown == plain(text)
