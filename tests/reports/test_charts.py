"""Charts and the map: values are written where they are, colours and texts can be told apart."""

import json
from dataclasses import replace
from itertools import combinations, product

import numpy as np
import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, PathPatch
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from rrs_data import bars
from rrs_data.charts.bars import NARROW, WIDTH, drawn_from, narrow
from rrs_data.charts.colours import DARK, contrast, contrasting
from rrs_data.charts.grids import matrix
from rrs_data.charts.maps import country_map
from rrs_data.charts.shapes import WORLD, read_outlines, world
from rrs_data.language.markdown import plain
from rrs_data.report.desk import put_on_desk
from rrs_data.report.elements import svg
from rrs_data.report.sections import network, participants
from rrs_data.report.tabular import in_words

each_report = pytest.mark.parametrize(
    ("country", "language"), [("KG", "en"), ("TM", "ru"), ("AF", "en"), ("ALL", "ru")]
)
pytestmark = pytest.mark.usefixtures("shipped")  # it brings the brand's colours


def map_of(report):
    """The map of a report, and the travels that it shows."""
    travels = network.travels(report, network.hosts(report))
    return network.draw_map(report, travels), travels


def assert_clear(figure):
    """No text of a chart lies on another, and none leaves the picture."""
    figure.draw_without_rendering()
    renderer, inches = FigureCanvasAgg(figure).get_renderer(), figure.dpi_scale_trans.inverted()
    boxes = {}
    for text in figure.findobj(Text):
        if text.get_text() and text.get_visible():
            text.set_bbox(None)  # the plate below it
            boxes[text] = text.get_window_extent(renderer).transformed(inches).padded(0, -0.02)
    paper = Bbox.from_extents(0, 0, *figure.get_size_inches()).padded(0.02)

    assert [] == [two for two in combinations(boxes, 2) if boxes[two[0]].overlaps(boxes[two[1]])]
    assert [] == [text for text in boxes if paper.count_contains(boxes[text].corners()) < 4]


def test_bars(report_of):
    """Segments are as long as their values, targets are marked; what is changed stays as it is."""
    put_on_desk(report_of())
    frame = pd.DataFrame({"new": [3, 5], "old": [4, 0], "target": [np.nan, 9]}, ["x", "y"])
    figure = bars(frame)
    (mark,) = figure.axes[0].collections
    written = {text.get_text() for text in figure.findobj(Text)}

    assert narrow(figure) is not None
    assert [3, 5, 4, 0] == [bar.get_width() for bar in figure.axes[0].patches]
    assert {"X", "Y", "7", "5", "target 9", "new", "old"} <= written
    assert 9 == mark.get_segments()[0][0][0]
    figure.axes[0].set_xlim(0, 25)
    assert narrow(figure) is None


def test_an_analyst_changes_our_axes(shipped):
    """Rows without names take names, and limits follow what a matrix shows."""
    by_age = participants.by_age(shipped)
    for axes in by_age.axes:
        axes.set_yticklabels([f"row {place:g}" for place in axes.get_yticks()])
    met = pd.DataFrame(1, ["Georgia", "Armenia"], ["Georgia", "Armenia", "Moldova"])
    (axes,) = (figure := matrix(met, met, "Georgia")).axes
    axes.autoscale()
    figure.draw_without_rendering()

    assert ["row 0"] * 2 == [axes.get_yticklabels()[0].get_text() for axes in by_age.axes]
    assert axes.get_xlim()[1] == pytest.approx(3, abs=0.2)


def test_colours():
    """Bars, and values on them, can be read in the dark too (WCAG 2.2), by the brand's names."""
    assert (21, 4.48) == (contrast("#ffffff", "#000000"), round(contrast("#777777", "#ffffff"), 2))
    for name in ("primary", "women", "men", "not-recorded"):
        assert contrast(f"brand:{name}", contrasting(f"brand:{name}")) >= 4.5
        assert contrast(f"brand:{name}", "brand:background") >= 3
    for name in ("own", "others", "met", "above", "below"):
        assert contrast(f"brand:{name}", "brand:background") >= 3
    for light, dark in DARK.items():
        assert contrast(dark, "brand:dark-background") >= 3 or contrast(light, "#ffffff") < 3
    (line,) = Figure().add_subplot().plot(1, color="brand:women")
    assert to_hex("brand:women") == to_hex(line.get_color())


def test_shapes(shipped):
    """Any country has closed outlines, and each region; the file names its source."""
    regions = read_outlines(shipped.params / "outlines.geojson")

    assert {"GE", "MD", "FJ", "CL", *shipped.programme.countries} < set(world())
    assert set(shipped.programme.regions) == set(regions)
    for ring in (ring for one in (*world().values(), *regions.values()) for ring in one.rings):
        assert np.abs((ring[0] - ring[-1]) % 360 - 180) == pytest.approx(180)
        assert (np.abs(ring[:, 1]) <= 90).all()
    assert WORLD.stat().st_size < 400_000
    assert "Natural Earth, public domain" in json.loads(WORLD.read_text("utf-8"))["source"]


@each_report
def test_alternative_text_states_every_number(report_of, country, language):
    """The words hold the finding and each country with each number that the map shows."""
    report = report_of(country, 2014, language)
    drawn, travels = map_of(report)
    finding = network.finding(report, travels)
    alt = plain(in_words(report, finding, drawn_from(drawn)))

    assert alt.startswith(plain(finding))
    assert len(travels) > 0
    for home, people in zip(travels["home"], travels["people"], strict=True):
        assert f"{report.country_name(home)} — {people}" in alt


def test_a_tie_has_no_first(report_of):
    """The matrix names the largest group unless two are, the map all hosts of most guests."""
    groups = pd.DataFrame({"home": ["KZ", "TJ"], "host": ["KG", "KG"], "people": [2, 1]})
    named, none = (
        plain(network.largest_group(report_of(), one)) for one in (groups, groups.assign(people=2))
    )
    whole = report_of("ALL")
    whole = replace(whole, programme=replace(whole.programme, online=()))

    assert "largest group in the exchanges of Kyrgyzstan was 2 people" in named
    assert "largest" not in none
    assert "Kazakhstan and Tajikistan" in network.finding(whole, map_of(whole)[1])


@pytest.mark.parametrize(
    "countries", [["GE", "AM", "MD"], ["FJ", "NZ", "VU"], ["FR", "MA", "SN"], ["CL", "PE"], ["MT"]]
)
@pytest.mark.parametrize("width", [WIDTH, NARROW])
def test_a_map_of_any_countries(countries, width):
    """Wherever the countries lie, texts keep clear of each other and of the picture's edge."""
    own, *others = countries
    ways = [(own, home, own, 7) for home in others]
    travels = pd.DataFrame(ways, columns=["of", "home", "host", "people"])
    texts = {own: {code: f"Country {code}\n7 came" for code in countries}}
    figure = country_map(travels, texts, "map", width=width)

    assert_clear(figure)
    assert len(countries) + 1 == len(figure.axes[0].texts)
    assert len(figure.axes[0].findobj(PathPatch)) >= len(countries)


@pytest.mark.parametrize(
    ("language", "country", "region"),
    [("en", "Tajikistan", "Khatlon"), ("ru", "Таджикистан", "Хатлонская")],
)
def test_names_on_a_map(report_of, language, country, region):
    """No line is hidden by a name, and a region's name stands by its country, not in another."""
    figure, _ = map_of(report_of("KG", 2014, language))
    figure.draw_without_rendering()
    (axes,) = figure.axes
    lines = [line.get_path().transformed(axes.transData) for line in axes.findobj(FancyArrowPatch)]
    places = {text.get_text().split()[0]: text.get_position() for text in axes.texts}

    assert len(lines) == 5
    for text, line in product(axes.texts, lines):
        assert not line.intersects_bbox(text.get_window_extent(), filled=False)
    assert np.hypot(*np.subtract(places[country], places[region])) < 1.2


@pytest.mark.parametrize(("width", "columns"), [(WIDTH, 6), (NARROW, 3)])
def test_a_small_matrix(width, columns):
    """Few columns grow no wider than a sixth of the page; a narrow screen is filled by three."""
    met = pd.DataFrame(1, ["Georgia", "Armenia"], ["Georgia", "Armenia", "Moldova"])

    assert (0, columns) == matrix(met, met, "Georgia", width).axes[0].get_xlim()


@each_report
def test_charts_at_any_width(report_of, country, language):
    """On paper and a narrow screen texts of 9 points keep clear; a map is the same again."""
    report = report_of(country, 2014, language)
    matrix = network.who_met_whom(report, network.hosts(report))
    drawn = [map_of(report)[0], matrix, participants.by_age(report)]

    assert svg(map_of(report)[0]) == svg(map_of(report)[0])
    for wide in filter(None, drawn):
        for figure in (wide, narrow(wide)):
            assert_clear(figure)
            assert 9 <= min(text.get_fontsize() for text in figure.findobj(Text))
