"""Find what may still identify someone, let people decide, and make the cleared text."""
