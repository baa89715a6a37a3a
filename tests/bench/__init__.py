"""The benchmark: the loop a person would write beside ours, and how ours grows.

``make bench`` runs it; ``python -m tests.bench --help`` tells its options.
"""
