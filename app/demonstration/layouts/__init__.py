"""Layouts: the arrangements that committees send their reviews in, and the files they become."""
