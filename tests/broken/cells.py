"""Faults of one cell."""

from __future__ import annotations

from tests.broken.copy_of import Broken, Told, fault

CELLS = (
    ("required", "events", "EV-001", "contact_hours", ""),
    ("untranslated", "events", "EV-020", "place_en", ""),
    ("required", "organisations", "ORG-010", "kind", ""),
    ("required", "people", "P-013289", "age_band", ""),
    ("text-invisible", "events", "EV-002", "title_ru", "Первый\N{ZERO WIDTH SPACE} проект"),
    (
        "text-invisible",
        "events",
        "EV-003",
        "title_en",
        "\N{RIGHT-TO-LEFT OVERRIDE}CSOs",
    ),
    ("text-invisible", "events", "EV-017", "place_ru", "Худ\x07жанд"),
    ("text-invisible", "events", "EV-018", "event_id", "EV\N{SOFT HYPHEN}-018"),
    ("text-long", "events", "EV-005", "title_ru", "Обучение " * 700),
    ("text-damaged", "organisations", "ORG-011", "title_ru", "Общественный фонд «\ufffd\ufffd»"),
    ("date-serial", "events", "EV-035", "start", "41701"),
    ("type-date", "events", "EV-006", "start", "31.02.2013"),
    ("type-date", "finance", "KZ 2013-01-01 events", "quarter_start", "1 квартал"),
    ("date-ambiguous", "events", "EV-008", "end", "03/04/2013"),
    ("date-ambiguous", "events", "EV-019", "start", "18.09.13"),
    ("type-number", "events", "EV-009", "cost_travel", "около 300"),
    ("type-number", "finance", "TJ 2013-01-01 grants", "approved", "1.2.3"),
    ("number-ambiguous", "events", "EV-010", "cost_instruction", "1,250"),
    ("type-integer", "events", "EV-012", "capacity", "двадцать"),
    ("type-integer", "targets", "RRS-3 KG 2014", "year", "2014,5"),
    ("type-boolean", "events", "EV-013", "instructors", "не знаю"),
    ("allowed", "events", "EV-014", "kind", "ярмарка"),
    ("allowed", "people", "P-00TDUL", "sex", "Q"),
    ("allowed", "organisations", "ORG-012", "country", "RU"),
    ("id-letters", "organisations", "ORG-016", "organisation_id", "ОRG-016"),
    ("pattern", "organisations", "ORG-013", "organisation_id", "ORG_013"),
    ("pattern", "events", "EV-020", "event_id", "ev-020"),
    ("pattern", "targets", "RRS-1 KG 2013", "indicator", "KPI №1"),
    ("minimum", "grants", "GR-003", "amount", "-3600"),
    ("minimum", "events", "EV-011", "contact_hours", "-6"),
    ("minimum", "events", "EV-021", "capacity", "0"),
    ("maximum", "targets", "RRS-2 KG 2013", "year", "2150"),
    ("share-above-one", "targets", "RRS-16 KG 2014", "target", "65"),
    ("personal-name", "organisations", "ORG-014", "title_ru", "Асанов Бакыт Эсенович"),
    ("personal-name-like", "organisations", "ORG-015", "title_en", "Chyngyz Aitmatov"),
    ("personal-phone", "events", "EV-015", "place_ru", "Худжанд, тел. 0555 12-34-56"),
    ("personal-email", "events", "EV-016", "title_en", "Forum (write to info@example.org)"),
    ("personal-identity", "people", "P-004EMN", "organisation_id", "21503199000123"),
)
"""Faults of one cell: the rule, the register, the row's key, the column, the text."""


@fault
def cells(broken: Broken) -> list[Told]:
    """Faults of one cell each."""
    return [broken.put(*cell) for cell in CELLS]
