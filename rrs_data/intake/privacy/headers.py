"""Headers of columns that hold personal data."""

from __future__ import annotations

import re

_HEADER = re.compile(
    r"(?:^|[^\w])(?:"
    r"ф\.?\s?и\.?\s?о|имя|имена|фамили[яи]|отчеств[оа]|аты[- ]?жөнү|аты[- ]?жөні|тегі|ному насаб|"
    r"насаб|исми?|шариф|familiya|ismi|familiýasy|ady|"
    r"тел|телефоны?|моб|мобильный|сот|сотовый|факс|whatsapp|telegram|телеграм|контакты|контактные\s+данные|"
    r"e-?\s?mail|емейл|имейл|мейл|(?:электронная\s)?почта|эл\.?\s?почта|эл\.?\s?адрес|"
    r"(?:домашний\s)?адрес(?!\s+(?:мероприят|организац|сайт|офис))|место\s+жительства|прописка|дарек|мекенжай|нишонӣ|"
    r"паспорт\w*|удостоверени[ея]|инн|пин|иин|пинфл|снилс|жсн|"
    r"(?:дата|год|день|число)\s+рождения|д\.?\s?р|г\.?\s?р|туулган|туған|"
    r"(?:full|first|last|family|middle|given|participant'?s?|person'?s?|contact|trainee'?s?|director'?s?)\s+name|"
    r"names?\s+of\s+(?:the\s+)?(?:participants?|persons?|trainees?|beneficiar(?:y|ies)|trainers?|director)|"
    r"surname|patronymic|name\s+and\s+surname|"
    r"phones?|telephone|tel|mobile|cell\s?phone|fax|contacts|contact\s+details|"
    r"(?:home\s|postal\s|street\s)?address(?!\s+of\s+(?:the\s+)?(?:event|organi[sz]ation|venue))|"
    r"passport|id\s+(?:card|number)|identity|identification|national\s+id|cnic|nic|tazkira|ssn|tin|inn|iin|"
    r"dob|d\.\s?o\.\s?b|birth\s?(?:day|date)|(?:date|year|place)\s+of\s+birth"
    r")(?=[^\w]|$)",
    re.IGNORECASE,
)
_WHOLE = re.compile(r"(?:name|names)", re.IGNORECASE)


def personal_header(header: str) -> bool:
    """Whether a column of this header is for personal data: ФИО, телефон, адрес, passport, DOB.

    «Название», title, place and organisation name are not.
    """
    shown = " ".join(re.sub(r"[_*]", " ", header).replace("’", "'").split())
    return _WHOLE.fullmatch(shown) is not None or _HEADER.search(shown) is not None
