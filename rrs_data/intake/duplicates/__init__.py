"""Probable duplicates: proposed with a score, decided by a person, merged when registers are read.

``proposals`` finds pairs of rows by ``titles`` and their ``likeness``; ``review`` keeps what a
person decided about them; ``merging`` makes one row of each accepted pair.
"""
