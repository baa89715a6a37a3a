"""Faults of shape: lines and headers."""

from __future__ import annotations

from tests.broken.copy_of import Broken, Told, fault


@fault
def lines_of_another_length(broken: Broken) -> list[Told]:
    """A person's line has a cell too many, another too few; their attendances stay as they are."""
    more, fewer = (broken.rows["people"][place]["person_id"] for place in (30, 31))
    return [
        broken.mangle("row-length", "people", more, lambda line: f"{line},KG"),
        broken.mangle("row-length", "people", fewer, lambda line: line.rpartition(",")[0]),
    ]


@fault
def quotation_marks(broken: Broken) -> list[Told]:
    """A line opens a quotation mark and never closes it; another has text after the closing one."""
    opened, inside = (broken.rows["people"][place]["person_id"] for place in (32, 33))
    return [
        broken.mangle("quote-unclosed", "people", opened, lambda line: line.replace(",", ',"', 1)),
        broken.mangle("quote-inside", "people", inside, lambda line: line.replace(",", ',"a"b', 1)),
    ]


@fault
def only_attendance_of_an_event(broken: Broken) -> Told:
    """The line of the only attendance of an event is too short: the event is not unattended."""
    broken.again("", "events", "EV-030", "event_id", "EV-062")
    key = f"EV-032 {broken.guest('EV-032')}"
    broken.rows["attendances"][broken.place("attendances", key)]["event_id"] = "EV-062"
    key = key.replace("EV-032", "EV-062")
    return broken.mangle("row-length", "attendances", key, lambda line: line.rpartition(",")[0])


@fault
def column_twice(broken: Broken) -> Told:
    """A register has a column twice."""
    broken.headers["finance"].append(("spent", "spent"))
    return broken.told_of_file("header-twice", "finance", 1, "spent")


@fault
def columns_left_out(broken: Broken) -> list[Told]:
    """A required column is not there, and one that may be left out."""
    broken.headers["organisations"].remove(("oblast", "oblast"))
    broken.headers["people"].remove(("oblast", "oblast"))
    return [
        broken.told_of_file("column-missing", "organisations", column="oblast"),
        broken.told_of_file("column-absent", "people", column="oblast"),
    ]


@fault
def columns_of_no_register(broken: Broken) -> list[Told]:
    """Columns that are not read: notes, one of them a phone, and phones as such."""
    broken.headers["events"].append(("notes", "Примечание"))
    broken.headers["people"].append(("phone", "Телефон"))
    place = broken.place("events", "EV-033")
    broken.others = {"notes": {place: "звонить +996 555 123456"}, "phone": {0: "+996 555 123456"}}
    row = place + 2
    return [
        broken.told_of_file("column-unknown", "events", column="Примечание"),
        broken.told_of_file("personal-phone", "events", row, "Примечание"),
        broken.told_of_file("column-personal", "people", column="Телефон"),
    ]


@fault
def no_headers(broken: Broken) -> Told:
    """A register begins with its first row."""
    broken.headers["prizes"] = []
    return broken.told_of_file("header-missing", "prizes", 1)
