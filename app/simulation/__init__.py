"""A corpus of any size for benchmarks, written straight into the database."""
