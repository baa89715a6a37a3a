"""The forms of people's names: endings, lists of names, and words that only look like names."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from rrs_data.intake.spelling import skeleton

FIRST_NAMES = Path(__file__).with_name("first_names.txt")
SURNAMES = Path(__file__).with_name("surnames.txt")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


FAMILY = (
    "ов|ова|ову|овой|ев|ева|еву|евой|ёв|ёва|ин|ина|иной|ын|ына|енко|чук|швили|зода|заде|зод|"
    "ov|ova|ev|eva|ow|owa|ew|ewa|in|ina|yna|enko|chuk|shvili|"
    "zoda|zade|zada|zod|zay|zai|poor|pour|khel"
)
"""Endings of family names."""

FAMILY_SURE = "ов|ова|ев|ева|ёв|ёва|зода|ov|ova|ev|eva|owa|ewa|zoda"
"""Those that hardly any other word has."""

ADJECTIVE = "ский|ская|ской|цкий|цкая|цкой|sky|skiy|skii|skaya|skaia|tsky"
"""Endings that family names share with adjectives of places: «Нарынская область»."""

FATHER = (
    "ович|евич|овна|евна|ильич|кузьмич|лукич|фомич|никитич|саввич|"
    "ильинична|кузьминична|никитична|фоминична|"
    "ovich|evich|ovna|evna|owi[çc]h?|ewi[çc]h?|owna|ewna|il[iy]{1,2}ich|kuzmich|nikitichna"
)
"""Endings of patronymics."""

FATHER_CASES = "(?:ович|евич)(?:а|у|ем|е)|(?:овн|евн)(?:ы|е|у|ой)"
"""The same in other cases: in titles they often belong to the person a place is named after."""

KIN = (
    "уулу|кызы|қызы|кизи|қизи|гызы|оглы|оғлы|оглу|угли|ўғли|ўгли|углы|"
    "uulu|kyzy|qyzy|kizi|qizi|gyzy|ogly|ogli|oglu|oğlu|ugli|"
    "o[ʻʼ‘’'`´]g[ʻʼ‘’'`´]?li|og[ʻʼ‘’'`´]li"
)
"""Words for son and daughter that follow the father's name: Асан уулу."""

KIN_TAIL = "ұлы|қызы|уулу|оглы|оғлы|кызы|uulu|ogly|qyzy|kyzy|gyzy"
"""The same, written together with it: Нұрланұлы."""

KIN_DOUBTFUL = "улы|uly"

INITIAL = "Ch|Sh|Zh|Kh|Yu|Ya|Ts|Дж"
"""Initials of two letters."""

LEGAL = _words(
    "оф оо ао по то ио иг рц пф со жк кб тс ук цк of oo ao po pf pa ig rc ac us uk un eu dc"
)
"""Initials that are a legal form or a country: О.Ф., U.S."""

COUNTRIES = _words("кр рк рт рф рр ту кг кз сша ес оон kg kz tj tm uz af pk us uk eu un")
"""Abbreviations that follow a town's name as initials follow a family name: Бишкек КР."""

HONOUR = _words(
    "имени им улица улице улицы улицу ул проспект проспекте проспекта пр просп площадь площади "
    "бульвар переулок пер шоссе мкр микрорайон номи named street"
)
"""Words before a name that a street or an institution bears."""

HONOUR_AFTER = _words(
    "атындагы атындағы номидаги nomidagi adyndaky көчөсү көшесі кӯчаи кўчаси street avenue "
    "prospect foundation university museum"
)
"""The same, after the name."""

GEOGRAPHIC = _words(
    "область области обл район района город села село улица долина oblast region district"
)

GENERIC = GEOGRAPHIC | _words(
    "фонд центр общество объединение организация группа ассоциация союз школа город дом музей "
    "foundation fund center centre association union group school city house museum province "
    "velayat village town public"
)
"""Words that stand next to the name of a place or of something named after a person."""

ORDINARY = _words(
    "долина родина женщина украина вершина община медицина калина рябина жемчужина ветров основ "
    "царевна царевич королевна королевич верховна духовна china argentina origin basin cabin "
    "martin latin tsarevich unruly rainbow tomorrow window view review new renew crew show grow "
    "know meadow shadow flow"
)
"""Words that end like family names and patronymics but are not."""


def ends(endings: str, least: int) -> re.Pattern[str]:
    """A pattern of words with one of these endings after at least so many letters."""
    return re.compile(rf"[\w'ʻʼ‘’`´-]{{{least},}}(?:{endings})", re.IGNORECASE)


@lru_cache(maxsize=10_000)
def is_first_name(word: str) -> bool:
    """Whether a word is one of the listed first names, however it is spelled."""
    return skeleton(word) in _first_names()


@lru_cache
def _first_names() -> frozenset[str]:
    return frozenset(skeleton(word) for word in read_list(FIRST_NAMES))


@lru_cache
def surnames() -> frozenset[str]:
    """The family names that have no telling ending, in small letters."""
    return frozenset(word.lower() for word in read_list(SURNAMES))


def read_list(path: Path) -> tuple[str, ...]:
    """The words of a list, each once and in its order; lines that begin with # are comments."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return tuple(
        dict.fromkeys(word for line in lines if not line.startswith("#") for word in line.split())
    )
