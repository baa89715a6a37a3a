"""Probable duplicates: proposed with a score, decided by a person, merged when registers are read.

``proposals`` finds pairs of rows by ``titles`` and their ``likeness``; ``review`` is the file in
which a person decides; ``decisions`` makes one row of each accepted pair.
"""
