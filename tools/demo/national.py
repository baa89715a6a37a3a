"""National and local events of the programme, as planned: trainings and dialogues.

Some trainings last under three days and under 15 contact hours: the donor does not count them.
"""

from __future__ import annotations

from tools.demo.plan import Plan

# fmt: off
NATIONAL: tuple[Plan, ...] = (
    Plan(
        "training", "local", "KG", "naryn",
        "2012-12-03", 2, "12", "rural_initiatives",
        "Первый проект сельской инициативной группы",
        "The first project of a rural initiative group",
        {"KG": 10}, fresh=4,
    ),
    Plan(
        "training", "local", "TJ", "kulob",
        "2013-01-21", 3, "21", "institutional_capacity",
        "Основы управления общественной организацией",
        "Basics of managing a public organization",
        {"TJ": 11}, fresh=2,
    ),
    Plan(
        "training", "local", "KZ", "aralsk",
        "2013-02-11", 2, "14", "rural_initiatives",
        "Как инициативной группе работать с жителями посёлка",
        "How an initiative group works with the residents of a settlement",
        {"KZ": 10}, fresh=2,
    ),
    Plan(
        "training", "national", "KG", "bishkek",
        "2013-03-11", 3, "24", "institutional_capacity",
        "Финансовый учёт и отчётность ОГО",
        "Financial accounting and reporting of CSOs",
        {"KG": 12}, fresh=2,
    ),
    Plan(
        "dialogue", "local", "KZ", "kyzylorda",
        "2013-03-14", 1, "6", "social_partnership",
        "Диалог ОГО и местных властей Кызылординской области",
        "Dialogue of CSOs and local authorities of Kyzylorda Oblast",
        {"KZ": 7}, officials=3,
    ),
    Plan(
        "dialogue", "local", "TJ", "kurgan-tyube",
        "2013-04-18", 1, "6", "social_partnership",
        "Диалог ОГО и местных властей Хатлонской области",
        "Dialogue of CSOs and local authorities of Khatlon Oblast",
        {"TJ": 7}, officials=2,
    ),
    Plan(
        "training", "national", "KZ", "astana",
        "2013-04-22", 3, "24", "social_partnership",
        "Государственный социальный заказ: участие ОГО",
        "State social contracting: how CSOs take part",
        {"KZ": 10},
    ),
    Plan(
        "dialogue", "local", "KG", "osh",
        "2013-05-16", 1, "6", "social_partnership",
        "Диалог о социальных услугах на юге страны",
        "Dialogue on social services in the south of the country",
        {"KG": 7}, officials=3,
    ),
    Plan(
        "training", "local", "KG", "talas",
        "2013-11-04", 3, "14", "rural_initiatives",
        "Планирование развития села вместе с жителями",
        "Planning village development together with residents",
        {"KG": 10}, fresh=3,
    ),
    Plan(
        "training", "national", "TJ", "dushanbe",
        "2013-12-02", 3, "24", "womens_leadership",
        "Участие женщин в принятии решений",
        "Women’s participation in decision-making",
        {"TJ": 11},
    ),
    Plan(
        "training", "national", "KG", "bishkek",
        "2014-02-03", 4, "30", "institutional_capacity",
        "Управление проектами для сельских организаций",
        "Project management for rural organizations",
        {"KG": 12}, fresh=2,
    ),
    Plan(
        "dialogue", "national", "TJ", "dushanbe",
        "2014-02-20", 1, "6", "social_partnership",
        "Национальный диалог о правовых условиях работы ОГО",
        "National dialogue on the legal environment for CSOs",
        {"TJ": 8}, officials=3,
    ),
    Plan(
        "training", "national", "KZ", "almaty",
        "2014-03-11", 3, "24", "vulnerable_groups",
        "Защита интересов уязвимых групп",
        "Advocacy for vulnerable groups",
        {"KZ": 10}, fresh=1,
    ),
    Plan(
        "dialogue", "local", "KG", "jalal-abad",
        "2014-04-24", 1, "6", "rural_initiatives",
        "Диалог о поддержке сельских инициативных групп",
        "Dialogue on support for rural initiative groups",
        {"KG": 8}, officials=3,
    ),
    Plan(
        "dialogue", "local", "KZ", "kyzylorda",
        "2014-05-15", 1, "6.5", "social_partnership",
        "Диалог о социальном заказе в Кызылординской области",
        "Dialogue on social contracting in Kyzylorda Oblast",
        {"KZ": 7}, officials=3,
    ),
    Plan(
        "training", "local", "TJ", "kurgan-tyube",
        "2014-06-02", 2, "13", "vulnerable_groups",
        "Социальная работа в сельской общине",
        "Social work in a rural community",
        {"TJ": 10}, fresh=2,
    ),
    Plan(
        "training", "local", "KG", "batken",
        "2014-07-07", 2, "12", "vulnerable_groups",
        "Помощь семьям трудовых мигрантов",
        "Support for the families of labor migrants",
        {"KG": 10}, fresh=3,
    ),
    Plan(
        "training", "national", "KG", "bishkek",
        "2014-09-30", 3, "20", "social_partnership",
        "Общественный контроль и работа с местным бюджетом",
        "Public oversight and work with local budgets",
        {"KG": 10},
    ),
    Plan(
        "training", "local", "KZ", "kazalinsk",
        "2014-11-10", 2, "12", "institutional_capacity",
        "Как собрать средства в небольшом городе",
        "How to raise funds in a small town",
        {"KZ": 9}, fresh=1,
    ),
    Plan(
        "training", "local", "TJ", "kulob",
        "2015-02-09", 3, "18", "social_partnership",
        "Социальное партнёрство на уровне джамоата",
        "Social partnership at the jamoat level",
        {"TJ": 10}, fresh=1,
    ),
    Plan(
        "training", "local", "KG", "jalal-abad",
        "2015-03-02", 2, "16", "womens_leadership",
        "Лидерские навыки для сельских женщин",
        "Leadership skills for rural women",
        {"KG": 10}, fresh=1,
    ),
    Plan(
        "dialogue", "local", "TJ", "kulob",
        "2015-03-12", 1, "6", "vulnerable_groups",
        "Диалог о поддержке уязвимых семей",
        "Dialogue on support for vulnerable families",
        {"TJ": 7}, officials=3,
    ),
    Plan(
        "dialogue", "local", "KZ", "kyzylorda",
        "2015-04-09", 1, "6", "social_partnership",
        "Диалог об итогах социального партнёрства",
        "Dialogue on the results of social partnership",
        {"KZ": 6}, officials=2,
    ),
    Plan(
        "dialogue", "national", "KG", "bishkek",
        "2015-05-14", 1, "6", "social_partnership",
        "Национальный диалог о социальном партнёрстве",
        "National dialogue on social partnership",
        {"KG": 8}, officials=4,
    ),
)
# fmt: on
