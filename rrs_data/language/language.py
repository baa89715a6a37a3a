"""Languages: the report's texts from the catalogues, and numbers, dates and money by locale."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from gettext import c2py
from pathlib import Path
from typing import Literal, Self

from babel import Locale
from babel.dates import format_date
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, get_currency_symbol, parse_pattern

from rrs_data.language.markdown import Figure, with_marks
from rrs_data.programme.programme import WRITTEN, Period, Programme

CATALOGUES = Path(__file__).parent / "locale"
Style = Literal["number", "percent", "money"]
"""How a value is written: a unit that is neither a percentage nor money is a number."""

NOTHING = "—"
"""What stands for a value that does not exist. Missing is not zero."""

FINEST = 9
"""Digits of a share; what is beyond them is how computers divide."""


class Language:
    """One of the report's languages. The catalogues' keys are the English texts.

    A text that is missing in it stands in the ``first`` language of the programme, and where that
    has none either, as it was written.
    """

    def __init__(self, code: str, *, first: str = "", currency: str = "") -> None:
        """Load the catalogue of a language, if it has one; amounts are in the ``currency``."""
        self.code = code
        self.first = first or code
        self.currency = currency
        self.locale = Locale(code)
        self.lacking: dict[str, None] = {}
        """The texts that were asked for and that are missing in this language."""

    @classmethod
    def of(cls, programme: Programme, code: str) -> Self:
        """One of a programme's languages, with its currency."""
        return cls(code, first=programme.languages[0], currency=programme.currency.code)

    def t(self, message: str, context: str | None = None, **values: object) -> str:
        """A text in this language, with ``{name}`` fields filled in.

        ``context`` tells apart what English says in one way: a grammatical case, say.
        """
        text = self._translated(message, context) or message
        return text.format(**with_marks(values)) if values else text

    def _translated(self, message: str, context: str | None = None, number: int = 1) -> str:
        """What this language's catalogue makes of a text, or else that of the first language."""
        text = _translation(self.code, message, context, number)
        if not text and self.code != WRITTEN:
            self.lacking[message] = None
            text = _translation(self.first, message, context, number)
        return text

    def n(self, one: str, many: str, number: float | Figure, **values: object) -> str:
        """A text in the plural form that a number or figure needs; ``{n}`` is the number itself.

        Russian has three forms: 1 участник, 2 участника, 5 участников, 21 участник.
        """
        value = (number.value or 0) if isinstance(number, Figure) else number
        text = self._translated(one, number=int(value)) or (one if value == 1 else many)
        written = number.marked if isinstance(number, Figure) else self.number(value)
        return text.format(n=written, **with_marks(values))

    def pick(self, texts: Mapping[str, str] | str) -> str:
        """The text of this language; one that is missing is noted, and the first one's taken.

        Where a parameter is not given at all, it is empty; a bare text is of every language.
        """
        if isinstance(texts, str):
            return texts
        if not texts or self.code in texts:
            return texts.get(self.code, "")
        found = texts.get(self.first) or next(iter(texts.values()))
        self.lacking[found] = None
        return found

    def number(self, value: float | None, digits: int = 0) -> str:
        """A number with the locale's separators: 1 206 or 1,206."""
        return self._written(value, "#,##0", digits)

    def decimal(self, value: float) -> str:
        """A number with the digits that it has, up to eight, such as a rate: 0,0205 or 0.0205."""
        return format_decimal(value, "#,##0.########", self.locale)

    def percent(self, share: float | None, *, signed: bool = False) -> str:
        """A share as a percentage: 56 % or 56%; ``signed`` puts a plus before a rise.

        What is not quite nothing or not quite the whole is never 0 % or 100 %: 99.8 %.
        """
        pattern, digits = self.locale.percent_formats[None].pattern, telling_digits(share)
        text = self._written(share, pattern, digits, scale=2)
        return "+" + text if signed and round(share or 0, FINEST) > 0 else text

    def points(self, difference: float) -> str:
        """A difference of shares in percentage points, with its sign: “+10 pts”."""
        points = self.number(difference * 100, telling_digits(difference))
        return self.t("{points} pts", points=f"+{points}" if difference > 0 else points)

    def money(self, amount: float | None) -> str:
        """An amount in whole units of the currency: 3 000 $ or $3,000, 3 000 € or CHF 3,000."""
        return self._written(amount, self.money_pattern)

    @property
    def money_pattern(self) -> str:
        """The locale's pattern of an amount in whole units; ``¤`` stands for the currency."""
        pattern = self.locale.currency_formats["standard"].pattern.replace(".00", "")
        if get_currency_symbol(self.currency, self.locale).isalpha():
            pattern = pattern.replace("¤#", "¤\N{NO-BREAK SPACE}#")
        return str(pattern)

    def _written(
        self, value: float | None, pattern: str, digits: int = 0, *, scale: int = 0
    ) -> str:
        """A value, rounded to so many digits, by a pattern of the locale for whole numbers.

        It has the typographic minus, which screen readers and readers tell from a hyphen. What
        rounds to zero has none: “−0 %” says nothing.
        """
        if value is None:
            return NOTHING
        form = parse_pattern(pattern.replace("0", "0." + "0" * digits) if digits else pattern)
        exact = rounded(value, scale + digits)
        text: str = form.apply(exact, self.locale, currency=self.currency, currency_digits=False)
        zero = not any(char in "123456789" for char in text)
        return text.replace("-", "" if zero else "\N{MINUS SIGN}")

    def value(self, value: float | None, style: str) -> str:
        """A value as its unit or :data:`Style` is written; a unit of anything is a number."""
        if style == "percent":
            return self.percent(value)
        return self.money(value) if style == "money" else self.number(value)

    def day(self, day: date) -> str:
        """A day in words: 30 сентября 2014 г. or September 30, 2014."""
        return format_date(day, "long", locale=self.locale)

    def short_day(self, day: date) -> str:
        """A day for a table's cell: 30 сентября 2014 г. or Sep 30, 2014."""
        return format_date(day, self.t("MMM d, y", "a day"), locale=self.locale)

    def days(self, first: date, last: date) -> str:
        """A few days for a table's cell: 3–7 марта 2014 г. or Mar 3 – 7, 2014."""
        if first == last:
            return self.short_day(first)
        if first.year != last.year:
            pattern = self.t("MMM d, y – |MMM d, y", "days of two years")
        elif first.month != last.month:
            pattern = self.t("MMM d – |MMM d, y", "days of two months")
        else:
            pattern = self.t("MMM d – |d, y", "days of one month")
        forms = zip((first, last), pattern.split("|"), strict=True)
        return "".join(format_date(day, form, locale=self.locale) for day, form in forms)

    def months(self, first: date, last: date) -> list[tuple[date, str]]:
        """The months from one day to another, or of several years the years, with short names."""
        every = 1 if (last - first).days < 400 else 12
        count = 12 * (last.year - first.year) + last.month - first.month + 1
        places = range(first.month - 1, first.month - 1 + count, every)
        days = [date(first.year + at // 12, at % 12 + 1, 1) for at in places]
        form = "LLL" if every == 1 else "LLL y"
        return [(day, format_date(day, form, locale=self.locale)) for day in days]

    def span(self, period: Period) -> str:
        """A period's first and last day in words."""
        first, last = self.day(period.start), self.day(period.end)
        return self.t("{first} – {last}", first=first, last=last)

    def listing(self, items: list[str]) -> str:
        """Items in a row: “a, b and c” or «а, б и в»."""
        if len(items) < 2:
            return "".join(items)
        return self.t("{items} and {last}", items=", ".join(items[:-1]), last=items[-1])


def own_name(code: str) -> str:
    """What a language calls itself: English, Русский."""
    name = str(Locale(code).get_language_name(code))
    return name[0].upper() + name[1:]


def telling_digits(share: float | None) -> int:
    """How many digits a percentage needs, not to say of a small part that it is none or all."""
    exact, whole = round(share or 0, FINEST), (-1, 0, 1)
    if exact in whole:
        return 0
    return next(digits for digits in range(FINEST) if rounded(exact, 2 + digits) not in whole)


def rounded(value: float, digits: int) -> float:
    """A value rounded as people do it by hand: a half goes away from zero."""
    exact = Decimal(str(round(value, 12)))
    return float(exact.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP))


@lru_cache
def _catalogue(code: str) -> tuple[Catalog, Callable[[int], int]]:
    """A language's catalogue, empty where there is none, and the plural form of a number."""
    path, catalogue = CATALOGUES / code / "LC_MESSAGES" / "rrs.po", Catalog(code)
    if path.is_file():
        with path.open("rb") as file:
            catalogue = read_po(file, locale=code)
    return catalogue, c2py(catalogue.plural_expr)


def _translation(code: str, message: str, context: str | None, number: int) -> str:
    """A text as a language's catalogue has it; empty where it does not, or where it is a guess."""
    catalogue, form = _catalogue(code)
    found = catalogue.get(message, context)
    if found is None or found.fuzzy:
        return ""
    forms = [found.string] if isinstance(found.string, str) else found.string or [""]
    return forms[form(number) if len(forms) > 1 else 0]
