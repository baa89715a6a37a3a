import re
import string

import pytest

from rrs_data.intake import reasons
from rrs_data.intake.reasons import Reason

ALL = {name: value for name, value in vars(reasons).items() if isinstance(value, Reason)}


def fields(text: str) -> set[str | None]:
    """The fields of a text."""
    return {field for _, field, _, _ in string.Formatter().parse(text)} - {None}


@pytest.mark.parametrize("name", ALL)
def test_reason_says_the_same_in_both_languages(name: str) -> None:
    """With the same fields, in Russian letters where it is Russian."""
    reason = ALL[name]

    assert fields(reason.en) == fields(reason.ru)
    assert re.search("[а-я]", reason.ru)
    assert not re.search("[а-я]", reason.en)
