"""Templates: Excel workbooks for partners to fill in, in each language."""

from rrs_data.intake.partners.templates.workbook import (
    LANGUAGES,
    file_name,
    write_template,
    write_templates,
)

__all__ = ["LANGUAGES", "file_name", "write_template", "write_templates"]
