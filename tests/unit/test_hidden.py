"""Hidden addresses: a password never reaches a notebook."""

from pathlib import Path

import pytest

from rrs_data.intake.hidden import HIDDEN, VARIABLE, hide, reveal


@pytest.mark.parametrize(
    "source",
    ["/data/registers", "registers", "sqlite:////data/a.db", "s3://bucket/registers"],
)
def test_nothing_to_hide(source: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A path and an address without a secret stay as they are."""
    monkeypatch.delenv(VARIABLE, raising=False)

    assert source == hide(source)
    assert source == reveal(source)


@pytest.mark.parametrize(
    "source",
    ["postgresql://ann:secret@host/rrs", "https://host/registers?token=secret"],
)
def test_secret(source: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """An address with a secret is named by a variable, and comes back from it."""
    monkeypatch.setenv(VARIABLE, "")
    shown = hide(source)

    assert HIDDEN == shown
    assert "secret" not in shown
    assert source == reveal(shown)


def test_path_object() -> None:
    """A path may come as an object."""
    assert "registers" == hide(Path("registers"))
