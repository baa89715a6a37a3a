"""Loading: ``programme.yml`` becomes the programme, once nothing in it contradicts the rest."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from babel import Locale, localedata
from babel.numbers import is_currency

from rrs_data.programme.faults import Fault, raise_if_any
from rrs_data.programme.parameters import position, read_params
from rrs_data.programme.programme import (
    WRITTEN,
    Award,
    Country,
    Currency,
    Group,
    Marking,
    Programme,
    Rate,
    Region,
    Trainee,
)

Contradiction = tuple[tuple[str | int, ...], str, str, str]
"""Where something is wrong, step by step; what was found, what is allowed, how to mend it."""


def load_programme(params: Path) -> Programme:
    """Read ``programme.yml`` from the directory of parameters.

        load_programme(report.params).countries

    Raises FaultsError: everything that is wrong in the file, line by line.
    """
    path = params / "programme.yml"
    content: dict[str, Any] = read_params(path, "programme")
    found = contradictions(content, params)
    raise_if_any([Fault(position(path, *steps), *said) for steps, *said in found])
    made: dict[str, Callable[[Any], Any]] = {
        "award": lambda award: Award(**award),
        "start": date.fromisoformat,
        "end": date.fromisoformat,
        "marking": lambda marking: Marking(**marking),
        "languages": tuple,
        "currency": _currency,
        "countries": lambda all_: {code: _country_of(code, one) for code, one in all_.items()},
        "groups": lambda all_: {name: Group(**_fixed(one)) for name, one in all_.items()},
        "regions": lambda all_: {code: Region(**_fixed(one)) for code, one in all_.items()},
        "acronyms": tuple,
        "online": tuple,
        "trainee": lambda trainee: Trainee(**_fixed(trainee)),
    }
    return Programme(**{key: made.get(key, _same)(value) for key, value in content.items()})


def _currency(content: Mapping[str, Any]) -> Currency:
    rates = [
        Rate(one["currency"], date.fromisoformat(one["from"]), one["rate"], one["source"])
        for one in content.get("rates", ())
    ]
    return Currency(content["code"], tuple(rates))


def _country_of(code: str, content: Mapping[str, Any]) -> Country:
    return Country(**{"code": code, **content, "since": date.fromisoformat(content["since"])})


def _fixed(content: Mapping[str, Any]) -> dict[str, Any]:
    """Values with tuples in place of lists."""
    return {key: tuple(one) if isinstance(one, list) else one for key, one in content.items()}


def _same(value: Any) -> Any:
    return value


def contradictions(content: Mapping[str, Any], params: Path) -> Iterator[Contradiction]:
    """What no schema can say: codes that nobody knows, and values that do not go together."""
    yield from _unknown_codes(content)
    yield from _wrong_days(content)
    yield from _rates(content["currency"])
    yield from _equal_names(content["countries"])
    yield from _missing_cases(content["countries"])
    yield from _strangers(content)
    logo = content.get("marking", {}).get("logo")
    if logo and not (params / logo).is_file():
        expected = f"a picture in {params}"
        yield ("marking", "logo"), f"no file {logo}", expected, "add it there, or correct its name"


def _unknown_codes(content: Mapping[str, Any]) -> Iterator[Contradiction]:
    """Languages, currencies and countries that Unicode's CLDR does not know."""
    for number, code in enumerate(content["languages"]):
        if not localedata.exists(code):
            yield ("languages", number), code, "an ISO 639 code such as fr or ky", "correct it"
    for code in content["countries"]:
        if code not in Locale(WRITTEN).territories:
            yield ("countries", code), code, "an ISO 3166 code such as MD or GE", "correct it"
    rates = enumerate(content["currency"].get("rates", ()))
    currencies: list[tuple[tuple[str | int, ...], str]] = [(("code",), content["currency"]["code"])]
    currencies += [(("rates", number, "currency"), one["currency"]) for number, one in rates]
    for steps, code in currencies:
        if not is_currency(code):
            yield ("currency", *steps), code, "an ISO 4217 code such as EUR or GEL", "correct it"


def _wrong_days(content: Mapping[str, Any]) -> Iterator[Contradiction]:
    start, end = content["start"], content["end"]
    if end <= start:
        yield ("end",), end, f"a day after the start, {start}", "correct the one or the other"
        return
    for code, country in content["countries"].items():
        if not start <= country["since"] <= end:
            steps, expected = ("countries", code, "since"), f"a day from {start} to {end}"
            yield steps, country["since"], expected, "correct the day, or the programme's days"


def _rates(currency: Mapping[str, Any]) -> Iterator[Contradiction]:
    """Rates of the reporting currency itself, and two of one currency from one day on."""
    known = set()
    for number, one in enumerate(currency.get("rates", ())):
        steps, rate = ("currency", "rates", number), (one["currency"], one["from"])
        if one["currency"] == currency["code"]:
            expected = "rates of other currencies than the reporting currency"
            yield steps, f"a rate of {currency['code']}", expected, "remove it"
        elif rate in known:
            found = f"{one['currency']} from {one['from']} again"
            yield steps, found, "one rate of a currency from a day on", "remove one of the two"
        known.add(rate)


def _equal_names(countries: Mapping[str, Any]) -> Iterator[Contradiction]:
    known: dict[tuple[str, str], str] = {}
    for code, country in countries.items():
        for language, name in country["name"].items():
            other = known.setdefault((language, name.casefold()), code)
            if other != code:
                steps, found = ("countries", code, "name", language), f"“{name}”, as {other} has it"
                yield steps, found, "a name of its own", "correct it"


def _missing_cases(countries: Mapping[str, Any]) -> Iterator[Contradiction]:
    """Case forms that some countries have in a language, and others have not."""
    needed = dict.fromkeys(one for each in countries.values() for one in each.get("cases", ()))
    for code, country in countries.items():
        for language in needed:
            if language not in country.get("cases", ()):
                expected = "genitive and locative, as for the other countries"
                mend = f"write cases: {{ {language}: {{ genitive: …, locative: … }} }}"
                yield ("countries", code), f"no case forms in {language}", expected, mend


def _strangers(content: Mapping[str, Any]) -> Iterator[Contradiction]:
    """Countries of groups and regions that are not the programme's; a value of two regions."""
    countries, known = content["countries"], set()
    named = [("groups", name, one["countries"]) for name, one in content.get("groups", {}).items()]
    regions = content.get("regions", {}).items()
    named += [("regions", code, [region["country"]]) for code, region in regions]
    for kind, name, codes in named:
        for code in codes:
            if code not in countries:
                expected = f"a country of the programme: {', '.join(countries)}"
                yield (kind, name), code, expected, "take one of these"
    for code, region in regions:
        for value in region["values"]:
            if (region["country"], value) in known:
                steps, found = ("regions", code, "values"), f"“{value}” of another region, too"
                yield steps, found, "each value in one region", "remove it from one of the two"
            known.add((region["country"], value))
