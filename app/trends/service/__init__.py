"""The questions that are answered with numbers."""
