"""Importing: registers as people keep them become clean registers, and every change is logged."""

from rrs_data.intake.partners.cleaning import Change, Cleaned, clean
from rrs_data.intake.partners.output import CHANGES, FINDINGS, Imported, write_import

__all__ = ["CHANGES", "FINDINGS", "Change", "Cleaned", "Imported", "clean", "write_import"]
