"""The case review: its life, documents, findings, recommendations and what was done about them."""
