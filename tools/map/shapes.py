"""Shapes: each country's rings as steps of hundredths of a degree, its middle and its mainland.

``unwrap`` and ``pack`` are steps of ``make.sh``. At first rings over the date line are made to go
on beyond 180 degrees; in the end all is packed into the file of the charts. In it ``land`` is how
many of the rings, the largest of which come first, are no small islands: a map shows at least those
whole. ``at`` is where a name stands: the point of the largest ring that is nearest to its centre of
gravity.
"""

import json
import sys
from pathlib import Path

import numpy as np
from matplotlib.path import Path as Outline
from numpy.typing import NDArray

SOURCE = (
    "Natural Earth, public domain (naturalearthdata.com): Admin 0, 1:10m, version 4.1.0, as in npm "
    "world-atlas 2.0.2; simplified to about 5 km by make.sh. Borders are those of the source and "
    "imply no judgement on any of them."
)
MAINLAND = 0.25
"""A ring of less than this share of a country's largest one is a small island."""

SMALLEST = 1.2e-5
"""What :func:`area` says of an island of 250 square kilometres: smaller ones are left out."""

Ring = NDArray[np.float64]


def area(ring: Ring) -> float:
    """The area of a ring on a cylindrical equal-area map."""
    x, y = np.radians(ring[:, 0]), np.sin(np.radians(ring[:, 1]))
    return float(abs(x @ np.roll(y, 1) - y @ np.roll(x, 1)))


def middle(ring: Ring) -> Ring:
    """The point of a ring that is nearest to its centre of gravity."""
    sides = np.linspace(ring.min(axis=0), ring.max(axis=0), 60)
    grid = np.stack(np.meshgrid(*sides.T), axis=-1).reshape(-1, 2)
    inside = grid[Outline(ring).contains_points(grid)]
    inside = inside if len(inside) else ring
    return inside[np.linalg.norm(inside - inside.mean(axis=0), axis=1).argmin()]


def polygons_of(geometry: dict) -> list[list[Ring]]:
    """The polygons of a shape, each with its rings."""
    polygons = geometry["coordinates"]
    if geometry["type"] == "Polygon":
        polygons = [polygons]
    return [[np.unwrap(np.array(ring), period=360, axis=0) for ring in one] for one in polygons]


def country(geometry: dict) -> dict:
    """What the file has of a country."""
    rings = [ring for polygon in polygons_of(geometry) for ring in polygon]
    rings.sort(key=area, reverse=True)
    rings = [ring for number, ring in enumerate(rings) if number == 0 or area(ring) > SMALLEST]
    steps = [np.diff(np.rint(ring * 100), axis=0, prepend=0).astype(int) for ring in rings]
    return {
        "at": middle(rings[0]).round(2).tolist(),
        "land": sum(area(ring) >= MAINLAND * area(rings[0]) for ring in rings),
        "rings": [ring.ravel().tolist() for ring in steps],
    }


def unwrap(content: dict) -> str:
    """The same shapes, with rings that go on beyond 180 degrees."""
    for feature in content["features"]:
        if feature["geometry"]:
            polygons = polygons_of(feature["geometry"])
            rings = [[ring.tolist() for ring in polygon] for polygon in polygons]
            feature["geometry"] = {"type": "MultiPolygon", "coordinates": rings}
    return json.dumps(content)


def pack(content: dict) -> str:
    """The file of the charts, a country on each line."""
    countries = {
        feature["properties"]["code"]: country(feature["geometry"])
        for feature in content["features"]
        if feature["geometry"]
    }
    lines = [
        f"{json.dumps(code)}:{json.dumps(one, separators=(',', ':'))}"
        for code, one in sorted(countries.items())
    ]
    return f'{{"source":{json.dumps(SOURCE)},"countries":{{\n' + ",\n".join(lines) + "\n}}\n"


if __name__ == "__main__":
    step, source, target = sys.argv[1], *map(Path, sys.argv[2:])
    content = json.loads(source.read_text(encoding="utf-8"))
    target.write_text({"unwrap": unwrap, "pack": pack}[step](content), encoding="utf-8")
