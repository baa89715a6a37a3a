"""Intake: registers in any form that people keep them in become one checked set of typed tables."""

from rrs_data.intake.raw import Intake, Raw
from rrs_data.intake.source import take_in

__all__ = ["Intake", "Raw", "take_in"]
