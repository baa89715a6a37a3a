from hypothesis import given, settings
from hypothesis import strategies as st

from rrs_data.intake.careful import careful_rows
from rrs_data.intake.place import Refusal

PIECES = st.sampled_from([",", '"', '""', '",', ',"', "\n", "\r\n", "\r", "a", "я", "\0"])


@settings(max_examples=400, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_any_text_is_read_to_its_end(text: str) -> None:
    """Each row has a number of its own, and no text makes the reader stop or go in circles."""
    numbers = [number for number, _ in careful_rows(text.encode(), ",")]
    lines = len(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))

    assert list(range(1, len(numbers) + 1)) == numbers
    assert lines >= len(numbers)


def test_row_in_which_a_quote_opens_is_refused_alone() -> None:
    """The lines that the open quote had swallowed are rows again."""
    found = dict(careful_rows(b'a,b\n1,"x\n2,y\n3,z\n', ","))

    assert isinstance(found[2], Refusal)
    assert [["a", "b"], ["2", "y"], ["3", "z"]] == [found[1], found[3], found[4]]
