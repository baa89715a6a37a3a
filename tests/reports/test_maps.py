"""The map of the countries: its shapes, its figure, and the words that stand for it."""

import json
from dataclasses import replace

import numpy as np
import pytest

from rrs_data import Report
from rrs_data.charts.arrows import Flow
from rrs_data.charts.bars import contrast
from rrs_data.charts.lettering import Box, Style, room
from rrs_data.charts.maps import HEIGHT, WIDTH, Words, country_map, standing_out
from rrs_data.charts.shapes import NEIGHBOURS, OUTLINES, layout, load_shapes, project
from rrs_data.language.marks import plain
from rrs_data.report.elements import Chart, svg
from rrs_data.report.sections import network
from tests.conftest import ReportOf

REPORTS = ["KG", "KZ", "TM", "UZ", "AF", "ALL"]


def chart_of(report: Report) -> Chart:
    """The report's map, which must be there."""
    chart = network.map_of_hosts(report)
    assert isinstance(chart, Chart)
    return chart


def test_shapes_hold_every_country_and_both_oblasts(report_of: ReportOf) -> None:
    """There is a shape for each country of the programme, and a place for its arrows."""
    countries = set(report_of().programme.countries)

    assert {*countries, *layout().oblasts, NEIGHBOURS} == set(load_shapes())
    assert countries == set(layout().countries)


def test_rings_are_closed_and_lie_in_the_region() -> None:
    """Each ring ends where it begins, has an area, and lies in the piece of the Earth shown."""
    for rings in load_shapes().values():
        for ring in rings:
            east, north = ring.T

            assert ring[0].tolist() == ring[-1].tolist()
            assert len(ring) >= 4
            assert 30 <= east.min() <= east.max() <= 104
            assert 19 <= north.min() <= north.max() <= 58


def test_shapes_are_small_and_say_where_they_are_from() -> None:
    """The file stays a few tens of kilobytes and names its source and terms."""
    file = OUTLINES / "countries.geojson"

    assert file.stat().st_size < 50_000
    assert "Natural Earth, public domain" in json.loads(file.read_text("utf-8"))["source"]


def test_projection_keeps_areas_and_directions() -> None:
    """On the middle meridian north is up; squares of one area on the Earth stay of one area."""
    middle = project(np.array([[68.0, 30.0], [68.0, 40.0], [68.0, 50.0]]))
    areas = []
    for north in (25.0, 50.0):
        corners = [[75.0, north], [75.1, north], [75.1, north + 0.1], [75.0, north + 0.1]]
        x, y = project(np.array(corners)).T
        areas.append(np.abs(x @ np.roll(y, 1) - y @ np.roll(x, 1)) / np.cos(np.radians(north)))

    assert np.allclose(middle[:, 0], 0)
    assert middle[0, 1] < middle[1, 1] == 0 < middle[2, 1]
    assert areas[0] == pytest.approx(areas[1], rel=0.005)


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("country", REPORTS)
def test_same_report_gives_the_same_picture(
    report_of: ReportOf, country: str, language: str
) -> None:
    """A report's map is the same bytes each time, and not too many of them."""
    report = report_of(country, 2014, language)
    first, second = (svg(chart_of(report).figure) for _ in range(2))

    assert first == second
    assert len(first) < 200_000


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("country", REPORTS)
def test_texts_and_numbers_stay_apart_and_on_the_map(
    report_of: ReportOf, country: str, language: str
) -> None:
    """No text lies on another, and none leaves the picture."""
    (axes,) = chart_of(report_of(country, 2014, language)).figure.axes
    boxes = []
    for text in axes.texts:
        wide, high = room(text.get_text(), Style("", "", text.get_fontsize(), text.get_weight()))
        x, y = text.get_position()
        middle = x + wide * {"left": 0.5, "center": 0, "right": -0.5}[text.get_ha()]
        boxes.append((text.get_text(), Box.around(middle, y, wide, 0.9 * high)))
    meeting = [
        (one, other)
        for number, (one, box) in enumerate(boxes)
        for other, room_of_other in boxes[:number]
        if box.meets(room_of_other)
    ]

    assert [] == meeting
    assert all(box.left > 0 and box.right < WIDTH for _, box in boxes)
    assert all(box.low > 0 and box.high < HEIGHT for _, box in boxes)


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("country", REPORTS)
def test_alternative_text_states_every_number(
    report_of: ReportOf, country: str, language: str
) -> None:
    """The words hold the finding and each country with each number that the map shows."""
    report = report_of(country, 2014, language)
    chart = chart_of(report)
    rows = report.registers.view("attendances")
    rows = rows[
        (rows["event.level"] == "regional")
        & rows["role"].isin(["participant", "speaker"])
        & (rows["person.organisation.kind"] != "government")
        & report.period.holds(rows["event.end"])
    ]
    people = rows.groupby(["event.host_country", "person.country"])["person_id"].nunique()
    shown = [
        (home if host == country or report.regional else host, number)
        for (host, home), number in people.items()
        if home != host and (report.regional or country in {home, host})
    ]

    assert chart.alt.startswith(chart.caption)
    assert shown
    for code, number in shown:
        assert f"{report.country_name(code)} – {number}" in chart.alt


def test_numbers_of_guests_agree_in_words_and_picture(report_of: ReportOf) -> None:
    """The host's note on the map is the sum of its guests in the alternative text."""
    (axes,) = chart_of(report_of("KG", 2014, "ru")).figure.axes

    assert "98 гостей" in [text.get_text() for text in axes.texts]


def test_two_first_hosts_are_both_named(report_of: ReportOf) -> None:
    """When two countries had equally many guests, the finding names both."""
    caption = plain(chart_of(report_of("ALL", 2014, "en")).caption)

    assert (
        "Kazakhstan and Tajikistan hosted most guests at regional events in fiscal year 2014: "
        "194 people from other countries each"
    ) == caption


def test_no_map_where_nobody_travelled(report_of: ReportOf) -> None:
    """A country that was not in the programme yet has no map, and no name on others' maps."""
    (axes,) = chart_of(report_of("KG", 2013, "en")).figure.axes
    texts = [text.get_text() for text in axes.texts]

    assert network.map_of_hosts(replace(report_of("KG", 2013), country="AF")) is None
    assert "Afghanistan" not in texts
    assert "Kazakhstan" in texts


def test_own_country_stands_out_under_legible_text(shipped: Report) -> None:
    """Whatever the country's colour, text on its tint has a contrast above 4.5:1."""
    for code in shipped.programme.countries:
        tint = standing_out(shipped.palette.country(code), shipped.palette)

        assert contrast(shipped.palette["foreground"], tint) >= 4.5


def test_map_without_any_flow_is_a_map_of_names(shipped: Report) -> None:
    """Without flows the countries are drawn and named all the same."""
    words = Words({"KG": "Kyrgyzstan"}, {}, {"TJ-KT": "Khatlon oblast"}, "source")
    (axes,) = country_map(words, [], shipped.palette, str).axes

    assert ["Kyrgyzstan", "source"] == [text.get_text() for text in axes.texts]


def test_single_flow_carries_its_number(shipped: Report) -> None:
    """One person from one country is one arrow with a 1 on it."""
    words = Words({"KG": "Kyrgyzstan", "TM": "Turkmenistan"}, {}, {}, "source")
    (axes,) = country_map(words, [Flow("TM", "KG", 1)], shipped.palette, "{:.0f}".format).axes

    assert "1" in [text.get_text() for text in axes.texts]
