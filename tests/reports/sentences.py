"""The sentence check: what a report says of its numbers, held against the numbers that it shows.

It reads a report's outputs as a reader does and knows nothing of the code that wrote them. Each
rule gives the texts that break it.
"""

import re
from collections import Counter, defaultdict

from tests.reports.whole import rows_of, words_of

NUMBER = r"\d[\d\u00a0,]*(?:\.\d+)?"
SUPERLATIVE = re.compile(
    r"leads? with|the most|\bmost \w+ from|largest|highest|на первом месте|больше всего|чаще всего",
    re.IGNORECASE,
)
TOGETHER = re.compile(r"“[^”]+” and “|» и «| and [A-Z]\w+ (?:—|lead)| и [А-Я]\w+ —")
ALL = re.compile(r"all of them for the first time|все впервые|tous pour la première fois")
ROUNDED = re.compile(r"round|округл|arrondi", re.IGNORECASE)
BEFORE_AND_NOW = re.compile(
    rf"({NUMBER}) [^;]*; (up from|down from|больше, чем до этого:|меньше, чем до этого:) ({NUMBER})"
)
PERCENT = re.compile(rf"(?<![+−\d,.])({NUMBER})\u00a0?%")
"""A share; with a sign it is how far something lies from a target."""
NOUNS = {
    forms[0]: forms
    for forms in (
        ("участник", "участника", "участников"),
        ("представитель", "представителя", "представителей"),
        ("человек", "человека", "человек"),
        ("гость", "гостя", "гостей"),
        ("организация", "организации", "организаций"),
        ("индикатор", "индикатора", "индикаторов"),
        ("мероприятие", "мероприятия", "мероприятий"),
        ("грант", "гранта", "грантов"),
        ("строка", "строки", "строк"),
        ("замечание", "замечания", "замечаний"),
        ("показатель", "показателя", "показателей"),
        ("раз", "раза", "раз"),
        ("пара", "пары", "пар"),
        ("страна", "страны", "стран"),
    )
}
"""Russian nouns after a number: one, two to four, five and more."""

CASES = {form: one for one, forms in NOUNS.items() for form in forms}
OBLIQUE = {"человек": ("человека", "человек", "человек")}
BEFORE = re.compile(r"(?:\bиз|\bу|\bот|\bдо|\bо|\bс|\bОГО|\bболее|\bменее) $", re.IGNORECASE)
"""What takes the genitive."""


DAYS, PEOPLE = ("Dates", "Даты"), ("Participants", "Участники")


def faults(outputs):
    """All texts of a report that its numbers do not bear, with the rule that each breaks."""
    found = []
    noted = any(ROUNDED.search(words_of(one)) for one in outputs)
    for data, what in outputs:
        if what["role"] in ("achievements", "workbook"):
            continue
        text = plain(words_of((data, what)))
        found += [("tie", one) for one in ties(text)] if what["role"] == "figure" else []
        if what["role"] == "table":
            sums = [] if noted else totals(rows_of(data["text/markdown"]))
            found += [("rounding", one) for one in sums]
            continue
        told = sentences(text) if what["role"] == "text" else []
        for sentence in told:
            found += [("comparison", sentence)] if not bears(sentence) else []
            found += [("small share", sentence)] if bare_share(sentence) else []
            found += [("agreement", one) for one in disagreeing(sentence)]
    found += [("small share", one) for one in shares_of_few(outputs)]
    found += [("all or none", one) for one in unborne(outputs)]
    return found + [("two totals", one) for one in two_totals(outputs)]


def plain(text):
    """A text without the marks of figures."""
    text = re.sub(r"\{[^{}]*\}", "", text)
    return re.sub(r"[\[\]*\\]", "", text).replace("\u202f", "\u00a0")


def value(text):
    return float(re.sub(r"[^\d.\-]", "", text.replace("−", "-")) or 0)


def sentences(text):
    return [one for one in re.split(r"(?<=[.!?])\s+|\n+", text) if one.strip()]


def ties(text):
    """A chart whose title names one first, where two of its numbers are the largest."""
    title, _, rest = text.strip().partition("\n")
    told = rest.removeprefix(title).strip(" .")
    shown = [part.split(":")[0] for part in told.split(";")] if ";" in told else told.split(", ")
    numbers = [value(match[1]) for one in shown if (match := re.search(rf"— \$?({NUMBER})", one))]
    if SUPERLATIVE.search(title) and not TOGETHER.search(title) and numbers:
        return [title] if Counter(numbers)[max(numbers)] > 1 else []
    return []


def bears(sentence):
    """Whether “a of b”, “more than”, “less than”, “none” and “all” hold for the numbers beside."""
    for part, whole in re.findall(rf"({NUMBER}) (?:of|из) ({NUMBER})(?![\d,.]*%)", sentence):
        if value(part) > value(whole):
            return False
    for number, limit in re.findall(rf"({NUMBER})[^.]*? (?:more than|более) ({NUMBER})", sentence):
        if value(number) <= value(limit):
            return False
    for number, way, before in BEFORE_AND_NOW.findall(sentence):
        if (value(number) > value(before)) != (way in ("up from", "больше, чем до этого:")):
            return False
    none = re.search(rf"(?:None of|ни один \w+ из) ({NUMBER})", sentence)
    if none and value(none[1]) <= 1:
        return False
    first = re.search(rf"({NUMBER}) [^,]*, all of them|({NUMBER}) [^,]*, все впервые", sentence)
    return not (first and value(first[1] or first[2]) < 1)


def bare_share(sentence):
    """Whether a percentage stands where a number under ten does not stand beside it.

    A share of fewer than ten is a multiple of the tenths and less that they can make; the threshold
    and the progress towards a target are no shares of people.
    """
    shares = PERCENT.findall(sentence) if re.search(r"[^\W\d]{3}", sentence) else []
    others = re.findall(NUMBER, PERCENT.sub("", sentence))
    target = re.search(
        r"target|budget|бюджет|threshold|cible|цел|within|отклонени|deviation|écart|pts|±",
        sentence,
        re.IGNORECASE,
    )
    return bool(shares) and not others and not target


FIGURE = re.compile(r'\[([^\[\]]*)\]\{\.figure indicator="([^"]*)"\}')


def achieved(outputs):
    """What the report's own record says of each indicator, by its code."""
    records = [data["application/json"] for data, what in outputs if what["role"] == "achievements"]
    return {one["indicator"]: one for record in records for one in record["achievements"]}


def shares_of_few(outputs):
    """Paragraphs, rows, tiles and explanations with a share of fewer than ten alone."""
    shares = {
        code: {f"{one[part]:.0f}" for part in ("numerator", "denominator")}
        for code, one in achieved(outputs).items()
        if one["unit"] == "percent" and 0 < (one["denominator"] or 0) < 10
    }
    for data, what in outputs:
        text = data.get("text/markdown", "") if what["role"] in ("text", "table") else ""
        framed = "{.tile}" in text or "{.counted}" in text
        for block in text.split(":::") if framed else text.splitlines():
            numbers = set(re.findall(NUMBER, PERCENT.sub("", plain(block))))
            for _, code in FIGURE.findall(block):
                if not shares.get(code, set()) <= numbers:
                    yield plain(block).strip()[:200]


def unborne(outputs):
    """“All came for the first time” of fewer new people than people; “recorded for everyone” else.

    Whether all or none are meant is held against the report's record, not against its sentences.
    """
    by_role = {one["role"]: one for one in achieved(outputs).values()}
    new, all_of_them = (by_role.get(role) for role in ("new_participants", "participants"))
    unknown = {
        part["by"].rpartition(".")[2]
        for part in (all_of_them or {}).get("breakdown", ())
        if part["category"] == "unknown" and part["value"]
    }
    for data, what in outputs:
        for sentence in sentences(plain(words_of((data, what)))) if what["role"] == "text" else ():
            if new and ALL.search(sentence) and new["actual"] != all_of_them["actual"]:
                yield sentence
            if RECORDED.search(sentence) and any(WORDS[one].search(sentence) for one in unknown):
                yield sentence


RECORDED = re.compile(r"Recorded for everyone|Указано у всех")
WORDS = {
    "sex": re.compile(r"\bsex\b|\bпол\b"),
    "age_band": re.compile(r"age band|возрастн"),
    "place": re.compile(r"urban or rural|город или село"),
}
"""What may be unknown of people, and how a report calls it."""


def totals(rows):
    """The columns of a table whose last row is their sum, by a unit out, without a word of it."""
    head, *body = [[plain(cell).replace("\\", "") for cell in row] for row in rows]
    if not body or body[-1][0] not in ("Total", "Всего"):
        return []
    columns = [[row[number] for row in body] for number in range(1, len(head))]
    return [
        f"{head[number]}: {column}"
        for number, column in enumerate(columns, 1)
        if all(re.fullmatch(rf"−?\$?{NUMBER}(?:\u00a0\$)?", cell) for cell in column)
        and 0 < abs(sum(map(value, column[:-1])) - value(column[-1])) <= len(column)
    ]


def two_totals(outputs):
    """An event that has two numbers of people under one word."""
    seen = defaultdict(set)
    tables = [rows_of(data["text/markdown"]) for data, what in outputs if what["role"] == "table"]
    for head, *rows in tables:
        days, people = ([at for at, one in enumerate(head) if one in of] for of in (DAYS, PEOPLE))
        if head[0] in ("Event", "Мероприятие") and people:
            for row in rows:
                seen[row[0], row[days[0]]].add(plain(row[people[0]]))
    return [f"{key}: {sorted(numbers)}" for key, numbers in seen.items() if len(numbers) > 1]


def form_of(number):
    """Which of the three forms a Russian number takes."""
    last, teen = number % 10, 10 < number % 100 < 20
    return 0 if last == 1 and not teen else 1 if 1 < last < 5 and not teen else 2


def disagreeing(sentence):
    """A number and the noun behind it that do not agree; guests taken in are in the accusative."""
    for match in re.finditer(rf"(?<![\d–,.-])({NUMBER}) ([а-яё]+)", sentence):
        noun, before = CASES.get(match[2]), sentence[: match.start()]
        if noun is None or not match[1].replace("\u00a0", "").isdigit():
            continue
        one, few, many = NOUNS[noun]
        genitive = OBLIQUE.get(noun, (few, many, many))
        forms = genitive if BEFORE.search(before) else (one, few, many)
        right = forms[form_of(int(value(match[1])))]
        taken = before.endswith("приняли ") and match[2] in (few, many)
        if match[2] != right and not taken:
            yield f"{match[0]}, not {right}: {sentence}"
