"""The sentence check: what a report says of its numbers, held against the numbers that it shows.

It reads a report's outputs as a reader does and knows nothing of the code that wrote them. Each
rule gives the texts that break it.
"""

import re
from collections import Counter, defaultdict
from itertools import chain, filterfalse
from operator import gt, le, lt

from babel import Locale

from tests.reports.whole import rows_of, words_of

NUMBER = r"\d[\d\u00a0,]*(?:\.\d+)?"
SUPERLATIVE = re.compile(
    r"(?i)leads? with|the most|\bmost \w+ from|largest|highest|на первом месте|больше всего|чаще"
)
TOGETHER = re.compile(r"“[^”]+” and “|» и «| and [A-Z]\w+ (?:—|lead)| и [А-Я]\w+ —")
ALL = re.compile(r"all of them for the first time|все впервые|tous pour la première fois")
ROUNDED = re.compile(r"round|округл|arrondi", re.IGNORECASE)
COMPARISONS = (
    (rf"({NUMBER}) (?:of|из) ({NUMBER})(?![\d,.]*%)", le),
    (rf"({NUMBER})[^.]*? (?:more than|более) ({NUMBER})", gt),
    (rf"({NUMBER}) [^;]*; (?:up from|больше, чем до этого:) ({NUMBER})", gt),
    (rf"({NUMBER}) [^;]*; (?:down from|меньше, чем до этого:) ({NUMBER})", lt),
)
"""How two numbers of a sentence must lie."""
MORE_THAN = {
    rf"(?:None of|ни один \w+ из) ({NUMBER})": 1,
    rf"({NUMBER}) [^,]*, (?:all of them|все впервые)": 0,
}
"""What a number must exceed."""

PERCENT = re.compile(rf"(?<![+−\d,.])({NUMBER})\u00a0?%")
"""A share; with a sign it is how far something lies from a target."""
FIGURE = re.compile(r'\[([^\[\]]*)\]\{\.figure indicator="([^"]*)"\}')

NOUNS = """
участник участника участников
представитель представителя представителей
человек человека человек
гость гостя гостей
организация организации организаций
индикатор индикатора индикаторов
мероприятие мероприятия мероприятий
грант гранта грантов
строка строки строк
замечание замечания замечаний
показатель показателя показателей
раз раза раз
пара пары пар
страна страны стран
"""
FORMS = {form: line.split() for line in NOUNS.splitlines() for form in line.split()}
"""Russian nouns after a number: one, two to four, five and more."""
BEFORE = re.compile(r"(?:\bиз|\bу|\bот|\bдо|\bо|\bс|\bОГО|\bболее|\bменее) $", re.IGNORECASE)
"""What takes the genitive."""

RECORDED = re.compile(r"Recorded for everyone|Указано у всех")
WORDS = {"sex": r"\bsex\b|\bпол\b", "age_band": "age band|возрастн", "place": "urban or|город или"}
"""What may be unknown of people, and how a report calls it."""


def faults(outputs):
    """All texts of a report that its numbers do not bear, with the rule that each breaks."""
    words = defaultdict(list)
    for one in outputs:
        words[one[1]["role"]].append(plain(words_of(one)))
    said = list(chain.from_iterable(map(sentences, words["text"])))
    tables = [rows_of(data["text/markdown"]) for data, what in outputs if what["role"] == "table"]
    noted = ROUNDED.search("\n".join(chain.from_iterable(words.values())))
    found = {
        "tie": filter(tied, words["figure"]),
        "comparison": filterfalse(bears, said),
        "small share": [*filter(bare_share, said), *shares_of_few(outputs)],
        "agreement": chain.from_iterable(map(disagreeing, said)),
        "all or none": unborne(said, achieved(outputs)),
        "rounding": [] if noted else chain.from_iterable(map(totals, tables)),
        "two totals": two_totals(tables),
    }
    return [(rule, one) for rule, texts in found.items() for one in texts]


def plain(text):
    """A text without the marks of figures."""
    text = re.sub(r"\{[^{}]*\}", "", text)
    return re.sub(r"[\[\]*\\]", "", text).replace("\u202f", "\u00a0")


def value(text):
    return float(re.sub(r"[^\d.\-]", "", text.replace("−", "-")) or 0)


def sentences(text):
    return [one for one in re.split(r"(?<=[.!?])\s+|\n+", text) if one.strip()]


def tied(text):
    """Whether a chart's title names one first, where two of its numbers are the largest."""
    title, _, rest = text.strip().partition("\n")
    told = rest.removeprefix(title).strip(" .")
    shown = [part.split(":")[0] for part in told.split(";")] if ";" in told else told.split(", ")
    numbers = [value(match[1]) for one in shown if (match := re.search(rf"— \$?({NUMBER})", one))]
    named = SUPERLATIVE.search(title) and not TOGETHER.search(title)
    return bool(named and numbers) and Counter(numbers)[max(numbers)] > 1


def bears(sentence):
    """Whether “a of b”, “more than”, “up from”, “none” and “all” hold for the numbers beside."""
    two = (
        holds(value(one), value(other))
        for rule, holds in COMPARISONS
        for one, other in re.findall(rule, sentence)
    )
    single = (
        value(number) > least
        for rule, least in MORE_THAN.items()
        for number in re.findall(rule, sentence)
    )
    return all(two) and all(single)


def bare_share(sentence):
    """Whether a share of people, no threshold or progress, stands without a number beside it."""
    words = r"target|budget|бюджет|threshold|cible|цел|within|отклонени|deviation|écart|pts|±"
    of_people = re.search(r"[^\W\d]{3}", sentence) and not re.search(words, sentence, re.IGNORECASE)
    bare = PERCENT.search(sentence) and not re.search(NUMBER, PERCENT.sub("", sentence))
    return bool(of_people and bare)


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
    texts = [data["text/markdown"] for data, what in outputs if what["role"] in ("text", "table")]
    for text in texts:
        framed = "{.tile}" in text or "{.counted}" in text
        for block in text.split(":::") if framed else text.splitlines():
            numbers = set(re.findall(NUMBER, PERCENT.sub("", plain(block))))
            if any(not shares.get(code, set()) <= numbers for _, code in FIGURE.findall(block)):
                yield plain(block).strip()[:200]


def unborne(said, record):
    """“All for the first time”, “recorded for everyone”, where the record does not bear it."""
    by_role = {one["role"]: one for one in record.values()}
    new, people = (by_role.get(role) for role in ("new_participants", "participants"))
    parts = people["breakdown"] if people else ()
    unknown = [part for part in parts if part["category"] == "unknown" and part["value"]]
    columns = {part["by"].rpartition(".")[2] for part in unknown}
    for sentence in said:
        if new and ALL.search(sentence) and new["actual"] != people["actual"]:
            yield sentence
        if RECORDED.search(sentence) and any(re.search(WORDS[one], sentence) for one in columns):
            yield sentence


def totals(rows):
    """The columns of a table whose last row is their sum, by a unit out, without a word of it."""
    _, *body = [[plain(cell) for cell in row] for row in rows]
    if body and body[-1][0] in ("Total", "Всего"):
        for column in list(zip(*body, strict=True))[1:]:
            numeric = all(re.fullmatch(rf"−?\$?{NUMBER}(?:\u00a0\$)?", cell) for cell in column)
            *parts, total = map(value, column)
            if numeric and 0 < abs(sum(parts) - total) <= len(column):
                yield ", ".join(column)


def two_totals(tables):
    """An event that has two numbers of people under one word."""
    seen = defaultdict(set)
    for head, *rows in tables:
        days, people = (
            [at for at, one in enumerate(head) if one in names]
            for names in (("Dates", "Даты"), ("Participants", "Участники"))
        )
        if head[0] in ("Event", "Мероприятие") and people:
            for row in rows:
                seen[row[0], row[days[0]]].add(plain(row[people[0]]))
    return [f"{key}: {sorted(numbers)}" for key, numbers in seen.items() if len(numbers) > 1]


def disagreeing(sentence):
    """A number and the noun behind it that do not agree; guests taken in are in the accusative."""
    for match in re.finditer(r"(?<![\d–,.-])(\d[\d\u00a0]*) ([а-яё]+)", sentence):
        before = sentence[: match.start()]
        if match[2] in FORMS:
            one, few, many = FORMS[match[2]]
            forms = (few, many, many) if BEFORE.search(before) else (one, few, many)
            kinds = dict(zip(("one", "few", "many"), forms, strict=True))
            right = kinds[Locale("ru").plural_form(int(value(match[1])))]
            taken = before.endswith("приняли ") and match[2] in (few, many)
            if match[2] != right and not taken:
                yield f"{match[0]}, not {right}: {sentence}"
