"""The public edition: what is looked at before its reports are made, and what is kept of it."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel import Locale
from babel.numbers import get_currency_name

from reports.pipeline.output import locked
from reports.project import write_whole
from rrs_data.indicators.counting import Counts
from rrs_data.indicators.suppression import Suppression
from rrs_data.indicators.worlds import hidden_in
from rrs_data.intake.privacy import kind_of, masked
from rrs_data.programme.faults import Fault, raise_if_any
from rrs_data.programme.narrative import TEXTS, Narrative
from rrs_data.programme.programme import Programme

DOUBTS = ("name-like", "doubtful")
"""Kinds of personal data that may be none: they stop a public edition alone."""

TYPED = "Numbers typed in narratives; read them before this is sent, a small count is one too:"
NO_PERSON = "no name, number, address or birth date of a person"
IN_OTHER_WORDS = "leave the person out, or say it in other words if it is none"

PARAGRAPH = re.compile(r"(?:.*\S.*\n?)+")
MARKUP = re.compile(
    r'\{[^}]*\}|\]\(<?\S+?>?(?: ".*?")?\)|\[\^.*?\]:?|^\d+\. |[*_#>|\[\]]', re.MULTILINE
)
"""What a paragraph holds beside its words, such as figures by their keys."""

SENTENCE = re.compile(r"(?<=[.!?…])\s+(?=[^\w\s]?[^\W\d_])")
NUMBER = re.compile(r"(?<![\w.,-])(?!(?:19|20)\d\d\b)\d[\d.,\s]*(?![\w-])")


def keep_choice(params: Path, counts: Counts, programme: Programme) -> Iterator[str]:
    """Write which counts are hidden, where that is new, and tell it. Raises FaultsError.

    What was hidden once stays hidden. Of runs side by side one writes, and the others read it.
    """
    with locked(params):
        public = Suppression(counts, programme, params)
        if public.is_checked():
            return
        lines = {*public.lines, *hidden_in(public)}
        write_whole(public.file, public.text(lines).encode())
    more = len(lines - public.lines)
    what = f"{more} more counts are hidden" if public.lines else f"hides {more} counts"
    what = what if more else "checked for counts that are shown now"
    yield f"{public.file}: {what}; commit it with the parameters."


def look_through(
    narratives: Iterable[Narrative], programme: Programme, *, public: bool
) -> Iterator[str]:
    """What to know of texts: personal data in a donor's edition, numbers typed in a public one.

    Raises FaultsError: what may be personal data in a public one.
    """
    found, typed = [], list[str]()
    for narrative in narratives:
        for where, sentences in _paragraphs(narrative):
            kind = kind_of(" ".join(sentences))
            if kind and (public or kind not in DOUBTS):
                text = masked(next(filter(kind_of, sentences), " ".join(sentences)))
                found.append(Fault(where, f"“{text}”", NO_PERSON, IN_OTHER_WORDS))
            no_count = _no_counts(programme, narrative.language)
            numbers = [one for one in sentences if NUMBER.search(no_count.sub("", one))]
            typed += [f"\n    {where}: {one}" for one in numbers]
    raise_if_any(found if public else [])
    yield from (f"{one.where}: {one.found} may be personal data; {one.mend}." for one in found)
    yield from ["".join([TYPED, *typed])] if public and typed else []


def _paragraphs(narrative: Narrative) -> Iterator[tuple[str, list[str]]]:
    """Where each paragraph of the texts begins, and its sentences without their markup."""
    for topic in TEXTS:
        for piece in narrative.pieces(topic):
            for match in PARAGRAPH.finditer(piece.markdown):
                line = piece.line + piece.markdown.count("\n", 0, match.start())
                text = " ".join(MARKUP.sub("", match[0]).split())
                yield f"{narrative.name(topic)}, line {line}", SENTENCE.split(text)


def _no_counts(programme: Programme, language: str) -> re.Pattern[str]:
    """The form of days and of amounts of money in a language; codes of indicators are words."""
    own = Locale(language).months["format"]
    months = "|".join(
        one.rstrip(".") for width in ("wide", "abbreviated") for one in own[width].values()
    )
    codes = {programme.currency.code, *(one.currency for one in programme.currency.rates)}
    names = [get_currency_name(one, n, language) for one in codes for n in (1, 2, 5)]
    words = "|".join({*codes, *(word for name in names for word in name.split() if len(word) > 2)})
    number = r"\d[\d\s.,]*"
    return re.compile(
        rf"\d{{1,2}}(?:\s?–\s?\d{{1,2}})?\.?\s(?:{months})|(?:{months})\w*\.?\s\d{{1,2}}\b"
        rf"|\b\d{{1,2}}[./]\d{{1,2}}[./]\d{{4}}|\d{{4}}-\d\d-\d\d"
        rf"|(?:[$€£₽]\s?|\b(?:{words})\s){number}|{number}(?:[$€£₽%]|(?:\w+\s)?(?:{words}))",
        re.IGNORECASE,
    )
