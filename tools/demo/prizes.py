"""Prizes: the nine winners of the Social Partnership Prize, three of them from Kyrgyzstan.

The contest of 2015 was for 2013–2014, winners were chosen in each country separately, and the
awards were due in June 2015 at the conference in Almaty. Everything else is invented.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tools.demo.draw import Draw
from tools.demo.organisations import Member
from tools.demo.rows import Prize

AWARD_DAY = date(2015, 6, 19)
"""The last day of the conference in Almaty."""

WINNERS = (
    ("KZ", "2013-04-29", "Партнёрство с районной администрацией",
     "Partnership with a district administration"),
    ("KG", "2013-06-14", "Партнёрство ради развития села", "Partnership for village development"),
    ("TJ", "2013-09-20", "Партнёрство с местным бизнесом", "Partnership with local business"),
    ("TM", "2013-12-05", "Партнёрство для поддержки детей", "Partnership to support children"),
    ("KG", "2014-03-07", "Партнёрство ради равных возможностей для женщин",
     "Partnership for equal opportunities for women"),
    ("UZ", "2014-04-18", "Партнёрство в сфере образования", "Partnership in education"),
    ("TJ", "2014-05-30", "Партнёрство ради чистой питьевой воды",
     "Partnership for clean drinking water"),
    ("KG", "2014-07-25", "Партнёрство ради заботы о пожилых людях",
     "Partnership to care for older people"),
    ("KZ", "2014-09-12", "Партнёрство для поддержки людей с инвалидностью",
     "Partnership to support people with disabilities"),
)  # fmt: skip


def make_prizes(members: Sequence[Member], draw: Draw) -> list[Prize]:
    """The prizes in the order of their achievements; every winner is another CSO."""
    able = {
        country: draw.shuffled(
            [m for m in members if m.row.country == country and m.row.is_cso and m.since < 2015]
        )
        for country in sorted({winner[0] for winner in WINNERS})
    }
    return [
        Prize(
            prize_id=f"PZ-{number:02d}",
            organisation_id=able[country].pop().row.organisation_id,
            nomination_ru=nomination_ru,
            nomination_en=nomination_en,
            achievement_date=date.fromisoformat(day),
            award_date=AWARD_DAY,
        )
        for number, (country, day, nomination_ru, nomination_en) in enumerate(WINNERS, start=1)
    ]
