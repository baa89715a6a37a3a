"""Engines: Quarto where it is installed, otherwise the embedded one."""

from __future__ import annotations

from reports.render.engines.base import Engine, RenderError, Source
from reports.render.engines.choice import choose_engine

__all__ = ["Engine", "RenderError", "Source", "choose_engine"]
