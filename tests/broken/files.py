"""Faults of files."""

from __future__ import annotations

import json

from rrs_data.intake.schema import DESCRIPTOR, SHIPPED
from tests.broken.copy_of import Broken, Told, fault


@fault
def register_left_out(_broken: Broken) -> Told:
    """A register is not there at all."""
    return Told("services", "register-missing", "services.csv")


@fault
def register_in_two_files(broken: Broken) -> Told:
    """A register stands in a second file, under its title."""
    broken.file("Люди.csv", "person_id\nP-000001\n")
    return Told("people", "register-twice", "Люди.csv")


@fault
def file_in_an_old_format(broken: Broken) -> Told:
    """A register is there as an old Excel file too."""
    broken.file("Мероприятия.xls", "old")
    return Told("events", "file-unreadable", "Мероприятия.xls")


@fault
def link_out_of_the_directory(broken: Broken) -> Told:
    """A file is a link to one that lies elsewhere."""
    (broken.directory / "Организации.csv").symlink_to(SHIPPED / "organisations.csv")
    return Told("organisations", "file-outside", "Организации.csv")


@fault
def file_without_end(broken: Broken) -> Told:
    """A file is larger than any register."""
    with (broken.directory / "Финансы.csv").open("wb") as file:
        file.truncate(1 << 40)
    return Told("finance", "file-too-large", "Финансы.csv")


@fault
def file_of_something_else(broken: Broken) -> Told:
    """A file is no register."""
    broken.file("Список рассылки.csv", "a,b\n1,2\n")
    return Told("", "file-unknown", "Список рассылки.csv")


@fault
def path_out_of_the_directory(broken: Broken) -> Told:
    """The description of the registers leads out of the directory."""
    resources = [{"name": "people", "path": "../../etc/passwd"}]
    broken.file(DESCRIPTOR, json.dumps({"resources": resources}))
    return Told("", "descriptor-path", DESCRIPTOR)
