"""The palette: the brand's colours, the same for a country in every chart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from rrs_data.programme.parameters import read_params


@dataclass(frozen=True)
class Palette:
    """The colours of ``_brand.yml`` by name, as ``#rrggbb``."""

    colours: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        """A colour by its name in the brand's palette."""
        return self.colours[name]

    def country(self, code: str) -> str:
        """A country's colour."""
        return self.colours[f"country-{code.lower()}"]


def load_palette(brand: Path) -> Palette:
    """Read the colours of a Quarto ``_brand.yml``. Raises FaultsError."""
    return Palette(read_params(brand, "brand")["color"]["palette"])
