"""One module a measure; ``answering`` holds what they share."""
