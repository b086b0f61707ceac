"""Residual identifiers: what the scan found, what people decided, and the cleared text."""
