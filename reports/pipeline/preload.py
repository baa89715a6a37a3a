"""What is imported once, before a process is forked for each page: it then begins at once.

One figure is drawn, so that fonts are looked up once. Nothing here may start a thread: a fork
copies only the thread that forks.
"""

from __future__ import annotations

import gc
import io
import pkgutil
from importlib import import_module

from matplotlib import pyplot as plt

from reports.render.brand import font_faces, load_brand
from rrs_data.report import sections

MODULES = (
    "IPython.core.completerlib",
    "IPython.extensions.storemagic",
    "matplotlib.backends.backend_svg",
    "reports.pipeline.cells",
    "reports.pipeline.page",
    "reports.render.quarto_engine",
    "typst",
)


def preload() -> None:
    """Import all that a page needs, and make the fonts that its HTML carries."""
    for module in pkgutil.iter_modules(sections.__path__, "rrs_data.report.sections."):
        import_module(module.name)
    for name in MODULES:
        import_module(name)
    figure = plt.figure()
    figure.text(0, 0, "Ёё 0")
    figure.savefig(io.BytesIO(), format="svg")
    plt.close(figure)
    font_faces(load_brand().family)  # half a second
    gc.collect()
    gc.freeze()  # what is here for good, no forked process looks through for rubbish


preload()
