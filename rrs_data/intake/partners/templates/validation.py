"""Validation: what Excel refuses in a template's cells, and what it says then."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from rrs_data.intake.partners.templates.lists import LAST_ROW, Lists, ids
from rrs_data.intake.partners.templates.styles import DATES
from rrs_data.intake.schema import Column, Register, Schema
from rrs_data.language.language import Language

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)
"""The years that a register's ``year`` may have too: what is outside them was mistyped."""
MOST = 10**15
"""Registers keep numbers of at most fifteen digits."""

Rules = Mapping[str, Any]


class Validation:
    """The validation of the cells of one register's sheet."""

    def __init__(
        self, register: Register, schema: Schema, lists: Lists, language: Language
    ) -> None:
        """Keep what the rules are made from."""
        self._register = register
        self._schema = schema
        self._lists = lists
        self._language = language
        self._foreign = {key.column: key for key in register.foreign_keys}

    def write(self, sheet: Worksheet) -> None:
        """Give every column of a sheet its rules, from the second row to the last."""
        for place, column in enumerate(self._register.columns):
            if rules := self.rules(column, place):
                title = self._language.t("This does not fit")
                sheet.data_validation(
                    1, place, LAST_ROW - 1, place, {"error_title": title, **rules}
                )

    def rules(self, column: Column, place: int) -> Rules:
        """A column's rules, as XlsxWriter takes them; none where any text goes."""
        if column.allowed or column.type == "boolean":
            return {
                "validate": "list",
                "source": self._lists.source(column),
                "error_message": self._language.t("Choose one of the words of the list."),
            }
        if column.name in self._foreign:
            return self._reference(column)
        if column.type == "date":
            return self._day()
        if column.type in ("number", "integer"):
            return self._number(column)
        return self._id(column, place)

    def _reference(self, column: Column) -> Rules:
        """Ids of another sheet. Others are let in after a question: it may be filled in later."""
        key = self._foreign[column.name]
        other = self._schema.registers[key.register]
        return {
            "validate": "list",
            "source": ids(other, key.key, self._schema, self._language),
            "error_type": "warning",
            "error_message": self._language.t(
                "There is no such code on the sheet “{sheet}”. Add its row there too.",
                sheet=self._language.pick(other.titles),
            ),
        }

    def _day(self) -> Rules:
        return {
            "validate": "date",
            "criteria": "between",
            "minimum": FIRST_DAY,
            "maximum": LAST_DAY,
            "error_message": self._language.t(
                "Write a day, such as {day}.", day=day(self._language)
            ),
        }

    def _number(self, column: Column) -> Rules:
        least = column.constraints.get("minimum", -MOST)
        most = column.constraints.get("maximum", MOST)
        return {
            "validate": "integer" if column.type == "integer" else "decimal",
            "criteria": "between",
            "minimum": least,
            "maximum": most,
            "error_message": self._number_text(column),
        }

    def _number_text(self, column: Column) -> str:
        t, limits = self._language.t, column.constraints
        if column.type == "integer" and "maximum" in limits:
            return t(
                "Write a whole number from {least} to {most}.",
                least=limits["minimum"],
                most=limits["maximum"],
            )
        if column.type == "integer":
            return t("Write a whole number, {least} or more.", least=limits["minimum"])
        if limits.get("minimum") == 0:
            return t("Write a number, 0 or more, without words and signs.")
        return t("Write a number, without words and signs.")

    def _id(self, column: Column, place: int) -> Rules:
        """An id begins as its pattern does; that of a row is there once."""
        start = re.match(r"[A-Z]+-", column.constraints.get("pattern", ""))
        if not start:
            return {}
        cell = xl_col_to_name(place) + "2"
        asked = [f'EXACT(LEFT({cell},{start.end()}),"{start[0]}")']
        if column.constraints.get("unique"):
            own = xl_col_to_name(place, True)
            asked.append(f"COUNTIF({own}$2:{own}${LAST_ROW},{cell})=1")
        return {
            "validate": "custom",
            "value": f"=AND({','.join(asked)})",
            "error_message": self._language.t(
                "Write a code such as {example}, which no other row has.", example=column.example
            )
            if column.constraints.get("unique")
            else self._language.t("Write a code such as {example}.", example=column.example),
        }


def day(language: Language) -> str:
    """A day as a template shows it, for examples."""
    return {"yyyy-mm-dd": "2014-09-30", "dd.mm.yyyy": "30.09.2014"}[DATES[language.code]]
