"""Variants: organisations of the demonstration registers written a second time, with labels.

``same`` variants are the organisation that ``of`` names, written as another person would; the
others only look like it: a branch elsewhere, a neighbour of a similar name. With them it is
measured how well duplicates are found, and how many are found that are none.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from tools.demo.draw import Draw
from tools.demo.rows import Organisation
from tools.demo.transliteration import latin
from tools.demo.vocabulary import HOMES, KIND_TITLES, TOWNS
from tools.demo.writing import later_id

STREAM = 72
"""The stream of chance of this noun."""

SHORT_FORMS = {
    "foundation": ("ОФ", "PF"),
    "association": ("ОО", "PA"),
    "network": ("РЦ", "RC"),
    "initiative_group": ("ИГ", "IG"),
}
OWN_FORMS = {
    ("KG", "foundation"): "коомдук фонду",
    ("KG", "association"): "коомдук бирикмеси",
    ("KG", "initiative_group"): "демилгелүү топ",
    ("KZ", "foundation"): "қоғамдық қоры",
    ("KZ", "association"): "қоғамдық бірлестігі",
    ("TJ", "association"): "ташкилоти ҷамъиятӣ",
}
"""Legal forms in the countries' own languages."""

PLAIN = str.maketrans("ёңөүқғәұіҳҷӣӯЁҢӨҮҚҒӘҰІҲҶ", "еноукгауихчиуЕНОУКГАУИХЧ")
LOOKALIKES = str.maketrans("аеоср", "aeocp")

NEIGHBOURS = {
    "Родник": "Родина", "Мост": "Рост", "Росток": "Восток", "Очаг": "Причал", "Исток": "Итог",
    "Эмгек": "Эмгекчил", "Умед": "Умеда", "Баҳор": "Бухоро", "Жаңы жол": "Жаңы доор",
    "Чистая вода": "Чистый воздух", "Женская инициатива": "Молодёжная инициатива",
    "Береке": "Береке-Плюс", "Новый день": "Новый дом", "Верный путь": "Верный друг",
    "Светлый путь": "Долгий путь", "Надежда": "Наследие", "Булак": "Бурана", "Билим": "Биримдик",
    "Талап": "Талант", "Достук": "Достойно", "Согласие": "Сотрудничество", "Маяк": "Майдан",
    "Радуга": "Радость", "Знание": "Здание", "Забота": "Работа", "Оазис": "Базис",
    "Здоровая семья": "Здоровое село", "Тёплый дом": "Тёплый очаг", "Сафо": "Сабо",
}  # fmt: skip
"""Other names that look like those of the register."""


class Variant(NamedTuple):
    """A row, the id of the organisation that it looks like, what was done, and whether it is it."""

    row: Organisation
    of: str
    kind: str
    same: bool


class Pieces(NamedTuple):
    """What a title of the generator is made of."""

    form: str
    name: str
    place: str

    def title(self) -> str:
        """The pieces as a person without quotes writes them."""
        return " ".join(filter(None, (self.form, self.name))) + (
            f", {self.place}" if self.place else ""
        )


Change = Callable[[Organisation, Draw], tuple[str, str] | None]


def pieces(title: str) -> Pieces:
    """A title of the generator taken to pieces: «Общественный фонд «Мост», Ош»."""
    head, _, place = title.rpartition(", ")
    form, _, name = head.replace("“", "«").rstrip("»”").partition("«")
    return Pieces(form.strip(), name, place)


def _copied(title: str) -> tuple[str, str]:
    """The same text in both columns, as people do who know one language only."""
    return title, title


def _latin(system: str) -> Change:
    return lambda row, _: _copied(latin(row.title_ru.translate(str.maketrans("«»", '""')), system))


def _short(row: Organisation, _: Draw) -> tuple[str, str]:
    ru, en = pieces(row.title_ru), pieces(row.title_en)
    short_ru, short_en = SHORT_FORMS[row.kind]
    return f"{short_ru} «{ru.name}», {ru.place}", f"{en.name} {short_en}, {en.place}"


def _own_form(row: Organisation, _: Draw) -> tuple[str, str] | None:
    ru, form = pieces(row.title_ru), OWN_FORMS.get((row.country, row.kind))
    return _copied(f"«{ru.name}» {form}, {ru.place}") if form else None


def _without_form(row: Organisation, _: Draw) -> tuple[str, str]:
    return _copied(f"«{pieces(row.title_ru).name}», {pieces(row.title_ru).place}")


def _hyphens(row: Organisation, _: Draw) -> tuple[str, str] | None:
    ru = pieces(row.title_ru)
    name = ru.name.replace("-", " ") if "-" in ru.name else ru.name.replace(" ", "-")
    return _copied(ru._replace(name=name).title()) if name != ru.name else None


def _typo(row: Organisation, draw: Draw) -> tuple[str, str] | None:
    ru = pieces(row.title_ru)
    if len(ru.name) < 5:
        return None
    return _copied(f"{ru.form} «{slip(ru.name, draw)}», {ru.place}")


def slip(name: str, draw: Draw) -> str:
    """The name with one letter left out, doubled, turned or mistaken."""
    at = draw.whole(1, len(name) - 2)
    return draw.choose(
        (
            name[:at] + name[at + 1 :],
            name[:at] + name[at] + name[at:],
            name[:at] + name[at + 1] + name[at] + name[at + 2 :],
            name[:at] + draw.choose("аоиунр") + name[at + 1 :],
        )
    )


def _turned(row: Organisation, _: Draw) -> tuple[str, str] | None:
    ru = pieces(row.title_ru)
    words = ru.name.split()
    return _copied(ru._replace(name=" ".join(words[::-1])).title()) if len(words) > 1 else None


def _abbreviated_place(row: Organisation, _: Draw) -> tuple[str, str]:
    ru = pieces(row.title_ru)
    place = ru.place.replace("область", "обл.").replace("провинция", "пров.")
    return _copied(f"{ru.form} «{ru.name}» ({place if place != ru.place else 'г. ' + ru.place})")


def _all_at_once(row: Organisation, draw: Draw) -> tuple[str, str]:
    ru = pieces(row.title_ru)
    short = latin(SHORT_FORMS[row.kind][0], "passport")
    system = draw.choose(("passport", "geographic", "chat"))
    return _copied(f"{short} {latin(ru.name, system)} ({latin(ru.place, system)})".upper())


SAME: dict[str, Change] = {
    "no quotes": lambda row, _: _copied(pieces(row.title_ru).title()),
    "other quotes": lambda row, _: _copied(row.title_ru.translate(str.maketrans("«»", '""'))),
    "capitals": lambda row, _: _copied(row.title_ru.upper()),
    "plain letters": lambda row, _: _copied(row.title_ru.translate(PLAIN)),
    "two alphabets": lambda row, _: _copied(row.title_ru.translate(LOOKALIKES)),
    "hyphens": _hyphens,
    "short form": _short,
    "no form": _without_form,
    "form in the own language": _own_form,
    "place left out": lambda row, _: _copied(row.title_ru.rpartition(", ")[0]),
    "place in brackets": _abbreviated_place,
    "Latin, passport": _latin("passport"),
    "Latin, geographic": _latin("geographic"),
    "Latin, library": _latin("library"),
    "Latin, chat": _latin("chat"),
    "Latin, turkic": _latin("turkic"),
    "English in both": lambda row, _: _copied(row.title_en),
    "columns swapped": lambda row, _: (row.title_en, row.title_ru),
    "words turned": _turned,
    "slip of a letter": _typo,
    "all at once": _all_at_once,
}
"""What is done to titles; None where it changes nothing."""


def _numbered(row: Organisation, _: Draw) -> Organisation:
    ru, en = pieces(row.title_ru), pieces(row.title_en)
    return row._replace(
        title_ru=f"{ru.form} «{ru.name} № 2», {ru.place}",
        title_en=f"{en.form} “{en.name} No. 2”, {en.place}",
    )


def _neighbour(row: Organisation, _: Draw) -> Organisation | None:
    ru, en = pieces(row.title_ru), pieces(row.title_en)
    other = NEIGHBOURS.get(ru.name)
    if not other:
        return None
    spelled = latin(other, "passport")
    return row._replace(
        title_ru=f"{ru.form} «{other}», {ru.place}", title_en=f"{en.form} “{spelled}”, {en.place}"
    )


def _elsewhere(row: Organisation, draw: Draw, country: str = "") -> Organisation | None:
    """A branch in another oblast of the country, or an organisation of that name in another one."""
    country = country or row.country
    homes = [key for key in HOMES[country] if TOWNS[key].oblast_ru[:4] != row.region[:4]]
    homes = [key for key in homes if not {TOWNS[key].ru[:2]} & {row.region[:2], row.region[6:8]}]
    if not homes:
        return None
    town = TOWNS[draw.choose(homes)]
    ru, en = pieces(row.title_ru), pieces(row.title_en)
    return row._replace(
        title_ru=f"{ru.form} «{ru.name}», {town.ru}",
        title_en=f"{en.form} “{en.name}”, {town.en}",
        country=country,
        region=town.oblast_ru,
    )


OTHERS: dict[str, Callable[[Organisation, Draw], Organisation | None]] = {
    "a number": _numbered,
    "a similar name": _neighbour,
    "a branch elsewhere": _elsewhere,
    "another country": lambda row, draw: _elsewhere(
        row, draw, "KZ" if row.country == "KG" else "KG"
    ),
}
"""Organisations that only look like the one that they are made from."""


def make_variants(organisations: Sequence[Organisation]) -> list[Variant]:
    """Every organisation of civil society in every variant, under ids of their own."""
    draw = Draw(STREAM)
    members = [row for row in organisations if row.is_cso and row.kind in KIND_TITLES]
    made: list[Variant] = []
    taken = {(row.country, pieces(row.title_ru).name) for row in organisations}
    for kind, change in SAME.items():
        for row in members:
            if titles := change(row, draw):
                changed = row._replace(title_ru=titles[0], title_en=titles[1])
                made.append(Variant(changed, row.organisation_id, kind, same=True))
    for kind, another in OTHERS.items():
        made += [
            Variant(other, row.organisation_id, kind, same=False)
            for row in members
            if (other := another(row, draw))
            and not (
                other.country != row.country and (other.country, pieces(row.title_ru).name) in taken
            )
        ]
    first = organisations[-1].organisation_id
    return [
        one._replace(row=one.row._replace(organisation_id=later_id(first, number)))
        for number, one in enumerate(made, start=1)
    ]
