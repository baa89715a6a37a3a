"""Vocabulary: real places of the seven countries and invented, generic names of organisations."""

from __future__ import annotations

from typing import NamedTuple


class Town(NamedTuple):
    """A town with its oblast (province, velayat or city of national standing)."""

    ru: str
    en: str
    oblast_ru: str
    oblast_en: str


_CHUY = ("Чуйская область", "Chuy Oblast")
_KYZYLORDA = ("Кызылординская область", "Kyzylorda Oblast")
_KHATLON = ("Хатлонская область", "Khatlon Oblast")

TOWNS = {
    "bishkek": Town("Бишкек", "Bishkek", "город Бишкек", "Bishkek City"),
    "tokmok": Town("Токмок", "Tokmok", *_CHUY),
    "kara-balta": Town("Кара-Балта", "Kara-Balta", *_CHUY),
    "osh": Town("Ош", "Osh", "город Ош", "Osh City"),
    "uzgen": Town("Узген", "Uzgen", "Ошская область", "Osh Oblast"),
    "jalal-abad": Town("Джалал-Абад", "Jalal-Abad", "Джалал-Абадская область", "Jalal-Abad Oblast"),
    "naryn": Town("Нарын", "Naryn", "Нарынская область", "Naryn Oblast"),
    "karakol": Town("Каракол", "Karakol", "Иссык-Кульская область", "Issyk-Kul Oblast"),
    "cholpon-ata": Town("Чолпон-Ата", "Cholpon-Ata", "Иссык-Кульская область", "Issyk-Kul Oblast"),
    "talas": Town("Талас", "Talas", "Таласская область", "Talas Oblast"),
    "batken": Town("Баткен", "Batken", "Баткенская область", "Batken Oblast"),
    "kyzylorda": Town("Кызылорда", "Kyzylorda", *_KYZYLORDA),
    "aralsk": Town("Аральск", "Aralsk", *_KYZYLORDA),
    "kazalinsk": Town("Казалинск", "Kazalinsk", *_KYZYLORDA),
    "almaty": Town("Алматы", "Almaty", "город Алматы", "Almaty City"),
    "astana": Town("Астана", "Astana", "город Астана", "Astana City"),
    "shymkent": Town(
        "Шымкент", "Shymkent", "Южно-Казахстанская область", "South Kazakhstan Oblast"
    ),
    "kurgan-tyube": Town("Курган-Тюбе", "Kurgan-Tyube", *_KHATLON),
    "kulob": Town("Куляб", "Kulob", *_KHATLON),
    "dushanbe": Town("Душанбе", "Dushanbe", "город Душанбе", "Dushanbe City"),
    "khujand": Town("Худжанд", "Khujand", "Согдийская область", "Sughd Oblast"),
    "ashgabat": Town("Ашхабад", "Ashgabat", "город Ашхабад", "Ashgabat City"),
    "turkmenabat": Town("Туркменабад", "Turkmenabat", "Лебапский велаят", "Lebap Velayat"),
    "tashkent": Town("Ташкент", "Tashkent", "город Ташкент", "Tashkent City"),
    "samarkand": Town("Самарканд", "Samarkand", "Самаркандская область", "Samarkand Oblast"),
    "fergana": Town("Фергана", "Fergana", "Ферганская область", "Fergana Oblast"),
    "kabul": Town("Кабул", "Kabul", "провинция Кабул", "Kabul Province"),
    "mazar": Town("Мазари-Шариф", "Mazar-i-Sharif", "провинция Балх", "Balkh Province"),
    "faizabad": Town("Файзабад", "Faizabad", "провинция Бадахшан", "Badakhshan Province"),
    "islamabad": Town(
        "Исламабад", "Islamabad", "столичная территория Исламабад", "Islamabad Capital Territory"
    ),
    "peshawar": Town(
        "Пешавар", "Peshawar", "провинция Хайбер-Пахтунхва", "Khyber Pakhtunkhwa Province"
    ),
    "lahore": Town("Лахор", "Lahore", "провинция Пенджаб", "Punjab Province"),
}

HOMES: dict[str, dict[str, int]] = {
    "KG": {
        "bishkek": 3, "tokmok": 3, "kara-balta": 2, "osh": 2, "uzgen": 5, "jalal-abad": 5,
        "naryn": 5, "karakol": 4, "talas": 4, "batken": 4,
    },
    "KZ": {"kyzylorda": 12, "aralsk": 6, "kazalinsk": 5, "almaty": 3, "shymkent": 3, "astana": 1},
    "TJ": {"kurgan-tyube": 11, "kulob": 9, "dushanbe": 4, "khujand": 5},
    "TM": {"ashgabat": 1, "turkmenabat": 1},
    "UZ": {"tashkent": 2, "samarkand": 2, "fergana": 2},
    "AF": {"kabul": 2, "mazar": 3, "faizabad": 3},
    "PK": {"islamabad": 2, "peshawar": 3, "lahore": 2},
}  # fmt: skip
"""Where organisations are at home, with weights: the programme's focus shows in them."""

CITIES = frozenset({"bishkek", "osh", "almaty", "astana", "dushanbe", "ashgabat", "tashkent"})
"""Cities that are an oblast of their own: nobody there is rural."""

COMMON_NAMES = (
    ("Мост", "Bridge"), ("Родник", "Spring"), ("Опора", "Mainstay"), ("Диалог", "Dialogue"),
    ("Надежда", "Hope"), ("Доверие", "Trust"), ("Содействие", "Assistance"),
    ("Перспектива", "Perspective"), ("Инициатива", "Initiative"), ("Партнёр", "Partner"),
    ("Вместе", "Together"), ("Развитие", "Development"), ("Горизонт", "Horizon"),
    ("Шаг вперёд", "Step Forward"), ("Новый день", "New Day"), ("Открытый мир", "Open World"),
    ("Добрый сосед", "Good Neighbor"), ("Единство", "Unity"), ("Забота", "Care"),
    ("Равные возможности", "Equal Opportunities"), ("Женская инициатива", "Women’s Initiative"),
    ("Молодёжь села", "Rural Youth"), ("Чистая вода", "Clean Water"),
    ("Школа и семья", "School and Family"), ("Очаг", "Hearth"), ("Оазис", "Oasis"),
    ("Созидание", "Creation"), ("Маяк", "Lighthouse"), ("Росток", "Sprout"), ("Ступени", "Steps"),
    ("Взаимопомощь", "Mutual Aid"), ("Согласие", "Accord"), ("Тёплый дом", "Warm Home"),
    ("Мастерица", "Craftswoman"), ("Зелёная долина", "Green Valley"),
    ("Голос села", "Voice of the Village"), ("Правовая помощь", "Legal Aid"),
    ("Здоровая семья", "Healthy Family"), ("Живая земля", "Living Land"), ("Исток", "Source"),
    ("Верный путь", "True Path"), ("Точка опоры", "Foothold"), ("Общее дело", "Common Cause"),
    ("Соседи", "Neighbors"), ("Светлый путь", "Bright Path"), ("Новое поколение", "New Generation"),
    ("Радуга", "Rainbow"), ("Знание", "Knowledge"), ("Участие", "Participation"),
    ("Достоинство", "Dignity"),
)  # fmt: skip

LOCAL_NAMES: dict[str, tuple[tuple[str, str], ...]] = {
    "KG": (
        ("Үмүт", "Umut"), ("Булак", "Bulak"), ("Келечек", "Kelechek"), ("Ынтымак", "Yntymak"),
        ("Береке", "Bereke"), ("Өнүгүү", "Onuguu"), ("Жаңы жол", "Zhany Zhol"),
        ("Айыл демилгеси", "Aiyl Demilgesi"), ("Таза суу", "Taza Suu"), ("Бирдик", "Birdik"),
        ("Эмгек", "Emgek"), ("Достук", "Dostuk"), ("Көпүрө", "Kopuro"), ("Жаштык", "Zhashtyk"),
        ("Үй-бүлө", "Ui-Bulo"), ("Алтын дан", "Altyn Dan"), ("Тынчтык", "Tynchtyk"),
        ("Билим", "Bilim"), ("Дыйкан", "Dyikan"), ("Талап", "Talap"), ("Жарык", "Zharyk"),
        ("Кыял", "Kyial"), ("Ак кайың", "Ak Kaiyn"), ("Түнкү жылдыз", "Tunku Zhyldyz"),
    ),
    "KZ": (
        ("Үміт", "Umit"), ("Бірлік", "Birlik"), ("Береке", "Bereke"), ("Көмек", "Komek"),
        ("Ауыл жастары", "Auyl Zhastary"), ("Жаңа қадам", "Zhana Kadam"), ("Сенім", "Senim"),
        ("Қайнар", "Kainar"), ("Өркен", "Orken"), ("Дәнекер", "Daneker"),
        ("Арал тынысы", "Aral Tynysy"),
    ),
    "TJ": (
        ("Умед", "Umed"), ("Чашма", "Chashma"), ("Пайванд", "Paivand"), ("Дӯстӣ", "Dusti"),
        ("Ҳамкорӣ", "Hamkori"), ("Рушди деҳот", "Rushdi Dehot"), ("Оила", "Oila"),
        ("Баҳор", "Bahor"), ("Сафо", "Safo"), ("Заррин", "Zarrin"), ("Меҳнат", "Mehnat"),
    ),
}  # fmt: skip
"""Names in the countries' own languages; the other countries use the common ones."""

KIND_TITLES = {
    "foundation": ("Общественный фонд «{}»", "Public Foundation “{}”"),
    "association": ("Общественное объединение «{}»", "Public Association “{}”"),
    "network": ("Ресурсный центр «{}»", "Resource Center “{}”"),
    "initiative_group": ("Инициативная группа «{}»", "Initiative Group “{}”"),
}

PUBLIC_BODIES = (
    ("Управление социального развития", "Department of Social Development"),
    ("Отдел по работе с общественными организациями", "Office for Public Organizations"),
    ("Районная администрация", "District Administration"),
)
