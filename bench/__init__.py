"""The benchmark: each job beside its yardstick, in one run, on the same data (see docs/benchmark.md)."""
