"""Fuzzing: whatever bytes the parsers get, they end, and end as they promise."""
