"""The brand's colours in charts: axe-core looks at those of the page's text, not into pictures."""

import pytest

from reports.render.brand import load_brand

COLOURS = load_brand().colours
COUNTRIES = [name for name in COLOURS if name.startswith("country-")]


def luminance(colour: str) -> float:
    """The relative luminance of ``#rrggbb`` as WCAG 2.2 defines it."""
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("name", [*COUNTRIES, "women", "men", "not-recorded", "accent"])
def test_marks_of_a_chart_can_be_seen(name: str) -> None:
    """A bar or dot keeps 3:1 on the charts' white background, and a country has its own colour."""
    paper = luminance(COLOURS["background"])

    assert (paper + 0.05) / (luminance(COLOURS[name]) + 0.05) >= 3
    assert 1 == [COLOURS[one] for one in COUNTRIES].count(COLOURS[name]) or name not in COUNTRIES
