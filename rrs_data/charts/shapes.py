"""Shapes: the outlines of all countries and of a programme's regions, and their projection."""

import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from matplotlib.path import Path as Outline
from matplotlib.projections.geo import LambertAxes
from matplotlib.transforms import Affine2D, Bbox
from numpy.typing import NDArray

WORLD = Path(__file__).parent / "outlines" / "world.json"
"""All countries of Natural Earth, made by ``tools/map/``, which says what is in it."""

MARGIN = 0.1
"""Inches between the countries and the map's edge, and how far shapes go on beyond it."""

FINEST = 0.005
"""Inches: nothing smaller is drawn of a coast; on a map of less than 5 inches nothing below thrice.

A page has several of these, each of them twice.
"""

NEAR = 1.55
"""How far a shape may begin from the middle of the projection: it is 2 to the other side's."""

Points = NDArray[np.float64]
"""Rows of x and y, or of degrees east and north."""


class Shape(NamedTuple):
    """Closed rings in degrees, and where a name stands; a place without an outline has no rings.

    The first rings, so many as ``land`` says, are no small islands.
    """

    at: Points
    rings: list[Points]
    land: int = 1


@lru_cache
def world() -> Mapping[str, Shape]:
    """The countries by ISO 3166 code."""
    countries = json.loads(WORLD.read_text(encoding="utf-8"))["countries"]
    return {
        code: Shape(
            np.array(one["at"]),
            [np.cumsum(np.reshape(ring, (-1, 2)), axis=0) / 100 for ring in one["rings"]],
            one["land"],
        )
        for code, one in countries.items()
    }


@lru_cache
def read_outlines(file: Path) -> Mapping[str, Shape]:
    """The shapes of a GeoJSON file by the ``code`` of each feature; none without a file."""
    features = json.loads(file.read_text(encoding="utf-8"))["features"] if file.exists() else []
    found = {}
    for feature in features:
        kind, content = feature["geometry"]["type"], feature["geometry"]["coordinates"]
        polygons = {"Point": [], "Polygon": [content]}.get(kind, content)
        rings = [np.array(ring) for polygon in polygons for ring in polygon]
        at = np.mean(max(rings, key=len), axis=0) if rings else np.array(content)
        found[feature["properties"]["code"]] = Shape(at, rings)
    return found


class Frame:
    """The part of the Earth that a picture of a ``size`` in inches shows.

    Countries fill it, but for their small islands, in Lambert's azimuthal equal-area projection.
    """

    def __init__(self, shapes: Iterable[Shape], size: tuple[float, float]) -> None:
        """Look down on the middle of the shapes."""
        shapes, self.size = list(shapes), np.array(size)
        self.finest = FINEST if size[0] > 5 else 3 * FINEST
        east, north = np.radians([shape.at for shape in shapes]).T
        middle = np.angle(np.exp(1j * east).mean()), north.mean()
        self.globe = Affine2D().scale(np.pi / 180) + LambertAxes.LambertTransform(*middle, 1)
        rings = [ring for shape in shapes for ring in shape.rings[: shape.land]]
        land = self.globe.transform(np.concatenate(rings))
        low, high = land.min(axis=0), land.max(axis=0)
        scale = float(((self.size - 2 * MARGIN) / (high - low)).min())
        middle = (low + high) / 2
        self.fit = Affine2D().translate(*-middle).scale(scale).translate(*self.size / 2)
        self.inches = (self.globe + self.fit).transform
        """Where degrees east and north lie on the picture."""

    def outline(self, rings: Iterable[Points]) -> Outline | None:
        """A shape on the picture, cut off a little outside of it; None if nothing of it is seen.

        Points that an eye does not tell apart are one, and a straight line has only its ends: a
        page of a map stays small. What begins on the other side of the Earth, where shapes turn
        inside out, is left out.
        """
        rings = list(rings)
        if not rings:
            return None
        ends = np.cumsum([len(ring) for ring in rings])
        starts = np.concatenate([[0], ends[:-1]])
        globe = self.globe.transform(np.concatenate(rings))
        points = (self.fit.transform(globe) / self.finest).round()
        low, high = np.minimum.reduceat(points, starts), np.maximum.reduceat(points, starts)
        picture = Bbox([-np.full(2, MARGIN), self.size + MARGIN])
        beside = (high * self.finest < picture.min) | (low * self.finest > picture.max)
        seen = ~beside.any(axis=1) & (np.hypot(*globe[starts].T) < NEAR)
        spans = zip(starts[seen], ends[seen], strict=True)
        parts = [_simple(points[start:end]) * self.finest for start, end in spans]
        cut = [Outline(part).clip_to_bbox(picture) for part in parts]
        found = Outline.make_compound_path(*cut)
        return found if len(found) else None


def _simple(points: Points) -> Points:
    """A ring without points that are the one before, or on a line with their neighbours."""
    points = points[(np.diff(points, axis=0, prepend=np.inf) != 0).any(axis=1)]
    (x, y), (on, up) = np.diff(points, axis=0)[:-1].T, np.diff(points, axis=0)[1:].T
    turns: NDArray[np.bool_] = np.concatenate([[True], x * up != y * on, [True]])
    simple: Points = points[turns[-len(points) :]]
    return simple
