"""Names of persons, as they are written in the programme's countries, in both alphabets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from rrs_data.intake.privacy import endings
from rrs_data.intake.privacy.lists import is_first_name, surnames

Certainty = Literal["name", "name-like"]

LONGEST = 40
"""Letters in the longest word that is looked at as a name."""

_MARKS = "'’‘ʻʼ`´"
_WORD = re.compile(rf"[^\W\d_]+(?:[{_MARKS}-][^\W\d_]+)*")
_FAMILY = endings.ends(f"{endings.FAMILY}|{endings.ADJECTIVE}", 2)
_ADJECTIVE = endings.ends(endings.ADJECTIVE, 2)
_SURELY_FAMILY = endings.ends(endings.FAMILY_SURE, 3)
_FATHER = endings.ends(endings.FATHER, 3)
_FATHER_WHOLE = re.compile("ильич|кузьмич|лукич|фомич|никитич|ильинична|никитична", re.IGNORECASE)
_FATHER_CASES = endings.ends(endings.FATHER_CASES, 3)
_KIN = re.compile(endings.KIN, re.IGNORECASE)
_KIN_TAIL = endings.ends(endings.KIN_TAIL, 3)
_KIN_DOUBTFUL = endings.ends(endings.KIN_DOUBTFUL, 3)
_INITIAL = re.compile(rf"(?:[^\W\d_]|(?i:{endings.INITIAL}))")
_NUMBER = re.compile(r"\d+")
_BETWEEN_INITIALS = re.compile(r"\.?[\s,]{0,3}")


def _suspect() -> str:
    """Few classes of letters and no counted repetitions: RE2 is slow on patterns of many states."""
    fathers = f"{endings.FATHER}|{endings.FATHER_CASES}|{endings.KIN_DOUBTFUL}"
    listed = "|".join(sorted(word[1:] for word in surnames()))
    person = rf"\p{{Lu}}(?:\S*(?i:{endings.FAMILY}|{fathers})|(?i:{listed}))"
    return "|".join(
        (
            rf"(?:^|[^\pL])(?:\p{{Lu}}|(?i:{endings.INITIAL}))\s?\.",
            rf"(?:{person}|(?i:{endings.KIN}|{endings.KIN_TAIL}))(?:[^\pL]|$)",
            rf"(?i:{endings.ADJECTIVE})(?:\s*$|[^\pL\s]|\s+\p{{Lu}})",
            r"^\s*\p{Lu}\S+[\s,]+\p{Lu}\S*\s*$",
            rf"^[\p{{Ll}}\s.,{_MARKS}-]+$",
        )
    )


SUSPECT = _suspect()
"""A pattern for RE2 that matches all texts in which :func:`certainty` may find a name."""


@dataclass(frozen=True)
class Word:
    """A word of a text, and what stands between it and the one before."""

    text: str
    before: str
    dotted: bool

    @property
    def small(self) -> str:
        """The word in small letters."""
        return self.text.lower()

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[0].isupper()

    @property
    def initial(self) -> bool:
        """Whether it is an initial: И., Ch."""
        return self.dotted and self.capital and _INITIAL.fullmatch(self.text) is not None

    @property
    def family(self) -> bool:
        """Whether it looks like a family name."""
        return (
            self.capital
            and 3 <= len(self.text) <= LONGEST
            and self.small not in endings.ORDINARY
            and (_FAMILY.fullmatch(self.text) is not None or self.small in surnames())
        )

    @property
    def first(self) -> bool:
        """Whether it is one of the listed first names."""
        return self.capital and len(self.text) <= LONGEST and is_first_name(self.text)


def certainty(text: str) -> Certainty | None:
    """How surely a person's name stands in a plain text.

    ``name``: a family name with initials, a patronymic beside another name, or a cell that holds
    nothing but a first and a family name. ``name-like``: a first name beside a family name within
    a longer text, one initial, a patronymic in another case than the nominative. The names of
    streets and of what is called after somebody («имени Айтматова») are no participant's.
    """
    # Many titles differ in a number only, and which digits there are tells nothing of a name.
    return _certainty(_NUMBER.sub("0", text))


@lru_cache(maxsize=10_000)
def _certainty(text: str) -> Certainty | None:
    words = _words(text)
    whole = _is_whole(text, words)
    if whole and text.islower():
        words = [Word(word.text.title(), word.before, word.dotted) for word in words]
    found = set(_found(words, whole=whole)) if len(words) > 1 or whole else set()
    return "name" if "name" in found else "name-like" if found else None


def _words(text: str) -> list[Word]:
    words, end = [], 0
    for match in _WORD.finditer(text):
        words.append(
            Word(
                match[0],
                text[end : match.start()],
                text[match.end() : match.end() + 2].strip()[:1] == ".",
            )
        )
        end = match.end()
    return words


def _is_whole(text: str, words: Sequence[Word]) -> bool:
    """Whether the text is a few words and nothing else, as a cell with a person's name is."""
    return (
        1 <= len(words) <= 4
        and len(text) <= 80
        and re.fullmatch(rf"[^\W\d_][\w\s.,{_MARKS}-]*", text.strip()) is not None
        and not re.search(r"[\d_]", text)
    )


def _found(words: Sequence[Word], *, whole: bool) -> Iterator[Certainty]:
    for place in range(len(words)):
        for find in (_with_initials, _with_father, _with_kin, _pair):
            if (found := find(words, place, whole)) and not _honoured(words, place):
                yield found


def _touch(words: Sequence[Word], place: int, *, comma: bool = False) -> bool:
    """Whether only blanks stand before the word of that place."""
    if not 0 < place < len(words):
        return False
    before = words[place].before
    return before.isspace() or (comma and before.strip() in ("", ",") and before != "")


def _honoured(words: Sequence[Word], place: int) -> bool:
    """Whether the name near that place belongs to a street, a school, a museum."""
    before = [word.small for word in words[max(0, place - 3) : place]]
    after = [word.small for word in words[place + 1 : place + 4]]
    return not endings.HONOUR.isdisjoint(before) or not endings.HONOUR_AFTER.isdisjoint(after)


def _with_initials(words: Sequence[Word], place: int, whole: bool) -> Certainty | None:
    """Иванов И.И., И. И. Иванов, Ivanov I."""
    word = words[place]
    if word.initial or not word.capital or not 2 < len(word.text) <= LONGEST:
        return None
    before, after = _initials(words, place, -1), _initials(words, place, 1)
    initials = before if len(before) >= len(after) else after
    letters = "".join(initials).lower()
    if not initials:
        return _closed_initials(words, place) if whole else None
    if len(initials) == 1:
        town = bool(before) and letters in ("г", "с", "п", "д", "р")
        return None if not word.family else "name" if whole and not town else "name-like"
    if letters in endings.LEGAL and not word.family:
        return None
    return "name" if word.family or whole else "name-like"


def _initials(words: Sequence[Word], place: int, step: int) -> list[str]:
    """The initials that stand next to a word on one side, two at most."""
    found: list[str] = []
    near = place + step
    while 0 <= near < len(words) and len(found) < 2 and words[near].initial:
        gap = words[near + 1 if step < 0 else near].before
        if not _BETWEEN_INITIALS.fullmatch(gap):
            break
        found.append(words[near].text)
        near += step
    return found if step > 0 else found[::-1]


def _closed_initials(words: Sequence[Word], place: int) -> Certainty | None:
    """Иванов ИИ: a cell with a family name and two capital letters without points."""
    others = [word for index, word in enumerate(words) if index != place]
    if len(others) != 1 or not words[place].family:
        return None
    other = others[0].text
    closed = len(other) == 2 and other.isupper() and other.lower() not in endings.COUNTRIES
    return "name-like" if closed and other.lower() not in endings.LEGAL else None


def _with_father(words: Sequence[Word], place: int, whole: bool) -> Certainty | None:
    """A patronymic: Иван Иванович, Петровна."""
    word = words[place]
    if not word.capital or len(word.text) > LONGEST or word.small in endings.ORDINARY:
        return None
    if _FATHER.fullmatch(word.text) or _FATHER_WHOLE.fullmatch(word.text):
        sure = _beside_a_capital(words, place) or (whole and len(words) == 1)
        return "name" if sure else "name-like"
    return "name-like" if _FATHER_CASES.fullmatch(word.text) else None


def _with_kin(words: Sequence[Word], place: int, whole: bool) -> Certainty | None:
    """Асан уулу Бакыт, Нұрланқызы Айгүл, Рашид оглы."""
    word = words[place]
    if len(word.text) > LONGEST:
        return None
    if _KIN.fullmatch(word.text):
        if not _touch(words, place) or not words[place - 1].capital:
            return None
        others = _beside_a_capital(words, place - 1, but=place) or (
            _touch(words, place + 1) and words[place + 1].capital
        )
        return "name" if others or (whole and len(words) == 2) else "name-like"
    if not word.capital or not _beside_a_capital(words, place):
        return None
    if _KIN_TAIL.fullmatch(word.text):
        return "name"
    return "name-like" if _KIN_DOUBTFUL.fullmatch(word.text) else None


def _beside_a_capital(words: Sequence[Word], place: int, but: int = -1) -> bool:
    """Whether a neighbour, with nothing but blanks between, is a capitalised word."""
    left = place - 1 != but and _touch(words, place) and words[place - 1].capital
    right = place + 1 != but and _touch(words, place + 1) and words[place + 1].capital
    return left or right


def _pair(words: Sequence[Word], place: int, whole: bool) -> Certainty | None:
    """A first name beside a family name: Айгуль Токтосунова, Ahmad Khan."""
    if not _touch(words, place, comma=whole):
        return None
    left, right = words[place - 1], words[place]
    following = words[place + 1].small if place + 1 < len(words) else ""
    if _ADJECTIVE.fullmatch(right.text) and following in endings.GEOGRAPHIC:
        return None
    alone = whole and len(words) == 2
    if (right.family and left.first) or (left.family and right.first):
        sure = (left.family and not left.first) or (right.family and not right.first)
        return "name" if alone and sure else "name-like"
    doubtful = (alone and left.first and right.first) or _one_is_surely_family(left, right)
    return "name-like" if doubtful else None


def _one_is_surely_family(left: Word, right: Word) -> bool:
    """Whether two capitalised words, of which no first name is listed, are a person's."""
    if not (left.capital and right.capital) or {left.small, right.small} & endings.GENERIC:
        return False
    return any(word.family and _SURELY_FAMILY.fullmatch(word.text) for word in (left, right))
