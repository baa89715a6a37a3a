"""Endings and words by which names of persons are known, and those that only look like it."""

from __future__ import annotations

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


FAMILY = (
    "ов|ова|ову|овой|ев|ева|еву|евой|ёв|ёва|ин|ина|иной|ын|ына|енко|чук|швили|зода|заде|зод|"
    "ov|ova|ev|eva|ow|owa|ew|ewa|in|ina|yna|enko|chuk|shvili|"
    "zoda|zade|zada|zod|zay|zai|poor|pour|khel"
)
"""Ends of family names."""

FAMILY_SURE = "ов|ова|ев|ева|ёв|ёва|зода|ov|ova|ev|eva|owa|ewa|zoda"
"""Those of them that hardly another word has."""

ADJECTIVE = "ский|ская|ской|цкий|цкая|цкой|sky|skiy|skii|skaya|skaia|tsky"
"""Ends of family names that adjectives of places have too: «Нарынская область»."""

FATHER = (
    "ович|евич|овна|евна|ильич|кузьмич|лукич|фомич|никитич|саввич|"
    "ильинична|кузьминична|никитична|фоминична|"
    "ovich|evich|ovna|evna|owi[çc]h?|ewi[çc]h?|owna|ewna|il[iy]{1,2}ich|kuzmich|nikitichna"
)
"""Ends of patronymics."""

FATHER_CASES = "(?:ович|евич)(?:а|у|ем|е)|(?:овн|евн)(?:ы|е|у|ой)"
"""The same in other cases: in titles they often name whom a place is named for."""

KIN = (
    "уулу|кызы|қызы|кизи|қизи|гызы|оглы|оғлы|оглу|угли|ўғли|ўгли|углы|"
    "uulu|kyzy|qyzy|kizi|qizi|gyzy|ogly|ogli|oglu|oğlu|ugli|"
    "o[ʻʼ‘’'`´]g[ʻʼ‘’'`´]?li|og[ʻʼ‘’'`´]li"
)
"""Words for son and daughter, after the father's name: Асан уулу."""

KIN_TAIL = "ұлы|қызы|уулу|оглы|оғлы|кызы|uulu|ogly|qyzy|kyzy|gyzy"
"""The same, grown together with it: Нұрланұлы."""

KIN_DOUBTFUL = "улы|uly"

INITIAL = "Ch|Sh|Zh|Kh|Yu|Ya|Ts|Дж"
"""Initials of two letters."""

LEGAL = _words(
    "оф оо ао по то ио иг рц пф со жк кб тс ук цк of oo ao po pf pa ig rc ac us uk un eu dc"
)
"""Initials that are a legal form or a country: О.Ф., U.S."""

COUNTRIES = _words("кр рк рт рф рр ту кг кз сша ес оон kg kz tj tm uz af pk us uk eu un")
"""What stands behind a place's name as initials do: Бишкек КР."""

HONOUR = _words(
    "имени им улица улице улицы улицу ул проспект проспекте проспекта пр просп площадь площади "
    "бульвар переулок пер шоссе мкр микрорайон номи named street"
)
"""Words before a name that a place or an institution bears."""

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
"""Words that stand beside the name of a place or of what is called after somebody."""

ORDINARY = _words(
    "долина родина женщина украина вершина община медицина калина рябина жемчужина ветров основ "
    "царевна царевич королевна королевич верховна духовна china argentina origin basin cabin "
    "martin latin tsarevich unruly rainbow tomorrow window view review new renew crew show grow "
    "know meadow shadow flow"
)
"""Words that end as family names and patronymics do and are none."""


def ends(endings: str, least: int) -> re.Pattern[str]:
    """A pattern of words with one of these endings behind at least so many letters."""
    return re.compile(rf"[\w'ʻʼ‘’`´-]{{{least},}}(?:{endings})", re.IGNORECASE)
