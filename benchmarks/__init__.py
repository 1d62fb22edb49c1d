"""The speed tables: `python -m benchmarks` measures and prints them. Ratios within one run; nothing is asserted."""
