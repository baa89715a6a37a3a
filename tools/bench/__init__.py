"""Benchmarks: `make bench` measures making reports, `make bench-registers` large registers."""
