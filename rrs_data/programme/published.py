"""Published figures: what the donor has printed, set beside what the registers give."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal

from rrs_data.programme.parameters import read_params
from rrs_data.programme.programme import Texts


@dataclass(frozen=True)
class PublishedFigure:
    """One published figure, and the indicator that computes it.

    ``since`` starts the count later than the indicator does; ``category`` takes one category of
    the indicator's first breakdown; ``parts`` are published parts of the figure per country.
    """

    code: str
    title: Texts
    indicator: str
    country: str
    value: float
    relation: Literal["equals", "more_than"] = "equals"
    since: date | None = None
    category: str | None = None
    parts: Mapping[str, float] = field(default_factory=dict)

    def agrees(self, computed: float | None) -> bool:
        """Whether a computed figure says the same as the published one."""
        if computed is None:
            return False
        return computed > self.value if self.relation == "more_than" else computed == self.value


@dataclass(frozen=True)
class Published:
    """All published figures, their source, and the day as of which they are taken."""

    source: Texts
    as_of: date
    assumption: Texts
    figures: tuple[PublishedFigure, ...]


def load_published(params: Path) -> Published:
    """Read ``published.yml`` from the directory of parameters. Raises FaultsError."""
    content = read_params(params / "published.yml", "published")
    figures = tuple(
        PublishedFigure(
            **{**entry, "since": date.fromisoformat(entry["since"]) if "since" in entry else None}
        )
        for entry in content["figures"]
    )
    return Published(
        content["source"], date.fromisoformat(content["as_of"]), content["assumption"], figures
    )
