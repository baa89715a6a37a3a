"""Intake: registers in any form that people keep them in, as text with the place of every cell."""

from rrs_data.intake.raw import Intake, Raw
from rrs_data.intake.source import take_in

__all__ = ["Intake", "Raw", "take_in"]
