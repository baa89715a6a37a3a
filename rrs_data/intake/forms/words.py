"""Words for allowed values, and for yes and no, in both languages."""

from __future__ import annotations

from functools import lru_cache

from rrs_data.intake.forms.synonyms import SYNONYMS, fold, unequivocal
from rrs_data.intake.schema import Column

Named = tuple[tuple[str, tuple[str, ...]], ...]
"""Values with their own words."""


def read_value(text: str, column: Column) -> str:
    """The allowed value that a word means; the text itself where it means none.

    Words are the values, their labels and choices in the schema and the synonyms of the column.
    """
    labels = tuple(
        (
            value,
            (*column.labels.get(value, {}).values(), *column.choices.get(value, {}).values()),
        )
        for value in column.allowed
    )
    return _meanings(column.name, labels).get(fold(text), text)


def read_boolean(text: str) -> str:
    """``true`` or ``false``; the text itself where it is neither."""
    return SYNONYMS.booleans.get(fold(text), text)


@lru_cache
def _meanings(name: str, labels: Named) -> dict[str, str]:
    """The words of a column with the values that they mean. Raises ValueError for a double."""
    listed = SYNONYMS.values.get(name, {})
    return unequivocal(
        (word, value)
        for value, own in labels
        for word in (*map(fold, (value, *own)), *listed.get(value, ()))
    )
