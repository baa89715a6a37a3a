import re
from pathlib import Path

import pytest

from reports.render.dialect import (
    ATTRIBUTES,
    CELL_OPTIONS,
    DIVS,
    NOTEBOOK_ONLY,
    SPANS,
    cell_options,
)

REPORTS = Path(__file__).parents[2] / "reports"


def test_options_are_read_from_the_top_of_a_cell() -> None:
    """Options stand in the first lines of a cell; what comes after the code begins is a comment."""
    source = '#| label: fig-people\n#| fig-cap: "Люди: *много*"\nshow()\n#| echo: true'

    assert {"label": "fig-people", "fig-cap": "Люди: *много*"} == cell_options(source)


def test_a_cell_without_options_has_none() -> None:
    """A plain cell gives no options, and neither does an empty one."""
    assert [{}, {}, {}] == [cell_options(source) for source in ("", "show()", "# | label: x")]


@pytest.mark.parametrize("source", ["#| label: [", "#| only words", "#| - a list"])
def test_options_that_are_no_yaml_mapping_are_refused(source: str) -> None:
    """Lines that are not names with values cannot be options."""
    with pytest.raises(ValueError, match=r"\w"):
        cell_options(source)


def test_every_class_has_a_style() -> None:
    """Whatever the dialect allows looks like something on the screen."""
    style = (REPORTS / "templates" / "style.css").read_text(encoding="utf-8")
    styled = set(re.findall(r"\.([a-z-]+)", style))

    assert set() == {*DIVS, *SPANS} - styled


def test_the_dialect_says_what_each_thing_is_for() -> None:
    """The list is documentation too: nothing stands in it without words."""
    assert all(len(meaning) > 5 for meaning in [*DIVS.values(), *SPANS.values()])
    assert ATTRIBUTES == ("indicator", "register")


def test_the_guide_names_everything_that_the_dialect_has() -> None:
    """CONTRIBUTING.md shows the whole list to those who write notebooks."""
    guide = (REPORTS.parent / "CONTRIBUTING.md").read_text(encoding="utf-8")
    names = [*CELL_OPTIONS, *DIVS, *SPANS, *ATTRIBUTES, NOTEBOOK_ONLY]

    assert [] == [name for name in names if name not in guide]
