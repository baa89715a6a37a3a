import pytest

from rrs_data.intake import quotes
from rrs_data.intake.quotes import well_quoted


@pytest.mark.parametrize(
    "text", ["", "a,b", '"a","b"', '"a""b"', '""', '""""', 'a,"",b', '"a\nb"\r\n"c"', '"""a"""']
)
@pytest.mark.parametrize("piece", [1, 2, 3, 16 << 20])
def test_marks_around_whole_cells_are_well(
    text: str, piece: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And marks that are written twice within them, wherever the text is cut into pieces."""
    monkeypatch.setattr(quotes, "PIECE", piece)

    assert well_quoted(text.encode(), ",")


@pytest.mark.parametrize("text", ['"', 'a"b', 'a""b', '"a', '"a"b', '"a" ,b', ' "a"', '"a","b'])
@pytest.mark.parametrize("piece", [1, 2, 3, 16 << 20])
def test_any_other_mark_is_not(text: str, piece: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the middle of a cell, without its second, or with text after it."""
    monkeypatch.setattr(quotes, "PIECE", piece)

    assert not well_quoted(text.encode(), ",")
