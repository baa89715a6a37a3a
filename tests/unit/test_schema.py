"""The schema of the registers."""

from pathlib import Path

import pytest

from rrs_data.intake.checks.columns import ARROW
from rrs_data.intake.schema import ForeignKey, Schema, load_schema, read_descriptor
from rrs_data.programme.faults import FaultsError


@pytest.fixture(scope="module")
def schema() -> Schema:
    """The shipped schema."""
    return load_schema()


def test_registers(schema: Schema) -> None:
    """The registers that the programme keeps are all described."""
    expected = "organisations people events attendances services grants prizes targets finance"

    assert expected.split() == list(schema.registers)


def test_column_of_own(schema: Schema) -> None:
    """A plain name means a column of the register itself."""
    column = schema.column("people", "sex")

    assert column is not None
    assert ("F", "M", "unknown") == column.allowed


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("event.level", "level"),
        ("person.organisation.country", "country"),
        ("person.organisation_id", "organisation_id"),
        ("organisation.country", None),
        ("event.none", None),
        ("person.event.level", None),
        ("", None),
    ],
)
def test_column_by_path(schema: Schema, path: str, found: str | None) -> None:
    """A dotted path leads through the references, and only through these."""
    column = schema.column("attendances", path)

    assert found == (column.name if column else None)


def test_every_path_is_a_column(schema: Schema) -> None:
    """Each path that a message offers does mean a column."""
    for name in schema.registers:
        paths = schema.paths(name)

        assert all(schema.column(name, path) for path in paths)
        assert len(paths) == len(set(paths))


def test_prefix() -> None:
    """The columns of another register are called by what the reference is called."""
    assert "event." == ForeignKey("event_id", "events", "event_id").prefix


def test_slices_are_columns(schema: Schema) -> None:
    """The columns that decide on country and period exist, and the day is a date."""
    for name, register in schema.registers.items():
        day = schema.column(name, register.date) if register.date else None

        assert schema.column(name, register.country)
        assert day is None or day.type == "date"


def test_titles_and_labels(schema: Schema) -> None:
    """Registers, columns and allowed values are named in every language."""
    for register in schema.registers.values():
        for texts in [register.titles, *(column.titles for column in register.columns)]:
            assert {"en", "ru"} == set(texts)
            assert all(texts.values())
        for column in register.columns:
            for value, texts in column.labels.items():
                assert {"en", "ru"} == set(texts)
                assert value in column.allowed


def test_types_are_known(schema: Schema) -> None:
    """Every column has a type that the checks know."""
    types = {column.type for each in schema.registers.values() for column in each.columns}

    assert types <= set(ARROW)


def test_unknown_is_a_category(schema: Schema) -> None:
    """Where it may not be known what a person is, “unknown” is one of the values."""
    for column in ("sex", "age_band", "place"):
        assert "unknown" in schema.registers["people"].column[column].allowed


def test_no_names(schema: Schema) -> None:
    """The register of people has no column for a name, a phone, an e-mail or a date of birth."""
    expected = "person_id sex age_band country oblast place organisation_id"

    assert expected.split() == list(schema.registers["people"].column)


def test_no_descriptor(tmp_path: Path) -> None:
    """A directory without a descriptor has an empty one."""
    assert {} == read_descriptor(tmp_path)


@pytest.mark.parametrize("content", [b"{", b"", b"\xff", b"{'a': 1}"])
def test_broken_descriptor(tmp_path: Path, content: bytes) -> None:
    """A descriptor that is no JSON is a fault that names the file."""
    (tmp_path / "datapackage.json").write_bytes(content)

    with pytest.raises(FaultsError, match=r"datapackage\.json"):
        read_descriptor(tmp_path)


def test_descriptor_of_another_shape(tmp_path: Path) -> None:
    """A list says nothing about registers."""
    (tmp_path / "datapackage.json").write_text("[1]")

    assert {} == read_descriptor(tmp_path)
