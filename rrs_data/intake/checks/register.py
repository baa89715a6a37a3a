"""Registers checked: their cells, keys and references, with a finding for all that is at fault."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePath
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from rrs_data.intake import privacy, words
from rrs_data.intake.checks.cell_rules import TOTAL, Breach, check_column, cyrillic_in
from rrs_data.intake.findings import Finding, more_of
from rrs_data.intake.limits import LISTED
from rrs_data.intake.raw import Raw
from rrs_data.intake.review import Review, unknown_ids
from rrs_data.intake.schema import CONTRACT, CURRENCY, MONEY, RECORDED, Column, ForeignKey, Register
from rrs_data.intake.words import BACK, bare, skeleton, unequivocal
from rrs_data.programme.programme import Currency

ONE_MEANING = CONTRACT["one_meaning"]
"""Columns in which two rows of one id must not differ, and the rule that says so."""

PERSONAL = "personal-"  # how the rules of personal data begin

Details = Mapping[str, Any]
"""What a finding shows: its ``value`` where that is not the cell's text, and its details."""


@dataclass(frozen=True)
class Checked:
    """A register whose cells were checked.

    ``frame`` has its rows as typed values: ``row``, the row's number, and the schema's columns,
    empty where a cell is at fault or the file lacks the column; every amount is in the reporting
    currency, where that is known. ``at_fault`` has the texts of each of the file's columns, as they
    stand, that break a rule.
    """

    raw: Raw
    register: Register
    frame: pd.DataFrame
    at_fault: Mapping[str, Mapping[str, Breach]]

    @cached_property
    def keys(self) -> pd.DataFrame:
        """The rows' keys; in a column that need not be filled in, nothing is a value too."""
        names = self.register.key
        keys = self.frame[list(names)]
        return keys.fillna({one: "" for one in names if not self.register.column[one].required})

    def text(self, column: str, place: int) -> str:
        """The text of a cell as it stands in the file."""
        return str(self.raw.cells[column][place].as_py()) if column in self.at_fault else ""

    def finding(
        self, rule: str, place: int, column: str, value: str | None = None, **details: object
    ) -> Finding:
        """A finding in the row at a place, with the cell's text or another ``value``."""
        raw, row = self.raw, int(self.frame["row"][place])
        shown = self.text(column, place) if value is None else value
        header = raw.headers.get(column, column)
        return Finding(rule, raw.register, raw.file, row, header, shown, raw.sheet, details)

    def repeats(self, rule: str, earlier: pd.Series, column: str = "") -> Iterator[Finding]:
        """Findings of rows that repeat those at ``earlier`` places: of a column or the key."""
        key = [name for name in self.register.key if self.register.column[name].required]
        names = [column] if column else key

        def cell(place: int) -> Details:
            first = int(earlier[place])
            texts = [[self.text(name, at) or "—" for name in names] for at in (place, first)]
            value, other = map(", ".join, texts)
            return {"value": value, "first": int(self.frame["row"][first]), "other": other}

        header = ", ".join(self.raw.headers.get(name, name) for name in names)
        yield from self.listed(rule, header, earlier.index, cell)

    def breaches(
        self, rule: str, column: str, where: np.ndarray | pd.Series, **details: object
    ) -> Iterator[Finding]:
        """A finding for each row ``where`` a rule is broken; series in ``details`` go by row."""

        def cell(place: int) -> Details:
            given = details.items()
            return {name: x[place] if isinstance(x, pd.Series) else x for name, x in given}

        rows = pd.Series(where).to_numpy(dtype=bool, na_value=False)
        yield from self.listed(rule, column, np.flatnonzero(rows), cell)

    def listed(
        self, rule: str, column: str, places: Iterable[int], cell: Callable[[int], Details]
    ) -> Iterator[Finding]:
        """A finding for each of the first places, as ``cell`` says; one counts the others."""
        first = [*map(int, places)]
        for place in first[:LISTED]:
            yield self.finding(rule, place, column, **cell(place))
        if len(first) > LISTED:
            yield more_of(self.finding(rule, first[-1], column, ""), len(first) - LISTED)

    def of_texts(
        self, column: str, cells: pa.ChunkedArray, breaches: Mapping[str, Breach]
    ) -> Iterator[Finding]:
        """The findings of a column's texts that break a rule; what looks personal is masked."""
        for rule in dict.fromkeys(rule for rule, _ in breaches.values()):
            texts = [text for text, breach in breaches.items() if breach[0] == rule]
            among = pc.is_in(cells, value_set=pa.array(texts, pa.string()))

            def cell(place: int, rule: str = rule) -> Details:
                text = cells[place].as_py()
                shown = privacy.masked(text) if rule.startswith(PERSONAL) else text
                return {"value": shown, **breaches[text][1]}

            yield from self.listed(rule, column, np.flatnonzero(among), cell)


def earlier_rows(keys: pd.DataFrame) -> pd.Series:
    """For each row whose whole key stands in an earlier row, the place of the first such row."""
    again = keys[keys.duplicated(keep=False) & keys.notna().all(axis=1)]
    first = again.index.to_series().groupby([again[name] for name in again]).transform("first")
    return first[first != first.index]


def check_register(raw: Raw, register: Register, currency: Currency | None = None) -> Checked:
    """Check a register's cells. A column that the file lacks counts as empty."""
    nothing = pa.chunked_array([[""] * len(raw.rows)], pa.string())
    checks = {
        name: check_column(raw.cells[name] if name in raw.headers else nothing, column)
        for name, column in register.column.items()
    }
    at_fault = {name: checks[name][1] for name in register.column if name in raw.headers}
    values = {name: series for name, (series, _) in checks.items()}
    frame = pd.DataFrame({"row": raw.rows.to_pandas().astype("int64"), **values})
    if currency:
        frame = in_reporting_currency(frame, register, currency)
    return Checked(raw, register, frame, at_fault)


def cell_findings(checked: Checked) -> Iterator[Finding]:
    """What the reader found, and then the check: a finding for every cell that is at fault."""
    yield from checked.raw.findings
    yield from _of_others(checked)
    for name, breaches in checked.at_fault.items():
        yield from checked.of_texts(name, checked.raw.cells[name], breaches)
    # Rows without an id of their own in which a cell says “total” add up the rows above.
    lacking = checked.keys.isna().any(axis=1)
    for place in np.flatnonzero(lacking)[:LISTED].tolist():
        texts = checked.raw.cells.slice(place, 1).to_pylist()[0]
        if total := next((name for name in texts if TOTAL.fullmatch(texts[name])), ""):
            yield checked.finding("total-row", place, total)


def _of_others(checked: Checked) -> Iterator[Finding]:
    """Columns that no register has, or that stand twice: searched for personal data."""
    raw, columns = checked.raw, checked.register.column
    for header in raw.others.column_names:
        twice = next(iter(words.match([header], checked.register)), "")
        rule = "column-personal" if privacy.personal_header(header) else "column-unknown"
        if not twice:
            details = {"names": ", ".join(columns)}
            yield Finding(rule, raw.register, raw.file, 0, header, "", raw.sheet, details)
        if twice or rule == "column-unknown":
            column = columns[twice] if twice else Column(header, "string", {})
            _, breaches = check_column(raw.others[header], column)
            personal = {text: one for text, one in breaches.items() if one[0].startswith(PERSONAL)}
            yield from checked.of_texts(header, raw.others[header], personal)


def repeated(checked: Checked) -> Iterator[Finding]:
    """Rows whose primary key stands in an earlier row."""
    name, earlier = checked.register.name, earlier_rows(checked.keys)
    for column, rule in ONE_MEANING.get(name, {}).items():
        if column in checked.frame:
            cells = checked.frame[column].fillna("")
            differ = cells[earlier.index].to_numpy() != cells[earlier].to_numpy()
            yield from checked.repeats(rule, earlier[differ], column)
            earlier = earlier[~differ]
    rule = "attendance-twice" if name == "attendances" else "key-twice"
    yield from checked.repeats(rule, earlier)


def unknown(registers: Mapping[str, Checked]) -> Iterator[Finding]:
    """Cells that point to no row of a register that could be read whole."""
    for checked in registers.values():
        for key in checked.register.foreign_keys:
            other = registers.get(key.register)
            if other and key.key in other.raw.headers and other.raw.read == len(other.frame):
                yield from _dangling(checked, key, other)


def _dangling(checked: Checked, key: ForeignKey, other: Checked) -> Iterator[Finding]:
    ids = set(other.frame[key.key].dropna().unique())
    if not (texts := set(checked.frame[key.column].dropna().unique()) - ids):
        return
    # An id that is itself at fault is reported once, in its own register.
    reported = set(map(_loose, other.at_fault[key.key]))
    # Near are ids of the same loose spelling, or of the same bare number: ``1`` and ORG-001.
    spellings = [(_loose(one), one) for one in ids]
    numbers = [(re.sub("^[a-z]+", "", spelling), one) for spelling, one in spellings]
    near = unequivocal(spellings + [pair for pair in numbers if pair[0].isdigit()])
    register = other.raw.sheet or PurePath(other.raw.file).name
    details = {"register": register, "key": other.raw.headers[key.key]}
    breaches = {}
    for text in sorted(texts):
        if (loose := _loose(text)) not in reported:
            found = near.get(loose, "")
            close = "reference-letters" if text.translate(BACK) == found else "reference-near"
            rule = "total-row" if TOTAL.fullmatch(text) else close if found else "reference"
            breaches[text] = rule, {**details, "near": found, "letters": cyrillic_in(text)}
    yield from checked.of_texts(key.column, checked.raw.cells[key.column], breaches)


def _loose(text: str) -> str:
    """An id without what people get wrong in it: alphabet, capitals, blanks, dashes, zeros."""
    # Capitals look alike that small letters do not: В is a B.
    return re.sub(r"(?<![0-9])0+(?=[0-9])", "", bare(text.translate(BACK))) or text


def probable_duplicates(registers: Mapping[str, Checked], review: Review) -> Iterator[Finding]:
    """Decisions on ids that are not there; organisations with titles that sound the same."""
    yield from unknown_ids(review, {name: one.frame for name, one in registers.items()})
    if not (checked := registers.get("organisations")):
        return
    ids, places = checked.frame["organisation_id"].fillna(""), dict[Any, int]()
    home = checked.frame[[name for name in ("country", "region") if name in checked.frame]]
    for title in [name for name in checked.register.column if name.startswith("title_")]:
        sounds = checked.frame[title].map(skeleton, na_action="ignore")
        places |= earlier_rows(home.fillna("").assign(title=sounds)).to_dict()
    for place, first in sorted(places.items()):
        one, other = ids[place], ids[first]
        if one and other and not review.decides("organisations", one, other):
            row, column = int(checked.frame["row"][first]), "organisation_id"
            yield checked.finding("duplicate-probable", place, column, one, other=other, first=row)


def in_reporting_currency(
    frame: pd.DataFrame, register: Register, currency: Currency
) -> pd.DataFrame:
    """A register's amounts at the rate in force on each row's day, rounded to the cent.

    What was written stays in ``<column>.recorded``; an amount without a rate is unknown.
    """
    money = [column.name for column in register.columns if column.unit == MONEY]
    if not money or CURRENCY not in frame or frame[CURRENCY].isna().all():
        return frame
    worth, own = worth_of(frame, register, currency), frame[CURRENCY].fillna(currency.code)
    for name in money:
        reported = frame[name].where(own == currency.code, (frame[name] * worth).round(2))
        frame = frame.assign(**{name + RECORDED: frame[name], name: reported})
    return frame


def worth_of(frame: pd.DataFrame, register: Register, currency: Currency) -> pd.Series:
    """What one unit of each row's currency was worth on its day; missing where nobody knows."""
    own = frame[CURRENCY].fillna(currency.code)
    worth = pd.Series(1.0, frame.index).where(own == currency.code)
    if register.date in frame:
        for one in sorted(currency.rates, key=lambda rate: rate.since):
            days = frame[register.date] >= pd.Timestamp(one.since)
            worth = worth.mask((own == one.currency) & days, one.rate)
    return worth
