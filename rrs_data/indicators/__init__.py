"""Indicators: what a sheet counts in the registers, and how each figure is named and traced."""
