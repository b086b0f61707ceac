"""Archives of finished reviews, brought in by manifest through the same pipeline as uploads."""
