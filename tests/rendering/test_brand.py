import pytest

from reports.render.brand import load_brand

COLOURS = load_brand().colours
COUNTRIES = [name for name in COLOURS if name.startswith("country-")]


def contrast(one: str, other: str) -> float:
    """The contrast of two colours as WCAG 2.2 defines it."""
    darker, lighter = sorted(map(luminance, (one, other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """The relative luminance of ``#rrggbb``."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("scheme", ["", "dark-"])
@pytest.mark.parametrize("text", ["foreground", "quiet", "primary", "met", "above", "below"])
@pytest.mark.parametrize("paper", ["background", "surface"])
def test_text_can_be_read(scheme: str, text: str, paper: str) -> None:
    """Every text colour keeps 4.5:1 on both papers, in the light and in the dark scheme."""
    assert contrast(COLOURS[scheme + text], COLOURS[scheme + paper]) >= 4.5


def test_white_text_can_be_read_on_the_cover() -> None:
    """The cover is white on the primary colour."""
    assert contrast("#ffffff", COLOURS["primary"]) >= 4.5


@pytest.mark.parametrize("name", [*COUNTRIES, "women", "men", "not-recorded", "accent"])
def test_marks_of_a_chart_can_be_seen(name: str) -> None:
    """A bar or dot keeps 3:1 on the charts' white background."""
    assert contrast(COLOURS[name], COLOURS["background"]) >= 3


def test_every_country_has_a_colour_of_its_own() -> None:
    """Seven countries and all of them together."""
    assert len(COUNTRIES) == 8
    assert len({COLOURS[name] for name in COUNTRIES}) == 8


def test_templates_get_colours_without_the_sign_that_pandoc_escapes() -> None:
    """Both templates write the sign themselves where they need it."""
    assert load_brand().variables()["primary"] == "17506b"
    assert "--primary: #17506b;" in load_brand().custom_properties()
