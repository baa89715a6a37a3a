"""Parameters: files that people write."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from rrs_data.programme.faults import Fault, FaultsError
from rrs_data.programme.parameters import SCHEMAS, read_params
from tests.conftest import BRAND, PARAMS

FILES = {
    "programme": PARAMS / "programme.yml",
    "indicators": PARAMS / "indicators.yml",
    "published": PARAMS / "published.yml",
    "brand": BRAND,
}


def faults_of(path: Path, schema: str = "programme") -> tuple[Fault, ...]:
    """The faults of a file."""
    with pytest.raises(FaultsError) as caught:
        read_params(path, schema)
    return caught.value.faults


def changed(path: Path, name: str, **changes: Any) -> Path:
    """A copy of a parameters' file with other values at its top."""
    content = yaml.safe_load(FILES[name].read_text(encoding="utf-8"))
    content = {key: value for key, value in {**content, **changes}.items() if value is not None}
    copy = path / f"{name}.yml"
    copy.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    return copy


def test_every_schema_has_a_file() -> None:
    """Each schema is of a file that these tests read, or of one that there need not be."""
    assert sorted([*FILES, "restatements"]) == sorted(
        path.name.split(".")[0] for path in SCHEMAS.glob("*.json")
    )


@pytest.mark.parametrize("name", sorted(FILES))
def test_shipped_files_keep_to_their_schema(name: str) -> None:
    """The shipped parameters are without fault."""
    assert read_params(FILES[name], name)


def test_no_file(tmp_path: Path) -> None:
    """A file that is not there is a fault that says how to give its directory."""
    (fault,) = faults_of(tmp_path / "programme.yml")

    assert str(tmp_path / "programme.yml") == fault.where
    assert "PARAMS=" in fault.mend


def test_not_utf8(tmp_path: Path) -> None:
    """A file in another encoding is a fault, no traceback."""
    (tmp_path / "a.yml").write_bytes("title: Год".encode("cp1251"))

    assert 1 == len(faults_of(tmp_path / "a.yml"))


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("title: [", "line 1"),
        ("a: 1\nb: c: d\n", "line 2, column 5"),
        ("a:\n\t- 1\n", "line 2, column 1"),
    ],
)
def test_broken_yaml(tmp_path: Path, text: str, place: str) -> None:
    """What is no YAML is a fault with its line and column."""
    (tmp_path / "a.yml").write_text(text)
    (fault,) = faults_of(tmp_path / "a.yml")

    assert place in fault.found


@pytest.mark.parametrize("text", ["", "null", "[]", "words", "a: \x00", "!!python/object:os.x {}"])
def test_another_shape(tmp_path: Path, text: str) -> None:
    """An empty file, a list, a NUL or an unsafe tag is a fault, no traceback."""
    (tmp_path / "a.yml").write_text(text)

    assert faults_of(tmp_path / "a.yml")


def test_every_fault_together(tmp_path: Path) -> None:
    """All places that break the schema are told at once, in words."""
    path = changed(
        tmp_path, "programme", start="soon", deviation_threshold=10, languages=["de"], end=None
    )
    found = {fault.where.removeprefix(f"{path}: "): fault for fault in faults_of(path)}

    assert {"start", "deviation_threshold", "languages › 1", "the whole file"} == set(found)
    assert "a date such as 2014-09-30" == found["start"].expected
    assert "required" in found["the whole file"].found


def test_place_names_the_code(tmp_path: Path) -> None:
    """A fault in a list is found by the code of its entry, not by its number."""
    sheets = yaml.safe_load(FILES["indicators"].read_text(encoding="utf-8"))["indicators"]
    sheets[2]["count"] = "many"
    path = changed(tmp_path, "indicators", indicators=sheets)
    (fault,) = faults_of(path, "indicators")

    assert f"{path}: indicators › RRS-3 › count" == fault.where
    assert "rows, distinct, sum, share or pairs" == fault.expected


def test_misspelt_key(tmp_path: Path) -> None:
    """A key that the schema does not know is a fault, never passed over."""
    (fault,) = faults_of(changed(tmp_path, "programme", reporting_yaer="calendar"))

    assert "reporting_yaer" in fault.found
