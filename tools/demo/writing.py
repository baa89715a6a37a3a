"""Writing: the rows as CSV registers, once or many times over under ids of their own."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

from tools.demo.grants import as_awarded
from tools.demo.people import ID_SPACE, person_id
from tools.demo.programme import make_programme
from tools.demo.rows import (
    Attendance,
    Event,
    Finance,
    Grant,
    Organisation,
    Person,
    Prize,
    Records,
    Service,
    Target,
)

REGISTERS = Path(__file__).parents[2] / "rrs_data" / "registers"
"""Where the shipped registers and their hand-kept descriptor stand."""

DESCRIPTOR = "datapackage.json"
MONEY = frozenset(
    {
        "cost_instruction",
        "cost_participants",
        "cost_travel",
        "amount",
        "approved",
        "spent",
        "obligated",
        "forecast",
        "cost_share",
    }
)
"""Columns that hold cents in rows and dollars in registers."""

Row = tuple[object, ...]


def write_registers(directory: Path = REGISTERS, scale: int = 1) -> dict[str, int]:
    """Write all registers; returns how many rows each one has.

    With ``scale``, organisations, people, events, attendances, services and grants are written
    that many times, each time under other ids; prizes, targets and finance stay as they are.
    Raises ValueError when there are not enough ids for so many people.
    """
    programme = make_programme()
    most = ID_SPACE // len(programme.records.people) - 1
    if not 1 <= scale <= most:
        raise ValueError(f"scale must be from 1 to {most}")
    directory.mkdir(parents=True, exist_ok=True)
    if directory.resolve() != REGISTERS.resolve():
        shutil.copyfile(REGISTERS / DESCRIPTOR, directory / DESCRIPTOR)
    copies = Copies(programme.records, scale)
    return {
        "organisations": _write(directory, "organisations", Organisation, copies.organisations()),
        "people": _write(directory, "people", Person, copies.people()),
        "events": _write(directory, "events", Event, copies.events()),
        "attendances": _write(directory, "attendances", Attendance, copies.attendances()),
        "services": _write(directory, "services", Service, copies.services()),
        "grants": _write(directory, "grants", Grant, copies.grants()),
        "prizes": _write(directory, "prizes", Prize, programme.records.prizes),
        "targets": _write(directory, "targets", Target, programme.targets),
        "finance": _write(directory, "finance", Finance, programme.finance),
    }


class Copies:
    """The records several times over: the first time as they are."""

    def __init__(self, records: Records, scale: int) -> None:
        """Prepare ``scale`` copies; rows are made as they are read."""
        self._rows = records
        self._scale = scale

    def _organisation_id(self, given: str, copy: int) -> str:
        return later_id(given, copy * len(self._rows.organisations)) if given else ""

    def _event_id(self, given: str, copy: int) -> str:
        return later_id(given, copy * len(self._rows.events))

    def _person_ids(self, copy: int) -> dict[str, str]:
        """The ids of a copy's people by their first ids."""
        people = self._rows.people
        if copy == 0:
            return {row.person_id: row.person_id for row in people}
        # Numbers below 2 × len(people) may belong to the people of the first copy.
        first = (copy + 1) * len(people)
        return {row.person_id: person_id(first + n) for n, row in enumerate(people)}

    def organisations(self) -> Iterator[Row]:
        """Organisations; later copies carry their number in the titles."""
        for copy in range(self._scale):
            for row in self._rows.organisations:
                yield row._replace(
                    organisation_id=self._organisation_id(row.organisation_id, copy),
                    title_ru=_numbered(row.title_ru, "№", copy),
                    title_en=_numbered(row.title_en, "No.", copy),
                )

    def people(self) -> Iterator[Row]:
        """People of the copies' organisations."""
        for copy in range(self._scale):
            ids = self._person_ids(copy)
            for row in self._rows.people:
                yield row._replace(
                    person_id=ids[row.person_id],
                    organisation_id=self._organisation_id(row.organisation_id, copy),
                )

    def events(self) -> Iterator[Row]:
        """Events; later copies carry their number in the titles."""
        for copy in range(self._scale):
            for row in self._rows.events:
                yield row._replace(
                    event_id=self._event_id(row.event_id, copy),
                    title_ru=_numbered(row.title_ru, "№", copy),
                    title_en=_numbered(row.title_en, "No.", copy),
                )

    def attendances(self) -> Iterator[Row]:
        """Attendances of the copies' people at the copies' events."""
        for copy in range(self._scale):
            ids = self._person_ids(copy)
            events = {row.event_id: self._event_id(row.event_id, copy) for row in self._rows.events}
            for event, person, role in self._rows.attendances:
                yield events[event], ids[person], role

    def services(self) -> Iterator[Row]:
        """Services to the copies' organisations."""
        for copy in range(self._scale):
            for row in self._rows.services:
                yield row._replace(
                    service_id=later_id(row.service_id, copy * len(self._rows.services)),
                    organisation_id=self._organisation_id(row.organisation_id, copy),
                )

    def grants(self) -> Iterator[Row]:
        """Grants to the copies' organisations."""
        for copy in range(self._scale):
            for row in self._rows.grants:
                yield as_awarded(row)._replace(
                    grant_id=later_id(row.grant_id, copy * len(self._rows.grants)),
                    organisation_id=self._organisation_id(row.organisation_id, copy),
                    partner_id=self._organisation_id(row.partner_id, copy),
                )


def later_id(given: str, steps: int) -> str:
    """The id that many numbers later: ``EV-007`` and 60 give ``EV-067``."""
    prefix, number = given.rsplit("-", 1)
    return f"{prefix}-{int(number) + steps:0{len(number)}d}"


def _numbered(title: str, sign: str, copy: int) -> str:
    return f"{title} ({sign} {copy + 1})" if copy else title


def _write(directory: Path, name: str, kind: type, rows: Iterable[Row]) -> int:
    """Write one register, row by row; returns how many there were."""
    columns: tuple[str, ...] = kind._fields  # type: ignore[attr-defined]
    shapes = [_money if column in MONEY else _text for column in columns]
    count = 0
    with (directory / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        for row in rows:
            writer.writerow(_shaped(row, shapes))
            count += 1
    return count


def _shaped(row: Row, shapes: Sequence[Callable[[object], str]]) -> list[str]:
    return [shape(value) for shape, value in zip(shapes, row, strict=True)]


def _text(value: object) -> str:
    """A value as registers write it: ISO dates, true and false, anything else as it is."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value)


def _money(value: object) -> str:
    """Cents as dollars with two decimals."""
    whole = int(str(value))
    dollars, cents = divmod(abs(whole), 100)
    return f"{'-' if whole < 0 else ''}{dollars}.{cents:02d}"
