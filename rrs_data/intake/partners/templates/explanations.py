"""Explanations: what belongs into a column, in words."""

from __future__ import annotations

from rrs_data.intake.partners.templates.lists import words
from rrs_data.intake.partners.templates.validation import day
from rrs_data.intake.schema import Column, Register, Schema
from rrs_data.language.language import Language

MARK = " *"
"""Behind the header of a required column."""


def header(column: Column, language: Language) -> str:
    """A column's header: its title, marked where the column is required."""
    return language.pick(column.titles) + (MARK if column.required else "")


def explain(column: Column, register: Register, schema: Schema, language: Language) -> str:
    """What belongs into a column: what it means, how it is written, what to choose from."""
    described = language.pick(column.descriptions) if column.descriptions else ""
    keys = {key.column: key.register for key in register.foreign_keys}
    if column.name in keys:
        sheet = language.pick(schema.registers[keys[column.name]].titles)
        parts = [language.t("A code from the sheet “{sheet}”.", sheet=sheet), described]
    else:
        parts = [described, *_written(column, language)]
    return " ".join(part for part in parts if part)


def _written(column: Column, language: Language) -> list[str]:
    """How a column's cells are written."""
    if own := words(column, language):
        return [language.t("One of: {words}.", words=", ".join(own.values()))]
    return [_typed(column, language), _example(column, language)]


def _typed(column: Column, language: Language) -> str:
    if column.type == "date":
        return language.t("A day, such as {day}.", day=day(language))
    if column.unit == "USD":
        return language.t("A number, in US dollars.")
    return language.t("A number.") if column.type == "number" else ""


def _example(column: Column, language: Language) -> str:
    return language.t("For example: {example}", example=column.example) if column.example else ""
