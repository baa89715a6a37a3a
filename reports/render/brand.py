"""The brand: colours and typeface of ``_brand.yml``, as style sheets and templates take them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

BRAND = Path(__file__).parents[1] / "_brand.yml"


@dataclass(frozen=True)
class Brand:
    """The visual identity: colours by name as ``#rrggbb``, and the family of the text."""

    colours: dict[str, str]
    family: str

    def variables(self) -> dict[str, str]:
        """The colours as metadata for pandoc's templates: six hex digits without the ``#``.

        pandoc would escape a ``#`` on its way into Typst.
        """
        return {name: colour.removeprefix("#") for name, colour in self.colours.items()}

    def custom_properties(self) -> str:
        """The colours and the family as CSS custom properties."""
        lines = [f"  --{name}: {colour};" for name, colour in self.colours.items()]
        return "\n".join([":root {", *lines, f'  --family: "{self.family}";', "}", ""])


@cache
def load_brand(path: Path = BRAND) -> Brand:
    """Read a brand file. Raises KeyError when it has no palette or base typeface."""
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    return Brand(dict(content["color"]["palette"]), content["typography"]["base"])
