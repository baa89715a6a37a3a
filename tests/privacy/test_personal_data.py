"""Personal data: what is told from titles, places and dates, in every script of the region."""

from collections import Counter
from time import thread_time

import pytest

from rrs_data.intake.privacy import kind_of, personal_header
from rrs_data.intake.schema import load_schema
from tools.demo.personal import personal_texts

NAMES = """
Иванов И.И.|И. И. Иванов|Ivanov I.I.|ИВАНОВ И.И.|иванов и.и.|Иванов, И. И.|Karimov Sh.|Иванов Иван
Айтматов Чингиз Төрөкулович|иванов иван иванович|ИВАНОВА АННА ПЕТРОВНА|Петровна|Annagül Orazowna
Асан уулу Бакыт|Айгуль Асан кызы|Нұрланқызы Айгүл|Рашид оглы Вагиф|Alisher Rustam oʻgʻli
Айгуль Токтосунова|Токтосунова Айгуль|Aigul Toktosunova|Gülşat Annaýewa|Қайрат Нұрланұлы
Умеда Раҳмонова|Мирзоева Нигина|Ahmad Khan|Daniyar Usenov|Тренинг Иванова А.А. в Оше
Ивaнов И.И.|Ｉｖａｎｏｖ Ｉ．Ｉ．|Ив\u200bанов И.И.
"""
LIKE_NAMES = """
Тренер: Айгуль Токтосунова, Ош|Фонд «Айгуль Токтосунова»|Встреча с А. Ивановым, А. Иванова
Каухар Есенова|Umarova AA|Памяти Ивана Петровича|Фонд «Ала-Тоо кызы»
"""
PHONES = """
+996 555 123456|8 (727) 123-45-67|0555-12-34-56|0555123456|996555123456|+998 90 123 45 67
90 123 45 67|0300-1234567|тел. 66-12-34|Tel: 54321|(0312) 66-12-34|123-45-67|٠٥٥٥١٢٣٤٥٦
"""
EMAILS = "a@b.kg|Заявки: a.b@ngo.org.uz|ivanov＠mail．ru|ivanov (at) mail.ru|ivanov[at]mail[dot]ru"
IDENTITIES = """
21501198500123|850115300123|31503851234567|123456789|AN1234567|ID 1234567|AA1234567|N12345678
АН №1234567|I-AS 123456|12345-1234567-1|1399-0101-12345|ИНН 1234567890|850115 300123|4509 123456
"""
HONEST = """
Улица Токтогула|Manas|имени Айтматова|Школа имени Чингиза Айтматова|Школа им. А.С. Пушкина
Kyzyl-Orda|Кызылорда|Светлана|Общественный фонд «Светлана»|Aiyl Demilgesi|Айыл демилгеси
Public Association “Roza”, Osh|Ч. Айтматов атындагы мектеп|Ismail Somoni Street|Курманжан Датка
О.Ф. Эмгек|U.S. Embassy|г. Ош|С. Кара-Суу|Нарынская область|Роза ветров|Ұлы Жібек жолы|ОФ «Умед»
Aga Khan Foundation|Фонд Фридриха Эберта|Манас Таласская область|Жаңы-Жол айылы|Бишкек КР
2012-2015|2013/14|2014-09-30|30.09.2014|01/12/2013 - 05/12/2013|Тренинг (2014) 2015-2016
1 250 000|1.250.000,50|12 345 678.90|1234567.50|42.874621, 74.569762|3.14|100 %|School No. 5
EV-0123456|ORG-160000|P-0FYZUE|AID-176-A-12-00001|Hotel 12345|July Conference, 2014|Фаза II. Итоги
Women@Work|Meeting at Osh|Тренинг по работе с email|Телефон доверия 112|Паспорт проекта 2014
"""


def split(texts):
    return [text for line in texts.strip().splitlines() for text in line.split("|")]


@pytest.mark.parametrize(
    ("kind", "texts"),
    [
        ("name", NAMES),
        ("name-like", LIKE_NAMES),
        ("phone", PHONES),
        ("email", EMAILS),
        ("identity", IDENTITIES),
    ],
)
def test_personal_texts(kind, texts):
    """Names, phones, addresses and numbers are told in each of the ways people write them."""
    expected = dict.fromkeys(split(texts), kind)

    assert expected == {text: kind_of(text) for text in expected}


def test_honest_texts():
    """Titles, places, dates, sums and ids are no personal data."""
    assert {} == {text: kind for text in split(HONEST) if (kind := kind_of(text))}


def test_recall_of_each_form():
    """Of each form of labelled personal data nearly all is found; with rare first names most."""
    texts = personal_texts()
    of_form = Counter((one.kind, one.form) for one in texts)
    found = Counter(
        (one.kind, one.form)
        for one in texts
        if str(kind_of(one.text)).removesuffix("-like") == one.kind.removesuffix("-like")
    )
    low = {
        form: found[form] / count
        for form, count in of_form.items()
        if found[form] / count < (0.9 if "uncommon" in form[1] else 0.99)
    }

    assert {} == low


@pytest.mark.parametrize(
    "unit", ["а", "1", "A.b ", "Иванов И. ", "a@", "1 2", "( at ", "-'", "a-", "Аб ", "+7(", "aя"]
)
def test_time_grows_with_the_length(unit):
    """A text of 100,000 characters takes about ten times as long as one of 10,000."""
    seconds = []
    for size in (10_000, 100_000):
        text = unit * (size // len(unit))
        start = thread_time()
        kind_of(text)
        seconds.append(thread_time() - start)

    assert seconds[1] < 100 * max(seconds[0], 0.001)


PERSONAL_HEADERS = """
ФИО|Ф.И.О.|Ф. И. О. участника|имя|Имя участника|фамилия|Отчество|телефон|Тел.|моб.|e-mail|Email
почта|Адрес|адрес проживания|паспорт|№ паспорта|ИНН|ПИН|ИИН|дата рождения|name of participant|Name
Full name|Participant's name|phone|DOB|passport|date_of_birth|phone_number|Аты-жөнү|Contact details
"""
HONEST_HEADERS = """
Название|title|place|organisation name|Organization name|Название на русском|Код участника|Person id
Место|Отдел|Тип|Country|Область|Indicator|Name of organization|Название организации|Наименование
Event title|Contact hours|Контактные часы|instructors|Named instructors|Адрес мероприятия|Дата
"""


def test_personal_headers():
    """Columns for names, phones, addresses, birth dates and documents are known."""
    assert [] == [header for header in split(PERSONAL_HEADERS) if not personal_header(header)]


def test_honest_headers():
    """Titles, places, ids, and all headers of the schema in both languages are nothing personal."""
    own = [
        text
        for register in load_schema().registers.values()
        for column in register.columns
        for text in (column.name, *column.titles.values())
    ]

    assert [] == [header for header in [*split(HONEST_HEADERS), *own] if personal_header(header)]
