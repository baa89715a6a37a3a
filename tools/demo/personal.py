"""Personal data that people write into registers, invented, with what each of it is.

Only the checks' tests use it: the demonstration registers hold nothing of the kind. The names are
made of roots of their own; ``listed`` says whether the first name is a common one, so that a
detector that knows common names can be measured on others.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from tools.demo.draw import Draw

STREAM = 71
"""The stream of chance of this noun."""


class Personal(NamedTuple):
    """A text, what stands in it (``name``, ``phone``, ``email``, ``identity``) and in what form."""

    text: str
    kind: str
    form: str


class Root(NamedTuple):
    """A person: names in Cyrillic and Latin, the father's name, and whether the name is common."""

    first: str
    first_latin: str
    family: str
    family_latin: str
    father: str
    father_latin: str
    listed: bool


PEOPLE = (
    Root("Айгуль", "Aigul", "Сооронбаева", "Sooronbaeva", "Касымовна", "Kasymovna", listed=True),
    Root("Нурлан", "Nurlan", "Дюшембиев", "Dyushembiev", "Абдыевич", "Abdyevich", listed=True),
    Root("Мээрим", "Meerim", "Кожошева", "Kozhosheva", "Ташиевна", "Tashievna", listed=True),
    Root("Ержан", "Yerzhan", "Тулегенов", "Tulegenov", "Маратович", "Maratovich", listed=True),
    Root("Гульнара", "Gulnara", "Жаксыбекова", "Zhaksybekova", "Оразовна", "Orazovna", listed=True),
    Root("Сергей", "Sergey", "Марченко", "Marchenko", "Игнатьевич", "Ignatyevich", listed=True),
    Root("Ольга", "Olga", "Крылова", "Krylova", "Прохоровна", "Prokhorovna", listed=True),
    Root("Фаррух", "Farrukh", "Назарзода", "Nazarzoda", "Каримович", "Karimovich", listed=True),
    Root("Дилором", "Dilorom", "Юлдашева", "Yuldasheva", "Собировна", "Sobirovna", listed=True),
    Root("Гульшат", "Gülşat", "Атаева", "Ataýewa", "Оразовна", "Orazowna", listed=True),
    Root("Сердар", "Serdar", "Ходжамурадов", "Hojamyradow", "Чарыевич", "Çaryýewiç", listed=True),
    Root("Отабек", "Otabek", "Нишонов", "Nishonov", "Тулкинович", "Tulkinovich", listed=True),
    Root("Каухар", "Kaukhar", "Есенова", "Yesenova", "Турсыновна", "Tursynovna", listed=False),
    Root("Ысман", "Ysman", "Чоробаев", "Chorobaev", "Кадырович", "Kadyrovich", listed=False),
    Root("Бүбүсара", "Bubusara", "Токоева", "Tokoeva", "Бейшеевна", "Beisheevna", listed=False),
    Root("Мухайё", "Mukhayo", "Ташматова", "Tashmatova", "Эргашевна", "Ergashevna", listed=False),
    Root("Хуррам", "Khurram", "Бобоев", "Boboev", "Шодиевич", "Shodievich", listed=False),
    Root("Гүлбадам", "Gulbadam", "Матраимова", "Matraimova", "Сатыевна", "Satyevna", listed=False),
    Root("Платон", "Platon", "Вересаев", "Veresaev", "Савельевич", "Savelyevich", listed=False),
    Root("Тихон", "Tikhon", "Заболоцкий", "Zabolotsky", "Макарович", "Makarovich", listed=False),
    Root("Хемра", "Hemra", "Бабаева", "Babaýewa", "Аллаевна", "Allaýewna", listed=False),
)  # fmt: skip

SENTENCES = (
    ("Тренер: {}, Ош", "Trainer: {}, Osh"),
    ("Курсы шитья, ведёт {}", "Sewing courses with {}"),
    ("Семинар для НПО ({})", "A workshop for NGOs ({})"),
)


def names(draw: Draw, count: int) -> Iterator[Personal]:
    """Names as people write them: ``count`` of each form."""
    for _ in range(count):
        person = draw.choose(PEOPLE)
        known = "" if person.listed else ", uncommon first name"
        for form, text in _name_forms(person, draw).items():
            yield Personal(text, "name", form + (known if "first name" in form else ""))


def _name_forms(person: Root, draw: Draw) -> dict[str, str]:
    cyrillic = draw.chance(0.5)
    first, family, father = (
        (person.first, person.family, person.father)
        if cyrillic
        else (person.first_latin, person.family_latin, person.father_latin)
    )
    one, two = first[0], father[0]
    after = draw.choose(("{f} {a}.{b}.", "{f} {a}. {b}.", "{f}, {a}.{b}.")).format(
        f=family, a=one, b=two
    )
    before = draw.choose(("{a}.{b}. {f}", "{a}. {b}. {f}", "{a}.{b}.{f}")).format(
        f=family, a=one, b=two
    )
    whole = draw.choose(("{l} {f} {p}", "{f} {p} {l}")).format(f=first, p=father, l=family)
    short = draw.choose(("{l} {f}", "{f} {l}")).format(f=first, l=family)
    sentence = draw.choose(SENTENCES)[0 if cyrillic else 1]
    return {
        "family name, initials": after,
        "initials, family name": before,
        "family name, initials, in a text": sentence.format(after),
        "with patronymic": whole,
        "with patronymic, capitals": whole.upper(),
        "with patronymic, small letters": whole.lower(),
        "with patronymic, in a text": sentence.format(whole),
        "first name and patronymic": f"{person.first} {person.father}",
        "first name and family name": short,
        "first name and family name, in a text": sentence.format(short),
        "son or daughter of": _kin(person, draw),
    }


def _kin(person: Root, draw: Draw) -> str:
    woman = person.father.endswith("на")
    father = person.father_latin[:-4].removesuffix("y") + "bek"
    word = draw.choose(("kyzy", "qizi", "gyzy") if woman else ("uulu", "o‘g‘li", "ogly"))
    return draw.choose(("{f} {w} {n}", "{n} {f} {w}")).format(
        f=father, w=word, n=person.first_latin
    )


def phones(draw: Draw, count: int) -> Iterator[Personal]:
    """Phone numbers of the programme's countries as people write them."""
    forms = {
        "international": "+996 {3} {3}{3}",
        "international, brackets": "+7 ({3}) {3}-{2}-{2}",
        "international, without plus": "998{2}{3}{2}{2}",
        "international, two zeros": "00992 {2} {3} {2} {2}",
        "Turkmenistan": "+993 6{1} {2}-{2}-{2}",
        "trunk 8": "8 7{2} {3} {2} {2}",
        "trunk 8, brackets": "8 (727) {3}-{2}-{2}",
        "trunk 0": "0{3} {2}-{2}-{2}",
        "trunk 0, bare": "0{3}{3}{3}",
        "Pakistan": "03{2}-{3}{2}{2}",
        "Uzbekistan, groups": "9{1} {3} {2} {2}",
        "with a word": "тел. {2}-{2}-{2}",
        "with a word, English": "Tel: {3}{2}",
        "in a text": "Совещание, звонить +996 {3} {2} {2} {2}",
    }
    for _ in range(count):
        for form, pattern in forms.items():
            yield Personal(_digits(pattern, draw), "phone", form)


def emails(draw: Draw, count: int) -> Iterator[Personal]:
    """E-mail addresses, plain and hidden."""
    forms = {
        "plain": "{}{}@mail.kg",
        "in a text": "Заявки: {}.{}@ngo.org.uz",
        "full-width": "{}{}＠mail．ru",
        "(at)": "{}_{} (at) inbox.ru",
        "[at] [dot]": "{}{}[at]mail[dot]kz",
    }
    for _ in range(count):
        person = draw.choose(PEOPLE)
        parts = person.first_latin.lower(), person.family_latin.lower()
        for form, pattern in forms.items():
            yield Personal(pattern.format(*parts), "email", form)


def identities(draw: Draw, count: int) -> Iterator[Personal]:
    """Numbers of persons and of their documents."""
    forms = {
        "KG, PIN": "21503198{1}0{2}{2}",
        "KZ, IIN": "85031{1}30{2}{2}",
        "UZ, PINFL": "3150385{2}{3}{2}",
        "TJ, tax number": "{3}{3}{3}",
        "KG, passport": "AN{2}{2}{3}",
        "KG, card": "ID {3}{2}{2}",
        "KG, passport, Cyrillic": "АН№{2}{3}{2}",
        "UZ, passport": "AA {2}{3}{2}",
        "KZ, card": "N{3}{3}{2}",
        "TM, passport": "I-AŞ {3}{3}",
        "PK, CNIC": "{2}{3}-{3}{2}{2}-{1}",
        "AF, tazkira": "1399-{2}{2}-{3}{2}",
        "with a word": "паспорт {3} {3}",
    }
    for _ in range(count):
        for form, pattern in forms.items():
            yield Personal(_digits(pattern, draw), "identity", form)


def personal_texts(count: int = 40) -> list[Personal]:
    """Labelled personal data: ``count`` texts of each form, the same every time."""
    draw = Draw(STREAM)
    makers = (names, phones, emails, identities)
    return [personal for make in makers for personal in make(draw, count)]


def _digits(pattern: str, draw: Draw) -> str:
    """The pattern with each ``{n}`` replaced by n digits, the first of them not 0 or 1."""
    text = pattern
    for size in (1, 2, 3):
        while f"{{{size}}}" in text:
            number = draw.whole(2 * 10 ** (size - 1), 10**size - 1)
            text = text.replace(f"{{{size}}}", str(number), 1)
    return text
