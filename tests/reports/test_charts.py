"""Charts: values written where they are, colours that can be told apart."""

from itertools import combinations

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text

from rrs_data import Report
from rrs_data.charts.bars import Series, bars, contrast, contrasting, stacked_bars, target_marks
from rrs_data.charts.palette import Palette
from rrs_data.report.elements import svg


@pytest.fixture(scope="module")
def palette(shipped: Report) -> Palette:
    """The brand's colours."""
    return shipped.palette


def whole(value: float) -> str:
    """A whole number."""
    return f"{value:.0f}"


def texts(figure: Figure) -> list[str]:
    """All that is written in a chart."""
    return [text for one in figure.findobj(Text) if (text := str(one.get_text()))]


def widths(figure: Figure) -> list[float]:
    """The lengths of a chart's bars."""
    return [bar.get_width() for bar in figure.axes[0].patches]  # type: ignore[attr-defined]


def test_bars(palette: Palette) -> None:
    """Each category has a bar of its value's length, with the value written at its end."""
    figure = bars(["a", "b"], [30, 4], [palette["primary"]] * 2, palette, whole)

    assert [30, 4] == widths(figure)
    assert {"a", "b", "30", "4"} <= set(texts(figure))


def test_stacked_bars(palette: Palette) -> None:
    """Pieces stand one after the other; their total is written at the end, their names above."""
    series = [Series("new", palette["primary"], [3, 5]), Series("old", palette["accent"], [4, 0])]
    figure = stacked_bars(["x", "y"], series, palette, whole)

    assert [3, 5, 4, 0] == widths(figure)
    assert {"x", "y", "7", "5", "new", "old"} <= set(texts(figure))


def test_target_marks(palette: Palette) -> None:
    """What lies far beyond the target stands at the edge and is written as it is."""
    colours = [palette["primary"]] * 3
    figure = target_marks(["A", "B", "C"], [0.5, 1, 7], colours, palette, "{:.0%}".format, "target")
    places = np.asarray(figure.axes[0].collections[-1].get_offsets())[:, 0].tolist()

    assert [0.5, 1.0, 2.0] == places
    assert {"50%", "100%", "700%", "target"} <= set(texts(figure))


@pytest.mark.parametrize("values", [[0, 0], [1, 0]])
def test_zeros(palette: Palette, values: list[float]) -> None:
    """A chart with zeros is drawn without a warning."""
    assert "<svg" in svg(bars(["a", "b"], values, [palette["primary"]] * 2, palette, whole))


def test_contrast() -> None:
    """Contrast runs from 1 to 21, whichever colour comes first."""
    assert 21 == pytest.approx(contrast("#000000", "#ffffff"))
    assert 1 == pytest.approx(contrast("#123456", "#123456"))
    assert contrast("#ffffff", "#767676") == pytest.approx(4.54, abs=0.01)
    assert contrast("#767676", "#ffffff") == contrast("#ffffff", "#767676")


@pytest.mark.parametrize("name", ["primary", "accent", "women", "men", "not-recorded"])
def test_letters_on_bars(palette: Palette, name: str) -> None:
    """On each colour in which values stand, a text colour can be read (WCAG 2.2: 4.5)."""
    colour = palette[name]

    assert contrast(colour, contrasting(colour, palette)) >= 4.5


def test_countries_have_colours_of_their_own(palette: Palette, shipped: Report) -> None:
    """No two countries share a colour."""
    for one, other in combinations(shipped.programme.countries, 2):
        assert palette.country(one) != palette.country(other)


def test_not_by_colour_alone(shipped: Report, palette: Palette) -> None:
    """Bars and their ground can be told apart (WCAG 2.2, graphics: 3)."""
    for code in shipped.programme.countries:
        assert contrast(palette.country(code), palette["background"]) >= 3
