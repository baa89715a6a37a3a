"""The demonstration registers: the same bytes every time, and the published figures in them.

The figures are counted here from the CSV files, by other code than the generator's.
"""

from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path

import pytest

from tools.demo import REGISTERS, write_registers

NAMES = (
    "organisations",
    "people",
    "events",
    "attendances",
    "services",
    "grants",
    "prizes",
    "targets",
    "finance",
)
SCALED = NAMES[:6]
AS_OF = "2014-09-30"

Rows = list[dict[str, str]]


def read(directory: Path, name: str) -> Rows:
    """The rows of one register."""
    with (directory / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def files(directory: Path) -> dict[str, bytes]:
    """The bytes of all registers."""
    return {name: (directory / f"{name}.csv").read_bytes() for name in NAMES}


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh generation."""
    directory = tmp_path_factory.mktemp("fresh")
    write_registers(directory)
    return directory


@pytest.fixture(scope="module")
def registers() -> dict[str, Rows]:
    """The shipped registers."""
    return {name: read(REGISTERS, name) for name in NAMES}


@pytest.fixture(scope="module")
def seats(registers: dict[str, Rows]) -> Rows:
    """The attendances, each with the columns of its event, person and organisation."""
    events = {row["event_id"]: row for row in registers["events"]}
    people = {row["person_id"]: row for row in registers["people"]}
    whose = {row["organisation_id"]: row for row in registers["organisations"]}
    joined = []
    for row in registers["attendances"]:
        person = people[row["person_id"]]
        organisation = whose.get(person["organisation_id"], {})
        joined.append(
            row
            | {f"event.{key}": value for key, value in events[row["event_id"]].items()}
            | {f"person.{key}": value for key, value in person.items()}
            | {f"organisation.{key}": value for key, value in organisation.items()}
        )
    return joined


def representatives(seats: Rows) -> dict[str, str]:
    """The country of each CSO representative at regional events that ended by the date."""
    return {
        seat["person_id"]: seat["person.country"]
        for seat in seats
        if seat["event.level"] == "regional"
        and seat["event.end"] <= AS_OF
        and seat["role"] in ("participant", "speaker")
        and seat.get("organisation.kind", "government") != "government"
    }


def hosted_by_kyrgyzstan(row: dict[str, str], prefix: str = "") -> bool:
    """Whether this is one of the study tours or schools since November 2013."""
    return (
        row[f"{prefix}host_country"] == "KG"
        and row[f"{prefix}level"] == "regional"
        and row[f"{prefix}kind"] in ("internship", "school")
        and "2013-11-01" <= row[f"{prefix}end"] <= AS_OF
    )


def test_two_generations_are_equal(fresh: Path, tmp_path: Path) -> None:
    """Generating twice gives the same bytes."""
    write_registers(tmp_path)

    assert files(tmp_path) == files(fresh)


def test_shipped_registers_are_generated(fresh: Path) -> None:
    """The shipped registers are what the generator writes: nobody has edited them."""
    assert files(REGISTERS) == files(fresh)


def test_descriptor_comes_along(fresh: Path) -> None:
    """Registers written elsewhere get the descriptor that marks them as illustrative."""
    descriptor = (fresh / "datapackage.json").read_bytes()

    assert descriptor == (REGISTERS / "datapackage.json").read_bytes()
    assert json.loads(descriptor)["illustrative"] is True


def test_shipped_descriptor_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Writing the shipped registers again leaves the hand-kept descriptor as it was."""
    (tmp_path / "datapackage.json").write_text("kept by hand", encoding="utf-8")
    monkeypatch.setattr("tools.demo.writing.REGISTERS", tmp_path)
    write_registers(tmp_path)

    assert (tmp_path / "datapackage.json").read_text(encoding="utf-8") == "kept by hand"
    assert (tmp_path / "people.csv").exists()


@pytest.mark.parametrize("name", NAMES)
def test_columns_are_the_schema_s(name: str) -> None:
    """Every register has the schema's columns, in the schema's order."""
    descriptor = json.loads((REGISTERS / "datapackage.json").read_text(encoding="utf-8"))
    resource = next(one for one in descriptor["resources"] if one["name"] == name)
    header = (REGISTERS / f"{name}.csv").read_text(encoding="utf-8").splitlines()[0]

    assert header.split(",") == [column["name"] for column in resource["schema"]["fields"]]


def test_scale_multiplies_rows(fresh: Path, tmp_path: Path) -> None:
    """Scale 3 writes three times the rows, every one under an id of its own."""
    counts = write_registers(tmp_path, scale=3)

    for name in NAMES:
        rows, times = read(tmp_path, name), 3 if name in SCALED else 1
        keys = {
            tuple(row.values())[:2] if name == "attendances" else next(iter(row.values()))
            for row in rows
        }
        assert len(rows) == counts[name] == times * len(read(fresh, name))
        if name in SCALED:
            assert len(keys) == len(rows)


def test_scaled_rows_point_to_rows(tmp_path: Path) -> None:
    """Every reference of the scaled registers leads to a row, in the same country."""
    write_registers(tmp_path, scale=3)
    country = {row["organisation_id"]: row["country"] for row in read(tmp_path, "organisations")}
    people = read(tmp_path, "people")
    events = {row["event_id"] for row in read(tmp_path, "events")}
    ids = {row["person_id"] for row in people}

    assert all(
        country[p["organisation_id"]] == p["country"] for p in people if p["organisation_id"]
    )
    assert {row["organisation_id"] for row in read(tmp_path, "services")} <= country.keys()
    assert {row["organisation_id"] for row in read(tmp_path, "grants")} <= country.keys()
    assert {row["person_id"] for row in read(tmp_path, "attendances")} == ids
    assert {row["event_id"] for row in read(tmp_path, "attendances")} == events


def test_a_scale_that_cannot_be_is_refused(tmp_path: Path) -> None:
    """A scale below one, or one for which there are too few ids, writes nothing."""
    for scale in (0, 10**9):
        with pytest.raises(ValueError, match="scale must be from 1"):
            write_registers(tmp_path / "none", scale)

    assert not (tmp_path / "none").exists()


def test_sizes_are_believable(registers: dict[str, Rows]) -> None:
    """The registers are as large as the programme was."""
    counts = {name: len(rows) for name, rows in registers.items()}

    assert counts["events"] == 60
    assert 1250 <= counts["people"] <= 1300
    assert 1800 <= counts["attendances"] <= 1900
    assert 150 <= counts["organisations"] <= 160
    assert (counts["grants"], counts["prizes"]) == (25, 9)


def test_published_representatives(seats: Rows) -> None:
    """More than 1,200 CSO representatives in regional events, 90 of them from Kyrgyzstan."""
    by_country = Counter(representatives(seats).values())

    assert 1206 <= by_country.total() <= 1220
    assert by_country["KG"] == 90


def test_published_development_services(registers: dict[str, Rows]) -> None:
    """63 CSOs used organisational development services: KZ 27, TJ 29, KG 6, TM 1."""
    country = {row["organisation_id"]: row["country"] for row in registers["organisations"]}
    users = {
        row["organisation_id"]
        for row in registers["services"]
        if row["kind"] == "organisational_development" and row["start"] <= AS_OF
    }

    assert Counter(country[user] for user in users) == {"KZ": 27, "TJ": 29, "KG": 6, "TM": 1}


def test_published_organisations_of_kyrgyzstan(registers: dict[str, Rows], seats: Rows) -> None:
    """72 organisations of Kyrgyzstan used services and trainings."""
    csos = {
        row["organisation_id"]
        for row in registers["organisations"]
        if row["country"] == "KG" and row["kind"] != "government"
    }
    served = {row["organisation_id"] for row in registers["services"] if row["start"] <= AS_OF}
    trained = {
        seat["person.organisation_id"]
        for seat in seats
        if seat["event.kind"] in ("training", "school")
        and seat["event.instructors"] == "true"
        and seat["event.end"] <= AS_OF
        and seat["role"] == "participant"
    }

    assert len(csos & (served | trained)) == 72


def test_published_hosting_by_kyrgyzstan(registers: dict[str, Rows], seats: Rows) -> None:
    """Two study tours and the school brought 30 representatives from KZ, UZ and TJ."""
    events = [row for row in registers["events"] if hosted_by_kyrgyzstan(row)]
    guests = [
        seat
        for seat in seats
        if hosted_by_kyrgyzstan(seat, "event.")
        and seat["role"] == "participant"
        and seat["person.country"] != "KG"
    ]

    assert Counter(row["kind"] for row in events) == {"internship": 2, "school": 1}
    assert {row["topic"] for row in events} == {"womens_leadership", "institutional_capacity"}
    assert "Школа «Управление на основе результатов»" in {row["title_ru"] for row in events}
    assert len({seat["person_id"] for seat in guests}) == 30
    assert {seat["person.country"] for seat in guests} == {"KZ", "UZ", "TJ"}
    assert all(seat.get("organisation.kind", "government") != "government" for seat in guests)


def test_published_prizes(registers: dict[str, Rows]) -> None:
    """Nine winners, three from Kyrgyzstan, for 2013–2014, awarded on one day of June 2015."""
    country = {row["organisation_id"]: row["country"] for row in registers["organisations"]}
    winners = {row["organisation_id"] for row in registers["prizes"]}
    days = {row["award_date"] for row in registers["prizes"]}
    conference = [
        row
        for row in registers["events"]
        if row["kind"] == "conference" and any(row["start"] <= day <= row["end"] for day in days)
    ]

    assert len(winners) == 9
    assert Counter(country[one] for one in winners)["KG"] == 3
    assert all("2013-01-01" <= row["achievement_date"] <= AS_OF for row in registers["prizes"])
    assert [day[:7] for day in days] == ["2015-06"]
    assert [row["place_en"] for row in conference] == ["Almaty"]


def test_published_funding(registers: dict[str, Rows]) -> None:
    """Kyrgyzstan's approved budget over twelve quarters is the published 150,400 dollars."""
    rows = [row for row in registers["finance"] if row["country"] == "KG"]

    assert len({row["quarter_start"] for row in rows}) == 12
    assert sum(round(float(row["approved"]) * 100) for row in rows) == 150_400_00
    assert sum(float(row["spent"]) for row in rows) < 150_400


def quarter(day: str) -> str:
    """The first day of a day's quarter."""
    return f"{day[:4]}-{(int(day[5:7]) - 1) // 3 * 3 + 1:02d}-01"


def test_spending_is_what_events_and_grants_cost(registers: dict[str, Rows]) -> None:
    """Spending on events and grants is the sum of the events and grants of the quarter."""
    country = {row["organisation_id"]: row["country"] for row in registers["organisations"]}
    costs: Counter[tuple[str, str, str]] = Counter()
    for row in registers["events"]:
        for column in ("cost_instruction", "cost_participants", "cost_travel"):
            key = (row["host_country"], quarter(row["end"]), "events")
            costs[key] += round(float(row[column]) * 100)
    for row in registers["grants"]:
        key = (country[row["organisation_id"]], quarter(row["awarded"]), "grants")
        costs[key] += round(float(row["amount"]) * 100)
    spent = {
        (row["country"], row["quarter_start"], row["budget_line"]): round(float(row["spent"]) * 100)
        for row in registers["finance"]
        if row["budget_line"] in ("events", "grants")
    }

    assert {key: cents for key, cents in spent.items() if cents} == costs


def test_countries_take_part_as_they_did(registers: dict[str, Rows], seats: Rows) -> None:
    """Afghanistan and Pakistan join in FY2014, regionally; others have no events of their own."""
    south = [seat for seat in seats if seat["person.country"] in ("AF", "PK")]
    services = {row["organisation_id"] for row in registers["services"]}
    turkmen = [
        row["organisation_id"] for row in registers["organisations"] if row["country"] == "TM"
    ]

    assert {seat["event.level"] for seat in south} == {"regional"}
    assert min(seat["event.start"] for seat in south) >= "2013-10-01"
    assert {row["host_country"] for row in registers["events"]} == {"KG", "KZ", "TJ"}
    assert len(services & set(turkmen)) == 1


def test_rows_have_the_texture_of_real_ones(registers: dict[str, Rows], seats: Rows) -> None:
    """Some things are unknown, people come again, and periods do not end with fiscal years."""
    people, events = registers["people"], registers["events"]
    visits = Counter(seat["person_id"] for seat in seats)
    crossing = [
        row
        for row in events + registers["services"]
        if any(row["start"] <= f"{year}-09-30" < row["end"] for year in (2013, 2014))
    ]
    alone = {row["person_id"] for row in people if not row["organisation_id"]}

    assert 6 <= sum(row["sex"] == "unknown" for row in people) <= 10
    assert any(row["age_band"] == "unknown" for row in people)
    assert any(row["place"] == "unknown" for row in people)
    assert sum(count > 1 for count in visits.values()) > 250
    assert len(crossing) >= 5
    assert 0 < len(alone) < 10
    assert {seat["event.level"] for seat in seats if seat["person_id"] in alone} <= {
        "national",
        "local",
    }


def test_every_event_has_people_and_trainings_have_instructors(
    registers: dict[str, Rows], seats: Rows
) -> None:
    """Nobody's event is empty; trainings and schools have instructors, talks have none."""
    sizes = Counter(seat["event_id"] for seat in seats)
    taught = {seat["event_id"] for seat in seats if seat["role"] == "instructor"}
    lessons = [row for row in registers["events"] if row["instructors"] == "true"]

    assert min(sizes[row["event_id"]] for row in registers["events"]) >= 5
    assert all(
        row["instructors"] == "true"
        for row in registers["events"]
        if row["kind"] in ("training", "school")
    )
    assert {row["kind"] for row in lessons} == {"training", "school", "internship"}
    assert sum(row["event_id"] in taught for row in lessons) > 0.8 * len(lessons)


def test_nobody_is_at_two_events_at_once(seats: Rows) -> None:
    """No person is at two events whose days overlap."""
    stays: dict[str, list[tuple[str, str]]] = {}
    for seat in seats:
        stays.setdefault(seat["person_id"], []).append((seat["event.start"], seat["event.end"]))
    clashes = [
        (person, first, second)
        for person, spans in stays.items()
        for first, second in zip(sorted(spans), sorted(spans)[1:], strict=False)
        if second[0] <= first[1]
    ]

    assert clashes == []


def test_targets_are_missing_zero_and_set(registers: dict[str, Rows]) -> None:
    """One target is zero, some are missing, and the years and countries have their limits."""
    targets = {(r["indicator"], r["country"], r["year"]): r["target"] for r in registers["targets"]}
    southern = {code for code, country, _ in targets if country in ("AF", "PK")}

    assert [key for key, target in targets.items() if float(target) == 0] == [
        ("RRS-5", "TM", "2014")
    ]
    assert len({code for code, _, _ in targets}) == 17
    assert ("RRS-17", "ALL", "2013") not in targets
    assert southern == {"RRS-1"}
