"""RRS data: registers in, achievements out, and the elements that notebooks show them with.

The public names stand in ``__init__.pyi``. Each is imported when it is first asked for: whoever
needs the parameters alone, as a run that finds every report unchanged, waits for no pandas.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
