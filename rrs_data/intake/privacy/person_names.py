"""People's names, as they are written in the programme's countries, in both alphabets."""

import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Literal, NamedTuple

import yaml

from rrs_data.intake.words import skeleton

Certainty = Literal["name", "name-like"]

LONGEST = 40  # letters in the longest word that is looked at as a name

_LISTS = Path(__file__).parent
_LISTED = yaml.safe_load((_LISTS / "name_words.yml").read_text(encoding="utf-8"))
_WORDS = {name: dict.fromkeys(words.split()) for name, words in _LISTED.items()}
"""Words by what they are signs of, in their order, and found at once."""
_MARKS = "'’‘ʻʼ`´"


def _endings(*names: str, least: int = 3) -> re.Pattern[str]:
    """A pattern of words with one of these endings after at least so many letters."""
    listed = "|".join(ending for name in names for ending in _WORDS[name])
    return re.compile(rf"[\w{_MARKS}-]{{{least},}}(?:{listed})", re.IGNORECASE)


_FORMS = {
    "of family": _endings("family", "declined_family", "adjective", least=2),
    "of family surely": _endings("surely_family"),
    "of places": _endings("adjective", least=2),
    "of father": _endings("patronymic"),
    "of father declined": _endings("declined_patronymic"),
    "is kin": re.compile("|".join(_WORDS["kin"]), re.IGNORECASE),
    "with kin": _endings("kin_ending"),
    "with kin perhaps": _endings("doubtful_kin_ending"),
}
"""Forms of words by the signs that they are known by below; lists have signs of their own."""

_WORD = re.compile(rf"[^\W\d_]+(?:[{_MARKS}-][^\W\d_]+)*")
_INITIAL = re.compile(rf"[^\W\d_]|(?i:{'|'.join(_WORDS['initial'])})")
_BETWEEN_INITIALS = re.compile(r"\.?[\s,]{0,3}")
_ARABIC = re.compile(
    r"(?<!\w)(?:(?:{title})\s\w{{2,}}|(?:{name})(?:\s\w{{2,}})?\s(?:{name}|{family}))(?!\w)".format(
        **{one: "|".join(_WORDS[f"arabic_{one}"]) for one in ("title", "name", "family")}
    )
)
_NAMES_ONLY = re.compile(rf"[^\W\d_](?:[^\W\d_]|[\s.,{_MARKS}-])*")


class _NameWord(NamedTuple):
    """A word of a text, what stands before it, and its signs: lists that have it, forms, kinds."""

    text: str = ""
    gap: str = ""
    signs: frozenset[str] = frozenset()


@lru_cache
def _first_names() -> frozenset[str]:
    """The skeletons of the listed names; lines that begin with # are comments."""
    lines = (_LISTS / "first_names.txt").read_text(encoding="utf-8").splitlines()
    names = (word for line in lines if not line.startswith("#") for word in line.split())
    return frozenset(skeleton(form) for name in names for form in _cases(name))


def _cases(name: str) -> list[str]:
    """A first name in the cases of Russian: Наталья, Натальи, Наталье."""
    stem, endings = name, "а у ом ем е"
    if name[-1] in "аяьй":
        stem, endings = name[:-1], "ы и е у ю ой ей я"
    return [name, *(stem + ending for ending in endings.split())]


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
    few = 1 <= len(words) - 2 <= 4 and len(text) <= 80
    if whole := few and _NAMES_ONLY.fullmatch(text.strip()) is not None:
        words = _words(text.title()) if text.islower() else words
    many = len(words) - 2
    found = {
        one
        for at in range(1, many + 1 if many > 1 or whole else 0)
        for find in (_with_initials, _with_father, _with_kin, _pair)
        if (one := find(words, at, many if whole else 0)) and not _honoured(words, at)
    }
    return "name" if "name" in found else "name-like" if found else None


def _words(text: str) -> list[_NameWord]:
    """The words of a text between two empty ones."""
    words, end = [_NameWord()], 0
    for match in _WORD.finditer(text):
        dotted = text[match.end() : match.end() + 2].strip().startswith(".")
        words.append(_NameWord(match[0], text[end : match.start()], _signs(match[0], dotted)))
        end = match.end()
    return [*words, _NameWord()]


@lru_cache(maxsize=100_000)
def _signs(word: str, dotted: bool) -> frozenset[str]:
    signs = {name for name, listed in _WORDS.items() if word.lower() in listed}
    if len(word) > LONGEST:
        return frozenset(signs)
    signs |= {name for name, form in _FORMS.items() if form.fullmatch(word)}
    if word[0].isupper():
        by_ending = len(word) >= 3 and "of family" in signs
        kinds = {
            "capital": True,
            "an initial": dotted and _INITIAL.fullmatch(word),
            "a family": "ordinary" not in signs and ("surname" in signs or by_ending),
            "a first": skeleton(word) in _first_names(),
        }
        signs |= {name for name, is_one in kinds.items() if is_one}
    return frozenset(signs)


def _honoured(words: Sequence[_NameWord], at: int) -> bool:
    """Whether a name belongs to a street, a school or a museum, by the words around it."""
    before = any("named_before" in word.signs for word in words[max(0, at - 3) : at])
    return before or any("named_after" in word.signs for word in words[at + 1 : at + 4])


def _beside(words: Sequence[_NameWord], at: int) -> tuple[bool, bool]:
    """Whether capitalised words stand on both sides, with nothing but blanks between."""
    left = words[at].gap.isspace() and "capital" in words[at - 1].signs
    return left, words[at + 1].gap.isspace() and "capital" in words[at + 1].signs


# Each of the following looks at a word; ``alone`` is how many words the cell has, where they and
# nothing else are in it, or else 0.


def _with_initials(words: Sequence[_NameWord], at: int, alone: int) -> Certainty | None:
    """Иванов И.И., И. И. Иванов, Ivanov I.; and Иванов ИИ, where nothing else is in the cell."""
    word, family = words[at], "a family" in words[at].signs
    if "an initial" in word.signs or "capital" not in word.signs or len(word.text) < 3:
        return None
    before, after = _initials(words, at, -1)[::-1], _initials(words, at, 1)
    initials = before if len(before) >= len(after) else after
    letters = "".join(initials).lower()
    if not initials:
        other = words[3 - at] if alone == 2 and family else _NameWord()
        closed = len(other.text) == 2 and other.text.isupper()
        return "name-like" if closed and not other.signs & {"legal", "countries"} else None
    if len(initials) == 1:
        town = bool(before) and letters in ("г", "с", "п", "д", "р")
        return None if not family else "name" if alone and not town else "name-like"
    if letters in _WORDS["legal"] and not family:
        return None
    return "name" if family or alone else "name-like"


def _initials(words: Sequence[_NameWord], at: int, step: int, most: int = 2) -> list[str]:
    """The initials next to a word on one side, beginning with the nearest."""
    near, gap = words[at + step], words[max(at, at + step)].gap
    if not (most and "an initial" in near.signs and _BETWEEN_INITIALS.fullmatch(gap)):
        return []
    return [near.text, *_initials(words, at + step, step, most - 1)]


def _with_father(words: Sequence[_NameWord], at: int, alone: int) -> Certainty | None:
    """A patronymic: Иван Иванович, Петровна."""
    signs = words[at].signs
    if "capital" not in signs or "ordinary" in signs:
        return None
    if signs & {"of father", "whole_patronymic"}:
        return "name" if any(_beside(words, at)) or alone == 1 else "name-like"
    return "name-like" if "of father declined" in signs else None


def _with_kin(words: Sequence[_NameWord], at: int, alone: int) -> Certainty | None:
    """Асан уулу Бакыт, Нұрланқызы Айгүл, Рашид оглы."""
    signs, (left, right) = words[at].signs, _beside(words, at)
    if "is kin" in signs:
        others = left and (_beside(words, at - 1)[0] or right or alone == 2)
        return "name" if others else "name-like" if left else None
    if "capital" not in signs or not (left or right):
        return None
    if "with kin" in signs:
        return "name"
    return "name-like" if "with kin perhaps" in signs else None


def _pair(words: Sequence[_NameWord], at: int, alone: int) -> Certainty | None:
    """A first name beside a family name: Айгуль Токтосунова, Ahmad Khan."""
    left, right = words[at - 1], words[at]
    if at == 1 or not (right.gap.isspace() or (alone and right.gap.strip() == ",")):
        return None
    if "of places" in right.signs and "geographic" in words[at + 1].signs:
        return None
    families = [one for one in (left, right) if "a family" in one.signs]
    firsts = [one for one in (left, right) if "a first" in one.signs]
    if families and firsts and (len(families) + len(firsts) > 2 or families != firsts):
        sure = any("a first" not in one.signs for one in families)
        return "name" if alone == 2 and sure else "name-like"
    if alone == 2 and len(firsts) == 2:
        return "name-like"
    if "capital" not in left.signs & right.signs or "generic" in left.signs | right.signs:
        return None
    role = left.gap.isspace() and "role" in words[at - 2].signs
    surely = role or any("of family surely" in one.signs for one in families)
    return "name-like" if surely else None
