"""People's names, as they are written in the programme's countries, in both alphabets."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

import yaml

from rrs_data.intake.spelling import skeleton

Certainty = Literal["name", "name-like"]

LONGEST = 40  # letters in the longest word that is looked at as a name

_LISTS = Path(__file__).parent
_WORDS: dict[str, tuple[str, ...]] = {
    name: tuple(words.split())
    for name, words in yaml.safe_load(
        (_LISTS / "name_words.yml").read_text(encoding="utf-8")
    ).items()
}
_LEGAL, _ORDINARY, _GEOGRAPHIC, _SURNAMES, _NAMED_BEFORE, _NAMED_AFTER = (
    frozenset(_WORDS[name])
    for name in ("legal", "ordinary", "geographic", "surname", "named_before", "named_after")
)
_GENERIC = _GEOGRAPHIC.union(_WORDS["generic"])
_MARKS = "'’‘ʻʼ`´"


def _endings(*names: str, least: int = 3) -> re.Pattern[str]:
    """A pattern of words with one of these endings after at least so many letters."""
    listed = "|".join(ending for name in names for ending in _WORDS[name])
    return re.compile(rf"[\w{_MARKS}-]{{{least},}}(?:{listed})", re.IGNORECASE)


_WORD = re.compile(rf"[^\W\d_]+(?:[{_MARKS}-][^\W\d_]+)*")
_FAMILY, _ADJECTIVE = _endings("family", "adjective", least=2), _endings("adjective", least=2)
_SURELY_FAMILY = _endings("surely_family")
_FATHER, _FATHER_WHOLE = _endings("patronymic"), _WORDS["whole_patronymic"]
_FATHER_DECLINED = _endings("declined_patronymic")
_KIN, _KIN_ENDING = re.compile("|".join(_WORDS["kin"]), re.IGNORECASE), _endings("kin_ending")
_KIN_DOUBTFUL = _endings("doubtful_kin_ending")
_INITIAL = re.compile(rf"[^\W\d_]|(?i:{'|'.join(_WORDS['initial'])})")
_BETWEEN_INITIALS = re.compile(r"\.?[\s,]{0,3}")
_NAMES_ONLY = re.compile(rf"[^\W\d_](?:[^\W\d_]|[\s.,{_MARKS}-])*")


@dataclass(frozen=True)
class _NameWord:
    """A word of a text, what stands between it and the one before, and whether a point follows."""

    text: str
    before: str
    dotted: bool

    @property
    def small(self) -> str:
        return self.text.lower()

    @property
    def capital(self) -> bool:
        return self.text[0].isupper() and len(self.text) <= LONGEST

    @property
    def initial(self) -> bool:
        """Whether it is an initial: И., Ch."""
        return self.dotted and self.capital and _INITIAL.fullmatch(self.text) is not None

    @property
    def family(self) -> bool:
        return (
            self.capital
            and len(self.text) >= 3
            and self.small not in _ORDINARY
            and (_FAMILY.fullmatch(self.text) is not None or self.small in _SURNAMES)
        )

    @property
    def first(self) -> bool:
        """Whether it is one of the listed first names, however it is spelled."""
        return self.capital and skeleton(self.text) in _first_names()


@lru_cache
def _first_names() -> frozenset[str]:
    """The skeletons of the listed names; lines that begin with # are comments."""
    lines = (_LISTS / "first_names.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(
        skeleton(word) for line in lines if not line.startswith("#") for word in line.split()
    )


@lru_cache(maxsize=10_000)
def certainty(text: str) -> Certainty | None:
    """How surely a person's name stands in a plain text.

    ``name``: a family name with initials, a patronymic beside another name, or a cell that holds
    nothing but a first and a family name. ``name-like``: a first name beside a family name within
    a longer text, one initial, a patronymic in another case than the nominative. The names of
    streets and of what is called after somebody («имени Айтматова») are no participant's.
    """
    words = _words(text)
    # A few words and nothing else, as in a cell with a person's name.
    whole = 1 <= len(words) <= 4 and len(text) <= 80 and bool(_NAMES_ONLY.fullmatch(text.strip()))
    if whole and text.islower():
        words = [_NameWord(word.text.title(), word.before, word.dotted) for word in words]
    found = {
        one
        for at in range(len(words) if len(words) > 1 or whole else 0)
        for find in (_with_initials, _with_father, _with_kin, _pair)
        if (one := find(words, at, whole)) and not _honoured(words, at)
    }
    return "name" if "name" in found else "name-like" if found else None


def _words(text: str) -> list[_NameWord]:
    words, end = [], 0
    for match in _WORD.finditer(text):
        dotted = text[match.end() : match.end() + 2].strip().startswith(".")
        words.append(_NameWord(match[0], text[end : match.start()], dotted))
        end = match.end()
    return words


def _honoured(words: Sequence[_NameWord], at: int) -> bool:
    """Whether a name belongs to a street, a school or a museum, by the words around it."""
    before = {word.small for word in words[max(0, at - 3) : at]}
    after = {word.small for word in words[at + 1 : at + 4]}
    return bool(_NAMED_BEFORE & before or _NAMED_AFTER & after)


def _touch(words: Sequence[_NameWord], at: int, *, comma: bool = False) -> bool:
    """Whether a word is divided from the one before it by nothing but blanks."""
    if not 0 < at < len(words):
        return False
    before = words[at].before
    return before.isspace() or (comma and before != "" and before.strip() in ("", ","))


def _capital(words: Sequence[_NameWord], at: int, step: int) -> bool:
    """Whether the next word on a side, with nothing but blanks between, is a capitalised one."""
    near = at + step
    return 0 <= near < len(words) and _touch(words, max(at, near)) and words[near].capital


def _with_initials(words: Sequence[_NameWord], at: int, whole: bool) -> Certainty | None:
    """Иванов И.И., И. И. Иванов, Ivanov I."""
    word = words[at]
    if word.initial or not word.capital or len(word.text) < 3:
        return None
    before, after = _initials(words, at, -1), _initials(words, at, 1)
    initials = before if len(before) >= len(after) else after
    letters = "".join(initials).lower()
    if not initials:
        return _closed_initials(words, at) if whole else None
    if len(initials) == 1:
        town = bool(before) and letters in ("г", "с", "п", "д", "р")
        return None if not word.family else "name" if whole and not town else "name-like"
    if letters in _LEGAL and not word.family:
        return None
    return "name" if word.family or whole else "name-like"


def _initials(words: Sequence[_NameWord], at: int, step: int) -> list[str]:
    """The initials that stand next to a word on one side, two at most."""
    found: list[str] = []
    near = at + step
    while 0 <= near < len(words) and len(found) < 2 and words[near].initial:
        gap = words[near + 1 if step < 0 else near].before
        if not _BETWEEN_INITIALS.fullmatch(gap):
            break
        found.append(words[near].text)
        near += step
    return found if step > 0 else found[::-1]


def _closed_initials(words: Sequence[_NameWord], at: int) -> Certainty | None:
    """Иванов ИИ: a cell with a family name and two capital letters without points."""
    other = words[1 - at] if len(words) == 2 and words[at].family else None
    closed = other and len(other.text) == 2 and other.text.isupper()
    known = other and (other.small in _LEGAL or other.small in _WORDS["countries"])
    return "name-like" if closed and not known else None


def _with_father(words: Sequence[_NameWord], at: int, whole: bool) -> Certainty | None:
    """A patronymic: Иван Иванович, Петровна."""
    word = words[at]
    if not word.capital or word.small in _ORDINARY:
        return None
    if _FATHER.fullmatch(word.text) or word.small in _FATHER_WHOLE:
        others = _capital(words, at, -1) or _capital(words, at, 1)
        sure = others or (whole and len(words) == 1)
        return "name" if sure else "name-like"
    return "name-like" if _FATHER_DECLINED.fullmatch(word.text) else None


def _with_kin(words: Sequence[_NameWord], at: int, whole: bool) -> Certainty | None:
    """Асан уулу Бакыт, Нұрланқызы Айгүл, Рашид оглы."""
    word = words[at]
    if _KIN.fullmatch(word.text):
        if not _capital(words, at, -1):
            return None
        others = _capital(words, at - 1, -1) or _capital(words, at, 1)
        return "name" if others or (whole and len(words) == 2) else "name-like"
    if not word.capital or not (_capital(words, at, -1) or _capital(words, at, 1)):
        return None
    if _KIN_ENDING.fullmatch(word.text):
        return "name"
    return "name-like" if _KIN_DOUBTFUL.fullmatch(word.text) else None


def _pair(words: Sequence[_NameWord], at: int, whole: bool) -> Certainty | None:
    """A first name beside a family name: Айгуль Токтосунова, Ahmad Khan."""
    if not _touch(words, at, comma=whole):
        return None
    left, right = words[at - 1], words[at]
    following = words[at + 1].small if at + 1 < len(words) else ""
    if _ADJECTIVE.fullmatch(right.text) and following in _GEOGRAPHIC:
        return None
    alone = whole and len(words) == 2
    if (right.family and left.first) or (left.family and right.first):
        sure = (left.family and not left.first) or (right.family and not right.first)
        return "name" if alone and sure else "name-like"
    if alone and left.first and right.first:
        return "name-like"
    if not (left.capital and right.capital) or {left.small, right.small} & _GENERIC:
        return None
    surely = any(word.family and _SURELY_FAMILY.fullmatch(word.text) for word in (left, right))
    return "name-like" if surely else None
