"""Probable duplicates: proposed with a score, decided by a person, merged when registers are read.

``proposals`` finds pairs of rows, by ``titles``; ``review`` holds what a person decided on them,
and makes one row of each accepted pair.
"""
