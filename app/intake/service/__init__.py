"""Take documents in, turn them into text and text into findings."""
