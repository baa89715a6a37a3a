"""The PDF's pages as a reader turns them: few, filled, and none that ends with a heading."""

import pypdfium2
import pytest
from pypdfium2.raw import FPDF_PAGEOBJ_TEXT

MILLIMETRE = 72 / 25.4
HEAD, FOOT = 23 * MILLIMETRE, 20 * MILLIMETRE
"""What the template leaves above and below the text of a page."""

HEADING = 13
"""Points from which on letters are a heading's."""

MOST_PAGES = {"KG": 14, "TM": 10}


@pytest.fixture(scope="session")
def pages(made):
    """The lower edges of what stands on each page after the cover, with the size of letters."""
    return [list(_edges(page)) for page in list(pypdfium2.PdfDocument(made.file("pdf")))[1:]]


def _edges(page):
    height = page.get_height()
    for one in page.get_objects(max_depth=8):
        _, low, _, high = one.get_bounds()
        if FOOT - 2 < low and high < height - HEAD + 2:
            size = one.get_font_size() if one.type == FPDF_PAGEOBJ_TEXT else 0
            yield (height - HEAD - low) / (height - HEAD - FOOT), size


def test_no_page_is_nearly_empty(pages):
    """Each page but the last is filled to a third at least."""
    filled = [max(edge for edge, _ in page) for page in pages]

    assert [] == [(number, share) for number, share in enumerate(filled[:-1], 2) if share < 1 / 3]


def test_no_heading_stands_alone(pages):
    """What stands lowest on a page is never a heading."""
    lowest = [max(page)[1] for page in pages]

    assert [] == [number for number, size in enumerate(lowest, 2) if size >= HEADING]


def test_a_years_report_is_short(made, pages):
    """The report of a country and year has fourteen pages at most, fewer where there is less."""
    if made.edition.year == "final" or made.edition.country not in MOST_PAGES:
        pytest.skip("longer: more years or all countries")

    assert len(pages) + 1 <= MOST_PAGES[made.edition.country]
