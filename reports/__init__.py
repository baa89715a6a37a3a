"""The reports: the pipeline from a request to rendered files, and the Quarto project it renders."""

import sys

# jsonschema, which nbformat imports, takes three seconds to import where this optional helper is
# installed (JupyterLab brings it): the helper builds a parser for international web addresses, a
# kind of value that no notebook has. None makes its import fail, and jsonschema goes on without.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
