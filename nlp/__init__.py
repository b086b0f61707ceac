"""Text in, judgements out. Knows nothing of the service or its database."""
