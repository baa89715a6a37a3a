"""Checks: every fault of the registers in one pass, each reported once."""
