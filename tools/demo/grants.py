"""Grants to civil society organisations: 25 small ones, all invented."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from tools.demo.draw import Draw
from tools.demo.organisations import Member
from tools.demo.rows import Grant


class Offer(NamedTuple):
    """A grant as planned: country, day of the award, days of work, USD, purpose, title, level."""

    country: str
    awarded: str
    days: int
    dollars: int
    purpose: str
    title_ru: str
    title_en: str
    level: str = "local"


COMMUNITY, VULNERABLE, NETWORKING = "community_development", "vulnerable_groups", "networking"

OFFERS = (
    Offer("KZ", "2013-02-25", 240, 4800, COMMUNITY,
          "Питьевая вода для школ Приаралья", "Drinking water for schools of the Aral Sea region"),
    Offer("TJ", "2013-03-04", 240, 4200, COMMUNITY,
          "Ремонт сельской библиотеки силами жителей",
          "Residents renovate their village library"),
    Offer("KG", "2013-03-18", 210, 3600, COMMUNITY,
          "Уличное освещение в трёх сёлах", "Street lighting in three villages"),
    Offer("KZ", "2013-05-06", 180, 3900, VULNERABLE,
          "Занятость для людей с инвалидностью", "Employment for people with disabilities"),
    Offer("TJ", "2013-05-20", 200, 3750, VULNERABLE,
          "Швейный цех для женщин, оставшихся без кормильца",
          "Sewing workshop for women who lost the family’s breadwinner"),
    Offer("KG", "2013-06-03", 180, 3200, VULNERABLE,
          "Досуговый центр для пожилых людей", "Leisure center for older people"),
    Offer("TJ", "2013-09-16", 150, 2900, NETWORKING,
          "Сеть ОГО Хатлонской области", "Network of CSOs of Khatlon Oblast", "national"),
    Offer("KG", "2013-11-25", 210, 3500, COMMUNITY,
          "Чистый арык: восстановление полива в селе",
          "Clean canal: restoring irrigation in a village"),
    Offer("KZ", "2013-12-02", 240, 4600, COMMUNITY,
          "Детская площадка и сад для посёлка", "A playground and a garden for a settlement"),
    Offer("TJ", "2014-01-20", 220, 4100, COMMUNITY,
          "Обучение фермеров бережному поливу", "Training farmers in water-saving irrigation"),
    Offer("KG", "2014-02-10", 200, 3400, VULNERABLE,
          "Поддержка детей трудовых мигрантов", "Support for children of labor migrants"),
    Offer("KZ", "2014-03-03", 200, 3700, VULNERABLE,
          "Дневной центр для детей с особыми потребностями",
          "Day center for children with special needs"),
    Offer("TJ", "2014-03-17", 180, 3300, VULNERABLE,
          "Юридическая помощь сельским женщинам", "Legal aid for rural women"),
    Offer("KG", "2014-05-19", 180, 3100, NETWORKING,
          "Встречи сельских организаций соседних областей",
          "Meetings of rural organizations of neighboring oblasts", "regional"),
    Offer("KZ", "2014-06-30", 150, 3000, NETWORKING,
          "Площадка для обмена опытом ОГО Кызылординской области",
          "A platform for CSOs of Kyzylorda Oblast to share experience", "national"),
    Offer("TJ", "2014-07-21", 160, 2800, COMMUNITY,
          "Медицинский пункт в отдалённом селе", "A medical post in a remote village"),
    Offer("KG", "2014-09-30", 240, 3300, COMMUNITY,
          "Сельский центр ремёсел", "Village crafts center"),
    Offer("KZ", "2014-10-01", 210, 4400, COMMUNITY,
          "Общественная теплица", "Community greenhouse"),
    Offer("TJ", "2014-11-03", 200, 3900, VULNERABLE,
          "Курсы профессий для безработной молодёжи",
          "Vocational courses for unemployed young people"),
    Offer("KG", "2014-11-24", 200, 3600, VULNERABLE,
          "Помощь на дому одиноким пожилым людям", "Home help for older people who live alone"),
    Offer("KZ", "2015-01-19", 180, 3500, VULNERABLE,
          "Доступная среда в районном центре", "An accessible district center"),
    Offer("TJ", "2015-02-16", 180, 3400, COMMUNITY,
          "Школьный сад и уроки экологии", "A school garden and ecology lessons"),
    Offer("KG", "2015-03-09", 150, 2900, COMMUNITY,
          "Мост через ручей: безопасная дорога в школу",
          "A bridge over the stream: a safe way to school"),
    Offer("KZ", "2015-03-30", 120, 2600, NETWORKING,
          "Летняя школа молодых лидеров ОГО", "Summer school for young CSO leaders", "national"),
    Offer("TJ", "2015-04-13", 120, 2500, NETWORKING,
          "Обмен опытом с ОГО Афганистана", "Exchange of experience with CSOs of Afghanistan",
          "regional"),
)  # fmt: skip

TERMINATED = frozenset({"Community greenhouse"})
"""Grants that ended before their last day; all others were completed within the programme."""


IN_SOM = "Clean canal: restoring irrigation in a village"
"""The grant that was awarded in the currency of its country."""

SOM = 50
"""Soms for a dollar: invented, and said to be so where ``params/programme.yml`` has the rate."""


def as_awarded(grant: Grant) -> Grant:
    """A grant as the register has it: its amount in the currency in which it was awarded."""
    return grant._replace(amount=grant.amount * SOM) if grant.currency else grant


def make_grants(members: Sequence[Member], draw: Draw) -> list[Grant]:
    """The grants in the order of their award; an organisation gets one.

    A country's first resource centre is its national partner: it oversees all but regional ones.
    """
    able = {
        country: draw.shuffled([m for m in members if _may_get(m) and m.row.country == country])
        for country in sorted({offer.country for offer in OFFERS})
    }
    networks = [m.row for m in members if m.row.kind == "network"]
    partners = {row.country: row.organisation_id for row in reversed(networks)}
    return [
        _grant(number, offer, able[offer.country].pop(), partners[offer.country])
        for number, offer in enumerate(OFFERS, start=1)
    ]


def _may_get(member: Member) -> bool:
    return member.row.is_cso and member.since < 2015 and member.row.kind != "network"


def _grant(number: int, offer: Offer, member: Member, partner: str) -> Grant:
    awarded = date.fromisoformat(offer.awarded)
    start = awarded + timedelta(days=14)
    return Grant(
        grant_id=f"GR-{number:03d}",
        organisation_id=member.row.organisation_id,
        partner_id="" if offer.level == "regional" else partner,
        title_ru=offer.title_ru,
        title_en=offer.title_en,
        purpose=offer.purpose,
        level=offer.level,
        awarded=awarded,
        start=start,
        end=start + timedelta(days=offer.days - 1),
        amount=offer.dollars * 100,
        currency="KGS" if offer.title_en == IN_SOM else "",
        kind="",
        status="terminated" if offer.title_en in TERMINATED else "completed",
    )
