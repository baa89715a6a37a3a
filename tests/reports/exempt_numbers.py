"""The numbers of a report that are no figures: the whole list, in one place, to be reviewed.

Everything else that a reader sees as a number must lead to how it was counted:
``tests/reports/test_every_figure.py`` fails otherwise.
"""

import re

from reports.archive.manifest import PACKAGES

PARTS = {
    "contents": "numbers of sections in the contents",
    "header-section-number": "numbers of sections",
    "counted": "explanations: they are what the figures lead to",
    "reason": "reasons that a person wrote",
}
"""Parts of a page by their class."""

SECTIONS = {
    "Challenges and lessons": "a person wrote it",
    "Success story": "a person wrote it",
    "Plan for the next period": "a person wrote it",
}
"""Sections by their English titles."""

SHEETS = ("definition", "rationale", "limitations", "source", "method", "frequency")
"""The words of an indicator's sheet: a person wrote them in ``params/indicators.yml``."""

PROGRAMS = "|".join((*PACKAGES, "python", "pandoc", "Typst", "Quarto"))

MONTHS = (
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*"
    r"|янв\w*|февр?\w*|март?\w*|мар|апр\w*|ма[йя]|июн\w*|июл\w*|авг\w*|сент?\w*|окт\w*|но[яб]\w*|дек\w*"
)
DAY = rf"(?:{MONTHS})\.?\s\d{{1,2}}\b|\b\d{{1,2}}(?:\s–\s\d{{1,2}}|–\d{{1,2}})?\s(?:{MONTHS})\b"

PATTERNS = {
    rf"(?:{DAY})(?:\s?–\s?(?:\d{{1,2}}\b|{DAY}))?": "days",
    r"\b201[1-6](?:–201[1-6])?\b": "years of the programme, and those beside it",
    r"\bRRS-\d+\b": "codes of indicators",
    r"^1 [A-Z]{3}(?= (?:is|=) )": "the unit of which an exchange rate tells the price",
    r"\bSHA-256\b": "the name of a hash",
    r"(?:fewer than|меньше) \d+ (?:people|человек)": "which counts are not published",
    r"\bADS 253\b": "the donor's rule that the definition of a trainee names",
    r"\b(?:[0-9a-f]{40}\b|[0-9a-f]{16}…)": "hashes of registers, and the commit of the code",
    rf"\b(?:{PROGRAMS})\s\d[\w.]*": "versions of programs",
    r"^(?:Table|Figure|Таблица|Рисунок)\s\d+\.": "numbers of tables and figures",
    r"\b(?:18–24|25–34|35–44|45–54)\b|\b55(?= (?:and over|лет и старше))": "names of age bands",
}
"""What a number may be part of, by its form."""


def exempt(text):
    """A text without the numbers that are no figures."""
    for pattern in PATTERNS:
        text = re.sub(pattern, "", text, flags=re.IGNORECASE)
    return text
