"""Findings that state the same issue in other words, across committees and years."""
