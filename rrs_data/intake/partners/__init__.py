"""Partners: workbooks that they fill in, and the import of registers as they keep them.

``register_workbook`` writes the workbooks; ``importing`` cleans what comes back, with a log.
"""

from rrs_data.intake.partners.importing import (
    CHANGES,
    FINDINGS,
    Cleaned,
    Imported,
    clean,
    write_import,
)
from rrs_data.intake.partners.register_workbook import LANGUAGES, write_template, write_templates

__all__ = [
    "CHANGES",
    "FINDINGS",
    "LANGUAGES",
    "Cleaned",
    "Imported",
    "clean",
    "write_import",
    "write_template",
    "write_templates",
]
