"""Checks: every fault of the registers in one pass, each told once."""

from rrs_data.intake.checks.context import Context
from rrs_data.intake.checks.register import Checked, check_register
from rrs_data.intake.checks.registers import CheckedSet, check_set

__all__ = ["Checked", "CheckedSet", "Context", "check_register", "check_set"]
