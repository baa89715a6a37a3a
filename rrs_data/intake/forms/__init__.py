"""Forms: what people write in a cell, in the one form in which registers keep it."""

from rrs_data.intake.forms.canonical import canonical
from rrs_data.intake.forms.doubt import Ambiguous

__all__ = ["Ambiguous", "canonical"]
