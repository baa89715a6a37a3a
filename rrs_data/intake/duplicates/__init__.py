"""Duplicates: proposed with a score, decided by a person, merged when registers are read."""
