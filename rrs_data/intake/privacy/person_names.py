"""People's names, as they are written in the programme's countries, in both alphabets."""

from __future__ import annotations

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
_WORDS = {
    name: dict.fromkeys(words.split())  # in their order, and found at once
    for name, words in yaml.safe_load(
        (_LISTS / "name_words.yml").read_text(encoding="utf-8")
    ).items()
}
_MARKS = "'’‘ʻʼ`´"


def _endings(*names: str, least: int = 3) -> re.Pattern[str]:
    """A pattern of words with one of these endings after at least so many letters."""
    listed = "|".join(ending for name in names for ending in _WORDS[name])
    return re.compile(rf"[\w{_MARKS}-]{{{least},}}(?:{listed})", re.IGNORECASE)


_WORD = re.compile(rf"[^\W\d_]+(?:[{_MARKS}-][^\W\d_]+)*")
_FAMILY = _endings("family", "declined_family", "adjective", least=2)
_ADJECTIVE = _endings("adjective", least=2)
_SURELY_FAMILY = _endings("surely_family")
_FATHER = _endings("patronymic")
_FATHER_DECLINED = _endings("declined_patronymic")
_KIN, _KIN_ENDING = re.compile("|".join(_WORDS["kin"]), re.IGNORECASE), _endings("kin_ending")
_KIN_DOUBTFUL = _endings("doubtful_kin_ending")
_INITIAL = re.compile(rf"[^\W\d_]|(?i:{'|'.join(_WORDS['initial'])})")
_BETWEEN_INITIALS = re.compile(r"\.?[\s,]{0,3}")
_ARABIC = re.compile(
    r"(?<!\w)(?:(?:{title})\s\w{{2,}}|(?:{name})(?:\s\w{{2,}})?\s(?:{name}|{family}))(?!\w)".format(
        **{one: "|".join(_WORDS[f"arabic_{one}"]) for one in ("title", "name", "family")}
    )
)
_NAMES_ONLY = re.compile(rf"[^\W\d_](?:[^\W\d_]|[\s.,{_MARKS}-])*")


@dataclass(eq=False)
class _NameWord:
    """A word of a text: what stands before it, whether a point follows, and its neighbours."""

    text: str
    gap: str
    dotted: bool
    previous: _NameWord | None
    next: _NameWord | None = None

    @property
    def beside(self) -> tuple[_NameWord | None, _NameWord | None]:
        """The capitalised words on both sides, with nothing but blanks between."""
        left, right = self.previous, self.next
        return (
            left if left and self.gap.isspace() and left.capital else None,
            right if right and right.gap.isspace() and right.capital else None,
        )

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
            and self.small not in _WORDS["ordinary"]
            and (
                self.small in _WORDS["surname"]
                or (len(self.text) >= 3 and _FAMILY.fullmatch(self.text) is not None)
            )
        )

    @property
    def first(self) -> bool:
        """Whether it is one of the listed first names, however it is spelled."""
        return self.capital and skeleton(self.text) in _first_names()


@lru_cache
def _first_names() -> frozenset[str]:
    """The skeletons of the listed names; lines that begin with # are comments."""
    lines = (_LISTS / "first_names.txt").read_text(encoding="utf-8").splitlines()
    names = (word for line in lines if not line.startswith("#") for word in line.split())
    return frozenset(skeleton(form) for name in names for form in _cases(name))


def _cases(name: str) -> list[str]:
    """A first name in the cases of Russian: Наталья, Натальи, Наталье."""
    if name[-1] in "аяьй":
        return [
            name,
            *(name[:-1] + ending for ending in ("ы", "и", "е", "у", "ю", "ой", "ей", "я")),
        ]
    return [name, *(name + ending for ending in ("а", "у", "ом", "ем", "е"))]


@lru_cache(maxsize=10_000)
def certainty(text: str) -> Certainty | None:
    """How surely a person's name stands in a plain text.

    ``name``: a family name with initials, a patronymic beside another name, or a cell that holds
    nothing but a first and a family name. ``name-like``: a first name beside a family name within
    a longer text, one initial, a patronymic in another case than the nominative. The names of
    streets and of what is called after somebody («имени Айтматова») are no participant's.
    """
    if _ARABIC.search(text):
        return "name-like"
    words = _words(text)
    # A few words and nothing else, as in a cell with a person's name.
    whole = 1 <= len(words) <= 4 and len(text) <= 80 and bool(_NAMES_ONLY.fullmatch(text.strip()))
    if whole and text.islower():
        words = _words(text.title())
    found = {
        one
        for at, word in enumerate(words if len(words) > 1 or whole else ())
        for find in (_with_initials, _with_father, _with_kin, _pair)
        if (one := find(word, len(words) if whole else 0)) and not _honoured(words, at)
    }
    return "name" if "name" in found else "name-like" if found else None


def _words(text: str) -> list[_NameWord]:
    words: list[_NameWord] = []
    end = 0
    for match in _WORD.finditer(text):
        dotted = text[match.end() : match.end() + 2].strip().startswith(".")
        previous = words[-1] if words else None
        words.append(_NameWord(match[0], text[end : match.start()], dotted, previous))
        if previous:
            previous.next = words[-1]
        end = match.end()
    return words


def _honoured(words: Sequence[_NameWord], at: int) -> bool:
    """Whether a name belongs to a street, a school or a museum, by the words around it."""
    before = any(word.small in _WORDS["named_before"] for word in words[max(0, at - 3) : at])
    return before or any(word.small in _WORDS["named_after"] for word in words[at + 1 : at + 4])


# Each of the following looks at a word; ``alone`` is how many words the cell has, where they and
# nothing else are in it, or else 0.


def _with_initials(word: _NameWord, alone: int) -> Certainty | None:
    """Иванов И.И., И. И. Иванов, Ivanov I."""
    if word.initial or not word.capital or len(word.text) < 3:
        return None
    before, after = _initials(word, "previous")[::-1], _initials(word, "next")
    initials = before if len(before) >= len(after) else after
    letters = "".join(initials).lower()
    if not initials:
        return _closed_initials(word) if alone == 2 else None
    if len(initials) == 1:
        town = bool(before) and letters in ("г", "с", "п", "д", "р")
        return None if not word.family else "name" if alone and not town else "name-like"
    if letters in _WORDS["legal"] and not word.family:
        return None
    return "name" if word.family or alone else "name-like"


def _initials(word: _NameWord, side: Literal["previous", "next"], most: int = 2) -> list[str]:
    """The initials next to a word on one side, beginning with the nearest."""
    near: _NameWord | None = getattr(word, side)
    later = word if side == "previous" else near
    if not (most and near and later and near.initial and _BETWEEN_INITIALS.fullmatch(later.gap)):
        return []
    return [near.text, *_initials(near, side, most - 1)]


def _closed_initials(word: _NameWord) -> Certainty | None:
    """Иванов ИИ: a cell with a family name and two capital letters without points."""
    other = word.previous or word.next
    if not (word.family and other and len(other.text) == 2 and other.text.isupper()):
        return None
    return None if other.small in _WORDS["legal"] | _WORDS["countries"] else "name-like"


def _with_father(word: _NameWord, alone: int) -> Certainty | None:
    """A patronymic: Иван Иванович, Петровна."""
    if not word.capital or word.small in _WORDS["ordinary"]:
        return None
    if _FATHER.fullmatch(word.text) or word.small in _WORDS["whole_patronymic"]:
        return "name" if any(word.beside) or alone == 1 else "name-like"
    return "name-like" if _FATHER_DECLINED.fullmatch(word.text) else None


def _with_kin(word: _NameWord, alone: int) -> Certainty | None:
    """Асан уулу Бакыт, Нұрланқызы Айгүл, Рашид оглы."""
    left, right = word.beside
    if _KIN.fullmatch(word.text):
        others = left and (left.beside[0] or right or alone == 2)
        return "name" if others else "name-like" if left else None
    if not word.capital or not (left or right):
        return None
    if _KIN_ENDING.fullmatch(word.text):
        return "name"
    return "name-like" if _KIN_DOUBTFUL.fullmatch(word.text) else None


def _pair(right: _NameWord, alone: int) -> Certainty | None:
    """A first name beside a family name: Айгуль Токтосунова, Ahmad Khan."""
    left, following = right.previous, right.next
    if not left or not (right.gap.isspace() or (alone and right.gap.strip() == ",")):
        return None
    if _ADJECTIVE.fullmatch(right.text) and following and following.small in _WORDS["geographic"]:
        return None
    if (right.family and left.first) or (left.family and right.first):
        sure = (left.family and not left.first) or (right.family and not right.first)
        return "name" if alone == 2 and sure else "name-like"
    if alone == 2 and left.first and right.first:
        return "name-like"
    if not (left.capital and right.capital) or {left.small, right.small} & _WORDS["generic"].keys():
        return None
    role = left.previous and left.gap.isspace() and left.previous.small in _WORDS["role"]
    surely = role or any(
        word.family and _SURELY_FAMILY.fullmatch(word.text) for word in (left, right)
    )
    return "name-like" if surely else None
