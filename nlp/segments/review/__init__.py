"""Facts about the review itself, each proposed with the passage that says it."""
