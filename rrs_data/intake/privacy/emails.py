"""E-mail addresses, also those that are written for people's eyes only: ivanov (at) mail.ru."""

from __future__ import annotations

import re

SUSPECT = r"@|(?i:[(\[{]\s?(?:at|собака|эт)\s?[)\]}]|[(\[{]\s?dot)"
"""A pattern for RE2 that matches all texts in which :func:`has_email` may find an address."""

_QUICK = re.compile(r"@|[(\[{]\s?(?:at|собака|эт|dot)\s?[)\]}]", re.IGNORECASE)
_ADDRESS = re.compile(
    r"[\w.+-]{1,64}\s?(?:@|[(\[{]\s?(?:at|собака|эт)\s?[)\]}]| at (?=\w{1,63} ?[(\[{]\s?dot))"
    r"\s?[\w-]{1,63}(?:(?:\.|\s?[(\[{]\s?(?:dot|точка)\s?[)\]}]\s?)[\w-]{2,63})+",
    re.IGNORECASE,
)


def has_email(text: str) -> bool:
    """Whether an e-mail address stands in a plain text."""
    return bool(_QUICK.search(text) and _ADDRESS.search(text))
